import { mapLimited } from '../base/async.ts';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { readArchive, statInArchive } from './containerArchive.ts';
import { EngineError } from './errors.ts';
import { type FileEntry, type FileKind, insideOf, isBelow, joinPath, parentOf } from './fileEntry.ts';
import type { TarItem } from './readTar.ts';
import type { TarEntry } from './tarHeader.ts';

/** More would fill the memory; such a folder is looked at in a running container. */
const mostEntries = 300_000;
/** Milliseconds: others may change what a container holds. */
const keptFor = 20_000;

interface ListedTree {
	readonly containerId: string;
	readonly top: string;
	readonly folders: ReadonlyMap<string, readonly FileEntry[]>;
	readonly readAt: number;
}

/**
 * Folders of containers whose programs cannot be run. The engine only sends a folder with all that is below it: the
 * headers of that stream are read, the contents passed over, and what was learnt is kept for a moment.
 */
export class ArchiveListings {
	readonly #connection: EngineConnection;
	#kept: ListedTree[] = [];

	constructor(connection: EngineConnection) {
		this.#connection = connection;
	}

	async list(containerId: string, folder: string, options: CallOptions = {}): Promise<readonly FileEntry[]> {
		const kept = this.#find(containerId, folder);
		if (kept) {
			return this.#withTargets(containerId, folder, kept, options);
		}
		const folders = await readArchive(
			this.#connection,
			containerId,
			insideOf(folder),
			items => readFolders(items, folder),
			options,
		);
		this.#kept.push({ containerId, top: folder, folders, readAt: Date.now() });
		return this.#withTargets(containerId, folder, folders.get(folder) ?? [], options);
	}

	forgetAll(): void {
		this.#kept = [];
	}

	forget(containerId: string): void {
		this.#kept = this.#kept.filter(tree => tree.containerId !== containerId);
	}

	#find(containerId: string, folder: string): readonly FileEntry[] | undefined {
		this.#kept = this.#kept.filter(({ readAt }) => Date.now() - readAt < keptFor);
		const tree = this.#kept.find(kept => kept.containerId === containerId && isBelow(folder, kept.top));
		return tree?.folders.get(folder);
	}

	#withTargets(
		containerId: string,
		folder: string,
		entries: readonly FileEntry[],
		options: CallOptions,
	): Promise<FileEntry[]> {
		return mapLimited(entries, 8, async entry =>
			entry.kind === 'link' && entry.target === undefined
				? { ...entry, target: await this.#target(containerId, joinPath(folder, entry.name), options) }
				: entry,
		);
	}

	async #target(containerId: string, path: string, options: CallOptions): Promise<FileEntry['target']> {
		try {
			const { linkTarget } = await statInArchive(this.#connection, containerId, path, options);
			return (await statInArchive(this.#connection, containerId, linkTarget, options)).kind as FileEntry['target'];
		} catch (error) {
			if (error instanceof EngineError && error.code === 'notFound') {
				return undefined;
			}
			throw error;
		}
	}
}

/** What is in each folder, by its path. The first entry is the folder that was asked for, in whatever words. */
async function readFolders(items: AsyncIterable<TarItem>, top: string): Promise<Map<string, FileEntry[]>> {
	const folders = new Map<string, FileEntry[]>([[top, []]]);
	const linkTexts = new Map<FileEntry, string>();
	let root: string | undefined;
	let count = 0;
	for await (const { entry } of items) {
		if (root === undefined) {
			root = entry.name;
			continue;
		}
		if (++count > mostEntries) {
			const recognised = { kind: 'tooManyFiles', path: top, most: mostEntries } as const;
			throw new EngineError('failed', `There are more than ${mostEntries} files in ${top}.`, { recognised });
		}
		const path = joinPath(top, entry.name.slice(root.length).replace(/^\//, ''));
		const file = fileOf(entry, path.slice(path.lastIndexOf('/') + 1));
		if (file.kind === 'folder') {
			folders.set(path, folders.get(path) ?? []);
		}
		if (file.kind === 'link') {
			linkTexts.set(file, entry.linkName);
		}
		const siblings = folders.get(parentOf(path)) ?? [];
		siblings.push(file);
		folders.set(parentOf(path), siblings);
	}
	resolveNeighbours(folders, linkTexts);
	return folders;
}

/** Most links lead to something in their own folder. */
function resolveNeighbours(folders: Map<string, FileEntry[]>, linkTexts: ReadonlyMap<FileEntry, string>): void {
	for (const [folder, entries] of folders) {
		const kinds = new Map(entries.map(({ name, kind }) => [name, kind]));
		folders.set(
			folder,
			entries.map(entry => {
				const kind = kinds.get(linkTexts.get(entry) ?? '');
				return kind === undefined || kind === 'link' ? entry : { ...entry, target: kind };
			}),
		);
	}
}

function fileOf(entry: TarEntry, name: string): FileEntry {
	const kinds: Partial<Record<TarEntry['type'], FileKind>> = {
		file: 'file',
		hardlink: 'file',
		folder: 'folder',
		symlink: 'link',
	};
	return {
		name,
		kind: kinds[entry.type] ?? 'other',
		size: entry.size,
		modifiedAt: entry.modified * 1000,
		mode: entry.mode,
	};
}
