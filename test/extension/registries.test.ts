import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { freePort } from '../support/freePort.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { seedRegistryImage } from '../support/registryImage.ts';
import {
	command,
	commandLog,
	engine,
	type Inspected,
	inspect,
	ownLog,
	rejection,
	uniqueName,
} from './engineUnderTest.ts';

const run = promisify(execFile);
const login = { user: 'reader', password: 'it\'s: a "s3cr3t"' };

describe('registries', function () {
	this.timeout(120_000);
	let own: TestEngine;
	let registry: Registry;
	let folder: string;
	let reference: string;
	const tags: string[] = [];

	before(async () => {
		[own, registry, folder] = await Promise.all([
			ensureEngine(),
			startRegistry({ auth: login }),
			mkdtemp(join(tmpdir(), 'slipway-registries-')),
		]);
		await push();
	});
	after(async () => {
		await command('registry.logout', registry.address).catch(() => {});
		await Promise.all(tags.map(tag => engine('DELETE', `/images/${tag}`).catch(() => {})));
		await registry?.end();
		await rm(folder, { recursive: true, force: true });
	});

	/** An image in the registry alone, put there by docker itself with a login of its own. */
	async function push(): Promise<void> {
		reference = `${registry.address}/team/private:1.0`;
		const auth = Buffer.from(`${login.user}:${login.password}`).toString('base64');
		await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.address]: { auth } } }));
		const docker = (...words: string[]) => run(own.cli, words, { env: { ...own.env, DOCKER_CONFIG: folder } });
		await docker('tag', 'busybox', reference);
		await docker('push', reference);
		await docker('rmi', reference);
		tags.push(reference);
	}

	const dockerConfig = () => readFile(join(own.dockerConfig, 'config.json'), 'utf8').catch(() => '');

	it('a login lets images be pulled until the logout, and stands nowhere to be read', async () => {
		const before = await dockerConfig();
		await rejection('denied', 'image.pull', reference);
		const { user: username, password } = login;
		const options = { registry: registry.address, username, confirm: false };
		const sentence = await rejection('denied', 'registry.login', undefined, { ...options, password: 'wrong s3cr3t' });
		assert.equal(sentence, `${registry.address} refused the login: check user name and password.`);
		await rejection('denied', 'image.pull', reference);

		await command('registry.login', undefined, { ...options, password });
		await command('image.pull', reference);
		assert.match(await command<string>('image.push', reference), /^sha256:/);
		await engine('DELETE', `/images/${reference}`);

		await command('registry.logout', undefined, { registry: `http://${registry.address}/` });
		await rejection('denied', 'image.pull', reference);
		const lines = await commandLog(line => line === `docker logout ${registry.address}`);
		assert.ok(lines.includes(`docker login --username reader --password-stdin ${registry.address}`));
		assert.doesNotMatch(lines.join('\n'), /s3cr3t/);
		assert.ok(ownLog().some(line => line.includes('registry.login: denied')));
		assert.doesNotMatch(ownLog().join('\n'), /s3cr3t/);
		assert.equal(await dockerConfig(), before);
	});

	it('Compose and builds use the login, too', async () => {
		const { user: username, password } = login;
		await command('registry.login', undefined, { registry: registry.address, username, password, confirm: false });
		const compose = join(folder, 'compose.yaml');
		await writeFile(compose, `services:\n  web:\n    image: ${reference}\n`);
		await command('compose.pull', compose);
		await engine('DELETE', `/images/${reference}`);
		const dockerfile = join(folder, 'Dockerfile');
		await writeFile(dockerfile, `FROM ${reference}\nLABEL built=here\n`);
		const built = await command<string>('image.build', dockerfile, { tag: `${uniqueName('built')}:1`, confirm: false });
		tags.push(built);
		await command('registry.logout', undefined, { registry: registry.address });
	});

	it('a login says what is wrong with the registry or its address', async () => {
		const options = { username: 'a', password: 'b', confirm: false };
		await rejection('invalid', 'registry.login', undefined, { ...options, registry: 'not an address' });
		const nobody = `127.0.0.1:${await freePort()}`;
		const sentence = await rejection('unreachable', 'registry.login', undefined, { ...options, registry: nobody });
		assert.equal(sentence, `${nobody} cannot be reached.`);
	});

	it('a registry or a repository is added when there is one', async () => {
		await rejection('invalid', 'registry.add', 'Not A Registry');
		await rejection('unreachable', 'registry.add', `127.0.0.1:${await freePort()}`);
		await command('registry.add', registry.address);
		await command('registry.add', undefined, { registry: `${registry.address}/team/private` });
		await command('registry.remove', registry.address);
	});

	it('tags give their reference and the line that pulls them', async () => {
		const tag = {
			kind: 'registryTag',
			id: 'tag:ghcr.io/a/b:1',
			host: 'ghcr.io',
			repository: 'a/b',
			tag: '1',
			reference: 'ghcr.io/a/b:1',
			listed: undefined,
		};
		assert.equal(await command('registry.copyReference', tag), 'ghcr.io/a/b:1');
		assert.equal(await command('registry.copyPullCommand', tag), 'docker pull ghcr.io/a/b:1');
		assert.equal(await vscode.env.clipboard.readText(), 'docker pull ghcr.io/a/b:1');
		await rejection('invalid', 'registry.copyReference', { kind: 'registry', id: 'registry:x', host: 'x' });
	});

	it('a local one runs for this machine alone, keeps its images in a volume, and takes what is pushed', async () => {
		const removeImage = await seedRegistryImage(own.host);
		const name = uniqueName('registry');
		const port = await freePort();
		try {
			const id = await command<string>('registry.start', undefined, { port, name });
			const container = await inspect(id);
			assert.equal(container.Name, `/${name}`);
			const bound = container.NetworkSettings.Ports as Record<string, { HostIp: string; HostPort: string }[] | null>;
			assert.deepEqual(bound['5000/tcp'], [{ HostIp: '127.0.0.1', HostPort: String(port) }]);
			assert.deepEqual(container.HostConfig.Binds, [`${name}-data:/var/lib/registry`]);
			const line = `docker run -d -p 127.0.0.1:${port}:5000 -v ${name}-data:/var/lib/registry --name ${name} registry:2`;
			await commandLog(logged => logged === line);

			const reference = `localhost:${port}/team/web:1.0`;
			await command('image.tag', 'busybox:latest', { tag: reference });
			await command('image.push', reference);
			await engine('DELETE', `/images/${reference}`);
			await command('image.pull', reference);
			await engine('DELETE', `/images/${reference}`);

			const sentence = await rejection('conflict', 'registry.start', undefined, { port, name: `${name}-2` });
			assert.equal(sentence, `Port ${port} is already used by container "${name}".`);
			await rejection('invalid', 'registry.start', undefined, { port: 70_000 });
		} finally {
			await engine('DELETE', `/containers/${name}?force=1&v=1`).catch(() => {});
			await engine('DELETE', `/volumes/${name}-data?force=1`).catch(() => {});
			await removeImage();
		}
		await assert.rejects(engine<Inspected>('GET', `/containers/${name}/json`), /404/);
	});
});
