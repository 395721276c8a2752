import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Emitter } from '../../src/base/event.ts';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection, EngineStatus } from '../../src/engine/connection.ts';
import { EngineConnection as Connection } from '../../src/engine/connection.ts';
import { containerStatus, readStatus } from '../../src/engine/containerStatus.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import type { EngineEvent } from '../../src/engine/readEvent.ts';
import { ResourceStore, type StoreChange } from '../../src/engine/resourceStore.ts';
import { openStore, type StoreUnderTest } from '../bench/storeUnderTest.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { timeOf, usually } from '../support/keepsTime.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('ResourceStore', () => {
	let engine: OwnEngine;
	let subject: StoreUnderTest;
	let store: ResourceStore;
	let changes: StoreChange[];

	before(async function () {
		this.timeout(120_000);
		engine = await startEngine();
	});
	after(() => engine?.end());
	beforeEach(async () => {
		subject = await openStore(engine.host);
		store = subject.store;
		changes = [];
		store.onDidChange(change => changes.push(change));
	});
	afterEach(async () => {
		subject.dispose();
		for (const { Id } of JSON.parse((await get('/containers/json?all=1')).body)) {
			await call('DELETE', `/containers/${Id}?force=1&v=1`);
		}
	});

	const call = async (method: 'POST' | 'DELETE', path: string, body?: object) => {
		const data = body ? Buffer.from(JSON.stringify(body)) : undefined;
		const answer = await engineRequest(engine.host, { method, path, body: data });
		assert.ok(answer.status < 400, `${method} ${path}: ${answer.body}`);
		return answer.body === '' ? undefined : JSON.parse(answer.body);
	};
	const get = (path: string) => engineRequest(engine.host, { path });
	const create = async (name: string, options: object = {}): Promise<string> => {
		const body = { Image: 'busybox', Cmd: ['sleep', '600'], StopSignal: 'SIGKILL', ...options };
		return (await call('POST', `/containers/create?name=${name}`, body)).Id;
	};
	const start = (id: string) => call('POST', `/containers/${id}/start`);
	const statusLines = async () => {
		const listed = JSON.parse((await get('/containers/json?all=1')).body) as { Id: string; Status: string }[];
		return new Map(listed.map(({ Id, Status }) => [Id, Status]));
	};
	const age = (line: string | undefined) => readStatus(line ?? '').age?.from ?? 0;
	const container = (id: string) => store.get('container', id);

	it('reads a list once for all who ask at the same time', async () => {
		await create('one');
		const lists = await Promise.all([store.list('container'), store.list('container'), store.list('container')]);
		assert.equal(subject.listCalls(), 1);
		assert.ok(lists[0] === lists[1] && lists[1] === lists[2] && Object.isFrozen(lists[0]));
		assert.equal(await store.list('container'), lists[0]);
		assert.equal(store.peek('image'), undefined);
	});

	it('follows a container through its life', async () => {
		await store.list('container');
		const id = await create('life', { ExposedPorts: { '80/tcp': {} } });
		await until(() => container(id)?.state === 'created');
		await start(id);
		await until(() => container(id)?.state === 'running');
		await until(() => (container(id)?.networks[0]?.ipAddress ?? '') !== '');
		await call('POST', `/containers/${id}/pause`);
		await until(() => container(id)?.state === 'paused');
		await call('POST', `/containers/${id}/unpause`);
		await until(() => container(id)?.state === 'running');
		await call('POST', `/containers/${id}/rename?name=renamed`);
		await until(() => container(id)?.name === 'renamed');
		await call('POST', `/containers/${id}/kill`);
		await until(() => container(id)?.state === 'exited');
		assert.equal(container(id)?.exitCode, 137);
		await call('DELETE', `/containers/${id}`);
		await until(() => container(id) === undefined);
		assert.ok(changes.at(-1)?.removed.includes(id));
	});

	it('has a list’s own words right after reading it, and others only when they changed', async () => {
		const ids = [await create('up'), await create('ended', { Cmd: ['sh', '-c', 'exit 4'] }), await create('new')];
		await start(ids[0] as string);
		await start(ids[1] as string);
		await sleep(1200);
		await store.list('container');
		const before = ids.map(container);
		for (let second = 0; second < 3; second++) {
			const words = [await statusLines()];
			await store.refresh('container');
			const shown = (store.peek('container') ?? []).map(each => [each.id, containerStatus(each, Date.now())] as const);
			words.push(await statusLines());
			for (const [id, status] of shown) {
				const [before = 0, shown = 0, after = 0] = [words[0]?.get(id), status, words[1]?.get(id)].map(age);
				// The words stand for a whole second, so the moment that is chosen in it may be off by less than one.
				assert.ok(before - 1000 <= shown && shown <= after + 1000, `${before} ≤ ${shown} ≤ ${after}`);
			}
			await sleep(700);
		}
		assert.equal(container(ids[2] as string), before[2]);
	});

	it('does not let a list that is late bring back what has ended', async () => {
		await store.list('container');
		for (let round = 0; round < 5; round++) {
			const states: string[] = [];
			const id = await create(`short-${round}`, { Cmd: ['sh', '-c', 'exit 7'] });
			const subscription = store.onDidChange(() => states.push(container(id)?.state ?? 'gone'));
			await start(id);
			await until(() => container(id)?.state === 'exited');
			await sleep(250);
			subscription.dispose();
			assert.equal(container(id)?.exitCode, 7);
			const end = states.indexOf('exited');
			assert.ok(
				states.slice(end).every(state => state === 'exited'),
				states.join(' '),
			);
		}
	});

	it('tells only of rows that changed, and keeps the others’ objects', async () => {
		const [stays, goes] = [await create('stays'), await create('goes')];
		await store.list('container');
		const kept = container(stays);
		changes.length = 0;
		await call('POST', `/containers/${goes}/rename?name=gone`);
		await until(() => container(goes)?.name === 'gone');
		await store.refresh();
		assert.equal(container(stays), kept);
		assert.ok(changes.every(({ ids }) => ids.length === 1 && ids[0] === goes));
		changes.length = 0;
		await store.refresh();
		assert.deepEqual(changes, []);
	});

	it('removes a container without asking for the list', async () => {
		const id = await create('removed');
		await store.list('container');
		await sleep(50);
		const before = subject.listCalls();
		await call('DELETE', `/containers/${id}`);
		await until(() => container(id) === undefined);
		await sleep(300);
		assert.equal(subject.listCalls(), before);
	});

	it('follows volumes, networks and images once somebody has listed them', async () => {
		await call('POST', '/volumes/create', { Name: 'early' });
		await sleep(100);
		assert.equal(subject.listCalls(), 0);
		await store.list('volume');
		await call('POST', '/volumes/create', { Name: 'earlier' });
		await until(() => store.get('volume', 'earlier') !== undefined);
		await call('DELETE', '/volumes/early');
		await until(() => store.get('volume', 'early') === undefined);
		await call('DELETE', '/volumes/earlier');

		await store.list('network');
		const { Id } = await call('POST', '/networks/create', { Name: 'net', Internal: true });
		await until(() => store.get('network', Id)?.internal === true);
		await call('DELETE', `/networks/${Id}`);
		await until(() => store.get('network', Id) === undefined);

		await store.list('image');
		await call('POST', '/images/busybox/tag?repo=slipway-tag&tag=1');
		await until(() => !!store.peek('image')?.some(({ tags }) => tags.includes('slipway-tag:1')));
		await call('DELETE', '/images/slipway-tag:1');
		await until(() => !store.peek('image')?.some(({ tags }) => tags.includes('slipway-tag:1')));
	});

	it('follows who is on which network', async () => {
		const { Id } = await call('POST', '/networks/create', { Name: 'members' });
		const id = await create('member');
		await start(id);
		await store.list('container');
		const network = await store.find('network', 'members');
		await call('POST', `/networks/${Id}/connect`, { Container: id });
		await until(() => !!container(id)?.networks.some(({ name, ipAddress }) => name === 'members' && ipAddress !== ''));
		assert.deepEqual(store.usersOf(network), [container(id)]);
		await call('POST', `/networks/${Id}/disconnect`, { Container: id });
		await until(() => store.usersOf(network).length === 0);
		await call('DELETE', `/networks/${Id}`);
	});

	it('knows who uses an image and a volume', async () => {
		const id = await create('user', { HostConfig: { Binds: ['used:/data'] } });
		const [image, volume] = [await store.find('image', 'busybox'), await store.find('volume', 'used')];
		assert.deepEqual(store.usersOf(image), []);
		await store.list('container');
		assert.deepEqual(store.usersOf(image), [container(id)]);
		assert.deepEqual(store.usersOf(volume), [container(id)]);
		await call('DELETE', `/containers/${id}`);
		await until(() => store.usersOf(volume).length === 0);
		await call('DELETE', '/volumes/used');
	});

	it('sees what a prune took', async () => {
		const { Name } = await call('POST', '/volumes/create', {});
		const id = await create('pruned');
		await store.list('volume');
		await store.list('container');
		await call('POST', '/containers/prune');
		assert.equal(store.get('volume', Name)?.anonymous, true);
		await call('POST', '/volumes/prune');
		await until(() => container(id) === undefined && store.get('volume', Name) === undefined);
	});

	it('shows when a container’s image lost its name to another', async () => {
		await call('POST', '/images/busybox/tag?repo=moving&tag=1');
		const id = await create('left', { Image: 'moving:1' });
		await store.list('container');
		assert.equal(container(id)?.image, 'moving:1');
		await call('POST', '/commit?container=left&repo=moving&tag=1');
		await until(() => /^[0-9a-f]{12}$/.test(container(id)?.image ?? ''));
		await call('DELETE', '/images/moving:1?force=1');
	});

	it('makes no call for health checks that change nothing', async () => {
		await store.list('container');
		const id = await create('checked', { Healthcheck: { Test: ['CMD', 'true'], Interval: 2e8, Timeout: 1e9 } });
		await start(id);
		await until(() => container(id)?.health === 'healthy');
		await sleep(1000);
		const before = subject.listCalls();
		await sleep(1500);
		assert.equal(subject.listCalls(), before);
		assert.match(containerStatus(container(id) ?? { status: '', since: 0 }, Date.now()), /^Up \d seconds \(healthy\)$/);
	});

	it('takes hostile names and labels as they are', async () => {
		const labels = { '[x](command:quit)': '<b>\u001b[31m\u202e', __proto__: null, long: 'x'.repeat(4096) };
		Object.defineProperty(labels, '__proto__', { value: 'own', enumerable: true });
		const id = await create('hostile', { Labels: labels });
		await store.list('container');
		assert.deepEqual(Object.entries(container(id)?.labels ?? {}).sort(), Object.entries(labels).sort());
	});

	it('stops waiting when asked to', async () => {
		const controller = new AbortController();
		const waiting = store.list('container', controller.signal);
		controller.abort(new Error('enough'));
		await assert.rejects(waiting, /enough/);
		assert.ok(await store.list('container'));
	});
});

describe('ResourceStore, when engines come and go', () => {
	let engine: OwnEngine;

	before(async function () {
		this.timeout(120_000);
		engine = await startEngine();
		await engineRequest(engine.host, {
			method: 'POST',
			path: '/containers/create?name=resident',
			body: Buffer.from('{"Image":"busybox"}'),
		});
	});
	after(() => engine?.end());

	it('has the rows again each of ten times the engine comes back', async function () {
		this.timeout(120_000);
		const subject = await openStore(engine.host);
		const { store } = subject;
		await store.list('container');
		try {
			const taken: number[] = [];
			for (let round = 0; round < 10; round++) {
				await engine.stop();
				await until(() => subject.connection.status.state === 'unreachable');
				await engine.start();
				const name = `round-${round}`;
				const path = `/containers/create?name=${name}`;
				const isListed = async () => {
					await engineRequest(engine.host, { method: 'POST', path, body: Buffer.from('{"Image":"busybox"}') });
					await subject.when(all => all.some(container => container.name === name));
				};
				taken.push(await timeOf(isListed));
				assert.equal(store.peek('container')?.length, round + 2);
			}
			assert.ok(usually(taken) < 2000, `${taken} ms`);
		} finally {
			subject.dispose();
		}
	});

	it('shows the other engine’s rows after a change of engine', async function () {
		this.timeout(120_000);
		const other = await startEngine({ busybox: false });
		let setting = engine.host;
		const environment = { ...testEnvironment(), contextSetting: () => setting };
		const connection = new Connection({ environment, logger: silentLogger });
		const events = new EngineEvents(connection, silentLogger);
		const store = new ResourceStore(connection, events, silentLogger);
		try {
			assert.ok((await store.list('container')).length > 0);
			const removed: string[] = [];
			store.onDidChange(change => removed.push(...change.removed));
			const before = (await store.list('container')).map(({ id }) => id);
			setting = other.host;
			connection.reconsider();
			await until(() => store.peek('container')?.length === 0);
			assert.deepEqual(removed.sort(), before.sort());
			setting = engine.host;
			connection.reconsider();
			await until(() => store.peek('container')?.length === before.length);
		} finally {
			store.dispose();
			events.dispose();
			connection.dispose();
			await other.end();
		}
	});

	it('says that there is no engine, and lists when there is one', async function () {
		this.timeout(120_000);
		await engine.stop();
		const connection = new Connection({
			environment: testEnvironment({ env: { DOCKER_HOST: engine.host } }),
			logger: silentLogger,
		});
		const events = new EngineEvents(connection, silentLogger);
		const store = new ResourceStore(connection, events, silentLogger);
		try {
			await assert.rejects(store.list('container'), { code: 'unreachable' });
			await engine.start();
			await until(() => (store.peek('container')?.length ?? 0) > 0);
		} finally {
			store.dispose();
			events.dispose();
			connection.dispose();
		}
	});

	it('leaves no listener behind', () => {
		const statuses = new Emitter<EngineStatus>();
		const heard = new Emitter<EngineEvent>();
		const opened = new Emitter<void>();
		const connection = { onDidChangeStatus: statuses.event, status: { state: 'idle' } } as unknown as EngineConnection;
		const events = { onDidEvent: heard.event, onDidOpen: opened.event } as unknown as EngineEvents;
		const store = new ResourceStore(connection, events, silentLogger);
		const stream = new EngineEvents(connection, silentLogger);
		store.dispose();
		stream.dispose();
		assert.deepEqual([statuses.listenerCount, heard.listenerCount, opened.listenerCount], [0, 0, 0]);
	});
});
