import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { delay } from '../base/async.ts';
import { type CallOptions, callDone } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { inspectContainer, killContainer, startContainer } from './containers.ts';
import { openStream, readAll, requestUpgrade, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import type { ExecSession } from './exec.ts';
import { ended, terminalOutput } from './sessionStreams.ts';

export interface AttachOptions extends CallOptions {
	readonly columns?: number;
	readonly rows?: number;
	/** Starts the container once everything it will write is listened to. */
	readonly start?: boolean;
}

/** Milliseconds between the end of the output and the exit code; longer means that the engine only let go of us. */
const endMargin = 1000;

/** A container's own process in a terminal. Closing leaves it running; `exit` is 0 when it runs on. */
export async function openAttach(
	connection: EngineConnection,
	id: string,
	{ columns, rows, start = false, signal }: AttachOptions = {},
): Promise<ExecSession> {
	const { Config, State } = await inspectContainer(connection, id, { signal });
	if (!start && !State.Running) {
		throw new EngineError('conflict', `Container ${id} is not running`, { recognised: { kind: 'notRunning' } });
	}
	const socket = await connect(connection, id, Config.OpenStdin, signal);
	const waiting = new AbortController();
	const close = () => {
		waiting.abort();
		socket.destroy();
	};
	const resize = async (width: number, height: number) => {
		if (Config.Tty) {
			const query = { h: height, w: width };
			await callDone(connection, { method: 'POST', path: route`/containers/${id}/resize`, query });
		}
	};
	try {
		const condition = start ? 'next-exit' : 'not-running';
		const exit = exitCode(connection, id, ended(socket), await waitForEnd(connection, id, condition, waiting.signal));
		exit.catch(() => {});
		if (start) {
			await startContainer(connection, id, { signal });
		}
		if (columns && rows) {
			await showAt(resize, columns, rows, !start).catch(() => {});
		}
		return {
			input: Config.Tty ? socket : plainInput(connection, id, socket),
			output: Config.Tty ? socket : terminalOutput(socket),
			resize,
			exit,
			close,
		};
	} catch (error) {
		close();
		throw error;
	}
}

async function connect(
	connection: EngineConnection,
	id: string,
	stdin: boolean,
	signal: AbortSignal | undefined,
): Promise<Socket> {
	const query = { stream: 1, stdin: stdin ? 1 : 0, stdout: 1, stderr: 1 };
	const request = { method: 'POST', path: route`/containers/${id}/attach`, query } as const;
	const socket = await connection.call((docker, inner) => requestUpgrade(docker, request, inner), { signal });
	socket.on('error', () => {});
	return socket;
}

/** Resolves when the engine has begun to wait, to a promise of the exit code. */
async function waitForEnd(
	connection: EngineConnection,
	id: string,
	condition: 'next-exit' | 'not-running',
	signal: AbortSignal,
): Promise<{ readonly code: Promise<number> }> {
	const request = { method: 'POST', path: route`/containers/${id}/wait`, query: { condition } } as const;
	const answer = await connection.call((docker, inner) => openStream(docker, request, inner), { signal });
	signal.addEventListener('abort', () => answer.destroy(), { once: true });
	const code = readAll(answer, signal).then(text => (JSON.parse(text) as { StatusCode: number }).StatusCode);
	code.catch(() => {});
	return { code };
}

async function exitCode(
	connection: EngineConnection,
	id: string,
	outputEnded: Promise<void>,
	{ code }: { readonly code: Promise<number> },
): Promise<number> {
	const margin = new AbortController();
	const undecided = outputEnded.then(() => delay(endMargin, margin.signal)).then(() => undefined);
	undecided.catch(() => {});
	const known = await Promise.race([code.catch(() => undefined), undecided]);
	margin.abort();
	if (known !== undefined) {
		return known;
	}
	const { State } = await inspectContainer(connection, id);
	return State.Running ? 0 : State.ExitCode;
}

/** A program that is there already draws itself only when the size changes. */
async function showAt(
	resize: (columns: number, rows: number) => Promise<void>,
	columns: number,
	rows: number,
	redraw: boolean,
): Promise<void> {
	if (redraw) {
		await resize(columns + 1, rows + 1);
	}
	await resize(columns, rows);
}

/** Without a terminal in the container nobody turns Enter into a line feed and Ctrl+C into an interrupt. */
function plainInput(connection: EngineConnection, id: string, socket: Socket): Writable {
	return new Writable({
		write(chunk: Buffer, _encoding, done) {
			const text = chunk.toString('latin1');
			if (text.includes('\x03')) {
				killContainer(connection, id, { killSignal: 'SIGINT' }).catch(() => {});
			}
			const rest = Buffer.from(text.replaceAll('\x03', '').replaceAll('\r', '\n'), 'latin1');
			if (rest.length === 0 || socket.write(rest)) {
				done();
			} else {
				socket.once('drain', done);
			}
		},
	});
}
