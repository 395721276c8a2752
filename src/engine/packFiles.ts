import type { Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readlink } from 'node:fs/promises';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { mapLimited } from '../base/async.ts';
import { EngineError } from './errors.ts';
import type { ArchiveProgress } from './extraction.ts';
import { hostFileError } from './hostFiles.ts';
import { partOfPiece, takePiece } from './pieces.ts';
import { padding, type TarEntry, writeHeader } from './tarHeader.ts';

export interface PackSource {
	/** A file, folder or link of this computer; a link is packed as such. */
	readonly path: string;
	/** What it is called in the archive, with `/` between folders; `''` packs what is in a folder without the folder itself. */
	readonly name: string;
}

export interface PackOptions {
	readonly signal?: AbortSignal;
	/** After every piece that somebody has taken. */
	readonly onProgress?: (progress: ArchiveProgress) => void;
	/** Called with the name of each file and link; false leaves it out. */
	readonly accepts?: (name: string) => boolean;
}

/** Files and folders of this computer that are about to become a tar stream. */
export interface Pack {
	/** Files and links. */
	readonly files: number;
	/** Of their content, for progress. */
	readonly bytes: number;
	/** Names of sockets, pipes and devices, which are left out. */
	readonly leftOut: readonly string[];
	/** Names of files and links in the archive. */
	readonly names: readonly string[];
	/**
	 * The archive, read on only as fast as somebody takes from it. Fails with an `EngineError` (recognised `hostFile`) when
	 * a file cannot be read or becomes shorter meanwhile. Destroy it if it is not read to its end.
	 */
	stream(): Readable;
	/** The same for who wants to know where in the archive each piece is. */
	pieces(): AsyncIterable<PackPiece>;
}

export interface PackPiece {
	readonly data: Buffer;
	/** How many of the bytes are a file's own. */
	readonly content: number;
	/** The name of the file that goes on in the next piece. */
	readonly within?: string;
}

/** Looks at all files first, so that the amount is known before the first byte. Rejects with an `EngineError`. */
export async function packPaths(sources: readonly PackSource[], options: PackOptions = {}): Promise<Pack> {
	const walk = new Walk(options);
	for (const source of sources) {
		await walk.visit(source).catch(error => {
			options.signal?.throwIfAborted();
			throw hostFileError(error, source.path);
		});
	}
	const { entries, leftOut } = walk;
	const names = entries.filter(({ type }) => type !== 'folder').map(({ name }) => name);
	const bytes = entries.reduce((sum, { size }) => sum + size, 0);
	const pieces = () => piecesOf(entries, options);
	return { files: names.length, bytes, leftOut, names, pieces, stream: () => byteStream(pieces()) };
}

export function byteStream(pieces: AsyncIterable<PackPiece>): Readable {
	const data = async function* () {
		for await (const piece of pieces) {
			yield piece.data;
		}
	};
	return Readable.from(data(), { highWaterMark: 1 });
}

interface PackEntry extends TarEntry {
	readonly path: string;
}

/** Collects what is below the sources, folders before what is in them. */
class Walk {
	readonly entries: PackEntry[] = [];
	readonly leftOut: string[] = [];
	readonly #options: PackOptions;
	/** Of files with several names the first one, by device and inode. */
	readonly #firstNames = new Map<string, string>();

	constructor(options: PackOptions) {
		this.#options = options;
	}

	async visit(source: PackSource): Promise<void> {
		await this.#add(source, await lstat(source.path));
	}

	async #add(source: PackSource, stats: Stats): Promise<void> {
		this.#options.signal?.throwIfAborted();
		if (stats.isDirectory()) {
			if (source.name !== '') {
				this.entries.push(describe(source, stats, { type: 'folder' }));
			}
			await this.#addContents(source);
		} else if (this.#options.accepts?.(source.name) !== false) {
			await this.#addFile(source, stats);
		}
	}

	async #addContents({ path: folder, name }: PackSource): Promise<void> {
		const children = (await readdir(folder)).sort();
		const found = await mapLimited(children, 16, child => lstat(path.join(folder, child)).catch(ignoreMissing));
		for (const [index, child] of children.entries()) {
			const source = { path: path.join(folder, child), name: name === '' ? child : `${name}/${child}` };
			const stats = found[index];
			await (stats ? this.#add(source, stats) : this.leftOut.push(source.name));
		}
	}

	async #addFile(source: PackSource, stats: Stats): Promise<void> {
		if (stats.isSymbolicLink()) {
			this.entries.push(describe(source, stats, { type: 'symlink', linkName: await readlink(source.path) }));
		} else if (!stats.isFile()) {
			this.leftOut.push(source.name);
		} else {
			this.entries.push(this.#isFurtherName(source, stats) ?? describe(source, stats, { size: stats.size }));
		}
	}

	#isFurtherName(source: PackSource, stats: Stats): PackEntry | undefined {
		const key = `${stats.dev}:${stats.ino}`;
		const first = stats.nlink > 1 ? this.#firstNames.get(key) : undefined;
		if (first !== undefined) {
			return describe(source, stats, { type: 'hardlink', linkName: first });
		}
		if (stats.nlink > 1) {
			this.#firstNames.set(key, source.name);
		}
		return undefined;
	}
}

function describe(source: PackSource, stats: Stats, details: Partial<TarEntry>): PackEntry {
	return {
		...source,
		type: 'file',
		size: 0,
		// Windows knows no such bits; what comes from there must be usable.
		mode: process.platform === 'win32' ? 0o755 : stats.mode & 0o7777,
		modified: Math.floor(stats.mtimeMs / 1000),
		uid: stats.uid,
		gid: stats.gid,
		linkName: '',
		...details,
	};
}

/** Gone since the folder was read, or a name that is not UTF-8. */
function ignoreMissing(error: NodeJS.ErrnoException): undefined {
	if (error.code !== 'ENOENT') {
		throw error;
	}
}

/** Bytes up to which a file is read as a whole, some time before its turn. */
const smallFile = 512 * 1024;
const mostAhead = 8;

async function* piecesOf(
	entries: readonly PackEntry[],
	{ signal, onProgress }: PackOptions,
): AsyncGenerator<PackPiece, void> {
	const ahead = new Map<PackEntry, Promise<Buffer>>();
	let [files, bytes, next] = [0, 0, 0];
	for (const [index, entry] of entries.entries()) {
		for (; next < entries.length && next <= index + mostAhead; next++) {
			readAhead(entries[next] as PackEntry, ahead);
		}
		const whole = ahead.get(entry);
		ahead.delete(entry);
		for await (const piece of whole ? [{ data: await whole, content: entry.size }] : largeEntry(entry)) {
			signal?.throwIfAborted();
			yield piece;
			bytes += piece.content;
			onProgress?.({ files, bytes });
		}
		files += entry.type === 'folder' ? 0 : 1;
		onProgress?.({ files, bytes });
	}
	yield { data: Buffer.alloc(endMark), content: 0 };
}

const endMark = 1024;

function readAhead(entry: PackEntry, ahead: Map<PackEntry, Promise<Buffer>>): void {
	if (entry.size <= smallFile) {
		const whole = wholeEntry(entry);
		// Its failure counts when it is its turn.
		whole.catch(() => {});
		ahead.set(entry, whole);
	}
}

/** Header, content and what fills up the last block. */
async function wholeEntry(entry: PackEntry): Promise<Buffer> {
	const header = writeHeader(entry);
	if (entry.size === 0) {
		return header;
	}
	const buffer = Buffer.allocUnsafe(header.length + entry.size + padding(entry.size));
	header.copy(buffer);
	buffer.fill(0, header.length + entry.size);
	const handle = await openFile(entry);
	try {
		await readInto(handle, buffer.subarray(header.length, header.length + entry.size), entry);
		return buffer;
	} finally {
		await handle.close();
	}
}

async function* largeEntry(entry: PackEntry): AsyncGenerator<PackPiece> {
	const handle = await openFile(entry);
	try {
		yield { data: writeHeader(entry), content: 0, within: entry.name };
		for (let left = entry.size; left > 0; ) {
			const data = partOfPiece(takePiece(), 0, left);
			await readInto(handle, data, entry);
			left -= data.length;
			yield { data, content: data.length, within: entry.name };
		}
	} finally {
		await handle.close();
	}
	yield { data: Buffer.alloc(padding(entry.size)), content: 0 };
}

function openFile(entry: PackEntry): Promise<FileHandle> {
	return open(entry.path).catch(error => {
		throw hostFileError(error, entry.path);
	});
}

async function readInto(handle: FileHandle, buffer: Buffer, entry: PackEntry): Promise<void> {
	for (let at = 0; at < buffer.length; ) {
		const { bytesRead } = await handle.read(buffer, at);
		if (bytesRead === 0) {
			const recognised = { kind: 'hostFile', problem: 'changed', path: entry.path } as const;
			throw new EngineError('conflict', `${entry.path} became shorter while it was read`, { recognised });
		}
		at += bytesRead;
	}
}
