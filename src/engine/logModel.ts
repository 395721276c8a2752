import { setImmediate as turn } from 'node:timers/promises';
import { type Disposable, DisposableOwner, toDisposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/event.ts';
import { throwIfCancelled } from './calls.ts';
import { EngineError } from './errors.ts';
import { LineIndex } from './lineIndex.ts';
import { type LogChunk, lineFlags } from './logChunk.ts';
import { filterChoice, isUnfolded } from './logFilter.ts';
import {
	type LogExtent,
	type LogFilter,
	type LogQuery,
	type LogRecord,
	type LogSearch,
	type LogSource,
	logLevels,
} from './logRecord.ts';
import { RowSearch } from './logSearch.ts';
import type { LogStore } from './logStore.ts';
import { timestamp, withoutEscapes } from './logText.ts';
import { inSlices } from './slices.ts';

export type {
	LogExtent,
	LogFilter,
	LogLevel,
	LogNote,
	LogQuery,
	LogRecord,
	LogSearch,
	LogSource,
} from './logRecord.ts';

/** Milliseconds between two changes that are told. */
const pace = 50;

/** Where older lines come from. */
export interface OlderLines {
	/** False at the beginning of the log, and when there is no room for more. */
	readonly more: boolean;
	/** Puts some before those in the store. Resolves to how many; 0 at the beginning of the log. */
	load(signal?: AbortSignal): Promise<number>;
}

export interface LogTextOptions {
	readonly timestamps?: 'local' | 'utc';
	/** Each line begins with the name of its source. */
	readonly sources?: boolean;
	/** Positions, the second one not included; all rows if left out. */
	readonly range?: readonly [number, number];
}

/** The rows of one or more logs as a window shows them: merged, filtered, searched. Everything long runs in slices. */
export class LogModel extends DisposableOwner {
	readonly #store: LogStore;
	readonly #older: OlderLines;
	readonly #changed = this.register(new Emitter<void>());
	readonly #searches = new Set<RowSearch>();
	#filter: LogFilter = {};
	#rows: LineIndex;
	#filtering = new AbortController();
	#timer: NodeJS.Timeout | undefined;
	#cleared = false;

	/** `owner` is whoever fills the store; it is disposed with the model. */
	constructor(store: LogStore, older: OlderLines, owner: Disposable) {
		super();
		this.register(owner);
		this.#store = store;
		this.#older = older;
		this.#rows = new LineIndex(filterChoice({}), store.first);
		this.register(store.onDidChange(() => this.#schedule()));
		this.register(toDisposable(() => clearTimeout(this.#timer)));
	}

	/** Lines came, went or were left out, or a source has another state; at most every 50 ms. */
	get onDidChange(): Event<void> {
		return this.#changed.event;
	}

	get sources(): readonly LogSource[] {
		return this.#store.sources;
	}

	/** Milliseconds by which the clock that stamps the lines is ahead of ours. */
	get clockAhead(): number {
		return this.#store.clockAhead;
	}

	get extent(): LogExtent {
		const { count, bytes, dropped, skipped } = this.#store;
		this.#rows.forgetLost(this.#store);
		return {
			first: this.#rows.first,
			next: this.#rows.next,
			total: count,
			bytes,
			dropped,
			skipped,
			older: !this.#cleared && this.#older.more,
		};
	}

	/**
	 * Shows other rows; positions begin anew. Rejects with `invalid` for what is no regular expression, `timeout` for one
	 * that takes too long, `cancelled` when another filter came meanwhile; the rows then stay as they were.
	 */
	async setFilter(filter: LogFilter, signal?: AbortSignal): Promise<void> {
		const rows = new LineIndex(filterChoice(filter), this.#store.first);
		this.#filtering.abort(new EngineError('cancelled', 'Another filter was set'));
		this.#filtering = new AbortController();
		const own = this.#filtering.signal;
		const either = signal ? AbortSignal.any([signal, own]) : own;
		throwIfCancelled(signal);
		await inSlices(until => rows.follow(this.#store, until), either);
		this.#filter = filter;
		this.#rows = rows;
		await this.#showSearches();
		this.#changed.fire();
	}

	/** Rows from a position on, as many as there are. */
	rows(from: number, count: number): LogRecord[] {
		this.#rows.forgetLost(this.#store);
		const begin = Math.max(from, this.#rows.first);
		const end = Math.min(from + count, this.#rows.next);
		const records: LogRecord[] = [];
		for (let position = begin; position < end; position++) {
			records.push(this.#record(this.#rows.numberAt(position)));
		}
		return records;
	}

	/** `undefined` for a line that is not shown. */
	positionOf(number: number): number | undefined {
		this.#rows.forgetLost(this.#store);
		return this.#rows.positionOf(number);
	}

	/** Rejects as `setFilter` does. The search follows new lines until it is disposed. */
	async search(query: LogQuery, signal?: AbortSignal): Promise<LogSearch> {
		const search = new RowSearch(this.#store, this.#rows, query);
		await inSlices(until => search.follow(until), signal);
		await inSlices(until => search.show(this.#rows, until), signal);
		this.#searches.add(search);
		return {
			get count() {
				return search.count;
			},
			onDidChange: search.onDidChange,
			next: (from, backwards) => search.next(from, backwards),
			indexOf: position => search.indexOf(position),
			dispose: () => {
				this.#searches.delete(search);
				search.dispose();
			},
		};
	}

	/** Resolves to how many lines came; 0 at the beginning of the log. */
	async loadOlder(signal?: AbortSignal): Promise<number> {
		if (this.#cleared || !this.#older.more) {
			return 0;
		}
		const count = await this.#older.load(signal);
		await this.#follow();
		return count;
	}

	/** What is shown goes; following goes on. */
	clear(): void {
		this.#cleared = true;
		this.#store.clear();
		this.#rows.forgetLost(this.#store);
		for (const search of this.#searches) {
			search.show(this.#rows);
		}
		this.#changed.fire();
	}

	/** The rows as plain text, lines hidden under stack traces included, remarks not. */
	async *text(options: LogTextOptions = {}, signal?: AbortSignal): AsyncGenerator<string> {
		const rows = this.#rows;
		const [from, to] = options.range ?? [rows.first, rows.next];
		let block: string[] = [];
		for (let position = Math.max(from, rows.first); position < Math.min(to, rows.next); position++) {
			rows.forgetLost(this.#store);
			if (position >= rows.first) {
				block.push(...this.#plainLines(rows.numberAt(position), options));
			}
			if (block.length >= linesPerBlock) {
				yield block.join('');
				block = [];
				await turn();
				throwIfCancelled(signal);
			}
		}
		yield block.join('');
	}

	override dispose(): void {
		this.#filtering.abort(new EngineError('cancelled', 'Disposed'));
		for (const search of this.#searches) {
			search.dispose();
		}
		super.dispose();
	}

	#schedule(): void {
		this.#timer ??= setTimeout(async () => {
			await this.#follow();
			this.#timer = undefined;
		}, pace);
	}

	async #follow(): Promise<void> {
		const store = this.#store;
		const rows = this.#rows;
		// An expression that takes too long for new lines finds none of them.
		await inSlices(until => rows.follow(store, until)).catch(() => {});
		for (const search of this.#searches) {
			await inSlices(until => search.follow(until)).catch(() => {});
		}
		await this.#showSearches();
		this.#changed.fire();
	}

	async #showSearches(): Promise<void> {
		for (const search of this.#searches) {
			await inSlices(until => search.show(this.#rows, until));
		}
	}

	#record(number: number): LogRecord {
		const chunk = this.#store.chunkOf(number);
		const line = number - chunk.first;
		const flags = chunk.flags[line] as number;
		const time = chunk.times[line] as number;
		const continues = (flags & lineFlags.continues) !== 0;
		const below = continues ? 0 : (chunk.traces[line] as number);
		return {
			number,
			source: chunk.sources[line] as number,
			stream: flags & lineFlags.stderr ? 'stderr' : 'stdout',
			time: Number.isNaN(time) ? undefined : time,
			level: logLevels[(flags >> lineFlags.levelShift) - 1],
			text: chunk.text(line),
			cut: chunk.cutOf(line),
			continues,
			folded: below > 0 && !isUnfolded(this.#filter, number) ? below : undefined,
			note: flags & lineFlags.note ? this.#store.noteOf(number) : undefined,
		};
	}

	#plainLines(number: number, options: LogTextOptions): string[] {
		const chunk = this.#store.chunkOf(number);
		const line = number - chunk.first;
		if ((chunk.flags[line] as number) & lineFlags.note) {
			return [];
		}
		return [this.#plainLine(chunk, line, options), ...this.#hiddenLines(chunk, line, options)];
	}

	#hiddenLines(chunk: LogChunk, line: number, options: LogTextOptions): string[] {
		const head = chunk.first + line;
		const isFirst = !((chunk.flags[line] as number) & lineFlags.continues) && (chunk.traces[line] as number) > 0;
		const lines: string[] = [];
		let missing = isFirst && !isUnfolded(this.#filter, head) ? (chunk.traces[line] as number) : 0;
		for (let number = head + 1; missing > 0; number++) {
			number = this.#store.present(number);
			if (number >= this.#store.next) {
				break;
			}
			const part = this.#store.chunkOf(number);
			const index = number - part.first;
			if ((part.flags[index] as number) & lineFlags.continues && part.traces[index] === number - head) {
				lines.push(this.#plainLine(part, index, options));
				missing--;
			}
		}
		return lines;
	}

	#plainLine(chunk: LogChunk, line: number, { timestamps, sources }: LogTextOptions): string {
		const name = sources ? `${this.#store.nameOf(chunk.sources[line] as number)} | ` : '';
		const time = chunk.times[line] as number;
		const stamp = timestamps && !Number.isNaN(time) ? `${timestamp(time, timestamps)} ` : '';
		return `${name}${stamp}${withoutEscapes(chunk.text(line))}\n`;
	}
}

const linesPerBlock = 2000;
