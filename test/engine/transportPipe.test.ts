import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import * as http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection } from '../../src/engine/connection.ts';
import { connectPipe, namedPipeTransport } from '../../src/engine/transport/namedPipe.ts';
import { isLongLived } from '../../src/engine/transport/pooledTransport.ts';
import { probe } from '../../src/engine/transport/probe.ts';
import { keepsTime } from '../support/keepsTime.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { testEnvironment } from './testEnvironment.ts';

/** Node serves pipes and unix sockets through the same calls: a socket stands in for a pipe where there is no Windows. */
describe('Named pipes', () => {
	let folder: string;
	let path: string;
	let server: http.Server;
	let sockets: number;
	let most: number;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-pipe-'));
		path = join(folder, 'pipe');
		sockets = 0;
		most = 0;
		server = http.createServer((request, response) => {
			if (request.url?.startsWith('/events')) {
				response.flushHeaders();
			} else {
				setTimeout(() => response.end('OK'), 5);
			}
		});
		server.on('connection', socket => {
			most = Math.max(most, ++sockets);
			socket.on('close', () => sockets--);
		});
	});
	afterEach(async () => {
		server.closeAllConnections();
		server.close();
		await rm(folder, { recursive: true, force: true });
	});
	const listen = () => new Promise<void>(resolve => server.listen(path, resolve));

	it('serves any number of calls through four connections, beside streams', async () => {
		await listen();
		const transport = namedPipeTransport(path);
		const { protocol, ...route } = transport.route;
		assert.equal(protocol, 'http');
		const streams = await Promise.all(
			Array.from(
				{ length: 6 },
				() =>
					new Promise<http.IncomingMessage>(resolve =>
						http.get({ ...route, path: '/events' }, resolve).on('error', () => {}),
					),
			),
		);
		assert.equal(sockets, 6);
		const answers = await Promise.all(Array.from({ length: 40 }, () => probe(transport, '/_ping', 5_000)));
		assert.ok(answers.every(({ status, body }) => status === 200 && body === 'OK'));
		assert.equal(most, 6 + 4);
		const ends = streams.map(stream => new Promise(resolve => stream.on('error', resolve)));
		transport.dispose();
		await Promise.all(ends);
		await until(() => sockets === 0);
	});

	it('waits for a pipe that was there a moment ago', async () => {
		await listen();
		const transport = namedPipeTransport(path);
		await probe(transport, '/_ping', 1_000);
		transport.dropIdle();
		await new Promise(resolve => server.close(resolve));
		const again = probe(transport, '/_ping', 2_500);
		setTimeout(() => server.listen(path), 400);
		assert.equal((await again).body, 'OK');
		transport.dispose();
	});

	it('does not wait for one that is not there', async () => {
		const transport = namedPipeTransport(path);
		const started = Date.now();
		await assert.rejects(probe(transport, '/_ping', 5_000), { code: 'ENOENT' });
		assert.ok(Date.now() - started < 1900, 'as for one that is busy');
		transport.dispose();
	});

	it('gives up a busy pipe after two seconds', async () => {
		let tries = 0;
		await keepsTime(2_500, async () => {
			tries = 0;
			const started = Date.now();
			await assert.rejects(
				connectPipe(path, () => ++tries > 0),
				{ code: 'ENOENT' },
			);
			assert.ok(Date.now() - started > 1_500 && tries < 30);
		});
		assert.ok(tries > 10, `${tries} tries`);
	});

	it('tells streams from short calls', () => {
		for (const path of [
			'/v1.51/events?filters=x',
			'/v1.41/containers/abc/logs?follow=1',
			'/containers/abc/attach?stream=1',
			'/v1.41/exec/abc/start',
			'/v1.41/images/create?fromImage=x',
			'/v1.41/images/a/b:c/push',
			'/build?t=x',
		]) {
			assert.equal(isLongLived(path), true, path);
		}
		for (const path of [
			'/v1.51/containers/json',
			'/_ping',
			'/v1.41/exec/abc/json',
			'/v1.41/images/events/json',
			'/info',
		]) {
			assert.equal(isLongLived(path), false, path);
		}
	});

	describe('to an engine', () => {
		let engine: OwnEngine;
		before(async function () {
			this.timeout(120_000);
			engine = await startEngine({ busybox: false });
		});
		after(() => engine?.end());

		it('carries calls and streams', async () => {
			const environment = testEnvironment({ env: { DOCKER_HOST: `npipe://${engine.socketPath}` } });
			const connection = new EngineConnection({ environment, logger: silentLogger });
			try {
				const events = (await connection.call(docker => docker.getEvents())) as NodeJS.ReadableStream;
				const heard = new Promise(resolve => events.once('data', chunk => resolve(String(chunk))));
				events.on('error', () => {});
				await connection.call(docker => docker.createVolume({ Name: 'through-a-pipe' }));
				assert.match(String(await heard), /through-a-pipe/);
			} finally {
				connection.dispose();
			}
		});
	});
});
