import { StringDecoder } from 'node:string_decoder';
import type { MultiplexedPiece } from './demultiplex.ts';

export interface LogText {
	readonly stream: 'stdout' | 'stderr';
	/** Whole lines with their line feeds; only the last one of a log, or one beyond a megabyte, may lack it. */
	readonly text: string;
}

const longestLine = 1024 * 1024;
/** `2026-08-01T10:20:30.123456789Z ` */
const longestStamp = 64;

/**
 * Joins lines again that the engine cut into frames of 16 kB. With timestamps every frame begins with one; those in
 * the middle of a line are taken out.
 */
export class LogLines {
	readonly #streams: Readonly<Record<'stdout' | 'stderr', LineJoiner>>;

	constructor(timestamps: boolean) {
		this.#streams = { stdout: new LineJoiner(timestamps), stderr: new LineJoiner(timestamps) };
	}

	/** What became whole with these pieces, in order; neighbours of one stream are one text. */
	add(pieces: Iterable<MultiplexedPiece>): LogText[] {
		const texts: LogText[] = [];
		for (const piece of pieces) {
			append(texts, piece.stream, this.#streams[piece.stream].add(piece));
		}
		return texts;
	}

	/** Unfinished lines, when the log has ended. */
	end(): LogText[] {
		const texts: LogText[] = [];
		append(texts, 'stdout', this.#streams.stdout.end());
		append(texts, 'stderr', this.#streams.stderr.end());
		return texts;
	}
}

function append(texts: LogText[], stream: LogText['stream'], text: string): void {
	const last = texts.at(-1);
	if (text === '') {
		return;
	}
	if (last?.stream === stream) {
		texts[texts.length - 1] = { stream, text: last.text + text };
	} else {
		texts.push({ stream, text });
	}
}

class LineJoiner {
	readonly #timestamps: boolean;
	readonly #decoder = new StringDecoder('utf8');
	#parts: string[] = [];
	#length = 0;
	#inLine = false;
	/** The begin of a frame that continues a line, as long as its timestamp is not complete. */
	#stamp: Buffer | undefined;

	constructor(timestamps: boolean) {
		this.#timestamps = timestamps;
	}

	add({ data, startsFrame, endsFrame }: MultiplexedPiece): string {
		const continues = startsFrame && this.#timestamps && this.#inLine;
		return this.#addText(this.#decoder.write(this.#withoutStamp(data, continues, endsFrame)));
	}

	end(): string {
		const rest = this.#parts.join('') + this.#decoder.end();
		this.#parts = [];
		this.#length = 0;
		return rest;
	}

	#addText(text: string): string {
		this.#inLine = text === '' ? this.#inLine : !text.endsWith('\n');
		const end = text.lastIndexOf('\n') + 1;
		if (end === 0 && this.#length + text.length <= longestLine) {
			this.#parts.push(text);
			this.#length += text.length;
			return '';
		}
		const cut = end === 0 ? text.length : end;
		const whole = this.#parts.join('') + text.slice(0, cut);
		this.#parts = cut < text.length ? [text.slice(cut)] : [];
		this.#length = text.length - cut;
		return whole;
	}

	/** The blank behind a timestamp may come in a later chunk than its begin. */
	#withoutStamp(data: Buffer, continues: boolean, endsFrame: boolean): Buffer {
		if (!continues && this.#stamp === undefined) {
			return data;
		}
		const known = this.#stamp ? Buffer.concat([this.#stamp, data]) : data;
		const blank = known.subarray(0, longestStamp).indexOf(0x20);
		if (blank < 0 && known.length < longestStamp && !endsFrame) {
			this.#stamp = known;
			return Buffer.alloc(0);
		}
		this.#stamp = undefined;
		const isStamp =
			blank > 0 && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(known.toString('latin1', 0, blank));
		return isStamp ? known.subarray(blank + 1) : known;
	}
}
