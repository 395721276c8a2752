import type { FileChange } from '../engine/changes.ts';
import type { FileEntry, FileRoot } from '../engine/files.ts';
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

export function filesElement(owner: Container | Volume): FileElement {
	const root: FileRoot =
		owner.kind === 'container' ? { kind: 'container', id: owner.id } : { kind: 'volume', name: owner.name };
	const entry: FileEntry = { name: '', kind: 'folder', size: 0, modifiedAt: 0, mode: 0o755 };
	return { kind: 'file', id: `${owner.kind}:${owner.id}/files/`, owner, root, path: '/', entry };
}

export function changesElement(owner: Container): ChangeElement {
	return { kind: 'change', id: `container:${owner.id}/changes/`, owner, path: '/', change: undefined, changes: [] };
}

export function isFolder({ entry }: FileElement): boolean {
	return (entry.target ?? entry.kind) === 'folder';
}
