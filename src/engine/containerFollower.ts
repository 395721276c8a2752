import { delay } from '../base/async.ts';
import type { EngineConnection } from './connection.ts';
import { type ContainerLook, type LogRange, lookAtContainer, readContainerLog } from './containerLog.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { lineFlags } from './logChunk.ts';
import { LogLineReader, type ReadLine } from './logLineReader.ts';
import type { LogInput } from './logMerge.ts';
import type { LogSource } from './logRecord.ts';
import type { IncomingLine, LogStore } from './logStore.ts';
import { parseLogTime } from './logTime.ts';
import { type LineStamp, RecentLines } from './recentLines.ts';

/** What a container's log is read with. */
export interface FollowerContext {
	readonly connection: EngineConnection;
	readonly store: LogStore;
	/** The engine that the log is of. */
	readonly endpoint: string;
	readonly signal: AbortSignal;
	readonly tail: number;
	/** As `parseLogTime` takes them. */
	readonly since?: string;
	readonly until?: string;
}

/** Messages of the engine that are looked through for the place to go on; beyond that it reads its log from the begin. */
const usualGap = 20_000;
/** Milliseconds until an engine that failed is asked again, when no event comes before. */
const pauses = { first: 1_000, most: 30_000 };

/** Follows the log of one container through its ends and starts, until it is removed. */
export class ContainerFollower {
	readonly id: string;
	readonly source: number;
	readonly #context: FollowerContext;
	readonly #input: LogInput;
	readonly #recent = new RecentLines();
	readonly #line: IncomingLine;
	#wake = new AbortController();
	#exitCode: number | undefined;
	/** The last look at the container. */
	#look: ContainerLook | undefined;
	/** Seconds since 1970, by the engine's clock. */
	#since: string | undefined;
	/** Everything of this life has been read. */
	#readLife = '';
	#first: LineStamp | undefined;
	#parts = 0;

	constructor(id: string, source: number, input: LogInput, context: FollowerContext) {
		this.id = id;
		this.source = source;
		this.#input = input;
		this.#context = context;
		this.#line = { source, time: 0, flags: 0, data: Buffer.alloc(0), start: 0, end: 0, cut: 0 };
	}

	/** The first line read, to look for older ones; `undefined` if there is none. */
	get first(): LineStamp | undefined {
		return this.#first;
	}

	/** Messages of the engine that have been read. */
	get parts(): number {
		return this.#parts;
	}

	get look(): ContainerLook | undefined {
		return this.#look;
	}

	/** Something happened to the container, or to the engine. */
	wake(exitCode?: number): void {
		this.#exitCode = exitCode ?? this.#exitCode;
		this.#wake.abort();
	}

	/** Reads what is there, all of it or the last lines. Failures become the source's state. */
	async readPast(all = false): Promise<void> {
		const { tail, since, until } = this.#context;
		try {
			const look = await this.#lookAgain();
			this.#since = since === undefined ? undefined : parseLogTime(since, look.now);
			const end = until === undefined ? undefined : parseLogTime(until, look.now, 'until');
			// The engine takes the last lines first, and then only those up to a time.
			const last = all || end !== undefined ? undefined : tail;
			const complete = !look.running || end !== undefined;
			await this.#read({ tail: last, since: this.#since, until: end }, look, complete);
			this.#readLife = look.running ? '' : look.life;
			this.#setState(look.running ? 'following' : 'waiting');
		} catch (error) {
			this.#fail(toEngineError(error));
		}
	}

	/** Goes on behind what was read, until the container is removed or the signal aborts. */
	async follow(): Promise<void> {
		let pause = pauses.first;
		while (!this.#context.signal.aborted && this.#state !== 'failed' && this.#state !== 'ended') {
			this.#wake = new AbortController();
			try {
				if (await this.#followLife()) {
					continue;
				}
				pause = pauses.first;
				await this.#sleep();
			} catch (error) {
				this.#fail(toEngineError(error));
				await this.#sleep(pause);
				pause = Math.min(pause * 2, pauses.most);
			}
		}
		this.#input.close();
	}

	/** True when there may be more to read at once. */
	async #followLife(): Promise<boolean> {
		const before = this.#look;
		const look = await this.#lookAgain();
		this.#noteChange(before, look);
		if (!look.running && look.life === this.#readLife) {
			this.#setState('waiting');
			return false;
		}
		this.#setState(look.running ? 'following' : 'waiting');
		await this.#readOn(look);
		this.#readLife = look.running ? '' : look.life;
		return true;
	}

	#noteChange(before: ContainerLook | undefined, now: ContainerLook): void {
		const restarted = before !== undefined && before.startedAt !== now.startedAt;
		if (before?.running && (!now.running || restarted)) {
			this.#input.note(this.source, { kind: 'stopped', exitCode: now.running ? this.#exitCode : now.exitCode });
			this.#exitCode = undefined;
		}
		if (restarted) {
			this.#input.note(this.source, { kind: 'started' });
		}
	}

	/** Behind the last line; all that came since then, if it is more than usual. */
	async #readOn(look: ContainerLook): Promise<void> {
		const from = this.#recent.resume();
		const range = { follow: look.running, since: from ?? this.#since };
		if (from === undefined || !(await this.#read({ ...range, tail: usualGap }, look, false, true))) {
			await this.#read({ ...range, since: this.#recent.resume() ?? this.#since }, look, false);
		}
	}

	/** False if the first line is none that was known although it should be. */
	async #read(range: LogRange, look: ContainerLook, complete: boolean, expectsKnown = false): Promise<boolean> {
		let missed = false;
		let expects = expectsKnown;
		const stop = new AbortController();
		const reader = new LogLineReader(look.terminal, line => {
			const known = this.#recent.isKnown(line);
			missed ||= expects && !known;
			expects = false;
			if (!known && !missed) {
				this.#onLine(line);
			}
		});
		let parts = 0;
		const { connection, signal } = this.#context;
		const onChunk = (chunk: Buffer) => {
			reader.push(chunk);
			if (missed) {
				stop.abort();
			}
			this.#parts += reader.parts - parts;
			parts = reader.parts;
			return this.#input.room();
		};
		try {
			await readContainerLog(connection, this.id, range, look, onChunk, AbortSignal.any([signal, stop.signal]));
		} catch (error) {
			if (missed && !signal.aborted) {
				return false;
			}
			throw error;
		}
		if (complete || (await this.#hasEnded())) {
			reader.end();
		}
		return !missed;
	}

	/** Whether the log ended because the container did; else an unfinished line will come again. */
	async #hasEnded(): Promise<boolean> {
		const { running } = await lookAtContainer(this.#context.connection, this.id, this.#context.signal);
		return !running;
	}

	#onLine(read: ReadLine): void {
		const line = this.#line;
		this.#recent.add(read);
		this.#first ??= { stderr: read.stderr, seconds: read.seconds, nanoseconds: read.nanoseconds };
		line.time = read.seconds * 1000 + read.nanoseconds / 1e6;
		line.flags = read.stderr ? lineFlags.stderr : 0;
		line.data = read.data;
		line.start = read.start;
		line.end = read.end;
		line.cut = read.cut;
		this.#input.add(line);
	}

	async #lookAgain(): Promise<ContainerLook> {
		const { connection, endpoint, signal } = this.#context;
		if (connection.status.state === 'ready' && connection.status.endpoint !== endpoint) {
			throw new EngineError('unreachable', 'Another engine is in use now.');
		}
		this.#look = await lookAtContainer(connection, this.id, signal);
		return this.#look;
	}

	#fail(problem: EngineError): void {
		if (problem.code === 'cancelled') {
			return;
		}
		if (problem.code === 'notFound') {
			this.#input.note(this.source, { kind: 'removed' });
			this.#setState('ended');
		} else if (problem.recognised?.kind === 'logDriver') {
			this.#input.note(this.source, { kind: 'driver', problem });
			this.#setState('failed', problem);
		} else {
			this.#setState('waiting', problem);
		}
	}

	get #state(): LogSource['state'] | undefined {
		return this.#context.store.sources[this.source]?.state;
	}

	#setState(state: LogSource['state'], problem?: EngineError): void {
		const { store } = this.#context;
		if (store.sources[this.source]?.id === this.id) {
			store.setSource(this.source, { state, problem });
			store.tell();
		}
	}

	/** Until somebody wakes it. */
	async #sleep(milliseconds = 2 ** 31 - 1): Promise<void> {
		await delay(milliseconds, AbortSignal.any([this.#wake.signal, this.#context.signal])).catch(() => {});
	}
}
