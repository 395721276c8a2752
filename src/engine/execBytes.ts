import { addAbortSignal } from 'node:stream';
import { delay } from '../base/async.ts';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { demultiplex } from './demultiplex.ts';
import { requestJson, requestStream, requestUpgrade, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { recognise } from './recognisedMessages.ts';

type Docker = Parameters<Parameters<EngineConnection['call']>[0]>[0];

export interface ExecOptions extends CallOptions {
	readonly command: readonly string[];
	readonly user?: string;
	readonly workdir?: string;
	readonly env?: Readonly<Record<string, string>>;
}

/** What a program wrote, byte by byte. */
export interface ExecBytes {
	readonly exitCode: number;
	readonly stdout: Buffer;
	readonly stderr: Buffer;
}

/**
 * Runs a command without a terminal to its end, with `input` to read. `notFound` with `commandNotFound` when there is no
 * such program.
 */
export async function execBytes(
	connection: EngineConnection,
	containerId: string,
	options: ExecOptions & { readonly input?: Buffer },
): Promise<ExecBytes> {
	const { input } = options;
	const result = await connection.call(
		async (docker, signal) => {
			const body = { ...execBody(options), AttachStdin: input !== undefined };
			const { Id } = await createExec(docker, containerId, body, signal);
			const output = await startExec(docker, Id, input, signal);
			const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
			for await (const { stream, data } of demultiplex(output)) {
				chunks[stream].push(data);
			}
			const exitCode = await exitCodeOf(docker, Id, signal);
			return { exitCode, stdout: Buffer.concat(chunks.stdout), stderr: Buffer.concat(chunks.stderr) };
		},
		{ signal: options.signal, deadline: Number.POSITIVE_INFINITY },
	);
	throwIfNotStarted(result);
	return result;
}

async function startExec(
	docker: Docker,
	id: string,
	input: Buffer | undefined,
	signal: AbortSignal,
): Promise<AsyncIterable<Buffer>> {
	const request = { method: 'POST', path: route`/exec/${id}/start`, body: { Detach: false, Tty: false } } as const;
	if (input === undefined) {
		return requestStream(docker, request, signal);
	}
	const socket = addAbortSignal(signal, await requestUpgrade(docker, request, signal));
	// A program that has read enough may be gone before it was given everything.
	socket.on('error', () => {});
	socket.end(input);
	return socket;
}

export function execBody({ command, user, workdir, env }: ExecOptions): object {
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

export function createExec(
	docker: Docker,
	containerId: string,
	body: object,
	signal: AbortSignal,
): Promise<{ Id: string }> {
	return requestJson(docker, { method: 'POST', path: route`/containers/${containerId}/exec`, body }, signal);
}

/** The engine reports a program that could not be started as the program's own output, with 126 or 127. */
function throwIfNotStarted({ exitCode, stdout, stderr }: ExecBytes): void {
	const message = Buffer.concat([stdout, stderr]).toString('utf8').trim();
	if ((exitCode !== 126 && exitCode !== 127) || !/^(?:OCI runtime|runc|crun|exec failed|Error: )/.test(message)) {
		return;
	}
	const recognised = recognise(message);
	throw new EngineError(recognised?.code ?? 'failed', message, { recognised: recognised?.cause });
}

/** The output can end a moment before the engine knows the exit code. */
export async function exitCodeOf(docker: Docker, id: string, signal: AbortSignal): Promise<number> {
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
