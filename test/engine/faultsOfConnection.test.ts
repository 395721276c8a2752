import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection, type EngineStatus } from '../../src/engine/connection.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { keepsParts, timeOf, usually } from '../support/keepsTime.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { openSockets } from './openSockets.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('Connection faults, made with a real engine', () => {
	let engine: OwnEngine;
	let connection: EngineConnection;
	let statuses: EngineStatus[];

	before(async function () {
		this.timeout(120_000);
		engine = await startEngine({ busybox: false });
	});
	after(() => engine?.end());
	beforeEach(async () => {
		connection = new EngineConnection({
			environment: testEnvironment({ env: { DOCKER_HOST: engine.host } }),
			logger: silentLogger,
		});
		statuses = [];
		connection.onDidChangeStatus(status => statuses.push(status));
		await connection.connect();
	});
	afterEach(() => connection.dispose());

	it('is ready within 2 s when the engine comes back, each of ten times, and leaves nothing behind', async function () {
		this.timeout(120_000);
		const before = await openSockets();
		const taken: number[] = [];
		for (let round = 0; round < 10; round++) {
			await engine.stop();
			await reaches(connection, 'unreachable');
			assert.equal(connection.status.error?.code, 'unreachable');
			assert.equal(connection.status.error?.recognised?.kind, 'noEngine');
			await engine.start();
			taken.push(await timeOf(() => reaches(connection, 'ready')));
			await connection.call(docker => docker.listContainers());
		}
		assert.ok(usually(taken) < 2000, `${taken} ms`);
		assert.deepEqual(
			statuses.map(({ state }) => state),
			['connecting', 'ready', ...Array.from({ length: 10 }, () => ['unreachable', 'ready']).flat()],
		);
		assert.ok((await openSockets()) <= before + 1);
		connection.dispose();
		await wait(50);
		assert.ok((await openSockets()) < before);
	});

	it('says within 5 s that a frozen engine does not answer, and continues within 2 s after it', async function () {
		this.timeout(120_000);
		const inFlight = () => connection.call(docker => docker.info());
		const freeze = async (): Promise<readonly number[]> => {
			engine.freeze();
			try {
				const patient = inFlight();
				const noticed = await timeOf(() => reaches(connection, 'unreachable'));
				assert.equal(connection.status.error?.recognised?.kind, 'notAnswering');
				const refused = await timeOf(() => assert.rejects(inFlight(), { code: 'unreachable' }));
				await wait(3_500);
				assert.equal(connection.status.state, 'unreachable');
				engine.thaw();
				const back = await timeOf(() => reaches(connection, 'ready'));
				assert.ok((await patient).ServerVersion);
				await inFlight();
				return [noticed / 5000, refused / 100, back / 2000];
			} finally {
				engine.thaw();
			}
		};
		await keepsParts(freeze);
	});

	it('tells a call that is slow from an engine that hangs', async () => {
		const hang = (signal: AbortSignal) =>
			new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
		await assert.rejects(
			connection.call((_, signal) => hang(signal), { deadline: 100 }),
			{ code: 'timeout' },
		);
		engine.freeze();
		try {
			await assert.rejects(
				connection.call(docker => docker.info(), { deadline: 100 }),
				{ code: 'unreachable' },
			);
			assert.equal(connection.status.error?.recognised?.kind, 'notAnswering');
		} finally {
			engine.thaw();
		}
		await reaches(connection, 'ready');
	});

	it('speaks the language of the engine that came in its place', async function () {
		this.timeout(120_000);
		const newer = connection.status.engine;
		await engine.stop();
		await engine.start('20.10');
		await reaches(connection, 'ready');
		const older = connection.status.engine;
		assert.match(older?.version ?? '', /^20\.10/);
		assert.equal(older?.apiVersion, '1.41');
		assert.ok(Number(newer?.apiVersion.split('.')[1]) > 41);
		await connection.call(docker => docker.listImages());
		await engine.stop();
		await engine.start('28.5');
		await reaches(connection, 'ready');
		assert.deepEqual(connection.status.engine, newer);
	});

	it('ends streams of an engine that is gone', async function () {
		this.timeout(120_000);
		const stream = (await connection.call(docker => docker.getEvents())) as NodeJS.ReadableStream;
		const ended = new Promise(resolve => stream.on('close', resolve).on('error', resolve));
		stream.resume();
		await engine.stop();
		await ended;
		connection.reportSilence();
		await reaches(connection, 'unreachable');
		await engine.start();
		await reaches(connection, 'ready');
	});
});

describe('Connection faults, made with sockets', () => {
	let folder: string;
	let connection: EngineConnection;
	let servers: Server[];
	let logged: string[];

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-faults-'));
		servers = [];
		logged = [];
	});
	afterEach(async () => {
		connection.dispose();
		for (const server of servers) {
			server.close();
		}
		await rm(folder, { recursive: true, force: true });
	});

	const connectTo = (env: Record<string, string>, home = folder): Promise<EngineError> => {
		const write = (message: string) => logged.push(message);
		const logger = { debug: write, info: write, warn: write, error: write };
		connection = new EngineConnection({ environment: testEnvironment({ env, home }), logger });
		return connection.connect().then(
			() => assert.fail('connected'),
			error => error,
		);
	};
	const path = () => join(folder, 'docker.sock');
	const connectToSocket = () => connectTo({ DOCKER_HOST: `unix://${path()}` });
	/** Answers whatever comes with these bytes. */
	const serve = (answer: string, at = path()) =>
		new Promise<void>(resolve => {
			const sockets = new Set<Socket>();
			const server = createServer(socket => {
				sockets.add(socket);
				socket.on('error', () => {}).on('data', () => socket.end(answer));
			});
			server.on('close', () => sockets.forEach(socket => void socket.destroy()));
			servers.push(server.listen(at, resolve));
		});

	it('names a socket that is not there', async () => {
		const error = await connectToSocket();
		assert.equal(error.code, 'unreachable');
		assert.deepEqual(error.recognised, { kind: 'noEngine', endpoint: `unix://${path()}` });
		assert.match(error.message, /There is no socket .*docker\.sock/);
		assert.equal(connection.status.state, 'unreachable');
		assert.equal(connection.status.attempts.length, 1);
	});

	it('names a socket nobody listens on any more', async () => {
		const stale = spawn(process.execPath, [
			'-e',
			`require('net').createServer().listen(${JSON.stringify(path())}, () => process.kill(process.pid, 'SIGKILL'))`,
		]);
		await new Promise(resolve => stale.on('exit', resolve));
		const error = await connectToSocket();
		assert.match(error.message, /Nothing listens on/);
		assert.deepEqual(error.recognised, { kind: 'noEngine', endpoint: `unix://${path()}` });
	});

	it('names a plain file in the socket’s place', async () => {
		await writeFile(path(), 'a file');
		const error = await connectToSocket();
		assert.match(error.message, /is not a socket/);
		assert.equal(connection.status.attempts[0]?.error.code, 'failed');
	});

	for (const [what, answer] of [
		['garbage', 'garbage\r\n\r\n'],
		['a web server', 'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>'],
		['JSON of something else', 'HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{"version":"1"}'],
		['JSON that is cut off', 'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"ApiVersion'],
		['null', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull'],
		['a page that is not found', 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'],
		['text without end', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(300_000)}`],
	] as const) {
		it(`recognises ${what} as no engine`, async () => {
			await serve(answer);
			const error = await connectToSocket();
			assert.equal(error.message, 'What answers is not a Docker engine');
			assert.equal(connection.status.attempts[0]?.error.code, 'failed');
		});
	}

	it('passes on what an engine says that is only starting', async () => {
		const body = '{"message":"engine is starting"}';
		await serve(`HTTP/1.1 503 Unavailable\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
		const error = await connectToSocket();
		assert.equal(error.message, 'engine is starting');
		assert.equal(error.status, 503);
	});

	it('explains a socket without permission', async () => {
		if (process.getuid?.() !== 0) {
			// Without root's power over files the socket itself can be closed to its owner.
			await serve('');
			await chmod(path(), 0o000);
			const error = await connectToSocket();
			assert.deepEqual(error.recognised, { kind: 'socketPermission', path: path() });
			return;
		}
		await serve('');
		await chmod(folder, 0o755);
		await chmod(path(), 0o600);
		const { status } = await connectAsNobody(path());
		assert.equal(status.error.code, 'unreachable');
		assert.deepEqual(status.error.recognised, { kind: 'socketPermission', path: path() });
		assert.equal(status.attempts[0]?.code, 'denied');
		connection = new EngineConnection({ environment: testEnvironment(), logger: silentLogger });
	});

	it('tries the usual places in order and says why each failed', async () => {
		const error = await connectTo({ XDG_RUNTIME_DIR: folder });
		assert.ok(connection.status.attempts.length >= 7);
		assert.ok(connection.status.attempts.some(attempt => attempt.endpoint === `unix://${path()}`));
		if (connection.status.attempts.every(attempt => attempt.error.recognised?.kind === 'noEngine')) {
			assert.equal(error.message, 'No Docker engine was found');
		}
	});

	it('says once in the log that there is no engine, however long that lasts', async () => {
		await connectToSocket();
		await wait(2_500);
		assert.equal(logged.filter(line => line.includes('No engine')).length, 1);
		assert.equal(logged.length, 1, logged.join('\n'));
	});

	it('does not choose another engine than the one asked for', async () => {
		const error = await connectTo({ DOCKER_CONTEXT: 'nobody' });
		assert.equal(error.code, 'unreachable');
		assert.match(error.message, /no docker context named "nobody"/);
		assert.deepEqual(error.recognised, { kind: 'noContext', name: 'nobody' });
		assert.deepEqual(connection.status.attempts, []);
	});

	it('stops looking when it is disposed', async () => {
		await connectToSocket();
		connection.dispose();
		const before = await openSockets();
		await wait(1_200);
		assert.equal(await openSockets(), before);
		assert.equal(connection.status.state, 'unreachable');
	});

	it('notices a socket that appears as a link to an engine elsewhere', async () => {
		await connectToSocket();
		await serve('garbage\r\n\r\n', join(folder, 'real.sock'));
		await symlink('real.sock', path());
		await until(() => connection.status.error?.message === 'What answers is not a Docker engine');
	});
});

async function reaches(connection: EngineConnection, state: EngineStatus['state']): Promise<void> {
	await until(() => connection.status.state === state, state);
}

function wait(ms: number): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, ms));
}

interface SeenByNobody {
	readonly status: {
		readonly error: { readonly code: string; readonly recognised: unknown };
		readonly attempts: readonly { readonly code: string }[];
	};
}

/** Root may open every socket: a child that has given up its rights tries it. */
async function connectAsNobody(socket: string): Promise<SeenByNobody> {
	const source = join(import.meta.dirname, '../../src');
	const script = `
		const { EngineConnection } = await import(${JSON.stringify(join(source, 'engine/connection.ts'))});
		const { silentLogger } = await import(${JSON.stringify(join(source, 'base/logger.ts'))});
		process.setgroups([]); process.setgid(65534); process.setuid(65534);
		const env = { DOCKER_HOST: ${JSON.stringify(`unix://${socket}`)} };
		const environment = { env, home: '/nonexistent', platform: 'linux', contextSetting: () => '' };
		const connection = new EngineConnection({ environment, logger: silentLogger });
		await connection.connect().catch(() => {});
		const { error, attempts } = connection.status;
		const plain = ({ code, recognised }) => ({ code, recognised });
		console.log(JSON.stringify({ status: { error: plain(error), attempts: attempts.map(a => plain(a.error)) } }));
		connection.dispose();`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let output = '';
	child.stdout.on('data', data => {
		output += data;
	});
	await new Promise(resolve => child.on('close', resolve));
	return JSON.parse(output);
}
