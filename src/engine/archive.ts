import type { Readable } from 'node:stream';
import { entryProblem, type Refusal, RefusalList } from './archivePaths.ts';
import { type ArchiveProgress, type Extracted, Extraction, type ExtractionOptions } from './extraction.ts';
import { readTar } from './readTar.ts';
import type { TarEntry } from './tarHeader.ts';

export type { ArchiveProgress, Extracted } from './extraction.ts';

export interface ExtractOptions extends ExtractionOptions {
	/** Ends the source; whole files stay, of an unfinished one nothing is left. */
	readonly signal?: AbortSignal;
}

/**
 * Writes a tar stream into a folder of this computer, which is made if only it is missing. Entries that would leave the
 * folder, devices and names that it cannot hold are refused and told; nothing of them is written. A file appears when it
 * is whole. Mode and time are kept, for root ownership too. Rejects with an `EngineError` (recognised `damagedArchive` or
 * `hostFile`), with the source's own error, or with the signal's reason.
 */
export async function extractArchive(
	source: Readable,
	targetFolder: string,
	options: ExtractOptions = {},
): Promise<Extracted> {
	return reading(source, options.signal, async () => {
		const extraction = await Extraction.into(targetFolder, options);
		return extraction.run(readTar(source));
	});
}

export interface ArchiveContents extends ArchiveProgress {
	/** What would not be written into a container or a volume, as `extractArchive` tells it. */
	readonly refused: readonly Refusal[];
	readonly refusedCount: number;
}

/** Reads a tar stream to its end and writes nothing: whether it is whole and what is in it. Rejects as `extractArchive` does. */
export async function checkArchive(
	source: Readable,
	options: Pick<ExtractOptions, 'signal' | 'onProgress'> & { readonly onEntry?: (entry: TarEntry) => void } = {},
): Promise<ArchiveContents> {
	const refusals = new RefusalList();
	let files = 0;
	let bytes = 0;
	return reading(source, options.signal, async () => {
		for await (const { entry, content } of readTar(source)) {
			const problem = entryProblem(entry);
			options.onEntry?.(entry);
			if (problem) {
				refusals.add(entry.name, problem);
			}
			files += entry.type === 'folder' ? 0 : 1;
			for await (const piece of content) {
				bytes += piece.length;
				options.onProgress?.({ files, bytes });
			}
		}
		return { files, bytes, ...refusals.result };
	});
}

/** Ends the source with the signal, and in any case at the end. */
async function reading<T>(source: Readable, signal: AbortSignal | undefined, read: () => Promise<T>): Promise<T> {
	const stop = () => source.destroy();
	signal?.addEventListener('abort', stop, { once: true });
	try {
		signal?.throwIfAborted();
		const result = await read();
		signal?.throwIfAborted();
		return result;
	} catch (error) {
		signal?.throwIfAborted();
		throw error;
	} finally {
		signal?.removeEventListener('abort', stop);
		source.destroy();
	}
}
