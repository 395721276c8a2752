import { Transform } from 'node:stream';
import { pieceSize } from './pieces.ts';
import { blockSize, damagedArchive, padding, readHeader, readRecords, type TarEntry, toEntry } from './tarHeader.ts';

/** `description` is the blocks that came before the content: extended headers, then the entry's own. */
export type OnTarEntry = (entry: TarEntry, description: Buffer) => void;

/**
 * Passes a tar stream on as it is, in larger pieces, and tells of each entry before its last header block has gone on. Fails with
 * `damagedArchive` when it is no archive or is cut off, and with whatever `onEntry` throws.
 */
export function scanTar(onEntry: OnTarEntry): Transform {
	const scanner = new TarScanner(onEntry);
	let pieces: Buffer[] = [];
	let waiting = 0;
	const gathered = () => {
		const [only, second] = pieces;
		const whole = second ? Buffer.concat(pieces, waiting) : only;
		pieces = [];
		waiting = 0;
		return whole;
	};
	return new Transform({
		objectMode: true,
		highWaterMark: 1,
		transform(chunk: Buffer, _encoding, done) {
			attempt(done, () => {
				scanner.push(chunk);
				pieces.push(chunk);
				waiting += chunk.length;
				return waiting >= enough ? gathered() : undefined;
			});
		},
		flush(done) {
			attempt(done, () => {
				scanner.end();
				return gathered();
			});
		},
	});
}

/** Bytes that are worth going on. */
const enough = pieceSize / 2;

function attempt(done: (error?: Error | null, result?: Buffer) => void, work: () => Buffer | undefined): void {
	let result: Buffer | undefined;
	try {
		result = work();
	} catch (error) {
		done(error as Error);
		return;
	}
	done(null, result);
}

/** Nothing that describes an entry is this large; an archive must not fill the memory with it. */
const largestDescription = 1024 * 1024;

/** Keeps the headers of one entry at a time and never any content. */
export class TarScanner {
	readonly #onEntry: OnTarEntry;
	/** Blocks of the present entry's description. */
	#description: Buffer[] = [];
	#records: Record<string, string> = {};
	/** What is being collected: a header block, what an extended header contains, or a block of a sparse map. */
	#reader: (piece: Buffer) => void = block => this.#onHeader(block);
	#wanted = blockSize;
	#collected: Buffer[] = [];
	#skipped = 0;
	#ended = false;

	constructor(onEntry: OnTarEntry) {
		this.#onEntry = onEntry;
	}

	push(chunk: Buffer): void {
		let at = Math.min(this.#skipped, chunk.length);
		this.#skipped -= at;
		while (at < chunk.length && !this.#ended) {
			const piece = chunk.subarray(at, at + this.#wanted);
			at += piece.length;
			this.#collect(piece);
			const skip = Math.min(this.#skipped, chunk.length - at);
			this.#skipped -= skip;
			at += skip;
		}
	}

	/** Whether the mark has come that ends an archive. */
	get isEnded(): boolean {
		return this.#ended;
	}

	end(): void {
		if (!this.#ended) {
			throw damagedArchive('it ends too early.');
		}
	}

	#collect(piece: Buffer): void {
		this.#wanted -= piece.length;
		// A copy: the memory it came in may soon be used for other pieces.
		this.#collected.push(Buffer.from(piece));
		if (this.#wanted === 0) {
			const [only, second] = this.#collected;
			const whole = second ? Buffer.concat(this.#collected) : (only as Buffer);
			this.#collected = [];
			this.#reader(whole);
		}
	}

	#expect(size: number, reader: (piece: Buffer) => void): void {
		this.#wanted = size;
		this.#reader = reader;
	}

	#onHeader(block: Buffer): void {
		if (block[0] === 0 && block.every(byte => byte === 0)) {
			this.#ended = true;
			return;
		}
		const header = readHeader(block);
		this.#description.push(block);
		if (/[gxLK]/.test(header.flag)) {
			if (!(header.size > 0 && header.size <= largestDescription)) {
				throw damagedArchive('an extended header has a size that makes no sense.');
			}
			const read = (content: Buffer) => this.#onExtended(header.flag, content, header.size);
			this.#expect(header.size + padding(header.size), read);
			return;
		}
		const entry = toEntry(header, this.#records);
		const finish = () => this.#finish(entry);
		header.extended ? this.#expect(blockSize, map => this.#onSparseMap(map, finish)) : finish();
	}

	/** As the engine does, without what is said for all entries at once. */
	#onExtended(flag: string, padded: Buffer, size: number): void {
		this.#description.push(padded);
		const content = padded.subarray(0, size);
		switch (flag) {
			case 'x':
				Object.assign(this.#records, readRecords(content));
				break;
			case 'L':
				this.#records.path = beforeZero(content);
				break;
			case 'K':
				this.#records.linkpath = beforeZero(content);
				break;
		}
		this.#expect(blockSize, block => this.#onHeader(block));
	}

	#onSparseMap(block: Buffer, finish: () => void): void {
		this.#description.push(block);
		block[504] === 0 ? finish() : this.#expect(blockSize, next => this.#onSparseMap(next, finish));
	}

	#finish(entry: TarEntry): void {
		const hasContent = entry.type === 'file' || entry.type === 'sparse' || entry.type === 'unknown';
		this.#skipped = hasContent ? entry.size + padding(entry.size) : 0;
		const [only, second] = this.#description;
		const description = second ? Buffer.concat(this.#description) : (only as Buffer);
		this.#description = [];
		this.#records = {};
		this.#expect(blockSize, block => this.#onHeader(block));
		this.#onEntry(entry, description);
	}
}

function beforeZero(content: Buffer): string {
	const end = content.indexOf(0);
	return content.toString('utf8', 0, end < 0 ? content.length : end);
}
