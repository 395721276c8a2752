import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { removeContainer, stopContainer, topContainer } from '../../src/engine/containers.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { type ExecSession, execCapture, findShell, openExec } from '../../src/engine/exec.ts';
import { createContainer, runContainer } from '../../src/engine/runContainer.ts';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { openConnection } from '../support/engineConnection.ts';
import { until } from '../support/until.ts';

describe('exec', function () {
	this.timeout(120_000);
	let connection: EngineConnection;
	let host: string;
	let id: string;

	before(async () => {
		({ host } = await ensureEngine());
		connection = openConnection(host);
		id = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
	});
	after(async () => {
		await removeContainer(connection, id, { force: true });
		connection.dispose();
	});

	describe('execCapture', () => {
		it('keeps the outputs apart and tells the exit code', async () => {
			const command = ['sh', '-c', 'echo out; echo err >&2; exit 3'];
			assert.deepEqual(await execCapture(connection, id, { command }), {
				exitCode: 3,
				stdout: 'out\n',
				stderr: 'err\n',
			});
		});

		it('passes user, folder and variables', async () => {
			const command = ['sh', '-c', 'id -u; pwd; echo "$A"'];
			const options = { command, user: 'nobody', workdir: '/tmp', env: { A: "한글 $(x) 'q'" } };
			assert.equal((await execCapture(connection, id, options)).stdout, "65534\n/tmp\n한글 $(x) 'q'\n");
		});

		it('takes words as they are', async () => {
			const words = ['$(id)', '`id`', "it's", 'a b', '\x1b[31m', '한글'];
			const { stdout } = await execCapture(connection, id, { command: ['printf', '%s\\n', ...words] });
			assert.equal(stdout, `${words.join('\n')}\n`);
		});

		it('brings megabytes whole, characters cut by frames included', async () => {
			const script =
				'i=0; while [ $i -lt 3000 ]; do printf "가나다라마바사아자차카타파하😀%s" "$(printf %1000s)"; i=$((i+1)); done';
			const { stdout } = await execCapture(connection, id, { command: ['sh', '-c', script] });
			assert.equal(stdout, `가나다라마바사아자차카타파하😀${' '.repeat(1000)}`.repeat(3000));
		});

		it('says which program is missing', async () => {
			await assert.rejects(execCapture(connection, id, { command: ['no-such-program'] }), (error: EngineError) => {
				assert.deepEqual(error.recognised, { kind: 'commandNotFound', command: 'no-such-program' });
				return error.code === 'notFound';
			});
		});

		it("leaves a program's own 126 and 127 alone", async () => {
			const { exitCode, stderr } = await execCapture(connection, id, { command: ['sh', '-c', 'nothing-here'] });
			assert.equal(exitCode, 127);
			assert.match(stderr, /not found/);
			assert.equal((await execCapture(connection, id, { command: ['sh', '-c', 'exit 126'] })).exitCode, 126);
		});

		it('refuses an empty command', async () => {
			await assert.rejects(execCapture(connection, id, { command: [] }), { code: 'invalid' });
		});

		it('says that a container is not running, or is gone', async () => {
			const created = await createContainer(connection, 'busybox');
			await assert.rejects(execCapture(connection, created, { command: ['true'] }), (error: EngineError) => {
				assert.deepEqual(error.recognised, { kind: 'notRunning' });
				return error.code === 'conflict';
			});
			await removeContainer(connection, created);
			await assert.rejects(execCapture(connection, created, { command: ['true'] }), { code: 'notFound' });
		});

		it('is cancelled at once', async () => {
			const controller = new AbortController();
			const running = execCapture(connection, id, { command: ['sleep', '60'], signal: controller.signal });
			setTimeout(() => controller.abort(), 200);
			const started = performance.now();
			await assert.rejects(running, { code: 'cancelled' });
			assert.ok(performance.now() - started < 15_000);
		});

		it('ends when the container is removed under it', async () => {
			const doomed = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
			const running = execCapture(connection, doomed, { command: ['sleep', '1000'] }).then(
				({ exitCode }) => `exit ${exitCode}`,
				(error: EngineError) => error.code,
			);
			await until(async () => (await topContainer(connection, doomed)).processes.length === 2);
			await removeContainer(connection, doomed, { force: true });
			assert.match(await running, /^(?:exit 137|notFound|conflict)$/);
		});
	});

	describe('findShell', () => {
		it('finds the one there is', async () => {
			assert.equal(await findShell(connection, id), 'ash');
		});

		it('prefers bash, then zsh', async () => {
			const other = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
			try {
				await execCapture(connection, other, { command: ['cp', '/bin/busybox', '/usr/local/sbin/zsh'] }).catch(
					() => {},
				);
				const link = (name: string) => ['sh', '-c', `mkdir -p /usr/bin && ln -s /bin/busybox /usr/bin/${name}`];
				await execCapture(connection, other, { command: link('zsh') });
				assert.equal(await findShell(connection, other), 'zsh');
				await execCapture(connection, other, { command: link('bash') });
				assert.equal(await findShell(connection, other), 'bash');
			} finally {
				await removeContainer(connection, other, { force: true });
			}
		});

		it('finds none where there is none, and those beside a missing sh', async () => {
			const other = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
			try {
				const names = ['sh', 'ash', 'bash', 'zsh'];
				const hide = names.map(name => `/bin/${name}`).join(' ');
				await execCapture(connection, other, {
					command: ['busybox', 'sh', '-c', `ln -s busybox /bin/hush2; rm -f ${hide}`],
				});
				assert.equal(await findShell(connection, other), undefined);
				await execCapture(connection, other, { command: ['/bin/busybox', 'ln', '-s', 'busybox', '/bin/ash'] });
				assert.equal(await findShell(connection, other), 'ash');
			} finally {
				await removeContainer(connection, other, { force: true });
			}
		});

		it('says when the container does not run', async () => {
			const created = await createContainer(connection, 'busybox');
			await assert.rejects(findShell(connection, created), { code: 'conflict' });
			await removeContainer(connection, created);
		});
	});

	describe('openExec', () => {
		const open = (script: string, more: object = {}) =>
			openExec(connection, id, { command: ['sh', '-c', script], ...more });

		it('shows what the program writes, at the size it was given', async () => {
			// An engine may give the size only after the start.
			const untilSized = 'while [ "$(stty size)" != "31 101" ]; do sleep 0.05; done';
			const session = await open(`${untilSized}; stty size; echo "$TERM"; exit 7`, { columns: 101, rows: 31 });
			const shown = read(session);
			assert.equal(await session.exit, 7);
			assert.match(await shown, /31 101\r\nxterm-256color\r\n/);
		});

		it('resizes', async () => {
			const session = await open('trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.05; done');
			const shown = read(session);
			await until(() => shown.text.includes('ready'));
			await session.resize(140, 42);
			await session.exit;
			assert.match(await shown, /42 140/);
		});

		it('carries Ctrl+C and Ctrl+P to the program', async () => {
			const session = await open('trap "echo interrupted; exit 5" INT; echo ready; while :; do sleep 0.05; done');
			const shown = read(session);
			await until(() => shown.text.includes('ready'));
			session.input.write('\x03');
			assert.equal(await session.exit, 5);
			assert.match(await shown, /interrupted/);
			const raw = await open('stty raw -echo; echo ready; dd bs=1 count=2 2>/dev/null | od -c');
			const bytes = read(raw);
			await until(() => bytes.text.includes('ready'));
			raw.input.write('\x10');
			raw.input.write('\x11');
			await raw.exit;
			assert.match(await bytes, /020 021/);
		});

		it('takes a paste of 200 kB whole', async () => {
			const session = await open('stty raw -echo; echo ready; head -c 200000 | md5sum');
			const shown = read(session);
			await until(() => shown.text.includes('ready'));
			const paste = Buffer.from('한글 paste 😀 0123456789\n'.repeat(8000)).subarray(0, 200_000);
			for (let at = 0; at < paste.length; at += 8192) {
				if (!session.input.write(paste.subarray(at, at + 8192))) {
					await new Promise(resolve => session.input.once('drain', resolve));
				}
			}
			await session.exit;
			const { createHash } = await import('node:crypto');
			assert.ok((await shown).includes(createHash('md5').update(paste).digest('hex')));
		});

		it('brings megabytes to a slow reader', async () => {
			const session = await open('stty raw; i=0; while [ $i -lt 2000 ]; do printf "%01000d" $i; i=$((i+1)); done');
			let length = 0;
			for await (const chunk of session.output as AsyncIterable<Buffer>) {
				length += chunk.length;
				if (length % 7 === 0) {
					await pause(1);
				}
			}
			assert.equal(length, 2_000_000);
			assert.equal(await session.exit, 0);
		});

		it('hangs the program up when it is closed, and nothing else', async () => {
			const session = await open('sleep 4321 & sleep 5432');
			const other = await open('sleep 6543');
			session.output.resume();
			other.output.resume();
			await until(async () => /5432.*6543|6543.*5432/s.test(await processes()));
			session.close();
			session.close();
			await session.exit.catch(() => {});
			await until(async () => !/4321|5432/.test(await processes()));
			assert.match(await processes(), /6543/);
			other.close();
			await until(async () => !(await processes()).includes('6543'));
		});

		it('hangs up programs of other users too', async () => {
			const session = await open('sleep 7654', { user: 'nobody' });
			session.output.resume();
			await until(async () => (await processes()).includes('7654'));
			session.close();
			await until(async () => !(await processes()).includes('7654'));
		});

		it('shows what could not be started, and its exit code', async () => {
			const session = await openExec(connection, id, { command: ['no-such-program'] });
			const shown = read(session);
			assert.match(String(await session.exit), /^12[67]$/);
			assert.match(await shown, /executable file not found/);
		});

		it('ends with its container', async () => {
			const doomed = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
			const session = await openExec(connection, doomed, { command: ['sh'] });
			session.output.resume();
			// The connection is there before the process is.
			await until(async () => (await topContainer(connection, doomed)).processes.length === 2);
			await stopContainer(connection, doomed, { timeout: 0 });
			assert.equal(await session.exit, 137);
			await assert.rejects(session.resize(80, 24));
			session.close();
			await removeContainer(connection, doomed);
			await assert.rejects(openExec(connection, doomed, { command: ['sh'] }), { code: 'notFound' });
		});

		async function processes(): Promise<string> {
			return (await topContainer(connection, id)).processes.map(cells => cells.at(-1)).join('\n');
		}
	});

	it('asks the engine three times for a command, and once for the shells', async () => {
		const before = await execCount();
		await findShell(connection, id);
		assert.equal((await execCount()) - before, 1);
	});

	async function execCount(): Promise<number> {
		const { body } = await engineRequest(host, { path: `/events?${eventsOf(id)}` });
		return body.split('\n').filter(line => line.includes('exec_create')).length;
	}
});

function eventsOf(id: string): URLSearchParams {
	const until = String(Date.now() / 1000);
	return new URLSearchParams({ since: '0', until, filters: JSON.stringify({ container: [id] }) });
}

interface Shown extends Promise<string> {
	readonly text: string;
}

/** Everything the terminal shows, as far as it has come, and when it has ended. */
function read(session: ExecSession): Shown {
	const chunks: Buffer[] = [];
	const text = () => Buffer.concat(chunks).toString('utf8');
	session.output.on('data', (chunk: Buffer) => chunks.push(chunk));
	const ended = new Promise<string>(resolve => session.output.once('end', () => resolve(text())));
	return Object.defineProperty(ended, 'text', { get: text }) as Shown;
}
