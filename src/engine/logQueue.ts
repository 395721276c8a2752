import { Deferred } from '../base/deferred.ts';
import type { LogChunk } from './logChunk.ts';
import { type LogStore, unlimitedStore } from './logStore.ts';

/** How far a source may be ahead of the others: lines, bytes. */
const mostAhead = { lines: 50_000, bytes: 16 * 1024 * 1024 };

/** The lines of one source that wait for those of others. */
export class LogQueue {
	readonly lines: LogStore;
	/** Its past has been read: nobody waits for its next line. */
	live = false;
	/** Of its latest line. */
	time = Number.NEGATIVE_INFINITY;
	/** Of the latest line that has left. */
	#left = Number.NEGATIVE_INFINITY;
	/** What had arrived when. */
	#arrivals: { readonly at: number; readonly time: number }[] = [];
	#room: Deferred<void> | undefined;

	constructor(lines = unlimitedStore()) {
		this.lines = lines;
	}

	get isEmpty(): boolean {
		return this.lines.count === 0;
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

	/** What is there now has arrived by this time. */
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

	moveFirst(target: LogStore): void {
		this.#left = this.key;
		this.lines.moveFirst(target);
	}

	/** Resolves when there are fewer lines again; `undefined` while there are not too many. */
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
		const { count, bytes } = this.lines;
		return count > mostAhead.lines || bytes > mostAhead.bytes;
	}
}

/** Moves lines up to a time, the earliest first; within a queue the order stays. */
export function moveInOrder(queues: readonly LogQueue[], target: LogStore, limit = Number.POSITIVE_INFINITY): void {
	for (;;) {
		let next: LogQueue | undefined;
		for (const queue of queues) {
			if (!queue.isEmpty && queue.key <= limit && (!next || queue.key < next.key)) {
				next = queue;
			}
		}
		if (!next) {
			return;
		}
		next.moveFirst(target);
	}
}
