import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapLimited } from '../base/async.ts';
import { type IgnoreFile, type IgnoreVerdict, judgePath, parseIgnoreFile } from '../base/ignorePatterns.ts';

/** A file of a context folder; links count as files. */
export interface ContextEntry {
	/** Relative to the context, with `/`. */
	readonly path: string;
	readonly bytes: number;
	/** Left out, and by which line. */
	readonly verdict: IgnoreVerdict;
}

export interface ContextIgnoreFile {
	/** Absolute path; undefined where there is none. */
	readonly path: string | undefined;
	readonly patterns: IgnoreFile;
}

const atOnce = 32;

/** `Dockerfile.dockerignore` beside the Dockerfile goes before the context's `.dockerignore`. */
export async function readContextIgnoreFile(context: string, dockerfile: string): Promise<ContextIgnoreFile> {
	for (const path of [`${dockerfile}.dockerignore`, join(context, '.dockerignore')]) {
		try {
			return { path, patterns: parseIgnoreFile(await readFile(path, 'utf8')) };
		} catch {
			// Most contexts have neither file.
		}
	}
	return { path: undefined, patterns: parseIgnoreFile('') };
}

/**
 * The files below a context folder, a folder's all at once. Folders that are left out as a whole are gone into only if
 * `intoIgnored` is set. What cannot be read counts as empty; an aborted signal throws its reason.
 */
export async function* walkContext(
	context: string,
	patterns: IgnoreFile,
	{ intoIgnored, signal }: { readonly intoIgnored: boolean; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<readonly ContextEntry[]> {
	const pending: { readonly path: string; readonly verdict: IgnoreVerdict | undefined }[] = [
		{ path: '', verdict: undefined },
	];
	for (let folder = pending.pop(); folder; folder = pending.pop()) {
		signal?.throwIfAborted();
		const { path: parent, verdict: ofParent } = folder;
		const entries = await readdir(join(context, parent), { withFileTypes: true }).catch(() => []);
		const judged = entries.map(entry => {
			const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
			return { path, isFolder: entry.isDirectory(), verdict: judgePath(patterns, path, ofParent) };
		});
		const folders = judged.filter(
			({ isFolder, verdict }) => isFolder && (intoIgnored || !verdict.ignored || patterns.hasExceptions),
		);
		// The last one is looked at next: so they come in the order of their names.
		pending.push(...folders.reverse());
		const files = judged.filter(({ isFolder }) => !isFolder);
		yield await mapLimited(files, atOnce, async ({ path, verdict }) => ({
			path,
			verdict,
			bytes: await sizeOf(join(context, path)),
		}));
	}
}

async function sizeOf(path: string): Promise<number> {
	try {
		return (await lstat(path)).size;
	} catch {
		return 0;
	}
}
