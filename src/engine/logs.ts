import { StringDecoder } from 'node:string_decoder';
import type { ContainerInspectInfo } from 'dockerode';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { Demultiplexer } from './demultiplex.ts';
import { openStream, readAll, requestStream, route } from './engineRequest.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { LogLines, type LogText } from './logLines.ts';
import { parseLogTime } from './logTime.ts';

export interface LogOptions extends CallOptions {
	readonly follow?: boolean;
	/** Number of last lines; all if left out. */
	readonly tail?: number | 'all';
	/** `10m`, `2026-08-01T10:00:00`, or seconds since 1970. */
	readonly since?: string;
	readonly timestamps?: boolean;
}

/**
 * A container's log: whole lines of one without a terminal, pieces as they were written of one with (progress bars
 * live from that). Ends with the log, when following with the container; rejects as `cancelled` on an abort.
 */
export async function* readLogs(
	connection: EngineConnection,
	id: string,
	options: LogOptions = {},
): AsyncGenerator<LogText> {
	const { signal } = options;
	const container = await look(connection, id, signal);
	const source = await open(connection, id, options, container);
	const stop = () => source.destroy();
	signal?.addEventListener('abort', stop, { once: true });
	try {
		signal?.throwIfAborted();
		yield* container.terminal ? terminalText(source) : lines(source, options.timestamps ?? false);
		signal?.throwIfAborted();
	} catch (error) {
		throw signal?.aborted ? new EngineError('cancelled', 'Cancelled', { cause: signal.reason }) : toEngineError(error);
	} finally {
		signal?.removeEventListener('abort', stop);
		source.destroy();
	}
}

interface Look {
	readonly terminal: boolean;
	readonly driver: string;
	/** The engine's clock, epoch milliseconds. */
	readonly now: number;
}

/** A terminal's log has no frames, and nothing in it says so: only the container's configuration does. */
function look(connection: EngineConnection, id: string, signal: AbortSignal | undefined): Promise<Look> {
	return connection.call(
		async (docker, inner) => {
			const answer = await requestStream(docker, { method: 'GET', path: route`/containers/${id}/json` }, inner);
			const now = Date.parse(answer.headers.date ?? '');
			const { Config, HostConfig } = JSON.parse(await readAll(answer, inner)) as ContainerInspectInfo;
			return {
				terminal: Config.Tty,
				driver: HostConfig.LogConfig?.Type ?? '',
				now: Number.isNaN(now) ? Date.now() : now,
			};
		},
		{ signal },
	);
}

async function open(connection: EngineConnection, id: string, options: LogOptions, { driver, now }: Look) {
	const query = {
		stdout: 1,
		stderr: 1,
		follow: options.follow ? 1 : 0,
		timestamps: options.timestamps ? 1 : 0,
		tail: options.tail ?? 'all',
		since: options.since ? parseLogTime(options.since, now) : undefined,
	};
	try {
		return await connection.call(
			(docker, signal) => openStream(docker, { method: 'GET', path: route`/containers/${id}/logs`, query }, signal),
			{ signal: options.signal },
		);
	} catch (error) {
		if (error instanceof EngineError && error.recognised?.kind === 'logDriver') {
			throw new EngineError('failed', error.message, {
				status: error.status,
				recognised: { kind: 'logDriver', driver },
				cause: error,
			});
		}
		throw error;
	}
}

async function* lines(source: AsyncIterable<Buffer>, timestamps: boolean): AsyncGenerator<LogText> {
	const demultiplexer = new Demultiplexer();
	const joined = new LogLines(timestamps);
	for await (const chunk of source) {
		yield* joined.add(demultiplexer.push(chunk));
	}
	yield* joined.end();
}

async function* terminalText(source: AsyncIterable<Buffer>): AsyncGenerator<LogText> {
	const decoder = new StringDecoder('utf8');
	for await (const chunk of source) {
		const text = decoder.write(chunk);
		if (text !== '') {
			yield { stream: 'stdout', text };
		}
	}
	const rest = decoder.end();
	if (rest !== '') {
		yield { stream: 'stdout', text: rest };
	}
}
