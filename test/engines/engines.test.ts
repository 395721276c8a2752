import assert from 'node:assert/strict';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection } from '../../src/engine/connection.ts';
import { removeContainer, stopContainer } from '../../src/engine/containers.ts';
import { type EngineEvent, EngineEvents } from '../../src/engine/engineEvents.ts';
import { execCapture, findShell } from '../../src/engine/exec.ts';
import { openLogs } from '../../src/engine/logFollower.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import { ContainerStats, type StatsSample } from '../../src/engine/stats.ts';
import { startEngine } from '../support/ownEngine.ts';
import { startPodman } from '../support/podman.ts';

interface Running {
	readonly host: string;
	end(): Promise<void>;
}

const engines: readonly { name: string; podman: boolean; start(): Promise<Running> }[] = [
	{ name: 'Docker Engine 20.10', podman: false, start: () => startEngine({ version: '20.10' }) },
	{ name: 'Docker Engine 26.1', podman: false, start: () => startEngine({ version: '26.1' }) },
	{ name: 'Docker Engine 28.5', podman: false, start: () => startEngine({ version: '28.5' }) },
	{ name: 'Podman 4.3', podman: true, start: startPodman },
];

for (const { name, podman, start } of engines) {
	describe(name, function () {
		this.timeout(120_000);
		let engine: Running;
		let connection: EngineConnection;
		let events: EngineEvents;
		let store: ResourceStore;
		const seen: EngineEvent[] = [];

		before(async () => {
			engine = await start();
			const environment = {
				env: { DOCKER_HOST: engine.host },
				home: '/nonexistent',
				platform: process.platform,
				contextSetting: () => '',
			};
			connection = new EngineConnection({ environment, logger: silentLogger });
			events = new EngineEvents(connection, silentLogger);
			store = new ResourceStore(connection, events, silentLogger);
			events.onDidEvent(event => seen.push(event));
			await store.list('container');
		});

		after(async () => {
			store?.dispose();
			events?.dispose();
			connection?.dispose();
			await engine?.end();
		});

		it('is recognised, with an API version it understands', () => {
			assert.equal(connection.status.state, 'ready');
			assert.equal(connection.status.engine?.podman, podman);
			assert.match(connection.status.engine?.apiVersion ?? '', /^1\.\d+$/);
		});

		it('lists images, volumes and networks', async () => {
			const images = await store.list('image');
			assert.ok(images.some(image => image.tags.some(tag => /busybox:latest$/.test(tag))));
			assert.ok((await store.list('network')).some(network => network.builtin));
			assert.ok(Array.isArray(await store.list('volume')));
		});

		it('runs a container whose row comes, changes and goes by events alone', async () => {
			const id = await runContainer(connection, 'busybox:latest', {
				name: 'engines-web',
				command: ['sh', '-c', 'echo ready; exec sleep 600'],
				labels: { purpose: 'test' },
				pull: 'never',
			});
			const running = await until(
				() => store.get('container', id),
				container => container?.state === 'running',
			);
			assert.equal(running?.name, 'engines-web');
			assert.equal(running?.labels.purpose, 'test');
			await stopContainer(connection, id, { timeout: 0 });
			const ended = await until(
				() => store.get('container', id),
				container => container?.state === 'exited',
			);
			assert.equal(ended?.exitCode, 137);
			await removeContainer(connection, id, { force: true });
			await until(
				() => store.get('container', id),
				container => container === undefined,
			);
			const actions = seen.filter(event => event.id === id).map(event => event.action);
			for (const action of ['create', 'start', 'die', 'destroy']) {
				assert.ok(actions.includes(action), `${action} is missing in ${actions}`);
			}
		});

		it('executes commands and finds the shell', async () => {
			const id = await runContainer(connection, 'busybox:latest', { command: ['sleep', '600'], pull: 'never' });
			try {
				const command = ['sh', '-c', 'echo 안녕; echo problem >&2; exit 3'];
				assert.deepEqual(await execCapture(connection, id, { command }), {
					exitCode: 3,
					stdout: '안녕\n',
					stderr: 'problem\n',
				});
				assert.match((await findShell(connection, id)) ?? '', /^(?:\/bin\/)?(?:ash|sh)$/);
			} finally {
				await removeContainer(connection, id, { force: true });
			}
		});

		it('tells what a container uses', async () => {
			const command = ['sh', '-c', 'while :; do :; done'];
			const id = await runContainer(connection, 'busybox:latest', {
				command,
				cpus: '0.2',
				memory: '64m',
				pull: 'never',
			});
			const stats = new ContainerStats(connection, silentLogger);
			const samples: StatsSample[] = [];
			try {
				stats.watch(id, { onSample: sample => samples.push(sample), onFailure: error => assert.fail(error) });
				const sample = await until(
					() => samples[1],
					second => second !== undefined,
				);
				assert.ok(sample && sample.cpu > 1 && sample.cpu < 40, JSON.stringify(sample));
				assert.ok(sample.memory > 0 && sample.memoryLimit === 64 * 1024 * 1024, JSON.stringify(sample));
				assert.deepEqual([sample.processes, sample.begins], [1, false]);
			} finally {
				stats.dispose();
				await removeContainer(connection, id, { force: true });
			}
		});

		it('reads a log', async () => {
			const command = ['sh', '-c', 'echo one; echo two >&2'];
			const id = await runContainer(connection, 'busybox:latest', { command, pull: 'never' });
			try {
				await until(
					() => store.get('container', id),
					container => container?.state === 'exited',
				);
				const log = openLogs({ connection, events, store }, { kind: 'containers', ids: [id] });
				const rows = await until(
					() => log.rows(0, 10),
					({ length }) => length === 2,
				);
				log.dispose();
				assert.deepEqual(rows.map(({ stream, text }) => `${stream}: ${text}`).sort(), ['stderr: two', 'stdout: one']);
			} finally {
				await removeContainer(connection, id, { force: true });
			}
		});
	});
}

/** Waits until the value is as wanted; fails with the last value after 20 s. */
async function until<T>(read: () => T, isWanted: (value: T) => boolean): Promise<T> {
	const end = Date.now() + 20_000;
	for (;;) {
		const value = read();
		if (isWanted(value)) {
			return value;
		}
		if (Date.now() > end) {
			assert.fail(`Still ${JSON.stringify(value)}`);
		}
		await new Promise(resolve => setTimeout(resolve, 50));
	}
}
