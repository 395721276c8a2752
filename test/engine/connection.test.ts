import assert from 'node:assert/strict';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection, type EngineStatus } from '../../src/engine/connection.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { openSockets } from './openSockets.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('EngineConnection', () => {
	let engine: OwnEngine;
	let connection: EngineConnection;

	before(async function () {
		this.timeout(120_000);
		engine = await startEngine();
	});
	after(() => engine?.end());
	beforeEach(() => {
		connection = new EngineConnection({
			environment: testEnvironment({ env: { DOCKER_HOST: engine.host } }),
			logger: silentLogger,
		});
	});
	afterEach(() => connection.dispose());

	it('is idle until somebody calls', async () => {
		assert.equal(connection.status.state, 'idle');
		const states: EngineStatus['state'][] = [];
		connection.onDidChangeStatus(status => states.push(status.state));
		const version = await connection.call(docker => docker.version());
		assert.deepEqual(states, ['connecting', 'ready']);
		assert.equal(connection.status.endpoint, engine.host);
		assert.equal(connection.status.engine?.version, version.Version);
		assert.equal(connection.status.engine?.podman, false);
	});

	it('ends a call with its signal and at its deadline', async () => {
		const events = (signal: AbortSignal) =>
			new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
		const cancelled = connection.call((_, signal) => events(signal), { signal: AbortSignal.timeout(50) });
		await assert.rejects(cancelled, { name: 'EngineError', code: 'cancelled' });
		const late = connection.call((_, signal) => events(signal), { deadline: 50 });
		await assert.rejects(late, { name: 'EngineError', code: 'timeout' });
		assert.equal(connection.status.state, 'ready');
	});

	it('keeps a stream that a call returned after the deadline, until the caller ends it', async () => {
		const stop = new AbortController();
		const stream = await connection.call(
			(docker, signal) => docker.getEvents({ abortSignal: signal }) as Promise<NodeJS.ReadableStream>,
			{ signal: stop.signal, deadline: 100 },
		);
		let ended = false;
		stream.on('error', () => (ended = true)).on('close', () => (ended = true));
		stream.resume();
		await new Promise(resolve => setTimeout(resolve, 300));
		assert.equal(ended, false);
		stop.abort();
		await until(() => ended);
	});

	it('maps what the engine answers', async () => {
		await assert.rejects(
			connection.call(docker => docker.getContainer('there-is-none').inspect()),
			(error: EngineError) => error instanceof EngineError && error.code === 'notFound' && error.status === 404,
		);
	});

	it('leaves no connection open when it is disposed, streams included', async () => {
		const stream = (await connection.call(docker => docker.getEvents())) as NodeJS.ReadableStream;
		const closed = new Promise(resolve => stream.on('close', resolve).on('error', () => {}));
		stream.resume();
		const before = await openSockets();
		connection.dispose();
		await closed;
		assert.ok((await openSockets()) < before);
		await assert.rejects(
			connection.call(docker => docker.version()),
			{ code: 'cancelled' },
		);
	});
});
