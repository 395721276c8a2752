import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Emitter } from '../../src/base/event.ts';
import { type Crash, CrashWatcher } from '../../src/engine/crashes.ts';
import type { EngineEvent } from '../../src/engine/engineEvents.ts';
import { post, removeContainers } from '../bench/benchEngine.ts';
import { openStore, type StoreUnderTest } from '../bench/storeUnderTest.ts';
import { ensureEngine } from '../support/engine.ts';

const second = 1000;
const removalDelay = 40;
const held = 80;

describe('CrashWatcher', () => {
	let emitter: Emitter<EngineEvent>;
	let watcher: CrashWatcher;
	let crashes: Crash[];
	let clock: number;

	beforeEach(() => {
		emitter = new Emitter();
		watcher = new CrashWatcher({ onDidEvent: emitter.event }, { removalDelay });
		crashes = [];
		clock = 1_700_000_000_000;
		watcher.onDidCrash(crash => crashes.push(crash));
	});
	afterEach(() => watcher.dispose());

	const send = (action: string, attributes: Record<string, string> = {}, health?: EngineEvent['health']) => {
		clock += 10;
		const labels = { name: 'db', image: 'postgres:17', ...attributes };
		emitter.fire({ type: 'container', action, id: 'c1', attributes: labels, timeNano: `${clock}000000`, health });
	};
	const pass = (ms: number) => {
		clock += ms;
	};
	const reasons = async () => {
		await sleep(held);
		return crashes.map(({ reason, exitCode, count }) => `${reason} ${exitCode} ×${count}`);
	};

	it('tells of a container that ends by itself with a failure', async () => {
		send('start');
		send('die', { exitCode: '3', 'com.docker.compose.project': 'shop' });
		await sleep(held);
		assert.deepEqual(crashes, [
			{
				containerId: 'c1',
				name: 'db',
				image: 'postgres:17',
				reason: 'exit',
				exitCode: 3,
				count: 1,
				composeProject: 'shop',
			},
		]);
	});

	it('says nothing of a good end', async () => {
		send('die', { exitCode: '0' });
		assert.deepEqual(await reasons(), []);
	});

	for (const [what, code] of [
		['docker stop', '143'],
		['docker kill', '137'],
		['Ctrl+C in the foreground', '130'],
	] as const) {
		it(`says nothing after ${what}`, async () => {
			send('start');
			send('kill', { signal: '15' });
			pass(12 * second);
			send('die', { exitCode: code });
			assert.deepEqual(await reasons(), []);
		});
	}

	it('says nothing of Ctrl+C in the container’s own terminal', async () => {
		send('die', { exitCode: '130' });
		assert.deepEqual(await reasons(), []);
	});

	it('says nothing of containers removed with their end', async () => {
		send('die', { exitCode: '1' });
		send('destroy');
		assert.deepEqual(await reasons(), []);
	});

	it('does not take a reload signal for a wish to end', async () => {
		send('start');
		send('kill', { signal: '1' });
		send('die', { exitCode: '1' });
		assert.deepEqual(await reasons(), ['exit 1 ×1']);
	});

	it('counts a stop of an earlier life for nothing', async () => {
		send('kill', { signal: '9' });
		send('die', { exitCode: '137' });
		send('start');
		send('die', { exitCode: '137' });
		assert.deepEqual(await reasons(), ['exit 137 ×1']);
	});

	it('knows when memory ran out', async () => {
		send('start');
		send('oom');
		send('die', { exitCode: '137' });
		assert.deepEqual(await reasons(), ['oom 137 ×1']);
	});

	it('tells of a restart loop at once and then ever more seldom', async () => {
		for (const failures of [1, 4, 7]) {
			for (let failure = 0; failure < failures; failure++) {
				send('start');
				send('die', { exitCode: '1' });
			}
			await sleep(held);
		}
		assert.deepEqual(await reasons(), ['exit 1 ×1', 'exit 1 ×5', 'exit 1 ×10']);
	});

	it('starts counting anew after a good run', async () => {
		send('start');
		send('die', { exitCode: '1' });
		await reasons();
		send('start');
		pass(11 * 60 * second);
		send('die', { exitCode: '1' });
		assert.deepEqual(await reasons(), ['exit 1 ×1', 'exit 1 ×1']);
	});

	it('tells once per turn that a container is unhealthy', () => {
		send('start');
		for (const health of ['unhealthy', 'unhealthy', 'healthy', 'unhealthy', 'unhealthy'] as const) {
			send('health_status', {}, health);
		}
		assert.deepEqual(
			crashes.map(({ reason, count }) => [reason, count]),
			[
				['unhealthy', 1],
				['unhealthy', 2],
			],
		);
	});

	it('leaves no listener and no timer behind', async () => {
		send('die', { exitCode: '1' });
		watcher.dispose();
		assert.equal(emitter.listenerCount, 0);
		assert.deepEqual(await reasons(), []);
	});
});

describe('CrashWatcher, on a real engine', () => {
	let host: string;
	let subject: StoreUnderTest;
	let watcher: CrashWatcher;
	let crashes: Crash[];

	before(async function () {
		this.timeout(120_000);
		host = (await ensureEngine()).host;
		subject = await openStore(host);
		await subject.events.start();
		crashes = [];
		watcher = new CrashWatcher(subject.events);
		watcher.onDidCrash(crash => crashes.push(crash));
	});
	after(() => {
		watcher?.dispose();
		subject?.dispose();
	});

	const run = async (Cmd: readonly string[], HostConfig: object = {}): Promise<string> => {
		const body = { Image: 'busybox', Cmd, HostConfig };
		const id = JSON.parse(await post(host, '/containers/create', body)).Id as string;
		await post(host, `/containers/${id}/start`);
		return id;
	};

	it('tells a crash from a stop, a kill, a removal and a good end', async () => {
		const ids = [
			await run(['sh', '-c', 'exit 3']),
			await run(['true']),
			await run(['sleep', '600']),
			await run(['sleep', '600']),
			await run(['sh', '-c', 'exit 3'], { AutoRemove: true }),
		];
		try {
			await post(host, `/containers/${ids[2]}/stop?t=0`);
			await post(host, `/containers/${ids[3]}/kill`);
			await sleep(2000);
			const own = crashes.filter(({ containerId }) => ids.includes(containerId));
			assert.deepEqual(
				own.map(({ containerId, exitCode, reason, image }) => [containerId, exitCode, reason, image]),
				[[ids[0], 3, 'exit', 'busybox']],
			);
		} finally {
			await removeContainers(host, ids);
		}
	});
});
