import { delay } from '../base/async.ts';
import type { EngineConnection } from './connection.ts';
import {
	type ContainerLook,
	type LogRange,
	lifeOf,
	lookAtContainer,
	readContainerLog,
	readLinesBefore,
} from './containerLog.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { LineTraits } from './lineTraits.ts';
import { LogLag } from './logLag.ts';
import { LogLineReader, type ReadLine } from './logLineReader.ts';
import type { LogInput } from './logMerge.ts';
import type { LogNote, LogSource } from './logRecord.ts';
import type { IncomingLine, LogStore } from './logStore.ts';
import { parseLogTime } from './logTime.ts';
import { type LineStamp, RecentLines, stampOf } from './recentLines.ts';

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
/** How the engine writes the start of a container that was only created. */
const neverStarted = '0001-';
/** Lines that are left out before it is said. */
const mostSkipped = 100_000;
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
	readonly #traits = new LineTraits();
	#wake = new AbortController();
	#exitCode: number | undefined;
	/** The last look at the container. */
	#look: ContainerLook | undefined;
	/** Seconds since 1970, by the engine's clock. */
	#since: string | undefined;
	/** Everything of this life has been read. */
	#readLife = '';
	#first: LineStamp | undefined;
	/** Pieces read, as the engine counts them for `tail`. */
	#parts = 0;
	#hasOlder = false;
	#done = false;
	/** What is being read is the log of a life whose end has not been said. */
	#alive = false;
	#skipping = false;
	#skipped = 0;

	constructor(id: string, source: number, input: LogInput, context: FollowerContext) {
		this.id = id;
		this.source = source;
		this.#input = input;
		this.#context = context;
		this.#line = { source, time: 0, flags: 0, data: Buffer.alloc(0), start: 0, end: 0, cut: 0 };
	}

	/** Whether the log may have lines before the first one read. */
	get hasOlder(): boolean {
		return this.#hasOlder;
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
			this.#hasOlder = last !== undefined && this.#parts >= last;
			this.#readLife = look.running ? '' : lifeOf(look);
			this.#alive = look.running;
			this.#setState(look.running ? 'following' : 'waiting');
		} catch (error) {
			this.#fail(toEngineError(error));
		}
	}

	/** Goes on behind what was read, until the container is removed or the signal aborts. */
	async follow(): Promise<void> {
		let pause = pauses.first;
		while (!this.#context.signal.aborted && !this.#done) {
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

	/** Reads lines before the first one into a store. Resolves to how many came. */
	async readOlder(count: number, into: LogStore): Promise<number> {
		const [look, first] = [this.#look, this.#first];
		if (!look || !first) {
			this.#hasOlder = false;
			return 0;
		}
		const { connection, signal } = this.#context;
		const range = { tail: this.#parts + count, since: this.#since };
		const traits = new LineTraits();
		const add = (line: ReadLine) => this.#addTo(into, line, traits);
		const { parts, oldest } = await readLinesBefore(connection, this.id, first, range, look, add, signal);
		this.#hasOlder = into.count > 0;
		this.#first = oldest ?? first;
		this.#parts += Math.min(parts, count);
		return into.count;
	}

	/** True when there may be more to read at once. */
	async #followLife(): Promise<boolean> {
		const before = this.#look;
		const look = await this.#lookAgain();
		this.#noteChange(before, look);
		if (!look.running && lifeOf(look) === this.#readLife) {
			this.#setState('waiting');
			return false;
		}
		this.#setState(look.running ? 'following' : 'waiting');
		await this.#readOn(look);
		this.#readLife = look.running ? '' : lifeOf(look);
		return true;
	}

	#noteChange(before: ContainerLook | undefined, now: ContainerLook): void {
		const restarted = before !== undefined && before.startedAt !== now.startedAt;
		if (this.#alive && (restarted || !now.running)) {
			const exitCode = now.running ? this.#exitCode : now.exitCode;
			this.#note({ kind: 'stopped', exitCode }, Date.parse(now.finishedAt));
			this.#exitCode = undefined;
		}
		if (restarted && !before.startedAt.startsWith(neverStarted)) {
			this.#note({ kind: 'started' }, Date.parse(now.startedAt));
		}
		// One that has ended again already has yet to be read, and is said to have stopped after that.
		this.#alive = restarted || now.running;
	}

	/** Behind the last line; all that came since then, if it is more than usual. */
	async #readOn(look: ContainerLook): Promise<void> {
		// Podman mixes long lines with others when it is asked for the last ones.
		const whole = this.#context.connection.status.engine?.podman === true;
		const from = whole ? undefined : this.#recent.resume();
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
		const lag = new LogLag(look.now);
		const onChunk = (chunk: Buffer) => {
			reader.push(chunk);
			if (missed) {
				stop.abort();
			}
			this.#skipWhile(range.follow === true && lag.isTooLong(this.#line.time));
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
		this.#skipWhile(false);
		return !missed;
	}

	/** Whether the log ended because the container did; else an unfinished line will come again. */
	async #hasEnded(): Promise<boolean> {
		const { running } = await lookAtContainer(this.#context.connection, this.id, this.#context.signal);
		return !running;
	}

	#onLine(line: ReadLine): void {
		this.#recent.add(line);
		this.#first ??= stampOf(line);
		if (this.#skipping) {
			this.#line.time = timeOf(line);
			this.#skipped++;
		} else {
			this.#addTo(this.#input, line, this.#traits);
		}
	}

	#addTo(target: Pick<LogInput, 'add'>, read: ReadLine, traits: LineTraits): void {
		const line = this.#line;
		line.time = timeOf(read);
		line.flags = traits.of(read, line.time);
		line.data = read.data;
		line.start = read.start;
		line.end = read.end;
		line.cut = read.cut;
		target.add(line);
	}

	/** What comes too fast is counted and left out; how much is said in its place. */
	#skipWhile(tooFast: boolean): void {
		if (this.#skipped > 0 && (!tooFast || this.#skipped >= mostSkipped)) {
			this.#note({ kind: 'skipped', count: this.#skipped });
			this.#skipped = 0;
		}
		this.#skipping = tooFast;
	}

	async #lookAgain(): Promise<ContainerLook> {
		const { connection, endpoint, signal } = this.#context;
		if (connection.status.state === 'ready' && connection.status.endpoint !== endpoint) {
			throw new EngineError('unreachable', 'Another engine is in use now.');
		}
		this.#look = await lookAtContainer(connection, this.id, signal);
		this.#context.store.sawClock(this.#look.now);
		return this.#look;
	}

	#fail(problem: EngineError): void {
		if (problem.code === 'cancelled') {
			return;
		}
		if (problem.code === 'notFound') {
			this.#done = true;
			this.#note({ kind: 'removed' });
			this.#setState('ended');
		} else if (problem.recognised?.kind === 'logDriver') {
			this.#done = true;
			this.#note({ kind: 'driver', problem });
			this.#setState('failed', problem);
		} else {
			this.#setState('waiting', problem);
		}
	}

	#setState(state: LogSource['state'], problem?: EngineError): void {
		if (!this.#isReplaced) {
			this.#context.store.setSource(this.source, { state, problem });
			this.#context.store.tell();
		}
	}

	#note(note: LogNote, time?: number): void {
		if (!this.#isReplaced || note.kind === 'skipped') {
			this.#input.note(this.source, note, time);
		}
	}

	/** Another container has taken its place: how this one ends is of no interest. */
	get #isReplaced(): boolean {
		return this.#context.store.sources[this.source]?.id !== this.id;
	}

	/** Until somebody wakes it, or some time has passed. */
	async #sleep(milliseconds = 2 ** 31 - 1): Promise<void> {
		await delay(milliseconds, AbortSignal.any([this.#wake.signal, this.#context.signal])).catch(() => {});
	}
}

function timeOf({ seconds, nanoseconds }: LineStamp): number {
	return seconds * 1000 + nanoseconds / 1e6;
}
