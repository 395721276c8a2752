import assert from 'node:assert/strict';
import { openAttach } from '../../src/engine/attach.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { inspectContainer, removeContainer, stopContainer } from '../../src/engine/containers.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { type ExecSession, execCapture } from '../../src/engine/exec.ts';
import { createContainer, runContainer, startInteractive } from '../../src/engine/runContainer.ts';
import type { RunOptions } from '../../src/engine/runOptions.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { until } from '../support/until.ts';

describe('attach', function () {
	this.timeout(120_000);
	let connection: EngineConnection;
	const made: string[] = [];
	const keep = async (id: Promise<string>) => {
		made.push(await id);
		return id;
	};
	const create = (options: RunOptions) => keep(createContainer(connection, 'busybox', options));
	const run = (options: RunOptions) => keep(runContainer(connection, 'busybox', options));

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
	});
	afterEach(async () => {
		await Promise.all(made.splice(0).map(id => removeContainer(connection, id, { force: true }).catch(() => {})));
	});
	after(() => connection.dispose());

	it('starts an interactive container with nothing lost and tells its exit code', async () => {
		for (let round = 0; round < 3; round++) {
			const id = await create({ interactive: true, remove: true, command: ['sh', '-c', 'echo first; exit 9'] });
			const session = await startInteractive(connection, id, { columns: 90, rows: 20 });
			const shown = read(session);
			assert.equal(await session.exit, 9);
			assert.equal(await shown, 'first\r\n');
		}
	});

	it('is a terminal of the size it was given', async () => {
		const id = await create({ interactive: true, command: ['sh'] });
		const session = await startInteractive(connection, id, { columns: 91, rows: 21 });
		const shown = read(session);
		session.input.write('stty size; exit 3\n');
		assert.equal(await session.exit, 3);
		assert.match(await shown, /21 91/);
	});

	it('removes an interactive container that cannot be started', async () => {
		const id = await createContainer(connection, 'busybox', { interactive: true, command: ['no-such-program'] });
		await assert.rejects(startInteractive(connection, id), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'commandNotFound', command: 'no-such-program' });
			return true;
		});
		await assert.rejects(inspectContainer(connection, id), { code: 'notFound' });
	});

	it('attaches to a running terminal and leaves it running when closed', async () => {
		const id = await run({ interactive: true, command: ['sh'] });
		const session = await openAttach(connection, id, { columns: 80, rows: 24 });
		const shown = read(session);
		session.input.write('echo $((6*7))\n');
		await until(() => shown.text.includes('42'));
		session.close();
		assert.equal(await session.exit, 0);
		assert.equal((await inspectContainer(connection, id)).State.Running, true);
	});

	it('takes leave with Ctrl+P Ctrl+Q', async () => {
		const id = await run({ interactive: true, command: ['sh'] });
		const session = await openAttach(connection, id);
		session.output.resume();
		session.input.write('\x10');
		session.input.write('\x11');
		assert.equal(await session.exit, 0);
		assert.equal((await inspectContainer(connection, id)).State.Running, true);
	});

	it('shows both outputs of a container without a terminal, as a terminal wants its lines', async () => {
		const id = await run({
			command: [
				'sh',
				'-c',
				'while [ ! -e /go ]; do sleep 0.05; done; echo out; echo err >&2; printf "a\\r\\nb\\n"; exit 4',
			],
		});
		const session = await openAttach(connection, id);
		const shown = read(session);
		await session.resize(80, 24);
		await execCapture(connection, id, { command: ['touch', '/go'] });
		assert.equal(await session.exit, 4);
		assert.equal((await shown).split('\r\n').sort().join('|'), '|a|b|err|out');
	});

	it('interrupts a container without a terminal with Ctrl+C', async () => {
		const id = await run({
			command: ['sh', '-c', 'trap "echo bye; exit 6" INT; while :; do echo hi; sleep 0.05; done'],
		});
		const session = await openAttach(connection, id);
		const shown = read(session);
		await until(() => shown.text.includes('hi'));
		session.input.write('\x03');
		assert.equal(await session.exit, 6);
		assert.match(await shown, /bye\r\n/);
	});

	it('says when the container does not run, or is gone', async () => {
		const id = await create({});
		await assert.rejects(openAttach(connection, id), { code: 'conflict' });
		await removeContainer(connection, id);
		await assert.rejects(openAttach(connection, id), { code: 'notFound' });
	});

	it('ends with the container', async () => {
		const id = await run({ interactive: true, command: ['sleep', '1000'] });
		const session = await openAttach(connection, id);
		session.output.resume();
		await stopContainer(connection, id, { timeout: 0 });
		assert.equal(await session.exit, 137);
	});
});

interface Shown extends Promise<string> {
	readonly text: string;
}

function read(session: ExecSession): Shown {
	const chunks: Buffer[] = [];
	const text = () => Buffer.concat(chunks).toString('utf8');
	session.output.on('data', (chunk: Buffer) => chunks.push(chunk));
	const ended = new Promise<string>(resolve => session.output.once('end', () => resolve(text())));
	return Object.defineProperty(ended, 'text', { get: text }) as Shown;
}
