import type { LayerEntryKind } from './layer.ts';
import type { FileMark, ViewedFile } from './layerView.ts';

/** One line of a tree of files. */
export interface FileRow {
	readonly path: string;
	readonly name: string;
	/** 0 for what lies in the root. */
	readonly depth: number;
	readonly kind: LayerEntryKind;
	readonly mark: FileMark | undefined;
	readonly size: number;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly link: string;
	/** Whether a folder is unfolded; undefined for what cannot be. */
	readonly open: boolean | undefined;
}

export interface RowOptions {
	readonly sort: 'name' | 'size';
	/** Part of a name, or, with a slash, of a path; upper and lower case alike. */
	readonly search: string;
	/** Paths of folders unfolded by hand. */
	readonly open: ReadonlySet<string>;
	/** Paths of folders folded by hand, of those that are unfolded by themselves: with finds, or with little in them. */
	readonly closed: ReadonlySet<string>;
}

/** A tree is unfolded by itself until it has this many rows: nobody wants to open one folder after the other to a single file. */
const unfoldedRows = 24;
/** More than a page can scroll through. */
const mostRows = 500_000;

/** The lines of a tree of files, from top to bottom, as it is unfolded. */
export function fileRows(files: readonly ViewedFile[], options: RowOptions): FileRow[] {
	const needle = options.search.trim().toLowerCase();
	const found = needle === '' ? undefined : new Map<ViewedFile, boolean>();
	if (found) {
		files.forEach(file => void search(file, '', needle, found));
	}
	const unfolded = found ? new Set<ViewedFile>() : unfoldSmall(files);
	const rows: FileRow[] = [];
	const order = options.sort === 'size' ? bySize : byName;
	const add = (siblings: readonly ViewedFile[], folder: string, depth: number, everything: boolean) => {
		const shown = everything ? siblings : siblings.filter(file => found?.has(file));
		for (const file of [...shown].sort(order)) {
			const path = folder === '' ? file.name : `${folder}/${file.name}`;
			const hasFinds = found?.get(file) === true;
			const byItself = hasFinds || unfolded.has(file);
			const open = byItself ? !options.closed.has(path) : options.open.has(path);
			if (rows.length >= mostRows) {
				return;
			}
			rows.push(rowOf(file, path, depth, open));
			if (open && file.children) {
				add(file.children, path, depth + 1, everything || !hasFinds);
			}
		}
	};
	add(files, '', 0, found === undefined);
	return rows;
}

/** Level by level, as long as all of a level fits. */
function unfoldSmall(files: readonly ViewedFile[]): Set<ViewedFile> {
	const unfolded = new Set<ViewedFile>();
	let count = files.length;
	let level = files;
	for (;;) {
		const inside = level.flatMap(({ children }) => children ?? []);
		count += inside.length;
		if (inside.length === 0 || count > unfoldedRows) {
			return unfolded;
		}
		level.filter(({ children }) => children).forEach(folder => void unfolded.add(folder));
		level = inside;
	}
}

/** Notes what is found and what leads to it (`true`); tells whether there is anything. */
function search(file: ViewedFile, folder: string, needle: string, found: Map<ViewedFile, boolean>): boolean {
	const path = folder === '' ? file.name : `${folder}/${file.name}`;
	const inside = (file.children ?? []).filter(child => search(child, path, needle, found)).length > 0;
	const matches = (needle.includes('/') ? `/${path}` : file.name).toLowerCase().includes(needle);
	if (inside || matches) {
		found.set(file, inside);
	}
	return inside || matches;
}

function rowOf({ name, mark, entry, size, children }: ViewedFile, path: string, depth: number, open: boolean): FileRow {
	const { kind, mode, uid, gid, link } = entry;
	return { path, name, depth, kind, mark, size, mode, uid, gid, link, open: children?.length ? open : undefined };
}

function byName(a: ViewedFile, b: ViewedFile): number {
	return Number(!a.children) - Number(!b.children) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

function bySize(a: ViewedFile, b: ViewedFile): number {
	return b.size - a.size || byName(a, b);
}
