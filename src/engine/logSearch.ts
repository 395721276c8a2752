import { DisposableOwner } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/event.ts';
import { type LineChoice, LineIndex } from './lineIndex.ts';
import { lineMatcher } from './lineMatcher.ts';
import { lineFlags } from './logChunk.ts';
import { headOf } from './logFilter.ts';
import type { LogQuery, LogSearch } from './logRecord.ts';
import type { LogStore } from './logStore.ts';

const hitsPerLook = 4096;

/** The lines with a text, wherever they are, and the rows in which they are shown. */
export class RowSearch extends DisposableOwner implements LogSearch {
	readonly #store: LogStore;
	readonly #hits: LineIndex;
	readonly #changed = this.register(new Emitter<void>());
	#rows: LineIndex;
	/** Positions among the rows, in order. */
	#positions: number[] = [];
	/** Hits from the first of these numbers up to before the second are among the positions. */
	#mappedFrom: number;
	#mappedTo: number;

	constructor(store: LogStore, rows: LineIndex, query: LogQuery) {
		super();
		this.#store = store;
		this.#rows = rows;
		this.#hits = new LineIndex(matching(query), store.first);
		this.#mappedFrom = store.first;
		this.#mappedTo = store.first;
	}

	get onDidChange(): Event<void> {
		return this.#changed.event;
	}

	get count(): number {
		return this.#positions.length;
	}

	next(from: number, backwards: boolean): number | undefined {
		const behind = firstFrom(this.#positions, backwards ? from : from + 1);
		return this.#positions[backwards ? behind - 1 : behind];
	}

	indexOf(position: number): number {
		const index = firstFrom(this.#positions, position);
		return this.#positions[index] === position ? index : -1;
	}

	/** Looks at new lines until the time given; true when it has seen all. */
	follow(until: number): boolean {
		return this.#hits.follow(this.#store, until);
	}

	/** Finds the rows of what it has found, until the time given; true when it has found all. */
	show(rows: LineIndex, until = Number.POSITIVE_INFINITY): boolean {
		const before = this.#positions.length;
		const seen = this.#mappedTo;
		if (rows !== this.#rows) {
			this.#rows = rows;
			this.#positions = [];
			this.#mappedFrom = this.#store.first;
			this.#mappedTo = this.#store.first;
		}
		this.#forget();
		this.#mapOlder();
		const isDone = this.#mapNewer(until);
		if (before !== this.#positions.length || seen !== this.#mappedTo) {
			this.#changed.fire();
		}
		return isDone;
	}

	#forget(): void {
		const gone = firstFrom(this.#positions, this.#rows.first);
		if (gone > 0) {
			this.#positions.splice(0, gone);
		}
		this.#mappedFrom = Math.max(this.#mappedFrom, this.#store.first);
	}

	#mapOlder(): void {
		if (this.#mappedFrom > this.#store.first) {
			const older: number[] = [];
			this.#mapHits(this.#store.first, this.#mappedFrom, older);
			this.#positions = older.concat(this.#positions);
			this.#mappedFrom = this.#store.first;
		}
	}

	#mapNewer(until: number): boolean {
		const end = Math.min(this.#hits.seenTo, this.#rows.seenTo);
		while (this.#mappedTo < end) {
			if (performance.now() > until) {
				return false;
			}
			const behind = this.#hits.positionFrom(this.#mappedTo) + hitsPerLook;
			const to = behind < this.#hits.next ? Math.min(end, this.#hits.numberAt(behind)) : end;
			this.#mapHits(this.#mappedTo, to, this.#positions);
			this.#mappedTo = to;
		}
		return true;
	}

	/** Adds the rows of the hits between two numbers. */
	#mapHits(from: number, to: number, positions: number[]): void {
		const end = this.#hits.positionFrom(to);
		for (let hit = this.#hits.positionFrom(from); hit < end; hit++) {
			const row = this.#rowOf(this.#hits.numberAt(hit), positions[positions.length - 1]);
			if (row !== undefined) {
				insert(positions, row);
			}
		}
	}

	/** `last` is the row found before; often it is the one behind it. */
	#rowOf(number: number, last: number | undefined): number | undefined {
		const isNext = last !== undefined && last + 1 < this.#rows.next && this.#rows.numberAt(last + 1) === number;
		const own = isNext ? last + 1 : this.#rows.positionOf(number);
		if (own !== undefined) {
			return own;
		}
		const chunk = this.#store.chunkOf(number);
		const head = headOf(chunk, number - chunk.first);
		return head === undefined ? undefined : this.#rows.positionOf(head);
	}
}

function matching(query: LogQuery): LineChoice {
	const matcher = lineMatcher(query);
	return (chunk, from, to, index) =>
		matcher.find(chunk, from, to, line => {
			if (!((chunk.flags[line] as number) & lineFlags.note)) {
				index.push(chunk.first + line);
			}
		});
}

/** Index of the first that is not smaller. */
function firstFrom(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] as number) < value) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/** Nearly always at the end; the first line of a folded stack trace may be further up. */
function insert(sorted: number[], value: number): void {
	const last = sorted[sorted.length - 1];
	if (last === undefined || last < value) {
		sorted.push(value);
		return;
	}
	const index = firstFrom(sorted, value);
	if (sorted[index] !== value) {
		sorted.splice(index, 0, value);
	}
}
