import { isAscii } from 'node:buffer';

const chunkBytes = 1024 * 1024;
const firstCapacity = 4096;
const mostLines = 65_536;
export const lineFeed = 0x0a;

/** What is known of a line besides its text. */
export const lineFlags = {
	stderr: 1,
	continues: 2,
	note: 4,
	/** Place of a level's number, which is 1 for the first; 0 if none is known. */
	levelShift: 4,
} as const;

/** Some thousand lines of a log: their text as UTF-8, each ended by a line feed, and a row of numbers for each. */
export class LogChunk {
	/** Number of line 0. */
	first: number;
	count = 0;
	/** Lines before this one were moved elsewhere. */
	begin = 0;
	readonly bytes = Buffer.allocUnsafeSlow(chunkBytes);
	/** Epoch milliseconds; NaN if unknown. */
	times = new Float64Array(firstCapacity);
	sources = new Int16Array(firstCapacity);
	flags = new Uint8Array(firstCapacity);
	/** On a line of a stack trace the distance to its first line, on that one the number of lines below it. */
	traces = new Uint32Array(firstCapacity);
	#starts = new Uint32Array(firstCapacity + 1);
	#cuts: Map<number, number> | undefined;
	#asciiUntil = 0;
	#ascii = true;

	constructor(first: number) {
		this.first = first;
	}

	hasRoomFor(length: number): boolean {
		return this.count < mostLines && (this.#starts[this.count] as number) + length < chunkBytes;
	}

	/** Adds a line; what it has besides its text is set by the caller. Returns its index. */
	add(data: Buffer, start: number, end: number): number {
		const line = this.count++;
		if (line >= this.times.length) {
			this.#grow();
		}
		const at = this.#starts[line] as number;
		data.copy(this.bytes, at, start, end);
		const next = at + end - start + 1;
		this.bytes[next - 1] = lineFeed;
		this.#starts[line + 1] = next;
		return line;
	}

	start(line: number): number {
		return this.#starts[line] as number;
	}

	/** Behind its last byte, where its line feed is. */
	end(line: number): number {
		return (this.#starts[line + 1] as number) - 1;
	}

	text(line: number): string {
		return this.bytes.toString('utf8', this.start(line), this.end(line));
	}

	/** The line that a byte is in. */
	lineAt(offset: number, from = 0): number {
		if (offset < (this.#starts[from + 1] as number)) {
			return from;
		}
		let low = from;
		let high = this.count - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#starts[middle] as number) <= offset) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}
		return low;
	}

	/** Whether all of it so far is ASCII. */
	get isAscii(): boolean {
		const end = this.#starts[this.count] as number;
		if (this.#ascii && end > this.#asciiUntil) {
			this.#ascii = isAscii(this.bytes.subarray(this.#asciiUntil, end));
			this.#asciiUntil = end;
		}
		return this.#ascii;
	}

	cutOf(line: number): number | undefined {
		return this.#cuts?.get(line);
	}

	setCut(line: number, characters: number): void {
		this.#cuts ??= new Map();
		this.#cuts.set(line, characters);
	}

	#grow(): void {
		const capacity = this.times.length * 2;
		this.times = larger(this.times, new Float64Array(capacity));
		this.sources = larger(this.sources, new Int16Array(capacity));
		this.flags = larger(this.flags, new Uint8Array(capacity));
		this.traces = larger(this.traces, new Uint32Array(capacity));
		this.#starts = larger(this.#starts, new Uint32Array(capacity + 1));
	}
}

function larger<T extends Float64Array | Int16Array | Uint8Array | Uint32Array>(old: T, fresh: T): T {
	fresh.set(old);
	return fresh;
}
