import { randomBytes } from 'node:crypto';
import { delay } from '../base/async.ts';
import { type CallOptions, callDone, speaksApi } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { demultiplex } from './demultiplex.ts';
import { requestJson, requestStream, requestUpgrade, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { recognise } from './recognisedMessages.ts';
import { ended } from './sessionStreams.ts';

type Docker = Parameters<Parameters<EngineConnection['call']>[0]>[0];

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

export interface ExecOptions extends CallOptions {
	readonly command: readonly string[];
	readonly user?: string;
	readonly workdir?: string;
	readonly env?: Readonly<Record<string, string>>;
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
				...createBody({ ...options, env }),
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
	const result = await connection.call(
		async (docker, signal) => {
			const { Id } = await createExec(docker, containerId, createBody(options), signal);
			const body = { Detach: false, Tty: false };
			const output = await requestStream(docker, { method: 'POST', path: route`/exec/${Id}/start`, body }, signal);
			const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
			for await (const { stream, data } of demultiplex(output)) {
				chunks[stream].push(data);
			}
			const exitCode = await exitCodeOf(docker, Id, signal);
			return { exitCode, stdout: text(chunks.stdout), stderr: text(chunks.stderr) };
		},
		{ signal: options.signal, deadline: Number.POSITIVE_INFINITY },
	);
	throwIfNotStarted(result);
	return result;
}

function createBody({ command, user, workdir, env }: ExecOptions): object {
	if (command.length === 0) {
		throw new EngineError('invalid', 'The command is empty.', {
			recognised: { kind: 'invalidOption', option: 'command', value: '' },
		});
	}
	return {
		AttachStdin: false,
		AttachStdout: true,
		AttachStderr: true,
		Tty: false,
		Cmd: command,
		User: user || undefined,
		WorkingDir: workdir || undefined,
		Env: Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`),
	};
}

function createExec(docker: Docker, containerId: string, body: object, signal: AbortSignal): Promise<{ Id: string }> {
	return requestJson(docker, { method: 'POST', path: route`/containers/${containerId}/exec`, body }, signal);
}

function text(chunks: readonly Buffer[]): string {
	return Buffer.concat(chunks).toString('utf8');
}

/** The engine reports a program that could not be started as the program's own output, with 126 or 127. */
function throwIfNotStarted({ exitCode, stdout, stderr }: ExecResult): void {
	const message = (stdout + stderr).trim();
	if ((exitCode !== 126 && exitCode !== 127) || !/^(?:OCI runtime|runc|crun|exec failed|Error: )/.test(message)) {
		return;
	}
	const recognised = recognise(message);
	throw new EngineError(recognised?.code ?? 'failed', message, { recognised: recognised?.cause });
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

/** The output can end a moment before the engine knows the exit code. */
async function exitCodeOf(docker: Docker, id: string, signal: AbortSignal): Promise<number> {
	for (let pause = 5; pause < 1500; pause *= 2) {
		const { Running, ExitCode } = await requestJson<{ Running: boolean; ExitCode: number | null }>(
			docker,
			{ method: 'GET', path: route`/exec/${id}/json` },
			signal,
		);
		if (!Running && ExitCode !== null) {
			return ExitCode;
		}
		await delay(pause, signal);
	}
	throw new EngineError('unreachable', 'The connection to the process was lost.');
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
