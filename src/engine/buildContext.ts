import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDockerignore } from './dockerignore.ts';

export interface BuildContextSize {
	readonly files: number;
	readonly bytes: number;
	/** False when the folder was too large to be counted to its end: then there is more. */
	readonly complete: boolean;
	/** The file whose patterns were applied, relative to the context. */
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
	const ignore = await readIgnoreFile(context, dockerfile);
	const ends = Date.now() + deadline;
	const size = { files: 0, bytes: 0 };
	const isDone = () => size.files >= maxFiles || Date.now() > ends || signal?.aborted === true;
	const pending = [''];
	while (pending.length > 0 && !isDone()) {
		const folder = pending.pop() ?? '';
		for (const entry of await entriesOf(join(context, folder))) {
			const path = folder ? `${folder}/${entry.name}` : entry.name;
			const ignored = ignore.patterns.ignores(path);
			if (entry.isDirectory()) {
				if (!ignored || ignore.patterns.hasExceptions) {
					pending.push(path);
				}
			} else if (!ignored) {
				size.files++;
				size.bytes += await sizeOf(join(context, path));
			}
			if (isDone()) {
				return { ...size, complete: false, ignoreFile: ignore.name };
			}
		}
	}
	return { ...size, complete: pending.length === 0, ignoreFile: ignore.name };
}

/** `Dockerfile.dockerignore` beside the Dockerfile goes before the context's `.dockerignore`. */
async function readIgnoreFile(context: string, dockerfile: string) {
	for (const [path, name] of [
		[`${dockerfile}.dockerignore`, `${dockerfile.split(/[\\/]/).at(-1)}.dockerignore`],
		[join(context, '.dockerignore'), '.dockerignore'],
	] as const) {
		try {
			return { name, patterns: parseDockerignore(await readFile(path, 'utf8')) };
		} catch {
			// Most contexts have neither file.
		}
	}
	return { name: undefined, patterns: parseDockerignore('') };
}

async function entriesOf(folder: string) {
	try {
		return await readdir(folder, { withFileTypes: true });
	} catch {
		return [];
	}
}

async function sizeOf(path: string): Promise<number> {
	try {
		return (await lstat(path)).size;
	} catch {
		return 0;
	}
}
