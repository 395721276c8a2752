import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { type EngineEvent, EngineEvents } from '../../src/engine/engineEvents.ts';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { openConnection } from '../support/engineConnection.ts';
import { until } from '../support/until.ts';

const warnings: string[] = [];
const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} };

describe('EngineEvents, on a real engine', () => {
	let host: string;
	let connection: EngineConnection;
	let events: EngineEvents;
	let heard: EngineEvent[];

	before(async function () {
		this.timeout(120_000);
		host = (await ensureEngine()).host;
	});
	beforeEach(() => {
		connection = openConnection(host);
		events = new EngineEvents(connection, logger);
		heard = [];
		events.onDidEvent(event => heard.push(event));
	});
	afterEach(() => {
		events.dispose();
		connection.dispose();
	});

	it('connects to nothing until it is started', async () => {
		await sleep(20);
		assert.equal(connection.status.state, 'idle');
	});

	it('tells of a container’s life with its labels, exit code and time', async () => {
		const hostile = { __proto__: null, '[x](command:y)': '\u001b[31m\u202e', long: 'x'.repeat(4096) };
		Object.defineProperty(hostile, '__proto__', { value: 'label', enumerable: true });
		await events.start();
		const id = await create(host, { Cmd: ['sh', '-c', 'exit 3'], Labels: hostile });
		await engineRequest(host, { method: 'POST', path: `/containers/${id}/start` });
		await until(() => heard.some(({ id: of, action }) => of === id && action === 'die'));
		await engineRequest(host, { method: 'DELETE', path: `/containers/${id}?force=1` });
		await until(() => heard.some(({ id: of, action }) => of === id && action === 'destroy'));
		const own = heard.filter(event => event.id === id);
		assert.deepEqual(
			own.map(({ action }) => action),
			['create', 'start', 'die', 'destroy'],
		);
		assert.equal(own[2]?.attributes.exitCode, '3');
		assert.equal(own[0]?.attributes.long?.length, 4096);
		assert.equal(own[0]?.attributes['[x](command:y)'], '\u001b[31m\u202e');
		assert.ok(own.every(({ timeNano }) => /^\d{19}$/.test(timeNano)));
	});

	it('never hears the health checks’ own commands', async () => {
		await events.start();
		const Healthcheck = { Test: ['CMD', 'true'], Interval: 2e8, Timeout: 1e9 };
		const id = await create(host, { Cmd: ['sleep', '60'], Healthcheck });
		try {
			await engineRequest(host, { method: 'POST', path: `/containers/${id}/start` });
			await until(() => heard.some(({ id: of, health }) => of === id && health === 'healthy'));
			await sleep(1000);
			const own = heard.filter(event => event.id === id);
			assert.deepEqual(
				own.map(({ action }) => action),
				['create', 'start', 'health_status'],
			);
		} finally {
			await engineRequest(host, { method: 'DELETE', path: `/containers/${id}?force=1` });
		}
	});

	it('ends with its owner', async () => {
		await events.start();
		events.dispose();
		await assert.rejects(events.start(), { code: 'cancelled' });
	});
});

/** A stream of events that does what no engine does on demand. */
describe('EngineEvents, on an engine that misbehaves', () => {
	let fake: FakeEngine;
	let connection: EngineConnection;
	let events: EngineEvents;
	let heard: EngineEvent[];
	let openings: number;

	beforeEach(async () => {
		fake = await fakeEngine();
		connection = openConnection(fake.host);
		events = new EngineEvents(connection, logger);
		heard = [];
		openings = 0;
		warnings.length = 0;
		events.onDidEvent(event => heard.push(event));
		events.onDidOpen(() => openings++);
		await events.start();
		await until(() => fake.streams.length === 1);
	});
	afterEach(() => {
		events.dispose();
		connection.dispose();
		fake.close();
	});

	const line = (id: string, time = 1) =>
		`${JSON.stringify({ Type: 'container', Action: 'start', Actor: { ID: id }, timeNano: time })}\n`;
	const ids = () => heard.map(({ id }) => id);

	it('opens the stream again after it was cut in mid-line, and hears what comes then', async () => {
		fake.send(line('one').slice(0, 30));
		fake.cut();
		await until(() => fake.streams.length === 2);
		fake.send(line('two'));
		await until(() => heard.length === 1);
		assert.deepEqual(ids(), ['two']);
		assert.equal(openings, 2);
	});

	it('opens the stream again after it ended well', async () => {
		fake.end();
		await until(() => fake.streams.length === 2);
	});

	it('skips garbage between events', async () => {
		fake.send(`${line('one', 1)}<html>garbage</html>\n{"Type":\n${line('two', 2)}`);
		await until(() => heard.length === 2);
		assert.deepEqual(ids(), ['one', 'two']);
		assert.equal(warnings.length, 2);
	});

	it('asks for what it missed and drops what comes twice', async () => {
		const time = 1_700_000_000_123_456_789n;
		const at = (id: string, more: bigint) => line(id, 0).replace('"timeNano":0', `"timeNano":${time + more}`);
		fake.send(at('one', 0n));
		await until(() => heard.length === 1);
		fake.cut();
		await until(() => fake.streams.length === 2);
		assert.match(fake.paths.at(-1) ?? '', /since=1700000000\.123456789/);
		fake.send(at('one', 0n) + at('two', 5n));
		await until(() => heard.length === 2);
		assert.deepEqual(ids(), ['one', 'two']);
	});

	it('goes on telling others when a listener fails', async () => {
		events.onDidEvent(() => {
			throw new Error('of the listener');
		});
		const after: string[] = [];
		events.onDidEvent(({ id }) => after.push(id));
		fake.send(line('one') + line('two', 2));
		await until(() => after.length === 2);
	});
});

async function create(host: string, options: object): Promise<string> {
	const body = Buffer.from(JSON.stringify({ Image: 'busybox', StopSignal: 'SIGKILL', ...options }));
	const answer = await engineRequest(host, { method: 'POST', path: '/containers/create', body });
	assert.equal(answer.status, 201, answer.body);
	return JSON.parse(answer.body).Id;
}

interface FakeEngine {
	readonly host: string;
	readonly streams: Socket[];
	readonly paths: string[];
	send(text: string): void;
	cut(): void;
	end(): void;
	close(): void;
}

async function fakeEngine(): Promise<FakeEngine> {
	const streams: Socket[] = [];
	const paths: string[] = [];
	const sockets = new Set<Socket>();
	const server: Server = createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.on('data', data => {
			const path = data.toString().split(' ')[1] ?? '';
			paths.push(path);
			if (path.includes('/events')) {
				socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n');
				streams.push(socket);
			} else {
				const body = path.includes('/version')
					? JSON.stringify({ Version: '28.5.2', ApiVersion: '1.51', MinAPIVersion: '1.24', Os: 'linux', Arch: 'amd64' })
					: 'OK';
				socket.write(`HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
			}
		});
	});
	const folder = mkdtempSync(join(tmpdir(), 'slipway-fake-'));
	const socketPath = join(folder, 'docker.sock');
	await new Promise<void>(resolve => server.listen(socketPath, resolve));
	return {
		host: `unix://${socketPath}`,
		streams,
		paths,
		send: text => streams.at(-1)?.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`),
		cut: () => streams.at(-1)?.destroy(),
		end: () => streams.at(-1)?.write('0\r\n\r\n'),
		close() {
			for (const socket of sockets) {
				socket.destroy();
			}
			server.close();
			rmSync(folder, { recursive: true });
		},
	};
}
