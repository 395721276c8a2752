import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import type { EngineConnection } from '../../src/engine/connection.ts';
import {
	inspectContainer,
	killContainer,
	pauseContainer,
	removeContainer,
	renameContainer,
	restartContainer,
	startContainer,
	stopContainer,
	topContainer,
	unpauseContainer,
} from '../../src/engine/containers.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { execCapture } from '../../src/engine/exec.ts';
import { createContainer, runContainer } from '../../src/engine/runContainer.ts';
import type { RunOptions } from '../../src/engine/runOptions.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { freePort } from '../support/freePort.ts';
import { until } from '../support/until.ts';

const waits: RunOptions = { command: ['sh', '-c', 'trap exit TERM; while :; do sleep 0.1; done'] };

describe('containers', function () {
	this.timeout(120_000);
	let connection: EngineConnection;
	const made: string[] = [];
	const prefix = `slipway-containers-${process.pid}`;
	const run = async (options: RunOptions = waits) => {
		const id = await runContainer(connection, 'busybox', options);
		made.push(id);
		return id;
	};
	const stateOf = async (id: string) => (await inspectContainer(connection, id)).State;

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
	});
	afterEach(async () => {
		await Promise.all(made.splice(0).map(id => removeContainer(connection, id, { force: true }).catch(() => {})));
	});
	after(() => connection.dispose());

	it('stops, starts, pauses and restarts', async () => {
		const id = await run();
		await stopContainer(connection, id, { timeout: 5 });
		assert.equal((await stateOf(id)).Status, 'exited');
		await startContainer(connection, id);
		await pauseContainer(connection, id);
		assert.equal((await stateOf(id)).Status, 'paused');
		await unpauseContainer(connection, id);
		const { Pid } = await stateOf(id);
		await restartContainer(connection, id, { timeout: 0 });
		const after = await stateOf(id);
		assert.equal(after.Status, 'running');
		assert.notEqual(after.Pid, Pid);
	});

	it('takes what is so already for done', async () => {
		const id = await run();
		await startContainer(connection, id);
		await stopContainer(connection, id, { timeout: 0 });
		await stopContainer(connection, id);
	});

	it('kills with the signal it is told', async () => {
		const id = await run({ command: ['sh', '-c', 'trap "exit 42" USR1; while :; do sleep 0.05; done'] });
		// Its shell waits for a sleep once it knows the signal.
		await until(async () => (await topContainer(connection, id)).processes.length > 1);
		await killContainer(connection, id, { killSignal: 'SIGUSR1' });
		await connection.call(docker => docker.getContainer(id).wait());
		assert.equal((await stateOf(id)).ExitCode, 42);
		await assert.rejects(killContainer(connection, id), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'notRunning' });
			return error.code === 'conflict';
		});
	});

	it('refuses signals and timeouts that are none', async () => {
		const id = await run();
		await assert.rejects(killContainer(connection, id, { killSignal: 'SIGNONSENSE' }), { code: 'invalid' });
		await assert.rejects(stopContainer(connection, id, { timeout: Number.NaN }), { code: 'invalid' });
		await assert.rejects(stopContainer(connection, id, { timeout: -2 }), { code: 'invalid' });
	});

	it('removes a running container only by force, with its anonymous volumes', async () => {
		const id = await run({ ...waits, volumes: ['/data'] });
		const volume = (await inspectContainer(connection, id)).Mounts[0]?.Name ?? '';
		await assert.rejects(removeContainer(connection, id), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'running' });
			return error.code === 'conflict';
		});
		await removeContainer(connection, id, { force: true, volumes: true });
		await assert.rejects(inspectContainer(connection, id), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'noSuch', what: 'container', name: id });
			return error.code === 'notFound';
		});
		await assert.rejects(connection.call(docker => docker.getVolume(volume).inspect()));
	});

	it('renames, and says whose name it is', async () => {
		const [a, b] = [await run({ ...waits, name: `${prefix}-a` }), await run()];
		await renameContainer(connection, b, `${prefix}-b`);
		assert.equal((await inspectContainer(connection, `${prefix}-b`)).Id, b);
		await assert.rejects(renameContainer(connection, b, `${prefix}-a`), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'nameInUse', name: `${prefix}-a`, holder: a });
			return error.code === 'conflict';
		});
		await assert.rejects(run({ ...waits, name: `${prefix}-a` }), { code: 'conflict' });
		await assert.rejects(renameContainer(connection, b, 'a b'), { code: 'invalid' });
	});

	it('lists processes', async () => {
		const id = await run();
		// The engine calls a container started a moment before its own program is there.
		await execCapture(connection, id, { command: ['true'] });
		const { titles, processes } = await topContainer(connection, id);
		assert.ok(titles.includes('CMD') || titles.includes('COMMAND'));
		assert.ok(processes.some(cells => cells.some(cell => cell.includes('trap exit TERM'))));
	});

	for (const name of [
		'',
		'.',
		'..',
		'../images',
		'a/../b',
		'x?force=1',
		'[x](command:y)',
		'\x1b[31m',
		'\u202E',
		'ㅁ'.repeat(1300),
	]) {
		it(`finds nothing named ${JSON.stringify(name).slice(0, 30)}`, async () => {
			await assert.rejects(inspectContainer(connection, name), (error: EngineError) => {
				assert.ok(error.code === 'notFound' || error.code === 'invalid', `${error.code}: ${error.message}`);
				return true;
			});
			await assert.rejects(removeContainer(connection, name, { force: true }), { name: 'EngineError' });
		});
	}

	it('tells which port a container has', async () => {
		const port = await freePort();
		await run({ ...waits, ports: [`127.0.0.1:${port}:80`] });
		await assert.rejects(
			run({ ...waits, name: `${prefix}-second`, ports: [`127.0.0.1:${port}:80`] }),
			(error: EngineError) => {
				assert.deepEqual(error.recognised, { kind: 'portAllocated', port });
				return error.code === 'conflict';
			},
		);
		await assert.rejects(inspectContainer(connection, `${prefix}-second`), { code: 'notFound' });
	});

	it('tells which port another program has', async () => {
		const server: Server = createServer();
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as { port: number };
		try {
			await assert.rejects(run({ ...waits, ports: [`127.0.0.1:${port}:80`] }), (error: EngineError) => {
				assert.deepEqual(error.recognised, { kind: 'portAllocated', port });
				return error.code === 'conflict';
			});
		} finally {
			server.close();
		}
	});

	it('says which program is missing, and leaves nothing behind', async () => {
		const name = `${prefix}-missing`;
		await assert.rejects(run({ name, command: ['no-such-program'] }), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'commandNotFound', command: 'no-such-program' });
			return error.code === 'notFound';
		});
		await assert.rejects(inspectContainer(connection, name), { code: 'notFound' });
	});

	it('cancels at once what takes long, and the engine goes on', async () => {
		const id = await run({ command: ['sh', '-c', 'trap "" TERM; while :; do sleep 1; done'] });
		const controller = new AbortController();
		const stopping = stopContainer(connection, id, { timeout: 30, signal: controller.signal });
		setTimeout(() => controller.abort(), 100);
		const started = performance.now();
		await assert.rejects(stopping, { code: 'cancelled' });
		assert.ok(performance.now() - started < 15_000, 'half of what it would take');
	});

	it('ends every one of two commands that race', async () => {
		for (let round = 0; round < 3; round++) {
			const id = await run();
			const outcomes = await Promise.allSettled([
				stopContainer(connection, id, { timeout: 0 }),
				restartContainer(connection, id, { timeout: 0 }),
				removeContainer(connection, id, { force: true }),
				removeContainer(connection, id, { force: true }),
				pauseContainer(connection, id),
				killContainer(connection, id),
			]);
			for (const outcome of outcomes) {
				const code = outcome.status === 'rejected' ? outcome.reason.code : 'done';
				assert.match(code, /^(?:done|notFound|conflict)$/, String(outcome.status === 'rejected' && outcome.reason));
			}
			await assert.rejects(inspectContainer(connection, id), { code: 'notFound' });
		}
	});

	it('removes what a cancelled run had made', async () => {
		for (const wait of [0, 5, 20, 60, 120]) {
			const name = `${prefix}-cancelled-${wait}`;
			const controller = new AbortController();
			const running = runContainer(connection, 'busybox', { ...waits, name }, { signal: controller.signal });
			setTimeout(() => controller.abort(), wait);
			const outcome = await running.then(
				id => made.push(id) && 'started',
				(error: EngineError) => error.code,
			);
			if (outcome !== 'started') {
				assert.equal(outcome, 'cancelled');
				await assert.rejects(inspectContainer(connection, name), { code: 'notFound' });
			}
		}
	});

	it('does not pull what it shall not', async () => {
		const image = 'slipway-no-such-image:1';
		await assert.rejects(createContainer(connection, image, { pull: 'never' }), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'noSuchImage', reference: image });
			return error.code === 'notFound';
		});
	});
});
