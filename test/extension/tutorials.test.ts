import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { freePort } from '../support/freePort.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { startRegistryProxy } from '../support/registryProxy.ts';
import { command, engine, frontText, inspect, ours, rejection, sweep, uniqueName, until } from './engineUnderTest.ts';

interface Volume {
	readonly Name: string;
	readonly Driver: string;
}

/** What beginners are taught to type, done by commands and looked at in the engine. */
describe('what tutorials teach', function () {
	this.timeout(120_000);
	const app = `${uniqueName('app')}:1.0`;
	const web = uniqueName('web');
	const project = uniqueName('shop');
	const volume = uniqueName('data');
	const network = uniqueName('net');
	const quick = { labels: ours, pull: 'never' };
	const silent = { confirm: false };
	let folder: string;
	let port: number;
	let registry: Registry;

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'slipway-tutorials-'));
		[port, registry] = await Promise.all([freePort(), startRegistry()]);
		writeFileSync(join(folder, 'page'), 'hello');
		writeFileSync(join(folder, 'secret'), 'not to be sent');
		writeFileSync(join(folder, '.dockerignore'), 'secret\n');
		const serve = 'CMD ["httpd", "-f", "-p", "80", "-h", "/www"]';
		writeFileSync(join(folder, 'Dockerfile'), `FROM busybox\nLABEL slipway.test=commands\nCOPY . /www/\n${serve}\n`);
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		for (const terminal of vscode.window.terminals) {
			terminal.dispose();
		}
		execFileSync('docker', ['compose', '-p', project, 'down', '-v', '-t', '0'], { cwd: '/', stdio: 'ignore' });
		await sweep();
		for (const { RepoTags } of await engine<{ RepoTags: string[] | null }[]>('GET', '/images/json')) {
			for (const tag of RepoTags ?? []) {
				if (tag.includes(app.split(':')[0] as string)) {
					await engine('DELETE', `/images/${tag}?force=1`);
				}
			}
		}
		await registry?.end();
		rmSync(folder, { recursive: true });
	});

	const execute = async (name: string, ...words: string[]) =>
		(await command<{ stdout: string }>('container.execCapture', name, { command: words })).stdout;
	const volumes = async () => (await engine<{ Volumes: Volume[] | null }>('GET', '/volumes')).Volumes ?? [];
	const run = (options: object) =>
		command<string>('container.run', 'busybox:latest', { ...quick, command: ['sleep', '1000'], ...options });

	it('docker version, docker info', async () => {
		const { Version } = await engine<{ Version: string }>('GET', '/version');
		assert.equal((await command<{ Version: string }>('system.version')).Version, Version);
		assert.equal((await command<{ ServerVersion: string }>('system.info')).ServerVersion, Version);
	});

	it('docker build -t name . leaves out what .dockerignore names, and uses the cache the second time', async () => {
		const id = await command<string>('image.build', folder, { tag: app });
		assert.equal((await engine<{ Id: string }>('GET', `/images/${app}/json`)).Id, id);
		assert.equal(await command('image.build', folder, { tag: app }), id);
		const steps = await command<{ CreatedBy: string }[]>('image.history', app);
		assert.ok(steps.some(({ CreatedBy }) => CreatedBy.includes('COPY')));
	});

	it('a changed line rebuilds the layers after it, and no other', async () => {
		const copy = app.replace(':1.0', ':changed-page');
		const layersOf = async (tag: string) =>
			(await engine<{ RootFS: { Layers: string[] } }>('GET', `/images/${tag}/json`)).RootFS.Layers;
		const before = await layersOf(app);
		writeFileSync(join(folder, 'page'), 'hello again');
		await command('image.build', folder, { tag: copy });
		writeFileSync(join(folder, 'page'), 'hello');
		const after = await layersOf(copy);
		assert.deepEqual([before.slice(0, -1), before.length], [after.slice(0, -1), after.length]);
		assert.notEqual(before.at(-1), after.at(-1));
		const steps = await command<{ CreatedBy: string; Size: number }[]>('image.history', copy);
		const sizes = new Map(steps.map(({ CreatedBy, Size }) => [/\b(?:COPY|CMD|LABEL)\b/.exec(CreatedBy)?.[0], Size]));
		assert.ok((sizes.get('COPY') ?? 0) >= 'hello again'.length);
		assert.deepEqual([sizes.get('CMD'), sizes.get('LABEL')], [0, 0]);
		await command('image.remove', copy, silent);
	});

	it('docker run -d -p 8080:80 --name, and the page in the browser', async () => {
		const id = await command<string>('container.run', app, { ...quick, ports: [`127.0.0.1:${port}:80`], name: web });
		assert.equal((await inspect(web)).Id, id);
		const page = await until('the page', () => fetch(`http://127.0.0.1:${port}/page`).catch(() => undefined));
		assert.equal(await page.text(), 'hello');
		assert.equal((await fetch(`http://127.0.0.1:${port}/secret`)).status, 404);
		const sentence = await rejection('conflict', 'container.run', app, { ...quick, ports: [`127.0.0.1:${port}:80`] });
		assert.ok(sentence.includes(web), 'names who has the port');
	});

	it('docker exec, docker logs, docker top, docker inspect', async () => {
		assert.equal(await execute(web, 'cat', '/www/page'), 'hello');
		await command('container.exec', web);
		await command('container.logs', web, { follow: false });
		const { processes } = await command<{ processes: string[][] }>('container.top', web);
		assert.ok(processes.flat().join(' ').includes('httpd'));
		assert.equal((await command<{ Name: string }>('container.inspect', web)).Name, `/${web}`);
		assert.equal(JSON.parse(frontText()).Name, `/${web}`);
	});

	it('docker cp, both ways', async () => {
		writeFileSync(join(folder, 'note'), 'copied');
		assert.equal(await command('container.copyTo', web, { source: join(folder, 'note'), destination: '/www' }), 1);
		assert.equal(await execute(web, 'cat', '/www/note'), 'copied');
		const back = join(folder, 'back');
		assert.equal(await command('container.copyFrom', web, { source: '/www/note', destination: back }), 1);
		assert.equal(readFileSync(back, 'utf8'), 'copied');
	});

	it('docker commit keeps what was changed inside', async () => {
		const tag = app.replace(':1.0', ':changed');
		const id = await command<string>('container.commit', web, { repository: app.split(':')[0], tag: 'changed' });
		assert.equal((await engine<{ Id: string }>('GET', `/images/${tag}/json`)).Id, id);
		const changed = await command<string>('container.run', tag, { ...quick, command: ['cat', '/www/note'] });
		await until('its end', async () => (await inspect(changed)).State.Status === 'exited');
	});

	it('start, stop, restart, pause, kill, rm: a container’s life', async () => {
		const status = async () => (await inspect(web)).State.Status;
		await command('container.pause', web);
		assert.equal(await status(), 'paused');
		await command('container.unpause', web);
		await command('container.stop', web, { timeout: 0 });
		assert.equal(await status(), 'exited');
		await command('container.start', web);
		await command('container.restart', web, { timeout: 0 });
		assert.equal(await status(), 'running');
		await rejection('conflict', 'container.remove', web, { force: false, confirm: false });
		await command('container.kill', web);
		await command('container.remove', web, silent);
		await assert.rejects(inspect(web));
	});

	it('docker run with -e, -v, --network, --rm and -it', async () => {
		const env = { GREETING: 'hi' };
		const id = await run({ env, volumes: [`${folder}:/here:ro`], network: 'none', remove: true });
		const { Config, HostConfig } = await inspect(id);
		assert.ok(Config.Env.includes('GREETING=hi'));
		assert.deepEqual(
			[HostConfig.Binds, HostConfig.NetworkMode, HostConfig.AutoRemove],
			[[`${folder}:/here:ro`], 'none', true],
		);
		assert.equal(await execute(id, 'cat', '/here/page'), 'hello');
		await command('container.remove', id, { force: true, confirm: false });
		const inside = await command<string>('image.runInteractive', 'busybox:latest', { ...quick, command: ['sh'] });
		assert.equal((await inspect(inside)).Config.Tty, true);
	});

	it('a named volume keeps its data when the container is gone', async () => {
		assert.equal(await command('volume.create', undefined, { name: volume, labels: ours }), volume);
		const first = await run({ volumes: [`${volume}:/data`] });
		await execute(first, 'sh', '-c', 'echo kept >/data/file');
		await command('container.remove', first, { force: true, confirm: false });
		const second = await run({ volumes: [`${volume}:/data`] });
		assert.equal(await execute(second, 'cat', '/data/file'), 'kept\n');
		await rejection('conflict', 'volume.remove', volume, silent);
		assert.equal((await command<Volume>('volume.inspect', volume)).Driver, 'local');
		await command('container.remove', second, { force: true, confirm: false });
		const path = join(folder, 'data.tar.gz');
		await command('volume.backup', volume, { path, confirm: false });
		await command('volume.remove', volume, silent);
		await command('volume.create', undefined, { name: volume, labels: ours });
		await command('volume.restore', volume, { path, confirm: false });
		const third = await run({ volumes: [`${volume}:/data`] });
		assert.equal(await execute(third, 'cat', '/data/file'), 'kept\n');
		await command('container.remove', third, { force: true, confirm: false });
		await command('volume.remove', volume, silent);
		assert.ok(!(await volumes()).some(({ Name }) => Name === volume));
	});

	it('containers on a network of their own reach each other by name', async () => {
		await command('network.create', undefined, { name: network, labels: ours });
		const [c1, c2] = [uniqueName('c1'), uniqueName('c2')];
		await run({ name: c1, network });
		await run({ name: c2 });
		await command('network.connect', network, { container: c2, aliases: ['mongodb'] });
		assert.match(await execute(c1, 'ping', '-c', '1', c2), /1 packets received/);
		assert.match(await execute(c1, 'ping', '-c', '1', 'mongodb'), /1 packets received/);
		await command('network.disconnect', network, { container: c2, force: true, confirm: false });
		const { Containers } = await command<{ Containers: Record<string, { Name: string }> }>('network.inspect', network);
		assert.deepEqual(
			Object.values(Containers).map(({ Name }) => Name),
			[c1],
		);
		await command('container.remove', [c1, c2], { force: true, confirm: false });
		await command('network.remove', network, silent);
	});

	it('the drivers host and none: the machine’s own network, and none at all; there is one of each', async () => {
		const interfaces = async (name: string) => (await execute(name, 'ls', '/sys/class/net')).trim().split('\n');
		const [alone, shared] = [uniqueName('alone'), uniqueName('shared')];
		await run({ name: alone, network: 'none' });
		await run({ name: shared, network: 'host' });
		assert.deepEqual(await interfaces(alone), ['lo']);
		assert.equal((await inspect(shared)).HostConfig.NetworkMode, 'host');
		assert.ok(
			(await interfaces(shared)).some(name => name !== 'lo' && name !== 'eth0'),
			'the bridges of the machine',
		);
		for (const driver of ['host', 'null']) {
			const name = uniqueName(driver);
			const sentence = await rejection('denied', 'network.create', undefined, { name, driver, labels: ours });
			assert.match(sentence, /^Only one instance of/);
		}
		await command('container.remove', [alone, shared], { force: true, confirm: false });
	});

	it('docker search: what is found can be pulled', async () => {
		const index = await startRegistryProxy(registry);
		const results = [
			{ name: 'team/found', description: 'Not it', star_count: 1, is_official: false },
			{ name: app.split(':')[0], description: 'The one', star_count: 9, is_official: true },
		];
		const body = JSON.stringify({ num_results: 2, query: 'app', results });
		index.tampering.instead = ({ url }) => (url?.startsWith('/v1/search') ? { status: 200, body } : undefined);
		try {
			const reference = `${registry.address}/${app}`;
			await command('image.tag', app, { tag: reference });
			await command('image.push', reference);
			await command('image.remove', reference, silent);
			const [first] = await command<{ name: string }[]>('image.search', undefined, { term: `${index.address}/app` });
			assert.equal(first?.name, `${index.address}/${app.split(':')[0]}`);
			const pulled = `${first?.name}:1.0`;
			await command('image.pull', pulled);
			await command('image.remove', pulled, silent);
		} finally {
			await index.end();
		}
	});

	it('docker tag, push, rmi and pull through a registry', async () => {
		const reference = `${registry.address}/${app}`;
		await command('image.tag', app, { tag: reference });
		assert.match(await command<string>('image.push', reference), /^sha256:[0-9a-f]{64}$/);
		const tags = await fetch(`http://${registry.address}/v2/${app.split(':')[0]}/tags/list`);
		assert.deepEqual(((await tags.json()) as { tags: string[] }).tags, ['1.0']);
		await command('image.remove', reference, silent);
		await command('image.pull', reference);
		const { RepoTags } = await engine<{ RepoTags: string[] }>('GET', `/images/${reference}/json`);
		assert.ok(RepoTags.includes(reference) && RepoTags.includes(app), 'several tags on one image');
	});

	it('docker save and docker load', async () => {
		const path = join(folder, 'app.tar');
		const copy = app.replace(':1.0', ':saved');
		await command('image.tag', app, { tag: copy });
		assert.ok((await command<number>('image.save', copy, { path })) > 1_000_000);
		await command('image.remove', copy, silent);
		assert.deepEqual(await command('image.load', undefined, { path }), [copy]);
		await engine('GET', `/images/${copy}/json`);
	});

	it('docker compose up, ps, logs, restart, stop and down --volumes', async () => {
		const file = join(folder, 'compose.yaml');
		const labels = 'labels: { slipway.test: commands }';
		writeFileSync(
			file,
			`name: ${project}
services:
  web:
    build: .
    ${labels}
    stop_grace_period: 0s
    depends_on: [db]
    environment: { DATABASE_URL: "mongodb://db:27017" }
  db:
    image: busybox
    ${labels}
    stop_grace_period: 0s
    command: ["sleep", "1000"]
    volumes: ["db_data:/data"]
volumes:
  db_data:
`,
		);
		assert.equal(await command('compose.up', file, { build: true }), 0);
		assert.match(await execute(`${project}-web-1`, 'ping', '-c', '1', 'db'), /1 packets received/);
		assert.equal(await command('compose.restart', file, { services: ['web'] }), 0);
		assert.equal(await command('compose.stop', file), 0);
		assert.equal((await inspect(`${project}-db-1`)).State.Status, 'exited');
		assert.equal(await command('compose.down', file, { volumes: true, images: 'local', confirm: false }), 0);
		await assert.rejects(inspect(`${project}-db-1`));
		assert.ok(!(await volumes()).some(({ Name }) => Name.startsWith(project)));
	});
});
