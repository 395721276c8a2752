import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderEntry } from '../../languageservice/host.ts';

const atOnce = 32;

/** The entries of a folder with the sizes of its files; what vanishes meanwhile is left out. */
export async function readLocalFolder(path: string): Promise<readonly FolderEntry[] | undefined> {
	const found = await readdir(path, { withFileTypes: true }).catch(() => undefined);
	if (!found) {
		return undefined;
	}
	const entries: FolderEntry[] = [];
	for (let index = 0; index < found.length; index += atOnce) {
		const read = await Promise.all(
			found
				.slice(index, index + atOnce)
				.map(entry =>
					entry.isDirectory() ? { name: entry.name, kind: 'folder' as const } : readFile(path, entry.name),
				),
		);
		entries.push(...read.filter(entry => entry !== undefined));
	}
	return entries;
}

async function readFile(folder: string, name: string): Promise<FolderEntry | undefined> {
	try {
		const found = await stat(join(folder, name));
		// A link counts as what it leads to.
		return found.isDirectory() ? { name, kind: 'folder', isLink: true } : { name, kind: 'file', size: found.size };
	} catch {
		return undefined;
	}
}
