import assert from 'node:assert/strict';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { inspectContainer, removeContainer } from '../../src/engine/containers.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { createContainer } from '../../src/engine/runContainer.ts';
import { createVolume, inspectVolume, pruneVolumes, removeVolume } from '../../src/engine/volumes.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';

describe('volumes', function () {
	this.timeout(120_000);
	let connection: EngineConnection;
	const name = `slipway-volumes-${process.pid}`;

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
	});
	after(() => connection.dispose());

	it('creates with labels and options, inspects and removes', async () => {
		const options = { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' };
		assert.equal(await createVolume(connection, { name, labels: { a: '한글' }, options }), name);
		const volume = await inspectVolume(connection, name);
		assert.deepEqual([volume.Driver, volume.Labels, volume.Options], ['local', { a: '한글' }, options]);
		await removeVolume(connection, name);
		await assert.rejects(inspectVolume(connection, name), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'noSuch', what: 'volume', name });
			return error.code === 'notFound';
		});
		await removeVolume(connection, name, { force: true });
	});

	it('makes up a name', async () => {
		const made = await createVolume(connection, {});
		assert.match(made, /^[0-9a-f]{64}$/);
		await removeVolume(connection, made);
	});

	it('says who uses it', async () => {
		const user = await createContainer(connection, 'busybox', { volumes: [`${name}:/data`] });
		try {
			await assert.rejects(removeVolume(connection, name), (error: EngineError) => {
				assert.deepEqual(error.recognised, { kind: 'volumeInUse', holders: [user] });
				return error.code === 'conflict';
			});
		} finally {
			await removeContainer(connection, user);
			await removeVolume(connection, name);
		}
	});

	it('refuses names and drivers that are none', async () => {
		await assert.rejects(createVolume(connection, { name: 'a b' }), { code: 'invalid' });
		await assert.rejects(inspectVolume(connection, '../containers/json'), { code: 'notFound' });
	});

	for (const version of ['28.5', '20.10'] as const) {
		describe(`prune on engine ${version}`, () => {
			let engine: OwnEngine;
			let own: EngineConnection;
			before(async () => {
				engine = await startEngine({ version });
				own = openConnection(engine.host);
			});
			after(async () => {
				own?.dispose();
				await engine?.end();
			});

			it('takes the anonymous ones, and with all the named ones, but none in use', async () => {
				const user = await createContainer(own, 'busybox', { volumes: ['used:/a', '/anonymous-used'] });
				const gone = await createContainer(own, 'busybox', { volumes: ['/anonymous'] });
				const anonymous = (await inspectContainer(own, gone)).Mounts[0]?.Name ?? '';
				await removeContainer(own, gone);
				await createVolume(own, { name: 'named' });
				assert.deepEqual((await pruneVolumes(own)).deleted, [anonymous]);
				const { deleted, spaceReclaimed } = await pruneVolumes(own, { all: true });
				assert.deepEqual(deleted, ['named']);
				assert.equal(typeof spaceReclaimed, 'number');
				assert.equal((await inspectContainer(own, user)).Mounts.length, 2);
				await inspectVolume(own, 'used');
				assert.deepEqual((await pruneVolumes(own, { all: true })).deleted, []);
			});
		});
	}
});
