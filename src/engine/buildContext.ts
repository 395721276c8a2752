import { basename } from 'node:path';
import { readContextIgnoreFile, walkContext } from './contextWalk.ts';

export interface BuildContextSize {
	readonly files: number;
	readonly bytes: number;
	/** False when the folder was too large to be counted to its end: then there is more. */
	readonly complete: boolean;
	/** The name of the file whose patterns were applied. */
	readonly ignoreFile: string | undefined;
}

/**
 * Counts what a build could send from a context folder, `.dockerignore` applied. The builder itself sends only what
 * `COPY` and `ADD` name, so this is the upper bound.
 */
export async function measureBuildContext(
	context: string,
	dockerfile: string,
	{ maxFiles = 20_000, deadline = 1_500, signal }: { maxFiles?: number; deadline?: number; signal?: AbortSignal } = {},
): Promise<BuildContextSize> {
	const ignore = await readContextIgnoreFile(context, dockerfile);
	const ignoreFile = ignore.path && basename(ignore.path);
	const ends = Date.now() + deadline;
	const size = { files: 0, bytes: 0 };
	for await (const entries of walkContext(context, ignore.patterns, { intoIgnored: false })) {
		for (const { bytes, verdict } of entries) {
			if (verdict.ignored) {
				continue;
			}
			if (size.files >= maxFiles) {
				return { ...size, complete: false, ignoreFile };
			}
			size.files++;
			size.bytes += bytes;
		}
		if (Date.now() > ends || signal?.aborted) {
			return { ...size, complete: false, ignoreFile };
		}
	}
	return { ...size, complete: true, ignoreFile };
}
