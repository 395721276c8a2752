import assert from 'node:assert/strict';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { inspectContainer, pruneContainers, removeContainer } from '../../src/engine/containers.ts';
import { execCapture } from '../../src/engine/exec.ts';
import { inspectImage, pruneImages, tagImage } from '../../src/engine/images.ts';
import { createNetwork, inspectNetwork, pruneNetworks } from '../../src/engine/networks.ts';
import { createContainer, runContainer } from '../../src/engine/runContainer.ts';
import { pruneSystem, systemInfo, systemVersion } from '../../src/engine/system.ts';
import { createVolume, inspectVolume } from '../../src/engine/volumes.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';

describe('system', function () {
	this.timeout(120_000);
	let engine: OwnEngine;
	let connection: EngineConnection;
	let running: string;

	before(async () => {
		engine = await startEngine();
		connection = openConnection(engine.host);
		running = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
	});
	after(async () => {
		connection?.dispose();
		await engine?.end();
	});

	it('tells what the engine is', async () => {
		const info = await systemInfo(connection);
		assert.equal(info.ContainersRunning, 1);
		assert.equal((await systemVersion(connection)).Version, info.ServerVersion);
	});

	it('prunes containers that do not run', async () => {
		const stopped = await createContainer(connection, 'busybox');
		const { deleted, spaceReclaimed } = await pruneContainers(connection);
		assert.deepEqual([deleted, spaceReclaimed], [[stopped], 0]);
		assert.deepEqual((await pruneContainers(connection)).deleted, []);
		assert.equal((await inspectContainer(connection, running)).State.Running, true);
	});

	it('prunes networks nobody is connected to', async () => {
		await createNetwork(connection, { name: 'unused' });
		assert.deepEqual(await pruneNetworks(connection), { deleted: ['unused'], spaceReclaimed: 0 });
		await inspectNetwork(connection, 'bridge');
	});

	it('prunes images without a tag, and all that are not used', async () => {
		const dangling = await commit('');
		const tagged = await commit('tagged');
		await tagImage(connection, tagged, 'tagged:second');
		assert.deepEqual((await pruneImages(connection)).deleted, [dangling]);
		const { deleted, spaceReclaimed } = await pruneImages(connection, { all: true });
		assert.equal(deleted.length, 1);
		assert.match(deleted[0] ?? '', /^tagged:/);
		assert.ok(spaceReclaimed >= 100_000);
		assert.ok((await inspectImage(connection, 'busybox')).Id);
	});

	it('prunes everything that is not used, and volumes only if asked', async () => {
		const anonymous = await leftovers();
		const first = await pruneSystem(connection);
		assert.deepEqual(
			[first.containers.length, first.networks, first.volumes, first.images.length],
			[1, ['left'], [], 1],
		);
		assert.ok(first.spaceReclaimed >= 100_000);
		await inspectVolume(connection, anonymous);
		const second = await pruneSystem(connection, { all: true, volumes: true });
		assert.deepEqual(second.volumes, [anonymous]);
		await inspectVolume(connection, 'named');
		assert.equal((await inspectContainer(connection, running)).State.Running, true);
	});

	async function leftovers(): Promise<string> {
		await commit('');
		await createNetwork(connection, { name: 'left' });
		await createVolume(connection, { name: 'named' });
		const id = await createContainer(connection, 'busybox', { volumes: ['/data'] });
		return (await inspectContainer(connection, id)).Mounts[0]?.Name ?? '';
	}

	/** An image with 100 kB of its own. */
	async function commit(repository: string): Promise<string> {
		const id = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
		const command = ['sh', '-c', `head -c 100000 /dev/urandom > /${repository || 'data'}`];
		await execCapture(connection, id, { command });
		const { body } = await engineRequest(engine.host, {
			method: 'POST',
			path: `/commit?container=${id}&repo=${repository}`,
		});
		await removeContainer(connection, id, { force: true });
		return (JSON.parse(body) as { Id: string }).Id;
	}
});
