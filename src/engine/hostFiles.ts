import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { EngineError, type EngineErrorCode, type HostFileProblem } from './errors.ts';
import { givePieceBack } from './pieces.ts';

export interface SaveOptions {
	readonly signal?: AbortSignal;
	/** Bytes received so far, before they are compressed. */
	readonly onProgress?: (bytes: number) => void;
	readonly gzip?: boolean;
}

/**
 * Writes a stream into a file of this computer and resolves to the file's size. What was there before stays until all is
 * written; a failure leaves nothing of the new one and ends the source. Rejects with an `EngineError` for what the disk
 * refuses, else with the source's own error.
 */
export async function saveStream(source: Readable, file: string, options: SaveOptions = {}): Promise<number> {
	const temporary = unfinishedName(file);
	try {
		const size = await writeAll(source, temporary, options);
		await rename(temporary, file);
		return size;
	} catch (error) {
		source.destroy();
		await rm(temporary, { force: true });
		throw hostFileError(error, file);
	}
}

/** A neighbour that is renamed once it is whole, so that nobody takes a part for the file. */
export function unfinishedName(file: string): string {
	return path.join(path.dirname(file), `.slipway-${randomBytes(6).toString('hex')}.part`);
}

/** What the file system of this computer refused, as an `EngineError`; any other error as it is. */
export function hostFileError(error: unknown, file?: string): unknown {
	const { code = '', path: at, message } = (error ?? {}) as NodeJS.ErrnoException;
	const known = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
	if (error instanceof EngineError || !known) {
		return error;
	}
	const recognised = { kind: 'hostFile', problem: known.problem, path: file ?? at ?? '' } as const;
	return new EngineError(known.code, message, { recognised, cause: error });
}

/** The same for what was found out before trying. */
export function hostFileProblem(problem: HostFileProblem, file: string): EngineError {
	const recognised = { kind: 'hostFile', problem, path: file } as const;
	return new EngineError(problem === 'missing' ? 'notFound' : 'invalid', `${file}: ${problem}`, { recognised });
}

const refusals: Readonly<Record<string, { readonly code: EngineErrorCode; readonly problem: HostFileProblem }>> = {
	ENOSPC: { code: 'failed', problem: 'full' },
	EDQUOT: { code: 'failed', problem: 'full' },
	EACCES: { code: 'denied', problem: 'denied' },
	EPERM: { code: 'denied', problem: 'denied' },
	EROFS: { code: 'denied', problem: 'readOnly' },
	ENOENT: { code: 'notFound', problem: 'missing' },
	ENOTDIR: { code: 'invalid', problem: 'notFolder' },
	EEXIST: { code: 'conflict', problem: 'notFolder' },
	EISDIR: { code: 'invalid', problem: 'isFolder' },
};

/** Collects small pieces, and takes more while the disk is busy with the last ones. */
export class FileWriter {
	readonly #handle: FileHandle;
	readonly #onWritten: (piece: Buffer) => void;
	#pieces: Buffer[] = [];
	#waiting = 0;
	#writing: Promise<void> = Promise.resolve();
	#size = 0;

	/** @param onWritten Told of each piece that is not needed any more. */
	constructor(handle: FileHandle, onWritten: (piece: Buffer) => void = () => {}) {
		this.#handle = handle;
		this.#onWritten = onWritten;
	}

	/** Bytes given so far. */
	get size(): number {
		return this.#size;
	}

	/** A promise only where it has to be waited for: one for every piece takes longer than the writing. */
	write(piece: Buffer): Promise<void> | undefined {
		this.#pieces.push(piece);
		this.#waiting += piece.length;
		this.#size += piece.length;
		return this.#waiting < batch ? undefined : this.#send();
	}

	/** Resolves when everything has been written. */
	async finish(): Promise<void> {
		await this.#send();
		await this.#writing;
	}

	async #send(): Promise<void> {
		const pieces = this.#pieces;
		this.#pieces = [];
		this.#waiting = 0;
		await this.#writing;
		this.#writing = writePieces(this.#handle, pieces).then(() => pieces.forEach(this.#onWritten));
		this.#writing.catch(() => {});
	}
}

/** Bytes for one call of the system. */
const batch = 1024 * 1024;

/** All of them, at the place where the file is at; a disk that fills up takes a part without a word. */
export async function writePieces(handle: FileHandle, pieces: Buffer[]): Promise<void> {
	const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
	if (size === 0) {
		return;
	}
	const { bytesWritten } = await handle.writev(pieces);
	if (bytesWritten < size) {
		await handle.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
	}
}

async function writeAll(source: Readable, file: string, options: SaveOptions): Promise<number> {
	const handle = await open(file, 'wx');
	try {
		const sink = new FileSink(handle);
		const { signal, onProgress } = options;
		let received = 0;
		// A listener beside the pipe: another stream or generator between them takes as long as all the rest.
		source.on('data', (chunk: Buffer) => {
			received += chunk.length;
			onProgress?.(received);
		});
		await (options.gzip ? pipeline(source, createGzip(), sink, { signal }) : pipeline(source, sink, { signal }));
		return sink.size;
	} finally {
		await handle.close();
	}
}

class FileSink extends Writable {
	readonly #writer: FileWriter;

	constructor(handle: FileHandle) {
		super({ highWaterMark: batch });
		this.#writer = new FileWriter(handle, givePieceBack);
	}

	/** Bytes written. */
	get size(): number {
		return this.#writer.size;
	}

	override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error) => void): void {
		const writing = this.#writer.write(chunk);
		if (writing) {
			writing.then(() => done(), done);
		} else {
			done();
		}
	}

	override _final(done: (error?: Error) => void): void {
		this.#writer.finish().then(() => done(), done);
	}
}
