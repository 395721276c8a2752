import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { removeContainer, stopContainer } from '../../src/engine/containers.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { type LogOptions, readLogs } from '../../src/engine/logs.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import type { RunOptions } from '../../src/engine/runOptions.ts';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { openConnection } from '../support/engineConnection.ts';

describe('logs', function () {
	this.timeout(60_000);
	let connection: EngineConnection;
	let host: string;
	const made: string[] = [];

	const run = async (script: string, options: RunOptions = {}) => {
		const id = await runContainer(connection, 'busybox', { command: ['sh', '-c', script], ...options });
		made.push(id);
		return id;
	};
	/** One that has ended, with its whole log. */
	const ran = async (script: string, options: RunOptions = {}) => {
		const id = await run(script, options);
		await connection.call(docker => docker.getContainer(id).wait());
		return id;
	};
	const read = async (id: string, options: LogOptions = {}) => {
		const texts = { stdout: '', stderr: '' };
		for await (const { stream, text } of readLogs(connection, id, options)) {
			texts[stream] += text;
		}
		return texts;
	};

	before(async () => {
		({ host } = await ensureEngine());
		connection = openConnection(host);
	});
	afterEach(async () => {
		await Promise.all(made.splice(0).map(id => removeContainer(connection, id, { force: true }).catch(() => {})));
	});
	after(() => connection.dispose());

	it('keeps the streams apart, in both alphabets', async () => {
		const id = await ran('echo 가나다; echo err >&2; printf last');
		assert.deepEqual(await read(id), { stdout: '가나다\nlast', stderr: 'err\n' });
	});

	it('reads the last lines, and those since a time', async () => {
		const id = await ran('for i in 1 2 3 4 5; do echo $i; done');
		assert.equal((await read(id, { tail: 2 })).stdout, '4\n5\n');
		assert.equal((await read(id, { tail: 'all' })).stdout, '1\n2\n3\n4\n5\n');
		assert.equal((await read(id, { since: '10m' })).stdout, '1\n2\n3\n4\n5\n');
		assert.equal((await read(id, { since: '2099-01-01' })).stdout, '');
		await assert.rejects(read(id, { since: 'soon' }), { code: 'invalid' });
	});

	it('joins long lines, without the timestamps in their middle', async () => {
		const id = await ran('printf "%0100000d\\n" 7; echo next');
		const long = `${'7'.padStart(100_000, '0')}\n`;
		assert.equal((await read(id)).stdout, `${long}next\n`);
		const stamped = (await read(id, { timestamps: true })).stdout.split('\n');
		assert.equal(stamped.length, 3);
		assert.match(stamped[0] ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z 0+7$/);
		assert.equal(stamped[0]?.split(' ')[1], long.trimEnd());
	});

	it('reads a terminal as it is', async () => {
		const id = await ran('printf "\\001\\000\\000\\000\\000\\000\\000\\002ab 한글\\n"', { interactive: true });
		assert.deepEqual(await read(id), { stdout: '\x01\0\0\0\0\0\0\x02ab 한글\r\n', stderr: '' });
	});

	it('follows until the container ends', async () => {
		const id = await run('echo begin; sleep 0.5; echo end');
		const started = performance.now();
		assert.equal((await read(id, { follow: true })).stdout, 'begin\nend\n');
		assert.ok(performance.now() - started < 5000);
	});

	it('shows a line at once', async () => {
		const id = await run('sleep 0.5; echo now; sleep 100');
		for await (const { text } of readLogs(connection, id, { follow: true })) {
			assert.equal(text, 'now\n');
			break;
		}
	});

	it('follows a silent container, and an abort ends it at once', async () => {
		const id = await run('sleep 100');
		const controller = new AbortController();
		const reading = read(id, { follow: true, signal: controller.signal });
		await pause(300);
		const started = performance.now();
		controller.abort();
		await assert.rejects(reading, { code: 'cancelled' });
		assert.ok(performance.now() - started < 100);
	});

	it('ends when nobody reads on', async () => {
		const id = await run('while :; do echo spam; done');
		for await (const { text } of readLogs(connection, id, { follow: true })) {
			assert.ok(text.startsWith('spam\n'));
			break;
		}
		await stopContainer(connection, id, { timeout: 0 });
	});

	it('reads megabytes', async () => {
		const id = await ran('i=0; while [ $i -lt 20000 ]; do echo "line $i 가나다라마바사"; i=$((i+1)); done');
		const lines = (await read(id)).stdout.split('\n');
		assert.equal(lines.length, 20_001);
		assert.equal(lines[12_345], 'line 12345 가나다라마바사');
	});

	it('ends when the container is removed while it is followed', async () => {
		const id = await run('echo hi; sleep 100');
		const reading = read(id, { follow: true });
		await pause(200);
		await removeContainer(connection, id, { force: true });
		assert.equal((await reading).stdout, 'hi\n');
		await assert.rejects(read(id), { code: 'notFound' });
	});

	it('names a log driver that cannot be read', async () => {
		const options = { Image: 'busybox', Cmd: ['true'], HostConfig: { LogConfig: { Type: 'none' } } };
		const body = Buffer.from(JSON.stringify(options));
		const created = await engineRequest(host, {
			method: 'POST',
			path: '/containers/create',
			body,
			contentType: 'application/json',
		});
		const id = (JSON.parse(created.body) as { Id: string }).Id;
		made.push(id);
		await engineRequest(host, { method: 'POST', path: `/containers/${id}/start` });
		await assert.rejects(read(id), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'logDriver', driver: 'none' });
			return error.code === 'failed';
		});
	});
});
