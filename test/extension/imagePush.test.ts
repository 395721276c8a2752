import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ensureEngine } from '../support/engine.ts';
import { makeImage } from '../support/makeImage.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { command, commandLog, engine, frontText, rejection, uniqueName, until } from './engineUnderTest.ts';

describe('push and pull', () => {
	let registry: Registry;
	const tags: string[] = [];
	before(async () => {
		registry = await startRegistry();
	});
	after(async () => {
		await Promise.all(tags.map(tag => engine('DELETE', `/images/${tag}?force=1`).catch(() => {})));
		await registry?.end();
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	async function made(repository: string): Promise<string> {
		const reference = `${repository}:1.0`;
		tags.push(reference);
		await makeImage((await ensureEngine()).host, reference, 50_000);
		return reference;
	}

	it('push sends an image to its registry, and its layers can be looked at', async () => {
		const reference = await made(`${registry.address}/team/${uniqueName('pushed')}`);
		const digest = await command<string>('image.push', reference);
		const [name, tag] = [reference.slice(registry.address.length + 1).replace(':1.0', ''), '1.0'];
		const { tags: known } = (await (await fetch(`http://${registry.address}/v2/${name}/tags/list`)).json()) as {
			tags: string[];
		};
		assert.deepEqual(known, [tag]);
		await commandLog(line => line === `docker push ${reference}`);
		await command('image.layersInMotion');
		await until('the rows of the layers', () => /^[0-9a-f]{12} {2}Pushed +\S+ kB$/m.test(frontText()));
		assert.ok(frontText().startsWith(`docker push ${reference}\n`));
		assert.ok(frontText().trimEnd().endsWith(digest));
		await engine('DELETE', `/images/${reference}`);
		await command('image.pull', reference);
		await commandLog(line => line === `docker pull ${reference}`);
		await engine('GET', `/images/${reference}/json`);
		await command('image.layersInMotion');
		await until('the rows of the pull', () => /^[0-9a-f]{12} {2}Pull complete/m.test(frontText()));
	});

	it('push says which name is missing, and that a registry is down', async () => {
		const sentence = await rejection('notFound', 'image.push', `${registry.address}/team/nothing:1`);
		assert.equal(sentence, `There is no image "${registry.address}/team/nothing:1": give an image that name first.`);
		const reference = await made(`127.0.0.1:1/${uniqueName('down')}`);
		assert.match(
			await rejection('failed', 'image.push', reference),
			/^The engine cannot reach the registry 127\.0\.0\.1:1\./,
		);
	});

	it('push says who refused', async () => {
		const closed = await startRegistry({ auth: { user: 'kim', password: 'secret' } });
		try {
			const reference = await made(`${closed.address}/team/${uniqueName('refused')}`);
			assert.match(
				await rejection('denied', 'image.push', reference),
				new RegExp(`^The registry ${closed.address} refused the push to team/refused-`),
			);
		} finally {
			await closed.end();
		}
	});
});

describe('newer images', () => {
	it('are told by their tags', async () => {
		const registry = await startRegistry();
		const { host } = await ensureEngine();
		const reference = `${registry.address}/${uniqueName('newer')}:1`;
		const made: string[] = [];
		try {
			made.push(await makeImage(host, reference, 1000));
			await command('image.push', reference);
			assert.deepEqual(await command('image.checkNewer', reference), []);
			const [repo, name] = [reference.replace(/:1$/, ''), reference.slice(registry.address.length + 1, -2)];
			const digest = await remoteDigest(registry, name);
			made.push(await makeImage(host, reference, 2000));
			await command('image.push', reference);
			await engine('DELETE', `/images/${reference}`);
			await command('image.pull', `${repo}@${digest}`);
			await engine('POST', `/images/${repo}@${digest}/tag?repo=${repo}&tag=1`);
			await until('the mark', async () => {
				const newer = await command<string[]>('image.checkNewer', reference);
				return newer.length === 1 && newer[0] === reference;
			});
			assert.deepEqual(await command('images.checkNewer'), [reference]);
			await command('image.pull', reference);
			await until('no mark', async () => (await command<string[]>('images.checkNewer')).length === 0);
		} finally {
			await Promise.all(made.map(id => engine('DELETE', `/images/${id}?force=1`).catch(() => {})));
			await registry.end();
		}
	});
});

async function remoteDigest(registry: Registry, name: string): Promise<string> {
	const accept = 'application/vnd.docker.distribution.manifest.v2+json';
	const { headers } = await fetch(`http://${registry.address}/v2/${name}/manifests/1`, { headers: { accept } });
	return headers.get('docker-content-digest') ?? '';
}
