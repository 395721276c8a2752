import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { silentLogger } from '../../src/base/logger.ts';
import { removeAbandonedHelpers } from '../../src/engine/abandonedHelpers.ts';
import { callJson } from '../../src/engine/calls.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { inspectContainer, removeContainer } from '../../src/engine/containers.ts';
import { importEmptyImage } from '../../src/engine/emptyImage.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { helperFilter, helperLabels, isAbandoned } from '../../src/engine/helperLabels.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { createContainer } from '../../src/engine/runContainer.ts';
import { holdVolume } from '../../src/engine/volumeHolder.ts';
import { createVolume, inspectVolume, removeVolume } from '../../src/engine/volumes.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);

/** Containers, images and volumes, whoever made them. */
async function everything(connection: EngineConnection): Promise<string[]> {
	const [containers, images, { Volumes }] = await Promise.all([
		callJson<{ Id: string }[]>(connection, { method: 'GET', path: '/containers/json', query: { all: true } }),
		callJson<{ Id: string }[]>(connection, { method: 'GET', path: '/images/json', query: { all: true } }),
		callJson<{ Volumes: { Name: string }[] | null }>(connection, { method: 'GET', path: '/volumes' }),
	]);
	return [...containers, ...images]
		.map(({ Id }) => Id)
		.concat((Volumes ?? []).map(({ Name }) => Name))
		.sort();
}

async function helpers(connection: EngineConnection): Promise<string[]> {
	const query = { all: true, filters: helperFilter };
	const containers = await callJson<{ Id: string }[]>(connection, { method: 'GET', path: '/containers/json', query });
	return containers.map(({ Id }) => Id);
}

describe('holding a volume', function () {
	this.timeout(120_000);
	let connection: EngineConnection;
	const volume = `slipway-held-${process.pid}`;

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		await createVolume(connection, { name: volume });
	});
	after(async () => {
		await removeVolume(connection, volume, { force: true });
		connection.dispose();
	});

	it('creates a container that never runs, without a network, and takes it away', async () => {
		const holder = await holdVolume(connection, volume);
		try {
			const { State, HostConfig, Mounts, NetworkSettings } = await inspectContainer(connection, holder.containerId);
			assert.deepEqual([State.Status, HostConfig.NetworkMode, NetworkSettings.Networks], ['created', 'none', {}]);
			assert.deepEqual(
				Mounts.map(({ Name, Destination, RW }) => [Name, Destination, RW]),
				[[volume, holder.path, true]],
			);
		} finally {
			await holder.release();
		}
		await holder.release();
		await assert.rejects(inspectContainer(connection, holder.containerId), { code: 'notFound' });
		await inspectVolume(connection, volume);
	});

	it('holds read-only if asked', async () => {
		const holder = await holdVolume(connection, volume, { readOnly: true });
		const { Mounts } = await inspectContainer(connection, holder.containerId);
		await holder.release();
		assert.equal(Mounts[0]?.RW, false);
	});

	it('does not make a volume that is missing', async () => {
		const name = `${volume}-missing`;
		await assert.rejects(holdVolume(connection, name), { code: 'notFound' });
		await assert.rejects(inspectVolume(connection, name), { code: 'notFound' });
	});

	it('leaves nothing when it is cancelled, at whatever moment', async () => {
		const before = await everything(connection);
		for (let moment = 0; moment < 8; moment++) {
			const stop = new AbortController();
			const held = holdVolume(connection, volume, {}, stop.signal);
			held.catch(() => {});
			const timer = setTimeout(() => stop.abort(), moment);
			await held.then(
				holder => holder.release(),
				error => assert.equal(error.code, 'cancelled'),
			);
			clearTimeout(timer);
		}
		await until(async () => (await everything(connection)).length <= before.length);
		assert.deepEqual(await everything(connection), before);
	});

	it('is seen by nobody who asks the store', async () => {
		const events = new EngineEvents(connection, silentLogger);
		const store = new ResourceStore(connection, events, silentLogger);
		try {
			await store.list('container');
			await store.list('image');
			const seen: string[] = [];
			store.onDidChange(({ kind, ids }) => seen.push(...ids.map(id => `${kind} ${id}`)));
			const image = await importEmptyImage(connection, helperLabels('test'));
			const holder = await holdVolume(connection, volume);
			const user = await createContainer(connection, 'busybox', { volumes: [`${volume}:/data`] });
			await until(() => store.get('container', user) !== undefined);
			await store.refresh();
			assert.equal(store.get('container', holder.containerId), undefined);
			assert.equal(store.get('image', image), undefined);
			const held = await store.find('volume', volume);
			assert.deepEqual(
				store.usersOf(held).map(({ id }) => id),
				[user],
			);
			await holder.release();
			await removeContainer(connection, user);
			await callJson(connection, { method: 'DELETE', path: `/images/${image}` });
			await until(() => store.get('container', user) === undefined);
			assert.deepEqual(
				seen.filter(text => text.startsWith('container') && !text.endsWith(user)),
				[],
			);
			assert.ok(!seen.includes(`image ${image}`));
		} finally {
			store.dispose();
			events.dispose();
		}
	});

	describe('on an engine of its own', () => {
		let engine: OwnEngine;
		let own: EngineConnection;
		before(async () => {
			engine = await startEngine({ busybox: false });
			own = openConnection(engine.host);
			await createVolume(own, { name: volume });
		});
		after(async () => {
			own?.dispose();
			await engine?.end();
		});

		it('needs no image', async () => {
			const before = await everything(own);
			const holder = await holdVolume(own, volume);
			assert.deepEqual(await helpers(own), [holder.containerId]);
			await holder.release();
			assert.deepEqual(await everything(own), before);
		});

		it('is taken away when the engine is back, if it was gone at the end', async () => {
			const before = await everything(own);
			const holder = await holdVolume(own, volume);
			await engine.stop();
			await holder.release();
			await engine.start();
			await own.connect();
			await until(async () => (await everything(own)).length <= before.length);
			assert.deepEqual(await everything(own), before);
		});

		it('is taken away by the next window after a crash, but not while its own window lives', async () => {
			const before = await everything(own);
			const script = `
				import { holdVolume } from './src/engine/volumeHolder.ts';
				import { openConnection } from './test/support/engineConnection.ts';
				await holdVolume(openConnection(${JSON.stringify(engine.host)}), ${JSON.stringify(volume)});
				process.kill(process.pid, 'SIGKILL');`;
			await run(process.execPath, ['--input-type=module', '--eval', script]).catch(({ signal }) =>
				assert.equal(signal, 'SIGKILL'),
			);
			const holder = await holdVolume(own, volume);
			assert.equal((await helpers(own)).length, 2);
			await removeAbandonedHelpers(own);
			assert.deepEqual(await helpers(own), [holder.containerId]);
			await holder.release();
			await removeAbandonedHelpers(own);
			assert.deepEqual(await everything(own), before);
		});
	});

	describe('owners', () => {
		const now = Date.now();
		const hour = 60 * 60_000;
		const ownerOf = (change: object) => {
			const labels = helperLabels('volume');
			const owner = JSON.parse(labels['dev.slipway.owner'] ?? '');
			return { ...labels, 'dev.slipway.owner': JSON.stringify({ ...owner, ...change }) };
		};

		it('are this very process, or another one that lives', () => {
			assert.equal(isAbandoned(helperLabels('volume'), now - 99 * hour), false);
			assert.equal(isAbandoned(ownerOf({ pid: process.ppid }), now), false);
		});
		it('are gone when their process is, or an earlier one had our number', () => {
			assert.equal(isAbandoned(ownerOf({ start: 1 }), now), true);
			assert.equal(isAbandoned(ownerOf({ pid: 2 ** 22 + 1 }), now), true);
		});
		it('cannot be looked up elsewhere: a day passes first', () => {
			const elsewhere = ownerOf({ place: `not ${hostname()}`, pid: 2 ** 22 + 1 });
			assert.equal(isAbandoned(elsewhere, now - 23 * hour), false);
			assert.equal(isAbandoned(elsewhere, now - 25 * hour), true);
			assert.equal(isAbandoned({ 'dev.slipway.owner': 'nonsense' }, now - 25 * hour), true);
			assert.equal(isAbandoned({ 'dev.slipway.owner': 'null' }, now - hour), false);
		});
	});
});
