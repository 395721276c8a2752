import { cleanPath } from '../base/cleanPath.ts';
export type FileKind = 'file' | 'folder' | 'link' | 'other';

/** A file, a folder or a link in a container or a volume. */
export interface FileEntry {
	/** The last part of its path; empty for the root. */
	readonly name: string;
	readonly kind: FileKind;
	/** What a link leads to in the end; missing when it leads nowhere. */
	readonly target?: Exclude<FileKind, 'link'>;
	/** Bytes. */
	readonly size: number;
	/** Epoch milliseconds. */
	readonly modifiedAt: number;
	/** Permission bits, `0o755`. */
	readonly mode: number;
}

/** The kind that the upper bits of a Unix mode stand for. */
export function kindOfMode(mode: number): FileKind {
	switch (mode & 0o170000) {
		case 0o100000:
			return 'file';
		case 0o040000:
			return 'folder';
		case 0o120000:
			return 'link';
		default:
			return 'other';
	}
}

export function parentOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function nameOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

export function joinPath(folder: string, name: string): string {
	return `${folder === '/' ? '' : folder}/${name}`;
}

/** The folder itself, where its path may be a link to it. */
export function insideOf(folder: string): string {
	return joinPath(folder, '.');
}

/** An absolute path without `.`, `..`, doubled or trailing slashes. */
export function cleanAbsolute(path: string): string {
	return `/${cleanPath(path)}`;
}

export function isBelow(path: string, folder: string): boolean {
	return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}
