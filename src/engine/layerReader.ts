import { isMark, type Layer, type LayerEntry, type LayerEntryKind } from './layer.ts';
import { damagedArchive, type TarEntry } from './tarHeader.ts';
import { TarScanner } from './tarScanner.ts';

/** More than any image has; a layer must not fill the memory. */
const mostEntries = 2_000_000;
/** What Linux allows. */
const longestPath = 4096;
const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

/** Makes a layer of the bytes of its archive, given in pieces, without keeping or copying contents. */
export class LayerReader {
	readonly #entries = new Map<string, LayerEntry>();
	readonly #marks = new Map<string, LayerEntry>();
	readonly #scanner = new TarScanner(entry => this.#add(entry));
	#size = 0;

	/** Throws an `EngineError` that has recognised `damagedArchive`. */
	push(piece: Buffer): void {
		this.#scanner.push(piece);
	}

	end(): Layer {
		this.#scanner.end();
		return { size: this.#size, entries: [...this.#marks.values(), ...this.#entries.values()] };
	}

	#add(archived: TarEntry): void {
		const entry = layerEntry(archived);
		if (!entry) {
			return;
		}
		this.#size += entry.size;
		if (isMark(entry)) {
			this.#marks.set(`${entry.kind}/${entry.path}`, entry);
		} else {
			this.#entries.set(entry.path, entry);
		}
		if (this.#entries.size + this.#marks.size > mostEntries) {
			throw damagedArchive('it names more files than any image has.');
		}
	}
}

/** Undefined for what is no file: the root, and notes of the storage driver. */
export function layerEntry(archived: TarEntry): LayerEntry | undefined {
	const parts = cleanParts(archived.name);
	const name = parts.pop();
	const folder = parts.join('/');
	if (name === undefined || parts.some(part => part.startsWith(whiteout + whiteout))) {
		return undefined;
	}
	if (name === opaque) {
		return mark('emptied', folder);
	}
	if (name.startsWith(whiteout)) {
		const removed = name.slice(whiteout.length);
		return removed === '' || removed.startsWith(whiteout) ? undefined : mark('removed', inFolder(folder, removed));
	}
	const { mode, uid, gid, modified, linkName } = archived;
	const kind = kindOf(archived);
	const size = kind === 'file' ? archived.size : 0;
	return { path: inFolder(folder, name), kind, size, mode, uid, gid, modified, link: linkName };
}

function mark(kind: 'removed' | 'emptied', path: string): LayerEntry {
	return { path, kind, size: 0, mode: 0, uid: 0, gid: 0, modified: 0, link: '' };
}

function inFolder(folder: string, name: string): string {
	return folder === '' ? name : `${folder}/${name}`;
}

function cleanParts(name: string): string[] {
	if (name.length > longestPath || name.includes('\0')) {
		throw damagedArchive('the name of a file makes no sense.');
	}
	const parts: string[] = [];
	for (const part of name.split('/')) {
		if (part === '..') {
			parts.pop();
		} else if (part !== '' && part !== '.') {
			parts.push(part);
		}
	}
	return parts;
}

function kindOf({ type }: TarEntry): LayerEntryKind {
	switch (type) {
		case 'file':
		case 'sparse':
		case 'unknown':
			return 'file';
		case 'folder':
		case 'symlink':
		case 'hardlink':
			return type;
		default:
			return 'device';
	}
}
