import { ignoreTest } from '../../base/ignorePatterns.ts';
import type { BuildContext } from './buildContext.ts';

export interface ContextFile {
	/** Relative to the context, with `/`. */
	readonly path: string;
	/** Bytes; 0 where unknown. */
	readonly size: number;
}

/** What a build would send. */
export interface ContextSummary {
	readonly files: number;
	readonly bytes: number;
	/** The largest first, twenty at most. */
	readonly largest: readonly ContextFile[];
	/** Files that `.dockerignore` leaves out. */
	readonly excludedFiles: number;
	readonly excludedBytes: number;
	/** Whether there were more files than are counted. */
	readonly isPartial: boolean;
}

const mostFiles = 100_000;

/** Every file below the context folder, folders in the order in which they are found. Stops when the signal says so. */
export async function* contextFiles(context: BuildContext, signal: AbortSignal): AsyncGenerator<ContextFile> {
	const folders = [''];
	let count = 0;
	for (let folder = folders.shift(); folder !== undefined && !signal.aborted; folder = folders.shift()) {
		for (const entry of (await context.entries(folder)) ?? []) {
			const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
			if (entry.kind === 'folder' && !entry.isLink) {
				folders.push(path);
			} else {
				yield { path, size: entry.size ?? 0 };
			}
			if (++count >= mostFiles) {
				return;
			}
		}
	}
}

export async function summarizeContext(context: BuildContext, signal: AbortSignal): Promise<ContextSummary> {
	const ignore = await context.ignoreFile();
	const isExcluded = ignore ? ignoreTest(ignore) : () => false;
	const sums = { files: 0, bytes: 0, excludedFiles: 0, excludedBytes: 0 };
	let largest: ContextFile[] = [];
	let seen = 0;
	for await (const file of contextFiles(context, signal)) {
		seen++;
		if (isExcluded(file.path)) {
			sums.excludedFiles++;
			sums.excludedBytes += file.size;
			continue;
		}
		sums.files++;
		sums.bytes += file.size;
		if (largest.length < 20 || file.size > (largest.at(-1)?.size ?? 0)) {
			largest = [...largest, file].sort((a, b) => b.size - a.size).slice(0, 20);
		}
	}
	return { ...sums, largest, isPartial: signal.aborted || seen >= mostFiles };
}
