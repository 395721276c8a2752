import { Deferred } from '../base/deferred.ts';
import { DisposableOwner, toDisposable } from '../base/disposable.ts';
import type { LogChunk } from './logChunk.ts';
import type { LogNote } from './logRecord.ts';
import { type IncomingLine, LogStore } from './logStore.ts';

/** Milliseconds that a new line waits for earlier ones of other sources. */
const patience = 250;
const tick = 50;
/** How far a source may be ahead of the others: lines, bytes. */
const mostAhead = { lines: 50_000, bytes: 16 * 1024 * 1024 };

/** One container's way into the merged log. */
export interface LogInput {
	add(line: IncomingLine): void;
	note(source: number, note: LogNote): void;
	/** While there are too many lines that wait for other sources. */
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
	readonly #queues = new Set<Queue>();
	#timer: NodeJS.Timeout | undefined;

	constructor(store: LogStore) {
		super();
		this.#store = store;
		this.register(toDisposable(() => clearTimeout(this.#timer)));
	}

	open(): LogInput {
		const queue = new Queue();
		this.#queues.add(queue);
		return {
			add: line => this.#add(queue, line),
			note: (source, note) => {
				queue.lines.addNote(source, note, queue.time);
				this.#flush(this.#limit());
			},
			room: () => queue.room(),
			live: () => {
				queue.live = true;
				this.#flush(this.#limit());
			},
			close: () => {
				this.#flush(Number.POSITIVE_INFINITY, queue);
				this.#queues.delete(queue);
				this.#flush(this.#limit());
			},
		};
	}

	#add(queue: Queue, line: IncomingLine): void {
		queue.sawTime(line.time);
		if (this.#queues.size === 1 && queue.lines.first === queue.lines.next) {
			this.#store.add(line);
		} else {
			queue.lines.add(line);
		}
		this.#timer ??= setTimeout(() => this.#onTick(), queue.live && this.#queues.size > 1 ? tick : 0);
	}

	#onTick(): void {
		this.#timer = undefined;
		const now = performance.now();
		for (const queue of this.#queues) {
			queue.mark(now);
		}
		this.#flush(this.#limit());
		if ([...this.#queues].some(queue => !queue.isEmpty)) {
			this.#timer = setTimeout(() => this.#onTick(), tick);
		}
	}

	/** Lines up to this time need not wait any longer. */
	#limit(): number {
		let limit = this.#queues.size === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
		let latest = Number.POSITIVE_INFINITY;
		const due = performance.now() - patience;
		for (const queue of this.#queues) {
			limit = Math.max(limit, queue.timeOfArrivalsBefore(due));
			if (!queue.live) {
				// Later lines may still come before any that are here.
				latest = Math.min(latest, queue.time);
			}
		}
		return latest < Number.POSITIVE_INFINITY ? latest : limit;
	}

	#flush(limit: number, only?: Queue): void {
		const queues = only ? [only] : [...this.#queues];
		for (;;) {
			let next: Queue | undefined;
			for (const queue of queues) {
				if (!queue.isEmpty && queue.key <= limit && (!next || queue.key < next.key)) {
					next = queue;
				}
			}
			if (!next) {
				break;
			}
			next.moveFirst(this.#store);
		}
		for (const queue of queues) {
			queue.release();
		}
		this.#store.tell();
	}
}

class Queue {
	readonly lines = new LogStore({ lines: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY });
	live = false;
	/** Of its latest line. */
	time = Number.NEGATIVE_INFINITY;
	/** Of the latest line that has left. */
	#left = Number.NEGATIVE_INFINITY;
	/** What had arrived when. */
	#arrivals: { readonly at: number; readonly time: number }[] = [];
	#room: Deferred<void> | undefined;

	get isEmpty(): boolean {
		return this.lines.first === this.lines.next;
	}

	/** The first line's time, or a later one that came before it. */
	get key(): number {
		const chunk = this.lines.chunks[0] as LogChunk;
		const time = chunk.times[this.lines.first - chunk.first] as number;
		return Number.isNaN(time) ? this.#left : Math.max(time, this.#left);
	}

	sawTime(time: number): void {
		if (time > this.time) {
			this.time = time;
		}
	}

	mark(now: number): void {
		this.#arrivals.push({ at: now, time: this.time });
	}

	timeOfArrivalsBefore(due: number): number {
		let time = Number.NEGATIVE_INFINITY;
		while (this.#arrivals[0] && this.#arrivals[0].at <= due) {
			time = this.#arrivals[0].time;
			this.#arrivals.shift();
		}
		return time;
	}

	moveFirst(store: LogStore): void {
		const { lines } = this;
		const chunk = lines.chunks[0] as LogChunk;
		const line = lines.first - chunk.first;
		this.#left = this.key;
		const note = lines.noteOf(lines.first);
		if (note) {
			store.addNote(chunk.sources[line] as number, note, chunk.times[line]);
		} else {
			store.add({
				source: chunk.sources[line] as number,
				time: chunk.times[line] as number,
				flags: chunk.flags[line] as number,
				data: chunk.bytes,
				start: chunk.start(line),
				end: chunk.end(line),
				cut: chunk.cutOf(line) ?? 0,
			});
		}
		lines.removeFirst();
	}

	room(): Promise<void> | undefined {
		if (!this.#isAhead) {
			return undefined;
		}
		this.#room ??= new Deferred();
		return this.#room.promise;
	}

	release(): void {
		if (!this.#isAhead) {
			this.#room?.resolve();
			this.#room = undefined;
		}
	}

	get #isAhead(): boolean {
		const { first, next, bytes } = this.lines;
		return next - first > mostAhead.lines || bytes > mostAhead.bytes;
	}
}
