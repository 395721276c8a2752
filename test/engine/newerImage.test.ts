import assert from 'node:assert/strict';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { pushImage } from '../../src/engine/imagePush.ts';
import { inspectImage, pullImage, removeImage, tagImage } from '../../src/engine/images.ts';
import { checkForNewer } from '../../src/engine/newerImage.ts';
import { RegistryClient } from '../../src/engine/registryClient.ts';
import type { Image } from '../../src/engine/resources.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { makeImage } from '../support/makeImage.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { image } from '../views/samples.ts';

describe('newerImage', function () {
	this.timeout(120_000);
	let host: string;
	let connection: EngineConnection;
	let registry: Registry;
	let client: RegistryClient;

	before(async () => {
		({ host } = await ensureEngine());
		connection = openConnection(host);
		client = new RegistryClient({ environment: connection.environment });
		registry = await startRegistry();
	});
	after(async () => {
		connection?.dispose();
		await registry?.end();
	});

	async function asListed(reference: string): Promise<Image> {
		const { Id, RepoDigests, RepoTags } = await inspectImage(connection, reference);
		return image({ name: reference, id: Id, tags: RepoTags, digests: RepoDigests });
	}

	async function state(of: Image, reference: string): Promise<string | undefined> {
		const checked = await checkForNewer(connection, client, [of]);
		return checked.find(tag => tag.reference === reference)?.state;
	}

	it('tells whether a tag means other content in its registry', async () => {
		const reference = `${registry.address}/team/newer-${process.pid}:1`;
		const local = `newer-${process.pid}:local`;
		await makeImage(host, reference, 1000);
		const id = (await inspectImage(connection, reference)).Id;
		const digest = await pushImage(connection, reference);
		await tagImage(connection, id, local);
		try {
			const before = await asListed(reference);
			assert.equal(await state(before, reference), 'same');
			assert.equal(await state(before, local), 'local');
			await makeImage(host, reference, 2000);
			const newer = await pushImage(connection, reference);
			assert.notEqual(newer, digest);
			const seen: string[] = [];
			const [first, second] = await checkForNewer(connection, client, [before], {
				onProgress: (done, total) => seen.push(`${done}/${total}`),
			});
			assert.deepEqual(
				[first, second].find(tag => tag?.reference === reference),
				{
					reference,
					state: 'newer',
					digest: newer,
				},
			);
			assert.deepEqual(seen, ['1/2', '2/2']);
			await removeImage(connection, reference);
			await pullImage(connection, reference);
			assert.equal(await state(await asListed(reference), reference), 'same');
		} finally {
			await removeImage(connection, id, { force: true });
			await removeImage(connection, reference, { force: true });
		}
	});

	it('tells that a tag is gone, and that a registry cannot be asked', async () => {
		const digest = `sha256:${'0'.repeat(64)}`;
		const known = (repository: string) =>
			image({ name: `${repository}:1`, tags: [`${repository}:1`], digests: [`${repository}@${digest}`] });
		assert.equal(await state(known(`${registry.address}/gone`), `${registry.address}/gone:1`), 'gone');
		const [down] = await checkForNewer(connection, client, [known('127.0.0.1:1/down')]);
		assert.equal(down?.state, 'failed');
		assert.equal(down?.error?.recognised?.kind, 'registryUnreachable', down?.error?.message);
	});

	it('can be cancelled', async () => {
		const stop = new AbortController();
		stop.abort();
		const one = image({ name: 'x:1' });
		await assert.rejects(checkForNewer(connection, client, [one], { signal: stop.signal }));
	});
});
