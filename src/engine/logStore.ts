import { DisposableOwner } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/event.ts';
import { LogChunk, lineFlags } from './logChunk.ts';
import type { LogNote, LogSource } from './logRecord.ts';

export interface LogLimits {
	readonly lines: number;
	readonly bytes: number;
}

/** Milliseconds: a difference that may be the way here. */
const clockNoise = 3000;
const usualLimits: LogLimits = { lines: 1_000_000, bytes: 256 * 1024 * 1024 };

/** A line as its reader hands it over; the same object may be used for the next one. */
export interface IncomingLine {
	source: number;
	/** Epoch milliseconds; NaN if unknown. */
	time: number;
	/** See `lineFlags`. */
	flags: number;
	/** UTF-8 without a line feed in it, from `start` up to `end`. */
	data: Buffer;
	start: number;
	end: number;
	/** Characters left out. */
	cut: number;
}

type KnownSource = Omit<LogSource, 'lines'>;

/** The lines of a log in memory, within limits: the oldest go first. Whoever reads the engine writes here. */
export class LogStore extends DisposableOwner {
	readonly limits: LogLimits;
	readonly #chunks: LogChunk[] = [];
	readonly #sources: KnownSource[] = [];
	readonly #received: number[] = [];
	readonly #notes = new Map<number, LogNote>();
	/** The last line that is no continuation, of each source and stream. */
	readonly #heads: number[] = [];
	readonly #changed = this.register(new Emitter<void>());
	#first = 0;
	#next = 0;
	#count = 0;
	#moved = { times: 0, to: Number.NEGATIVE_INFINITY };
	/** The lowest number that any line ever had. */
	#lowest = 0;
	#bytes = 0;
	#dropped = 0;
	#skipped = 0;
	#clockAhead = 0;

	constructor(limits: Partial<LogLimits> = {}) {
		super();
		this.limits = { ...usualLimits, ...limits };
	}

	/** After each `tell`. */
	get onDidChange(): Event<void> {
		return this.#changed.event;
	}

	/** Number of the oldest line. */
	get first(): number {
		return this.#first;
	}

	/** Number of the line that comes next. */
	get next(): number {
		return this.#next;
	}

	/** Lines in memory: fewer than the numbers from `first` to `next`, as some numbers are given up. */
	get count(): number {
		return this.#count;
	}

	/** How often lines were moved, and up to which number the last time: those before have other numbers since then. */
	get moved(): { readonly times: number; readonly to: number } {
		return this.#moved;
	}

	get bytes(): number {
		return this.#bytes;
	}

	get dropped(): number {
		return this.#dropped;
	}

	get skipped(): number {
		return this.#skipped;
	}

	/** Milliseconds by which the engine's clock, which stamps the lines, is ahead of ours. */
	get clockAhead(): number {
		return this.#clockAhead;
	}

	/** The engine has told its time, to the second. */
	sawClock(now: number): void {
		const ahead = now - Date.now();
		if (Math.abs(ahead - this.#clockAhead) > clockNoise) {
			this.#clockAhead = ahead;
		}
	}

	get sources(): LogSource[] {
		return this.#sources.map((source, index) => ({ ...source, lines: this.#received[index] as number }));
	}

	nameOf(source: number): string {
		return this.#sources[source]?.name ?? '';
	}

	/** The oldest first; the first one may hold lines that are gone already. */
	get chunks(): readonly LogChunk[] {
		return this.#chunks;
	}

	/** The chunk with a line that is in memory. */
	chunkOf(number: number): LogChunk {
		let low = 0;
		let high = this.#chunks.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#chunks[middle] as LogChunk).first <= number) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}
		return this.#chunks[low] as LogChunk;
	}

	/** The same number, or that of the next line behind a gap. */
	present(number: number): number {
		const chunk = this.#chunks.length > 0 ? this.chunkOf(number) : undefined;
		if (!chunk || number < chunk.first + chunk.count) {
			return Math.max(number, chunk ? chunk.first + chunk.begin : number);
		}
		const next = this.#chunks[this.#chunks.indexOf(chunk) + 1];
		return next ? next.first + next.begin : this.#next;
	}

	noteOf(number: number): LogNote | undefined {
		return this.#notes.get(number);
	}

	addSource(source: KnownSource): number {
		this.#received.push(0);
		return this.#sources.push(source) - 1;
	}

	setSource(index: number, change: Partial<KnownSource>): void {
		this.#sources[index] = { ...(this.#sources[index] as KnownSource), ...change };
	}

	add(line: IncomingLine): void {
		const length = line.end - line.start;
		let chunk = this.#chunks.at(-1);
		if (!chunk?.hasRoomFor(length)) {
			chunk = new LogChunk(this.#next);
			this.#chunks.push(chunk);
		}
		const index = chunk.add(line.data, line.start, line.end);
		chunk.times[index] = line.time;
		chunk.sources[index] = line.source;
		if (line.cut > 0) {
			chunk.setCut(index, line.cut);
		}
		this.#place(chunk, index, line);
		this.#next++;
		this.#count++;
		this.#bytes += length;
		while (this.#count > this.limits.lines || this.#bytes > this.limits.bytes) {
			this.#drop();
		}
	}

	/** A remark behind the last line. */
	addNote(source: number, note: LogNote, time = Number.NaN): void {
		this.#notes.set(this.#next, note);
		if (note.kind === 'skipped') {
			this.#skipped += note.count;
		}
		this.add({ source, time, flags: lineFlags.note, data: nothing, start: 0, end: 0, cut: 0 });
	}

	/** Puts what another one holds before the first line; the other one is of no use afterwards. */
	prepend(older: LogStore): number {
		const shift = Math.min(this.#first, this.#lowest) - older.#next;
		for (const chunk of older.#chunks) {
			chunk.first += shift;
		}
		for (const [number, note] of older.#notes) {
			this.#notes.set(number + shift, note);
		}
		this.#chunks.unshift(...older.#chunks);
		this.#first = older.#first + shift;
		this.#lowest = this.#first;
		this.#count += older.#count;
		this.#bytes += older.#bytes;
		return older.#count;
	}

	/** Takes the lines from the first up to that number out, to be prepended again among others, by other numbers. */
	cutBefore(number: number): LogStore {
		const taken = unlimitedStore();
		this.#lowest = Math.min(this.#lowest, this.#first);
		while (this.#first < number && this.#count > 0) {
			this.moveFirst(taken);
		}
		if (taken.count > 0) {
			this.#moved = { times: this.#moved.times + 1, to: Math.max(this.#moved.to, this.#first) };
		}
		const [chunk] = this.#chunks;
		if (chunk) {
			chunk.begin = this.#first - chunk.first;
		}
		return taken;
	}

	/** Moves the oldest line, remarks too, behind the last of another one. */
	moveFirst(target: LogStore): void {
		const chunk = this.#chunks[0] as LogChunk;
		const line = this.#first - chunk.first;
		const [source, time] = [chunk.sources[line] as number, chunk.times[line] as number];
		const note = this.#notes.get(this.#first);
		if (note) {
			target.addNote(source, note, time);
		} else {
			const [start, end, cut] = [chunk.start(line), chunk.end(line), chunk.cutOf(line) ?? 0];
			target.add({ source, time, flags: chunk.flags[line] as number, data: chunk.bytes, start, end, cut });
		}
		this.removeFirst();
	}

	/** Lines that came from a source on another way. */
	countReceived(source: number, lines: number): void {
		this.#received[source] = (this.#received[source] ?? 0) + lines;
	}

	/** Takes the oldest line out, once it has been read. */
	removeFirst(): void {
		const chunk = this.#chunks[0] as LogChunk;
		const line = this.#first - chunk.first;
		this.#bytes -= chunk.end(line) - chunk.start(line);
		this.#notes.delete(this.#first);
		this.#first++;
		this.#count--;
		if (line + 1 === chunk.count) {
			this.#chunks.shift();
			const [next] = this.#chunks;
			this.#first = next ? next.first + next.begin : this.#next;
		}
	}

	clear(): void {
		this.#chunks.length = 0;
		this.#notes.clear();
		this.#heads.length = 0;
		this.#first = this.#next;
		this.#count = 0;
		this.#bytes = 0;
	}

	/** Says that lines or sources have changed. */
	tell(): void {
		this.#changed.fire();
	}

	#place(chunk: LogChunk, index: number, { source, flags }: IncomingLine): void {
		chunk.flags[index] = flags;
		if (flags & lineFlags.note) {
			return;
		}
		this.#received[source] = (this.#received[source] ?? 0) + 1;
		const slot = source * 2 + (flags & lineFlags.stderr);
		if (!(flags & lineFlags.continues)) {
			this.#heads[slot] = this.#next;
			return;
		}
		const head = this.#heads[slot];
		if (head !== undefined && head >= this.#first) {
			const above = this.chunkOf(head);
			const line = head - above.first;
			above.traces[line] = (above.traces[line] as number) + 1;
			chunk.traces[index] = this.#next - head;
			chunk.flags[index] = (flags & 0x0f) | ((above.flags[line] as number) & 0xf0);
		}
	}

	#drop(): void {
		if (!this.#notes.has(this.#first)) {
			this.#dropped++;
		}
		this.removeFirst();
	}
}

const nothing = Buffer.alloc(0);

/** For lines on their way. */
export function unlimitedStore(): LogStore {
	return new LogStore({ lines: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY });
}
