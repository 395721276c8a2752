import { pathText } from './pathBytes.ts';
import { givePieceBack } from './pieces.ts';
import {
	blockSize,
	damagedArchive,
	padding,
	type RawHeader,
	readHeader,
	readRecords,
	type TarEntry,
	toEntry,
} from './tarHeader.ts';

export interface TarItem {
	readonly entry: TarEntry;
	/** Its bytes, in pieces. What is not read of it before the next item is asked for is skipped. */
	readonly content: AsyncIterable<Buffer>;
}

/**
 * The entries of a tar stream, one after the other, in bounded memory. Rejects with an `EngineError` that has recognised
 * `damagedArchive` when the stream is no archive or is cut off, and with the source's own error. Leaving the loop early
 * ends the source.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarItem, void> {
	const bytes = new Bytes(source);
	const globals: Record<string, string> = {};
	try {
		for (;;) {
			const described = await nextHeader(bytes, globals);
			if (!described) {
				await bytes.skip(Number.POSITIVE_INFINITY);
				return;
			}
			const entry = toEntry(described.header, { ...globals, ...described.records });
			const content = new Content(bytes, hasContent(entry) ? entry.size : 0);
			yield { entry, content };
			await content.finish();
		}
	} finally {
		await bytes.end();
	}
}

interface Described {
	readonly header: RawHeader;
	readonly records: Readonly<Record<string, string>>;
}

/** Undefined at the mark that ends an archive. */
async function nextHeader(bytes: Bytes, globals: Record<string, string>): Promise<Described | undefined> {
	const records: Record<string, string> = {};
	for (;;) {
		const block = await bytes.take(blockSize);
		if (isEmpty(block)) {
			return undefined;
		}
		const header = readHeader(block);
		switch (header.flag) {
			case 'g':
				Object.assign(globals, readRecords(await takeContent(bytes, header)));
				break;
			case 'x':
				Object.assign(records, readRecords(await takeContent(bytes, header)));
				break;
			case 'L':
				records.path = beforeZero(await takeContent(bytes, header));
				break;
			case 'K':
				records.linkpath = beforeZero(await takeContent(bytes, header));
				break;
			default:
				if (header.extended) {
					await skipSparseMap(bytes);
				}
				return { header, records };
		}
	}
}

/** Nothing that describes an entry is this large; an archive must not fill the memory with it. */
const largestDescription = 1024 * 1024;

async function takeContent(bytes: Bytes, { size }: RawHeader): Promise<Buffer> {
	if (!(size >= 0 && size <= largestDescription)) {
		throw damagedArchive('an extended header is too large.');
	}
	const content = await bytes.take(size);
	await bytes.skip(padding(size));
	return content;
}

async function skipSparseMap(bytes: Bytes): Promise<void> {
	while ((await bytes.take(blockSize))[504] !== 0) {}
}

function beforeZero(content: Buffer): string {
	const end = content.indexOf(0);
	return pathText(content.subarray(0, end < 0 ? content.length : end));
}

function isEmpty(block: Buffer): boolean {
	return block[0] === 0 && block.every(byte => byte === 0);
}

function hasContent({ type }: TarEntry): boolean {
	return type === 'file' || type === 'sparse' || type === 'unknown';
}

class Content implements AsyncIterable<Buffer> {
	readonly #bytes: Bytes;
	readonly #padding: number;
	#left: number;

	constructor(bytes: Bytes, size: number) {
		this.#bytes = bytes;
		this.#left = size;
		this.#padding = padding(size);
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void> {
		while (this.#left > 0) {
			const piece = await this.#bytes.takeUpTo(this.#left);
			this.#left -= piece.length;
			yield piece;
		}
	}

	async finish(): Promise<void> {
		await this.#bytes.skip(this.#left + this.#padding);
		this.#left = 0;
	}
}

/** A stream read by counts of bytes. */
class Bytes {
	readonly #chunks: AsyncIterator<Buffer>;
	#rest: Buffer = Buffer.alloc(0);

	constructor(source: AsyncIterable<Buffer>) {
		this.#chunks = source[Symbol.asyncIterator]();
	}

	async take(size: number): Promise<Buffer> {
		const first = size <= this.#rest.length ? this.#cut(size) : undefined;
		if (first) {
			return first;
		}
		const pieces: Buffer[] = [];
		for (let left = size; left > 0; ) {
			const piece = await this.takeUpTo(left);
			pieces.push(piece);
			left -= piece.length;
		}
		return Buffer.concat(pieces);
	}

	/** At least one byte, at most `size`. */
	async takeUpTo(size: number): Promise<Buffer> {
		if (!(await this.#fill())) {
			throw damagedArchive('it ends too early.');
		}
		return this.#cut(Math.min(size, this.#rest.length));
	}

	/** With an infinite size the source may end meanwhile. */
	async skip(size: number): Promise<void> {
		for (let left = size; left > 0; ) {
			if (left === Number.POSITIVE_INFINITY && !(await this.#fill())) {
				return;
			}
			const piece = await this.takeUpTo(left);
			left -= piece.length;
			givePieceBack(piece);
		}
	}

	async end(): Promise<void> {
		await this.#chunks.return?.();
	}

	#cut(size: number): Buffer {
		const rest = this.#rest;
		this.#rest = rest.subarray(size);
		// As it came, so that who is the last to use it can give it back.
		return size === rest.length ? rest : rest.subarray(0, size);
	}

	async #fill(): Promise<boolean> {
		while (this.#rest.length === 0) {
			const { value, done } = await this.#chunks.next();
			if (done) {
				return false;
			}
			this.#rest = value;
		}
		return true;
	}
}
