import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { keepOfFile, openMode } from './entryMetadata.ts';
import { FileWriter, hostFileError, unfinishedName, writePieces } from './hostFiles.ts';
import { givePieceBack } from './pieces.ts';
import type { TarEntry } from './tarHeader.ts';

/** Puts a file in its place, over what is there, once it is whole and has its mode and time. */
export async function writeEntry(
	file: string,
	entry: TarEntry,
	content: AsyncIterable<Buffer> | Buffer[],
): Promise<void> {
	const temporary = unfinishedName(file);
	try {
		const handle = await open(temporary, 'wx', openMode(entry));
		try {
			await (Array.isArray(content) ? writePieces(handle, content) : writeStream(handle, content));
			await keepOfFile(handle, entry);
		} finally {
			await handle.close();
		}
		await rename(temporary, file);
	} catch (error) {
		await rm(temporary, { force: true });
		throw hostFileError(error, file);
	}
}

async function writeStream(handle: FileHandle, content: AsyncIterable<Buffer>): Promise<void> {
	const writer = new FileWriter(handle, givePieceBack);
	for await (const piece of content) {
		await writer.write(piece);
	}
	await writer.finish();
}

/** Small files on their way to the disk: a few at a time, while the next ones arrive. */
export class WriteQueue {
	readonly #running = new Map<string, Promise<void>>();
	#failure: { readonly error: unknown } | undefined;
	#bytes = 0;

	/** Resolves when there is room for the next; rejects with what an earlier one failed with. */
	async add(place: string, bytes: number, write: () => Promise<void>): Promise<void> {
		this.#bytes += bytes;
		const running = write()
			.catch(error => {
				this.#failure ??= { error };
			})
			.then(() => {
				this.#running.delete(place);
				this.#bytes -= bytes;
			});
		this.#running.set(place, running);
		while (this.#running.size >= mostFiles || this.#bytes > mostBytes) {
			await Promise.race(this.#running.values());
		}
		this.#throwFailure();
	}

	/** Resolves when none of these is under way any more. */
	async written(places: readonly string[]): Promise<void> {
		if (this.#running.size > 0) {
			await Promise.all(places.map(place => this.#running.get(place)));
		}
	}

	/** Resolves when all are written; rejects with the first failure. */
	async finish(): Promise<void> {
		await this.settle();
		this.#throwFailure();
	}

	/** Resolves when nothing is being written any more, however that ended. */
	async settle(): Promise<void> {
		await Promise.all(this.#running.values());
	}

	#throwFailure(): void {
		if (this.#failure) {
			throw this.#failure.error;
		}
	}
}

const mostFiles = 8;
const mostBytes = 8 * 1024 * 1024;
