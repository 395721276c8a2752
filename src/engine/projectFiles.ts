import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface FolderFiles {
	/** Relative to the folder, with `/`; near ones first. */
	readonly paths: readonly string[];
	/** Of the files that were asked for. */
	text(path: string): string | undefined;
}

const deepest = 4;
const mostPaths = 3_000;
const mostTexts = 60;
const largestText = 1024 * 1024;
/** What tools make or fetch. */
const notProject = /^(?:\..+|node_modules|bower_components|vendor|target|build|dist|out|bin|obj|venv|env|__pycache__)$/;

/** The files of a project to some depth, without what tools have made; the text of those whose name `isRead` says. */
export async function readProjectFiles(
	folder: string,
	isRead: (name: string) => boolean,
	signal?: AbortSignal,
): Promise<FolderFiles> {
	const paths = await listFiles(folder, signal);
	const texts = new Map<string, string>();
	for (const path of paths.filter(path => isRead(path.split('/').at(-1) ?? '')).slice(0, mostTexts)) {
		signal?.throwIfAborted();
		const text = await readSmallFile(join(folder, path));
		if (text !== undefined) {
			texts.set(path, text);
		}
	}
	return { paths, text: path => texts.get(path) };
}

async function listFiles(folder: string, signal: AbortSignal | undefined): Promise<string[]> {
	const paths: string[] = [];
	const pending = [''];
	for (let current = pending.shift(); current !== undefined && paths.length < mostPaths; current = pending.shift()) {
		signal?.throwIfAborted();
		const entries = await readdir(join(folder, current), { withFileTypes: true }).catch(() => []);
		for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
			const path = current === '' ? entry.name : `${current}/${entry.name}`;
			if (entry.isDirectory()) {
				if (path.split('/').length < deepest && (!notProject.test(entry.name) || entry.name === '.yarn')) {
					pending.push(path);
				}
			} else if (entry.isFile()) {
				paths.push(path);
			}
		}
	}
	return paths.slice(0, mostPaths);
}

async function readSmallFile(path: string): Promise<string | undefined> {
	try {
		return (await stat(path)).size <= largestText ? await readFile(path, 'utf8') : undefined;
	} catch {
		return undefined;
	}
}
