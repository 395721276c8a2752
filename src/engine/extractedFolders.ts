import type { Stats } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import { keepOfFolder } from './entryMetadata.ts';
import type { TarEntry } from './tarHeader.ts';

/** The folders of an extraction: which are real ones, and what stands in them. */
export class ExtractedFolders {
	readonly #root: string;
	/** Real folders, by place; true for those made here. */
	readonly #known = new Map<string, boolean>();
	readonly #entries = new Map<string, TarEntry>();

	/** `root` is a real folder; `made` when it has just been made. */
	constructor(root: string, made: boolean) {
		this.#root = root;
		this.#known.set('', made);
	}

	pathOf(place: string): string {
		return path.join(this.#root, ...place.split('/'));
	}

	/** Whether a folder at `place` would be a real one below the target; what is missing of it does not matter. */
	async problem(place: string): Promise<'throughLink' | 'occupied' | undefined> {
		const parts = place === '' ? [] : place.split('/');
		for (let length = 1; length <= parts.length; length++) {
			const part = parts.slice(0, length).join('/');
			if (!this.#known.has(part)) {
				const found = await statAt(this.pathOf(part));
				if (!found) {
					return undefined;
				}
				if (!found.isDirectory()) {
					return found.isSymbolicLink() ? 'throughLink' : 'occupied';
				}
				this.#known.set(part, false);
			}
		}
		return undefined;
	}

	/** After `problem` has found none. */
	async make(place: string, entry?: TarEntry): Promise<void> {
		if (entry && this.#known.get(place) !== false) {
			this.#entries.set(place, entry);
		}
		if (this.#known.has(place)) {
			return;
		}
		const parent = parentOf(place);
		await this.make(parent);
		const made = await mkdir(this.pathOf(place)).then(
			() => true,
			async error => {
				// Somebody else was faster.
				if ((await statAt(this.pathOf(place)))?.isDirectory()) {
					return false;
				}
				throw error;
			},
		);
		this.#known.set(place, made);
	}

	/** What stands at a place whose parent has no problem. */
	async standing(place: string): Promise<'folder' | 'other' | undefined> {
		if (this.#known.has(place)) {
			return 'folder';
		}
		const parent = this.#known.get(parentOf(place));
		const found = parent === false ? await statAt(this.pathOf(place)) : undefined;
		return found && (found.isDirectory() ? 'folder' : 'other');
	}

	/** Folders that were there before keep theirs. The deepest first, since what is written in a folder changes its time. */
	async keepMetadata(): Promise<void> {
		const deepestFirst = [...this.#entries].sort(([a], [b]) => b.length - a.length);
		for (const [place, entry] of deepestFirst) {
			await keepOfFolder(this.pathOf(place), entry);
		}
	}
}

export function parentOf(place: string): string {
	return place.slice(0, Math.max(0, place.lastIndexOf('/')));
}

export function statAt(file: string): Promise<Stats | undefined> {
	return lstat(file).catch(error => {
		if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
			return undefined;
		}
		throw error;
	});
}
