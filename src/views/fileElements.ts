import type { FileChange } from '../engine/changes.ts';
import { type FileEntry, type FileKind, nameOf, parentOf } from '../engine/fileEntry.ts';
import type { FileRoot } from '../engine/files.ts';
import type { Container, Volume } from '../engine/resources.ts';

/** A file or folder of a container or a volume; the first one, the root, is the row *Files*. */
export interface FileElement {
	readonly kind: 'file';
	/** The owner's id, `/files` and the path. */
	readonly id: string;
	readonly owner: Container | Volume;
	readonly root: FileRoot;
	readonly path: string;
	readonly entry: FileEntry;
}

/** Something that a container has changed of its image; the first one is the row *Changes*. */
export interface ChangeElement {
	readonly kind: 'change';
	readonly id: string;
	readonly owner: Container;
	readonly path: string;
	/** Missing for a folder in which only something else has changed, and for the first row. */
	readonly change: FileChange['kind'] | undefined;
	/** All that has changed in the container, for the rows below. */
	readonly changes: readonly FileChange[];
}

/** The row *Files* of a container or a volume, or with a path that of something in it. */
export function filesElement(owner: Container | Volume, path = '/', kind: FileKind = 'folder'): FileElement {
	const root: FileRoot =
		owner.kind === 'container' ? { kind: 'container', id: owner.id } : { kind: 'volume', name: owner.name };
	const entry: FileEntry = { name: nameOf(path), kind, size: 0, modifiedAt: 0, mode: 0o755 };
	return { kind: 'file', id: fileElementId(root, path), owner, root, path, entry };
}

/** By what a view knows the row of a file. */
export function fileElementId(root: FileRoot, path: string): string {
	return `${root.kind}:${root.kind === 'volume' ? root.name : root.id}/files${path}`;
}

/** The row *Changes* of a container. */
export function changesElement(owner: Container): ChangeElement {
	return { kind: 'change', id: changeElementId(owner, '/'), owner, path: '/', change: undefined, changes: [] };
}

export function changeElementId(owner: Container, path: string): string {
	return `container:${owner.id}/changes${path}`;
}

/** The row of the folder that an element is in; undefined for the first rows. */
export function elementAbove(element: FileElement | ChangeElement): FileElement | ChangeElement | undefined {
	if (element.path === '/') {
		return undefined;
	}
	const path = parentOf(element.path);
	return element.kind === 'file'
		? filesElement(element.owner, path)
		: { ...changesElement(element.owner), id: changeElementId(element.owner, path), path };
}

export function isFolder({ entry }: FileElement): boolean {
	return (entry.target ?? entry.kind) === 'folder';
}
