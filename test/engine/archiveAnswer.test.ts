import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { requestArchive } from '../../src/engine/archiveAnswer.ts';
import { tarOf } from '../support/tarOf.ts';

const request = { method: 'GET', path: '/archive', query: { path: Buffer.from([0x61, 0xff]) } } as const;
const never = new AbortController().signal;

/** An engine that answers each connection as told; a real one cannot be made to end in the middle of a piece. */
describe('archive answer', () => {
	let folder: string;
	let server: Server;
	let answer: (socket: Socket, head: string) => void;
	let docker: Docker;
	const heads: string[] = [];
	const sockets = new Set<Socket>();

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-archive-'));
		const socketPath = join(folder, 'engine.sock');
		server = createServer(socket => {
			sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
			socket.once('data', head => {
				heads.push(head.toString('latin1'));
				answer(socket, head.toString('latin1'));
			});
		});
		await new Promise<void>(resolve => server.listen(socketPath, resolve));
		docker = new Docker({ socketPath, version: 'v1.41' });
	});
	beforeEach(() => {
		heads.length = 0;
	});
	after(async () => {
		for (const socket of sockets) {
			socket.destroy();
		}
		await new Promise(resolve => server.close(resolve));
		await rm(folder, { recursive: true });
	});

	const plain = 'HTTP/1.0 200 OK\r\nContent-Type: application/x-tar\r\n\r\n';
	const archive = tarOf({ first: Buffer.alloc(3_000_000, 'first '), second: Buffer.alloc(700, 'second ') });
	const readAll = async (signal = never) => {
		const pieces: Buffer[] = [];
		for await (const piece of await requestArchive(docker, request, signal)) {
			pieces.push(Buffer.from(piece as Buffer));
		}
		return Buffer.concat(pieces);
	};
	const pong = (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK');

	it('is what was sent, however the head and the pieces are cut', async () => {
		for (const cut of [1, plain.length - 1, plain.length + 1, 600_000]) {
			const bytes = Buffer.concat([Buffer.from(plain), archive]);
			answer = socket => {
				socket.write(bytes.subarray(0, cut), () => setImmediate(() => socket.end(bytes.subarray(cut))));
			};
			assert.ok((await readAll()).equals(archive), `cut at ${cut}`);
		}
		assert.match(heads[0] ?? '', /^GET \/v1\.41\/archive\?path=a%ff& HTTP\/1\.0\r\n/);
	});

	it('is asked for in the ordinary way when the answer is no plain one', async () => {
		const chunked = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${archive.length.toString(16)}\r\n`;
		answer = socket => {
			socket.write(chunked);
			socket.write(archive);
			socket.end('\r\n0\r\n\r\n');
		};
		assert.ok((await readAll()).equals(archive));
		assert.deepEqual(
			heads.map(head => /HTTP\/\S+/.exec(head)?.[0]),
			['HTTP/1.0', 'HTTP/1.1'],
		);
	});

	it('fails with what the engine says when it refuses', async () => {
		const sentence = '{"message":"no such container"}';
		answer = socket => {
			socket.end(
				`HTTP/1.1 404 Not Found\r\nContent-Length: ${sentence.length}\r\nConnection: close\r\n\r\n${sentence}`,
			);
		};
		await assert.rejects(readAll(), { statusCode: 404 });
	});

	it('fails when it is cut, and tells an engine that is gone from one that gave up', async () => {
		for (const length of [700, 1_000_000, archive.length - 1024]) {
			answer = (socket, head) => {
				if (head.includes('/_ping')) {
					pong(socket);
				} else {
					socket.end(Buffer.concat([Buffer.from(plain), archive.subarray(0, length)]));
				}
			};
			await assert.rejects(readAll(), { recognised: { kind: 'cutOff' } }, `${length} bytes`);
		}
		answer = (socket, head) => {
			if (head.includes('/_ping')) {
				socket.destroy();
			} else {
				socket.end(Buffer.concat([Buffer.from(plain), archive.subarray(0, 5000)]));
			}
		};
		await assert.rejects(readAll(), { code: 'ECONNRESET' });
	});

	it('closes its connection when it is cancelled, before the answer and within it', async () => {
		for (const begin of ['', plain, plain + archive.toString('latin1', 0, 600_000)]) {
			const stop = new AbortController();
			const closed = new Promise<void>(resolve => {
				answer = socket => {
					socket.once('close', () => resolve());
					socket.resume();
					socket.write(Buffer.from(begin, 'latin1'), () => stop.abort());
				};
			});
			await assert.rejects(readAll(stop.signal), { name: 'AbortError' });
			await closed;
		}
	});
});
