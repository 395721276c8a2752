import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { engineErrorFromMessage, toEngineError } from '../../src/engine/errorMapping.ts';
import { EngineError } from '../../src/engine/errors.ts';

function answered(statusCode: number, message: string): Error {
	return Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), { statusCode, json: null });
}

function socketError(code: string, fields: object = {}): Error {
	return Object.assign(new Error(`connect ${code} /run/x.sock`), { code, syscall: 'connect', ...fields });
}

describe('errorMapping', () => {
	it("keeps the engine's own sentence and its status", () => {
		const error = toEngineError(answered(409, 'conflict: something - with a dash'));
		assert.equal(error.message, 'conflict: something - with a dash');
		assert.equal(error.status, 409);
		assert.equal(error.code, 'conflict');
		assert.equal(error.recognised, undefined);
	});

	it('prefers the JSON of the answer', () => {
		const error = Object.assign(answered(500, '[object Object]'), { json: { message: ' the sentence ' } });
		assert.equal(toEngineError(error).message, 'the sentence');
		assert.equal(toEngineError(error).code, 'failed');
	});

	const statuses = { 400: 'invalid', 401: 'denied', 403: 'denied', 404: 'notFound', 409: 'conflict', 500: 'failed' };
	for (const [status, code] of Object.entries(statuses)) {
		it(`takes ${status} for ${code}`, () => {
			assert.equal(toEngineError(answered(Number(status), 'whatever')).code, code);
		});
	}

	it('takes 429 for the rate limit', () => {
		assert.deepEqual(toEngineError(answered(429, 'slow down')).recognised, { kind: 'rateLimited' });
	});

	it('tells no permission, no engine and no answer', () => {
		const denied = toEngineError(socketError('EACCES', { address: '/run/x.sock' }));
		assert.deepEqual([denied.code, denied.recognised], ['denied', { kind: 'socketPermission', path: '/run/x.sock' }]);
		for (const code of ['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']) {
			const none = toEngineError(socketError(code));
			assert.deepEqual([none.code, none.recognised], ['unreachable', { kind: 'noEngine' }], code);
		}
		const silent = toEngineError(socketError('ETIMEDOUT'));
		assert.deepEqual([silent.code, silent.recognised], ['timeout', { kind: 'notAnswering' }]);
		for (const code of ['ECONNRESET', 'EPIPE', 'EHOSTUNREACH']) {
			assert.equal(toEngineError(socketError(code)).code, 'unreachable', code);
		}
	});

	it('does not take a missing file for a missing engine', () => {
		const error = Object.assign(new Error("ENOENT: no such file, open '/x'"), { code: 'ENOENT', syscall: 'open' });
		assert.equal(toEngineError(error).code, 'failed');
	});

	it('looks into what Node tries for one name', () => {
		const error = new AggregateError([socketError('ECONNREFUSED'), socketError('ECONNREFUSED')]);
		assert.deepEqual(toEngineError(error).recognised, { kind: 'noEngine' });
	});

	it('tells aborts from deadlines', async () => {
		const controller = new AbortController();
		controller.abort();
		assert.equal(toEngineError(controller.signal.reason).code, 'cancelled');
		const late = AbortSignal.timeout(1);
		await new Promise(resolve => late.addEventListener('abort', resolve));
		assert.equal(toEngineError(late.reason).code, 'timeout');
	});

	it('passes its own errors through', () => {
		const error = new EngineError('invalid', 'x');
		assert.equal(toEngineError(error), error);
	});

	it('takes something else than HTTP on the socket for unreachable', async () => {
		const sockets: Socket[] = [];
		const server = createServer();
		server.on('connection', (socket: Socket) => {
			sockets.push(socket);
			socket.end('garbage garbage\r\n\r\n');
		});
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as { port: number };
		const { get } = await import('node:http');
		const thrown = await new Promise(resolve => get({ port, host: '127.0.0.1' }).on('error', resolve));
		server.close();
		assert.equal(toEngineError(thrown).code, 'unreachable');
	});

	it('tells what Node really says about sockets', async () => {
		const thrown = await new Promise(resolve => connect('/nonexistent/docker.sock').on('error', resolve));
		assert.deepEqual(toEngineError(thrown).recognised, { kind: 'noEngine' });
		const file = await new Promise(resolve => connect(import.meta.filename).on('error', resolve));
		assert.deepEqual(toEngineError(file).recognised, { kind: 'noEngine' });
	});

	it('survives whatever is thrown', () => {
		for (const thrown of [undefined, null, 'text', 7, {}, { message: 7 }]) {
			assert.equal(toEngineError(thrown).code, 'failed');
		}
	});

	it('maps sentences that come without a status', () => {
		const error = engineErrorFromMessage('toomanyrequests: You have reached your pull rate limit.');
		assert.deepEqual([error.code, error.recognised], ['failed', { kind: 'rateLimited' }]);
		assert.equal(engineErrorFromMessage('something new').code, 'failed');
	});
});
