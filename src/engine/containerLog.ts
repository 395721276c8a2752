import type { ContainerInspectInfo } from 'dockerode';
import type { EngineConnection } from './connection.ts';
import { openStream, readAll, requestStream, route } from './engineRequest.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { LogLineReader, type ReadLine } from './logLineReader.ts';
import { type LineStamp, stampOf } from './recentLines.ts';

/** What has to be known of a container before its log is read. */
export interface ContainerLook {
	/** A terminal's log has no frames, and nothing in it says so. */
	readonly terminal: boolean;
	readonly driver: string;
	readonly running: boolean;
	readonly exitCode: number;
	/** When it was started last and ended last, in the engine's words; in the year 1 if never. */
	readonly startedAt: string;
	readonly finishedAt: string;
	/** The engine's clock, epoch milliseconds. */
	readonly now: number;
}

export interface LogRange {
	readonly follow?: boolean;
	/** Number of last lines; all if left out. A line in several parts counts as many. */
	readonly tail?: number;
	/** In seconds since 1970, as `parseLogTime` makes them. */
	readonly since?: string;
	readonly until?: string;
}

/** Another one after each start and end. */
export function lifeOf({ startedAt, finishedAt }: ContainerLook): string {
	return `${startedAt} ${finishedAt}`;
}

export function lookAtContainer(
	connection: EngineConnection,
	id: string,
	signal?: AbortSignal,
): Promise<ContainerLook> {
	return connection.call(
		async (docker, inner) => {
			const answer = await requestStream(docker, { method: 'GET', path: route`/containers/${id}/json` }, inner);
			const now = Date.parse(answer.headers.date ?? '');
			const { Config, HostConfig, State } = JSON.parse(await readAll(answer, inner)) as ContainerInspectInfo;
			return {
				terminal: Config.Tty,
				driver: HostConfig.LogConfig?.Type ?? '',
				running: State.Running,
				exitCode: State.ExitCode,
				startedAt: State.StartedAt,
				finishedAt: State.FinishedAt,
				now: Number.isNaN(now) ? Date.now() : now,
			};
		},
		{ signal },
	);
}

/**
 * Reads a container's log with the engine's timestamps, as it comes. Resolves at its end, when following at the
 * container's; rejects as `cancelled` on an abort, with the driver's name for one that cannot be read.
 */
export async function readContainerLog(
	connection: EngineConnection,
	id: string,
	range: LogRange,
	{ driver }: Pick<ContainerLook, 'driver'>,
	onChunk: (chunk: Buffer) => Promise<void> | undefined,
	signal: AbortSignal,
): Promise<void> {
	const source = await open(connection, id, range, signal).catch(error => {
		throw namingDriver(toEngineError(error), driver);
	});
	const stop = () => source.destroy();
	signal.addEventListener('abort', stop, { once: true });
	try {
		signal.throwIfAborted();
		for await (const chunk of source) {
			await onChunk(chunk as Buffer);
		}
		signal.throwIfAborted();
	} catch (error) {
		throw signal.aborted ? new EngineError('cancelled', 'Cancelled', { cause: signal.reason }) : toEngineError(error);
	} finally {
		signal.removeEventListener('abort', stop);
		source.destroy();
	}
}

/**
 * Reads the lines before one that is known, as far back as the range goes. Resolves to the first of them and to the
 * pieces read, as the engine counts them.
 */
export async function readLinesBefore(
	connection: EngineConnection,
	id: string,
	known: LineStamp,
	range: LogRange,
	look: Pick<ContainerLook, 'driver' | 'terminal'>,
	onLine: (line: ReadLine) => void,
	signal: AbortSignal,
): Promise<{ readonly parts: number; readonly oldest: LineStamp | undefined }> {
	const found = new AbortController();
	let oldest: LineStamp | undefined;
	const reader = new LogLineReader(look.terminal, line => {
		if (!found.signal.aborted && isBefore(line, known)) {
			oldest ??= stampOf(line);
			onLine(line);
		} else {
			found.abort();
		}
	});
	let parts = 0;
	const onChunk = (chunk: Buffer) => {
		if (!found.signal.aborted) {
			reader.push(chunk);
			parts = reader.parts;
		}
		return undefined;
	};
	try {
		await readContainerLog(connection, id, range, look, onChunk, AbortSignal.any([signal, found.signal]));
	} catch (error) {
		if (!found.signal.aborted || signal.aborted) {
			throw error;
		}
	}
	return { parts, oldest };
}

/** Whether a line is in a log before one with this stamp; neighbours may be stamped in the wrong order. */
function isBefore(line: LineStamp, first: LineStamp): boolean {
	const same = line.seconds === first.seconds && line.nanoseconds === first.nanoseconds && line.stderr === first.stderr;
	return !same && !(line.seconds > first.seconds + 1);
}

function open(connection: EngineConnection, id: string, { follow, tail, since, until }: LogRange, signal: AbortSignal) {
	const query = {
		stdout: 1,
		stderr: 1,
		timestamps: 1,
		follow: follow ? 1 : 0,
		tail: tail ?? 'all',
		since,
		until,
	};
	return connection.call(
		(docker, inner) => openStream(docker, { method: 'GET', path: route`/containers/${id}/logs`, query }, inner),
		{ signal },
	);
}

function namingDriver(error: EngineError, driver: string): EngineError {
	return error.recognised?.kind === 'logDriver'
		? new EngineError('failed', error.message, {
				status: error.status,
				recognised: { kind: 'logDriver', driver },
				cause: error,
			})
		: error;
}
