import type { LogChunk } from './logChunk.ts';
import type { LogStore } from './logStore.ts';

/** Decides which lines an index holds. Looks at some from `from` on, adds what it wants, and returns where to go on. */
export type LineChoice = (chunk: LogChunk, from: number, to: number, index: LineIndex) => number;

const linesPerLook = 8192;
const smallest = 1024;

/** Numbers of chosen lines in order, by position. Positions stay when lines come or go at either end. */
export class LineIndex {
	readonly #choose: LineChoice;
	#numbers = new Float64Array(smallest);
	#begin = 0;
	#length = 0;
	#first = 0;
	/** The lines looked at, from the first up to the one before `to`. */
	#from: number;
	/** Of the store's lines, known here. */
	#moves = 0;
	#to: number;

	constructor(choose: LineChoice, startsAt: number) {
		this.#choose = choose;
		this.#from = startsAt;
		this.#to = startsAt;
	}

	get first(): number {
		return this.#first;
	}

	/** Behind the last position. */
	get next(): number {
		return this.#first + this.#length;
	}

	/** Lines from this number on have not been looked at. */
	get seenTo(): number {
		return this.#to;
	}

	numberAt(position: number): number {
		return this.#numbers[this.#begin + position - this.#first] as number;
	}

	/** The position of the first line with this number or a higher one. */
	positionFrom(number: number): number {
		let low = 0;
		let high = this.#length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#numbers[this.#begin + middle] as number) < number) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return this.#first + low;
	}

	positionOf(number: number): number | undefined {
		const position = this.positionFrom(number);
		return position < this.next && this.numberAt(position) === number ? position : undefined;
	}

	push(number: number): void {
		if (this.#begin + this.#length === this.#numbers.length) {
			this.#makeRoom();
		}
		this.#numbers[this.#begin + this.#length++] = number;
	}

	/** Looks at lines that it has not seen yet, and forgets those that are gone. Returns whether it has seen all. */
	follow(store: LogStore, until = Number.POSITIVE_INFINITY): boolean {
		this.forgetLost(store);
		if (this.#from > store.first) {
			this.#lookBack(store);
		}
		while (this.#to < store.next) {
			if (performance.now() > until) {
				return false;
			}
			this.#to = this.#lookAt(store, this.#to, store.next, this);
		}
		return true;
	}

	#lookAt(store: LogStore, from: number, end: number, index: LineIndex): number {
		const present = store.present(from);
		if (present >= end) {
			return end;
		}
		const chunk = store.chunkOf(present);
		const line = present - chunk.first;
		const to = Math.min(chunk.count, end - chunk.first, line + linesPerLook);
		return chunk.first + this.#choose(chunk, line, to, index);
	}

	/** Older lines come rarely, and not many at a time. */
	#lookBack(store: LogStore): void {
		const older = new LineIndex(this.#choose, store.first);
		while (older.#to < this.#from) {
			older.#to = this.#lookAt(store, older.#to, this.#from, older);
		}
		const count = older.#length;
		const all = new Float64Array(roomFor(count + this.#length));
		all.set(older.#numbers.subarray(0, count));
		all.set(this.#numbers.subarray(this.#begin, this.#begin + this.#length), count);
		this.#numbers = all;
		this.#begin = 0;
		this.#length += count;
		this.#first -= count;
		this.#from = store.first;
	}

	/** Leaves out lines that are gone, or have other numbers. */
	forgetLost(store: LogStore): void {
		const { times, to } = store.moved;
		this.#forgetBefore(times > this.#moves ? Math.max(store.first, to) : store.first);
		this.#moves = times;
	}

	#forgetBefore(number: number): void {
		if (this.#from >= number) {
			return;
		}
		this.#from = number;
		this.#to = Math.max(this.#to, number);
		const gone = this.positionFrom(number) - this.#first;
		this.#begin += gone;
		this.#length -= gone;
		this.#first += gone;
	}

	#makeRoom(): void {
		const held = this.#numbers.subarray(this.#begin, this.#begin + this.#length);
		if (this.#begin < this.#numbers.length / 2) {
			this.#numbers = new Float64Array(this.#numbers.length * 2);
		}
		this.#numbers.set(held);
		this.#begin = 0;
	}
}

function roomFor(count: number): number {
	return Math.max(smallest, 2 ** Math.ceil(Math.log2(count + 1)));
}
