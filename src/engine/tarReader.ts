import { EngineError } from './errors.ts';
import { pathText } from './pathBytes.ts';

export interface TarEntry {
	readonly name: string;
	readonly type: TarEntryType;
	readonly size: number;
	readonly mode: number;
	/** Seconds since 1970. */
	readonly modified: number;
	readonly uid: number;
	readonly gid: number;
	readonly linkName: string;
}

export type TarEntryType = 'file' | 'folder' | 'symlink' | 'hardlink' | 'unknown';

export interface TarItem {
	readonly entry: TarEntry;
	readonly content: AsyncIterable<Buffer>;
}

/** The entries of a tar stream, one after the other; what of a content is not read is passed over. */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarItem, void> {
	const reader = new TarReader(source);
	for (let entry = await reader.next(); entry; entry = await reader.next()) {
		yield { entry: toEntry(entry), content: reader.content() };
	}
}

function toEntry(raw: RawEntry): TarEntry {
	const types: Record<string, TarEntryType> = { 0: 'file', 1: 'hardlink', 2: 'symlink', 5: 'folder' };
	return {
		...raw,
		type: types[raw.type] ?? 'unknown',
		name: pathText(raw.name).replace(/\/+$/, ''),
		linkName: pathText(raw.link),
	};
}

interface RawEntry {
	readonly name: Buffer;
	readonly type: string;
	readonly size: number;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly modified: number;
	readonly link: Buffer;
}

const blockSize = 512;
const longestExtension = 1 << 20;

/** Reads a tar archive entry by entry; what of an entry's content is not asked for is passed over. */
class TarReader {
	readonly #source: AsyncIterator<Buffer>;
	#chunk: Buffer = Buffer.alloc(0);
	/** Bytes of the present entry that have not been read, with the padding. */
	#left = 0;
	#padding = 0;

	constructor(source: AsyncIterable<Buffer>) {
		this.#source = source[Symbol.asyncIterator]();
	}

	/** The next entry; undefined at the end. Rejects with `unreachable` where the archive is cut off. */
	async next(): Promise<RawEntry | undefined> {
		const extensions = new Map<string, Buffer>();
		for (;;) {
			await this.#skip(this.#left + this.#padding);
			this.#left = 0;
			this.#padding = 0;
			const block = await this.#take(blockSize);
			if (block.every(byte => byte === 0)) {
				return undefined;
			}
			const entry = readHeader(block, extensions);
			this.#left = entry.size;
			this.#padding = (blockSize - (entry.size % blockSize)) % blockSize;
			if (!(await this.#isExtension(entry, extensions))) {
				return entry;
			}
		}
	}

	/** The content of the entry that was read last. */
	async *content(): AsyncGenerator<Buffer> {
		while (this.#left > 0) {
			await this.#fill();
			const piece = this.#chunk.subarray(0, this.#left);
			this.#chunk = this.#chunk.subarray(piece.length);
			this.#left -= piece.length;
			yield piece;
		}
	}

	/** Keeps what an extending entry says of the one behind it. */
	async #isExtension({ type, size }: RawEntry, extensions: Map<string, Buffer>): Promise<boolean> {
		if (!'xgLK'.includes(type)) {
			return false;
		}
		if (size > longestExtension) {
			throw new EngineError('failed', 'The archive has a header that is too long.');
		}
		const data = await this.#take(size);
		this.#left = 0;
		if (type === 'x') {
			readRecords(data, extensions);
		} else if (type !== 'g') {
			extensions.set(type === 'L' ? 'path' : 'linkpath', untilZero(data));
		}
		return true;
	}

	async #take(length: number): Promise<Buffer> {
		const pieces: Buffer[] = [];
		for (let missing = length; missing > 0; ) {
			await this.#fill();
			const piece = this.#chunk.subarray(0, missing);
			this.#chunk = this.#chunk.subarray(piece.length);
			missing -= piece.length;
			pieces.push(piece);
		}
		return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
	}

	async #skip(length: number): Promise<void> {
		for (let missing = length; missing > 0; ) {
			await this.#fill();
			const passed = Math.min(missing, this.#chunk.length);
			this.#chunk = this.#chunk.subarray(passed);
			missing -= passed;
		}
	}

	async #fill(): Promise<void> {
		while (this.#chunk.length === 0) {
			const { done, value } = await this.#source.next();
			if (done) {
				throw new EngineError('unreachable', 'The archive ended too early.');
			}
			this.#chunk = value;
		}
	}
}

function readHeader(block: Buffer, extensions: ReadonlyMap<string, Buffer>): RawEntry {
	const record = (key: string) => extensions.get(key)?.toString('latin1');
	const prefix = block.toString('latin1', 257, 262) === 'ustar' ? untilZero(block.subarray(345, 500)) : Buffer.alloc(0);
	const shortName = untilZero(block.subarray(0, 100));
	return {
		name:
			extensions.get('path') ?? (prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), shortName]) : shortName),
		type: String.fromCharCode(block[156] || 0x30),
		size: Number(record('size') ?? readNumber(block.subarray(124, 136))),
		mode: readNumber(block.subarray(100, 108)) & 0o7777,
		uid: Number(record('uid') ?? readNumber(block.subarray(108, 116))),
		gid: Number(record('gid') ?? readNumber(block.subarray(116, 124))),
		modified: Number(record('mtime') ?? readNumber(block.subarray(136, 148))),
		link: extensions.get('linkpath') ?? untilZero(block.subarray(157, 257)),
	};
}

/** Octal digits, or for what is too large for them a binary number behind a set first bit. */
function readNumber(field: Buffer): number {
	if (((field[0] as number) & 0x80) !== 0) {
		return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
	}
	return Number.parseInt(field.toString('latin1').replace(/\0.*/s, '').trim() || '0', 8);
}

/** `length key=value\n`, again and again. */
function readRecords(data: Buffer, into: Map<string, Buffer>): void {
	for (let at = 0; at < data.length; ) {
		const blank = data.indexOf(0x20, at);
		const length = Number(data.toString('latin1', at, blank));
		const equals = data.indexOf(0x3d, blank);
		if (!(blank > at && length > 0 && equals > blank)) {
			return;
		}
		into.set(data.toString('latin1', blank + 1, equals), data.subarray(equals + 1, at + length - 1));
		at += length;
	}
}

function untilZero(field: Buffer): Buffer {
	const end = field.indexOf(0);
	return end < 0 ? field : field.subarray(0, end);
}
