import { Demultiplexer, type MultiplexedPiece } from './demultiplex.ts';
import { LogStamp, longestStamp } from './logStamp.ts';

/** A line, valid only until the next one: its text is `data` from `start` up to `end`. */
export interface ReadLine {
	readonly stderr: boolean;
	/** The engine's time, since 1970; seconds are NaN when it gave none. */
	readonly seconds: number;
	readonly nanoseconds: number;
	readonly data: Buffer;
	readonly start: number;
	readonly end: number;
	/** Characters beyond the longest text. */
	readonly cut: number;
}

type LineListener = (line: ReadLine) => void;

/** Bytes of a line that are kept, so that it has no more characters than that. */
export const longestText = 65_536;
/** Longer lines come in parts of this size, each with the stamp of the first. */
const partLength = 16_384;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Makes lines of what the engine sends when it is asked for a log with timestamps: joins what it cut into parts, takes
 * the stamps off. Of a terminal's line that was written over and over only its last state is kept.
 */
export class LogLineReader {
	readonly #demultiplexer = new Demultiplexer();
	readonly #stdout: LineAssembler;
	readonly #stderr: LineAssembler;
	readonly #terminal: boolean;

	constructor(terminal: boolean, onLine: LineListener) {
		this.#terminal = terminal;
		this.#stdout = new LineAssembler(false, terminal, onLine);
		this.#stderr = new LineAssembler(true, false, onLine);
	}

	push(chunk: Buffer): void {
		if (this.#terminal) {
			this.#stdout.addTerminal(chunk);
			return;
		}
		for (const piece of this.#demultiplexer.push(chunk)) {
			(piece.stream === 'stdout' ? this.#stdout : this.#stderr).add(piece);
		}
	}

	/** How many pieces have come, as the engine counts them for `tail`. */
	get parts(): number {
		return this.#stdout.parts + this.#stderr.parts;
	}

	/** The log has ended: so do lines without a line feed. */
	end(): void {
		this.#stdout.end();
		this.#stderr.end();
	}
}

class LineAssembler {
	parts = 0;
	readonly #stderr: boolean;
	readonly #terminal: boolean;
	readonly #onLine: LineListener;
	readonly #stamp = new LogStamp();
	/** Begin of a frame, as long as its stamp is not complete. */
	#head: Buffer | undefined;
	#open = false;
	/** Stamp of the open line. */
	#seconds = Number.NaN;
	#nanoseconds = 0;
	#text = Buffer.alloc(0);
	#length = 0;
	#cut = 0;
	/** Bytes of text since the last stamp. */
	#part = 0;
	/** The text so far ends with a carriage return: what comes next is written over it. */
	#returned = false;

	constructor(stderr: boolean, terminal: boolean, onLine: LineListener) {
		this.#stderr = stderr;
		this.#terminal = terminal;
		this.#onLine = onLine;
	}

	add({ data, startsFrame, endsFrame }: MultiplexedPiece): void {
		if (startsFrame && endsFrame && !this.#open && this.#isLine(data)) {
			return;
		}
		if (startsFrame || this.#head) {
			this.#startFrame(data, endsFrame);
		} else {
			this.#addText(data, 0);
		}
	}

	/** Nothing marks the parts of a terminal's log but line feeds and the length of parts. */
	addTerminal(chunk: Buffer): void {
		let data = this.#head ? Buffer.concat([this.#head, chunk]) : chunk;
		this.#head = undefined;
		while (data.length > 0) {
			if (!this.#open || this.#part === partLength) {
				if (data.length < longestStamp && data.indexOf(lineFeed) < 0 && data.indexOf(0x20) < 0) {
					this.#head = data;
					return;
				}
				data = data.subarray(this.#startPart(data));
			}
			const end = data.indexOf(lineFeed) + 1 || data.length;
			const taken = Math.min(end, partLength - this.#part);
			this.#addText(data.subarray(0, taken), 0);
			data = data.subarray(taken);
		}
	}

	end(): void {
		if (this.#head) {
			this.#addText(this.#head, this.#startPart(this.#head));
			this.#head = undefined;
		}
		if (this.#open) {
			this.#finish();
		}
	}

	/** Nearly every frame is one line. */
	#isLine(data: Buffer): boolean {
		const last = data.length - 1;
		if (data[last] !== lineFeed) {
			return false;
		}
		const start = this.#stamp.read(data, 0, data.length);
		if (start < 0 || data.indexOf(lineFeed, start) !== last || last - start > longestText) {
			return false;
		}
		this.parts++;
		const { seconds, nanoseconds } = this.#stamp;
		const end = last > start && data[last - 1] === carriageReturn ? last - 1 : last;
		this.#onLine({ stderr: this.#stderr, seconds, nanoseconds, data, start, end, cut: 0 });
		return true;
	}

	#startFrame(data: Buffer, endsFrame: boolean): void {
		const known = this.#head ? Buffer.concat([this.#head, data]) : data;
		this.#head = undefined;
		if (known.length < longestStamp && !endsFrame && known.indexOf(0x20) < 0) {
			this.#head = known;
			return;
		}
		this.#addText(known, this.#startPart(known));
	}

	/** Takes a stamp off; a line that nobody will end is ended if this is not a part of it. Returns where text begins. */
	#startPart(data: Buffer): number {
		this.parts++;
		const start = this.#stamp.read(data, 0, data.length);
		const { seconds, nanoseconds } = this.#stamp;
		const known = start >= 0;
		if (this.#open) {
			const same = known && seconds === this.#seconds && nanoseconds === this.#nanoseconds;
			if (same || (this.#part >= partLength && (known || this.#terminal))) {
				this.#part = 0;
				return same || !this.#terminal ? Math.max(0, start) : 0;
			}
			this.#finish();
		}
		this.#open = true;
		this.#part = 0;
		this.#seconds = known ? seconds : Number.NaN;
		this.#nanoseconds = known ? nanoseconds : 0;
		return Math.max(0, start);
	}

	#addText(data: Buffer, from: number): void {
		let start = from;
		for (;;) {
			const end = data.indexOf(lineFeed, start);
			this.#keep(data, start, end < 0 ? data.length : end);
			if (end < 0) {
				return;
			}
			this.#finish();
			start = end + 1;
			if (start === data.length || this.#terminal) {
				return;
			}
			// Several lines in one frame have one stamp.
			this.#open = true;
		}
	}

	#keep(data: Buffer, from: number, to: number): void {
		this.#part += to - from;
		let start = from;
		if (this.#terminal && to > from) {
			start = this.#behindReturn(data, from, to);
		}
		const room = longestText - this.#length;
		const end = Math.min(to, start + room);
		this.#reserve(this.#length + end - start);
		data.copy(this.#text, this.#length, start, end);
		this.#length += end - start;
		this.#cut += characters(data, end, to);
	}

	/** Where that begins which is written over what was there before. */
	#behindReturn(data: Buffer, from: number, to: number): number {
		let end = to;
		while (end > from && data[end - 1] === carriageReturn) {
			end--;
		}
		const at = end === from ? -1 : data.subarray(from, end).lastIndexOf(carriageReturn);
		if (at >= 0 || (this.#returned && end > from)) {
			this.#length = 0;
			this.#cut = 0;
		}
		this.#returned = end < to || (this.#returned && end === from);
		return from + at + 1;
	}

	#reserve(length: number): void {
		if (length > this.#text.length) {
			const larger = Buffer.alloc(Math.min(longestText, Math.max(1024, 2 * length)));
			this.#text.copy(larger, 0, 0, this.#length);
			this.#text = larger;
		}
	}

	#finish(): void {
		const text = this.#text;
		let end = this.#length;
		if (this.#cut > 0) {
			end = wholeCharacters(text, end);
			this.#cut += end < this.#length ? 1 : 0;
		} else {
			while (end > 0 && text[end - 1] === carriageReturn) {
				end--;
				if (!this.#terminal) {
					break;
				}
			}
		}
		const [stderr, seconds, nanoseconds, cut] = [this.#stderr, this.#seconds, this.#nanoseconds, this.#cut];
		this.#open = false;
		this.#length = 0;
		this.#cut = 0;
		this.#returned = false;
		this.#onLine({ stderr, seconds, nanoseconds, data: text, start: 0, end, cut });
	}
}

/** How many characters begin in these bytes. */
function characters(data: Buffer, from: number, to: number): number {
	let count = 0;
	for (let index = from; index < to; index++) {
		if (((data[index] as number) & 0xc0) !== 0x80) {
			count++;
		}
	}
	return count;
}

/** Where the last whole character ends. */
function wholeCharacters(data: Buffer, end: number): number {
	let start = end - 1;
	while (start > end - 4 && ((data[start] as number) & 0xc0) === 0x80) {
		start--;
	}
	const lead = data[start] as number;
	const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
	return start + length > end ? start : end;
}
