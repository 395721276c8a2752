import { DisposableOwner, toDisposable } from '../base/disposable.ts';
import { LogQueue, moveInOrder } from './logQueue.ts';
import type { LogNote } from './logRecord.ts';
import type { IncomingLine, LogStore } from './logStore.ts';

/** Milliseconds that a new line waits for earlier ones of other sources. */
const patience = 250;
const tick = 50;

/** One container's way into the merged log. */
export interface LogInput {
	add(line: IncomingLine): void;
	/** `time` in epoch milliseconds; that of the last line if left out. */
	note(source: number, note: LogNote, time?: number): void;
	/** Resolves when reading may go on; `undefined` at once, unless too many lines wait for other sources. */
	room(): Promise<void> | undefined;
	/** Its past has been read; from now on nobody waits for its lines. */
	live(): void;
	close(): void;
}

/**
 * Brings the lines of several sources into the order of the engine's time. Of the past each source is waited for; what
 * is happening now waits a quarter of a second for others. Within a source the order stays.
 */
export class LogMerge extends DisposableOwner {
	readonly #store: LogStore;
	readonly #queues = new Set<LogQueue>();
	readonly #closed = new WeakSet<LogQueue>();
	/** Lines up to this time have waited long enough. */
	#waited = Number.NEGATIVE_INFINITY;
	#timer: NodeJS.Timeout | undefined;

	constructor(store: LogStore) {
		super();
		this.#store = store;
		this.register(toDisposable(() => clearTimeout(this.#timer)));
	}

	open(): LogInput {
		const queue = new LogQueue();
		this.#queues.add(queue);
		return {
			add: line => this.#add(queue, line),
			note: (source, note, time) => {
				queue.sawTime(time ?? Number.NaN);
				queue.lines.addNote(source, note, time ?? (Number.isFinite(queue.time) ? queue.time : Number.NaN));
				this.#schedule();
			},
			room: () => queue.room(),
			live: () => {
				queue.live = true;
				queue.mark(Number.NEGATIVE_INFINITY);
				this.#flush();
			},
			close: () => {
				queue.live = true;
				queue.mark(Number.NEGATIVE_INFINITY);
				this.#closed.add(queue);
				this.#flush();
			},
		};
	}

	#add(queue: LogQueue, line: IncomingLine): void {
		queue.sawTime(line.time);
		if (this.#queues.size === 1 && queue.isEmpty) {
			this.#store.add(line);
		} else {
			queue.lines.add(line);
		}
		this.#schedule();
	}

	#schedule(): void {
		this.#timer ??= setTimeout(() => this.#onTick(), this.#queues.size > 1 ? tick : 0);
	}

	#onTick(): void {
		this.#timer = undefined;
		const now = performance.now();
		for (const queue of this.#queues) {
			queue.mark(now);
		}
		this.#flush();
		if ([...this.#queues].some(queue => !queue.isEmpty)) {
			this.#timer = setTimeout(() => this.#onTick(), tick);
		}
	}

	/** Lets go what need not wait any longer. */
	#flush(): void {
		moveInOrder([...this.#queues], this.#store, this.#limit());
		for (const queue of this.#queues) {
			queue.release();
			if (queue.isEmpty && this.#closed.has(queue)) {
				this.#queues.delete(queue);
			}
		}
		this.#store.tell();
	}

	/** Lines up to this time need not wait any longer. */
	#limit(): number {
		const due = performance.now() - patience;
		let past = Number.POSITIVE_INFINITY;
		for (const queue of this.#queues) {
			this.#waited = Math.max(this.#waited, queue.timeOfArrivalsBefore(due));
			if (!queue.live) {
				// Its next line may be earlier than any that are here.
				past = Math.min(past, queue.time);
			}
		}
		if (past < Number.POSITIVE_INFINITY) {
			return past;
		}
		return this.#queues.size === 1 ? Number.POSITIVE_INFINITY : this.#waited;
	}
}
