import assert from 'node:assert/strict';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { lifeOf, lookAtContainer, readContainerLog, readLinesBefore } from '../../src/engine/containerLog.ts';
import { removeContainer, restartContainer } from '../../src/engine/containers.ts';
import { LogLineReader, type ReadLine } from '../../src/engine/logLineReader.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { openConnection } from '../support/engineConnection.ts';

describe('containerLog', function () {
	this.timeout(120_000);
	let host: string;
	let connection: EngineConnection;
	const made: string[] = [];
	const own = (id: string) => {
		made.push(id);
		return id;
	};

	before(async () => {
		({ host } = await ensureEngine());
		connection = openConnection(host);
	});
	afterEach(async () => {
		await Promise.all(made.splice(0).map(id => removeContainer(connection, id, { force: true })));
	});
	after(() => connection.dispose());

	const ran = async (script: string) => {
		const id = own(await runContainer(connection, 'busybox', { command: ['sh', '-c', script] }));
		await connection.call(docker => docker.getContainer(id).wait());
		return id;
	};
	const create = async (body: object) => {
		const { body: answer } = await engineRequest(host, {
			method: 'POST',
			path: '/containers/create',
			body: Buffer.from(JSON.stringify({ Image: 'busybox', Cmd: ['true'], ...body })),
		});
		return own((JSON.parse(answer) as { Id: string }).Id);
	};
	const textOf = ({ data, start, end }: ReadLine) => data.toString('utf8', start, end);
	const read = async (id: string, range = {}, signal = new AbortController().signal) => {
		const look = await lookAtContainer(connection, id);
		const lines: string[] = [];
		const reader = new LogLineReader(look.terminal, line => void lines.push(textOf(line)));
		await readContainerLog(connection, id, range, look, chunk => void reader.push(chunk), signal);
		reader.end();
		return lines;
	};

	it('knows what has to be known of a container, by the engine’s clock', async () => {
		const id = await ran('exit 3');
		const { now, startedAt, finishedAt, ...look } = await lookAtContainer(connection, id);
		assert.deepEqual(look, { terminal: false, driver: 'json-file', running: false, exitCode: 3 });
		assert.ok(Math.abs(now - Date.now()) < 5000);
		assert.ok(Date.parse(startedAt) <= Date.parse(finishedAt));
		const never = await lookAtContainer(connection, await create({ Tty: true }));
		assert.deepEqual([never.terminal, never.running, never.startedAt.slice(0, 4)], [true, false, '0001']);
		await assert.rejects(lookAtContainer(connection, '0123456789ab'), { code: 'notFound' });
	});

	it('tells one life of a container from the next', async () => {
		const id = await ran('true');
		const first = await lookAtContainer(connection, id);
		await restartContainer(connection, id);
		await connection.call(docker => docker.getContainer(id).wait());
		const second = await lookAtContainer(connection, id);
		assert.equal(lifeOf(first), lifeOf({ ...first, now: 0 }));
		assert.notEqual(lifeOf(first), lifeOf(second));
	});

	it('reads all, the last lines, and what came while it follows', async () => {
		const id = await ran('for i in 1 2 3; do echo $i; done');
		assert.deepEqual(await read(id), ['1', '2', '3']);
		assert.deepEqual(await read(id, { tail: 2 }), ['2', '3']);
		assert.deepEqual(await read(id, { tail: 0 }), []);
		const running = own(
			await runContainer(connection, 'busybox', { command: ['sh', '-c', 'echo a; sleep 0.3; echo b'] }),
		);
		assert.deepEqual(await read(running, { follow: true }), ['a', 'b']);
	});

	it('waits for whoever takes what it reads', async () => {
		const id = await ran('for i in $(seq 20000); do echo a line of the log; done');
		const look = await lookAtContainer(connection, id);
		let [busy, chunks] = [false, 0];
		const take = async () => {
			assert.equal(busy, false, 'the next piece came too early');
			busy = true;
			chunks++;
			await new Promise(setImmediate);
			busy = false;
		};
		await readContainerLog(connection, id, {}, look, take, new AbortController().signal);
		assert.ok(chunks > 2, `${chunks}`);
	});

	it('ends with its signal, before it began and in the middle', async () => {
		const id = own(await runContainer(connection, 'busybox', { command: ['sh', '-c', 'echo a; sleep 300'] }));
		await assert.rejects(read(id, { follow: true }, AbortSignal.abort()), { code: 'cancelled' });
		const stop = new AbortController();
		const look = await lookAtContainer(connection, id);
		const reading = readContainerLog(connection, id, { follow: true }, look, () => void stop.abort(), stop.signal);
		await assert.rejects(reading, { code: 'cancelled' });
	});

	it('names the driver that cannot be read', async () => {
		const id = await create({ HostConfig: { LogConfig: { Type: 'none' } } });
		await engineRequest(host, { method: 'POST', path: `/containers/${id}/start` });
		await assert.rejects(read(id), { code: 'failed', recognised: { kind: 'logDriver', driver: 'none' } });
	});

	it('reads the lines before one, and no further', async () => {
		const id = await ran('for i in $(seq 9); do echo $i; usleep 2000; done');
		const look = await lookAtContainer(connection, id);
		const all: ReadLine[] = [];
		const reader = new LogLineReader(false, line => void all.push({ ...line }));
		const signal = new AbortController().signal;
		await readContainerLog(connection, id, {}, look, chunk => void reader.push(chunk), signal);
		reader.end();
		const known = all[5] as ReadLine;
		const before: string[] = [];
		const add = (line: ReadLine) => void before.push(textOf(line));
		const { oldest } = await readLinesBefore(connection, id, known, { tail: 7 }, look, add, signal);
		assert.deepEqual(before, ['3', '4', '5']);
		assert.deepEqual([oldest?.seconds, oldest?.nanoseconds], [all[2]?.seconds, all[2]?.nanoseconds]);
		const first = all[0] as ReadLine;
		const none = await readLinesBefore(connection, id, first, {}, look, () => assert.fail('before the first'), signal);
		assert.equal(none.oldest, undefined);
	});
});
