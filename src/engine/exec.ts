import { randomBytes } from 'node:crypto';
import { delay } from '../base/async.ts';
import { type CallOptions, callDone, speaksApi } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { requestUpgrade, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { createExec, type ExecOptions, execBody, execBytes, exitCodeOf } from './execBytes.ts';
import { ended } from './sessionStreams.ts';

export type { ExecOptions } from './execBytes.ts';

/** A process's terminal over the engine's API. */
export interface ExecSession {
	readonly input: NodeJS.WritableStream;
	/** What the terminal shows, as bytes; ends with the process or the connection. */
	readonly output: NodeJS.ReadableStream;
	resize(columns: number, rows: number): Promise<void>;
	/** The process's exit code. Rejects with an `EngineError` when the connection was lost before its end. */
	readonly exit: Promise<number>;
	/** Ends the session as closing a terminal window does: the process is hung up; what was attached to runs on. */
	close(): void;
}

export interface TerminalExecOptions extends ExecOptions {
	readonly columns?: number;
	readonly rows?: number;
}

/** Marks a session's processes, so that they can be found again to be hung up. */
const marker = 'SLIPWAY_SESSION';
/** The engine's own keys to detach would hold back every Ctrl+P; a session here ends with its terminal. */
const detachKeys = 'ctrl-^,ctrl-@,ctrl-^,ctrl-@';

/** A command in a terminal of its own in a running container. */
export async function openExec(
	connection: EngineConnection,
	containerId: string,
	options: TerminalExecOptions,
): Promise<ExecSession> {
	const session = randomBytes(8).toString('hex');
	const env = { TERM: 'xterm-256color', ...options.env, [marker]: session };
	const size = options.columns && options.rows ? { ConsoleSize: [options.rows, options.columns] } : {};
	const { id, socket } = await connection.call(
		async (docker, signal) => {
			const body = {
				...execBody({ ...options, env }),
				AttachStdin: true,
				Tty: true,
				DetachKeys: detachKeys,
				...size,
			};
			const { Id } = await createExec(docker, containerId, body, signal);
			const start = {
				method: 'POST',
				path: route`/exec/${Id}/start`,
				body: { Detach: false, Tty: true, ...size },
			} as const;
			return { id: Id, socket: await requestUpgrade(docker, start, signal) };
		},
		{ signal: options.signal },
	);
	socket.on('error', () => {});
	const resize = (columns: number, rows: number) =>
		callDone(connection, { method: 'POST', path: route`/exec/${id}/resize`, query: { h: rows, w: columns } });
	if (options.columns && options.rows && !speaksApi(connection, 42)) {
		await firstResize(resize, options.columns, options.rows, socket);
	}
	let closed = false;
	const close = () => {
		if (!closed && !socket.destroyed) {
			closed = true;
			void hangUp(connection, containerId, session, options.user).finally(() => socket.destroy());
		}
	};
	const exit = ended(socket).then(() => execExitCode(connection, id));
	exit.catch(() => {});
	return { input: socket, output: socket, resize, exit, close };
}

/**
 * The best shell of a running container: bash, zsh, ash or sh; `undefined` when its image has none. Asks `sh` about the
 * others; only where even that is missing each is tried by itself.
 */
export async function findShell(
	connection: EngineConnection,
	containerId: string,
	options: CallOptions = {},
): Promise<string | undefined> {
	const script = `for s in ${shells.join(' ')}; do command -v $s >/dev/null 2>&1 && echo $s && break; done`;
	try {
		const { stdout } = await execCapture(connection, containerId, { command: ['sh', '-c', script], ...options });
		return shells.find(shell => stdout.trim() === shell) ?? 'sh';
	} catch (error) {
		if (!isCommandMissing(error)) {
			throw error;
		}
	}
	const others = shells.filter(shell => shell !== 'sh');
	const found = await Promise.all(others.map(shell => canRun(connection, containerId, shell, options)));
	return others.find((_, index) => found[index]);
}

const shells = ['bash', 'zsh', 'ash', 'sh'] as const;

export interface ExecResult {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs a command without a terminal to its end. `notFound` with `commandNotFound` when there is no such program. */
export async function execCapture(
	connection: EngineConnection,
	containerId: string,
	options: ExecOptions,
): Promise<ExecResult> {
	const { exitCode, stdout, stderr } = await execBytes(connection, containerId, options);
	return { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') };
}

function isCommandMissing(error: unknown): boolean {
	return error instanceof EngineError && error.recognised?.kind === 'commandNotFound';
}

async function canRun(
	connection: EngineConnection,
	containerId: string,
	shell: string,
	options: CallOptions,
): Promise<boolean> {
	try {
		return (
			(await execCapture(connection, containerId, { command: [shell, '-c', 'exit 0'], ...options })).exitCode === 0
		);
	} catch (error) {
		if (isCommandMissing(error)) {
			return false;
		}
		throw error;
	}
}

function execExitCode(connection: EngineConnection, id: string): Promise<number> {
	return connection.call((docker, signal) => exitCodeOf(docker, id, signal));
}

/** Engines before API 1.42 take a size only once the process runs, a moment after the connection has opened. */
async function firstResize(
	resize: (columns: number, rows: number) => Promise<void>,
	columns: number,
	rows: number,
	socket: { readonly destroyed: boolean },
): Promise<void> {
	for (let pause = 10; pause < 700 && !socket.destroyed; pause *= 2) {
		try {
			await resize(columns, rows);
			return;
		} catch {
			await delay(pause);
		}
	}
}

/** The session's first process gets SIGHUP, and its end hangs up what runs in its terminal, as the kernel does it. */
const hangUpScript = `for d in /proc/[0-9]*; do
	grep -q "$0" "$d/environ" && read -r s <"$d/stat" && set -- \${s##*) } && [ "$4" = "\${d#/proc/}" ] && kill -HUP "$4"
done 2>/dev/null`;

/** The engine itself lets a process run on when its terminal's connection is closed, and has no call to end it. */
async function hangUp(
	connection: EngineConnection,
	containerId: string,
	session: string,
	user: string | undefined,
): Promise<void> {
	const command = ['sh', '-c', hangUpScript, `${marker}=${session}`];
	await execCapture(connection, containerId, { command, user, signal: AbortSignal.timeout(5000) }).catch(() => {});
}
