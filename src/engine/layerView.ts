import type { LayerEntry } from './layer.ts';
import type { FileNode } from './layerFiles.ts';

export type FileMark = 'added' | 'changed' | 'removed';

/** A tree of files as it is looked at. */
export interface ViewedFile {
	readonly name: string;
	/** Undefined for what is as it was. */
	readonly mark: FileMark | undefined;
	/** Of what was removed, what it was. */
	readonly entry: LayerEntry;
	/** Bytes; of a folder, of all that it holds in this view and that is still there. */
	readonly size: number;
	/** Undefined for what is no folder. */
	readonly children: readonly ViewedFile[] | undefined;
}

/** What a layer did; with `whole` all that is there with it, and what it removed. */
export function viewLayer(root: FileNode, layer: number, whole: boolean): ViewedFile[] {
	const look = {
		before: (node: FileNode) => node.entryAt(layer - 1),
		after: (node: FileNode) => node.entryAt(layer),
		isChanged: (node: FileNode | undefined) => node?.by(layer) !== undefined,
		whole,
	};
	return viewFolder(root, root, look);
}

/** What the files of one image, from its last layer, became in another. */
export function viewComparison(before: FileNode, after: FileNode): ViewedFile[] {
	const last = Number.POSITIVE_INFINITY;
	return viewFolder(before, after, {
		before: node => node.entryAt(last),
		after: node => node.entryAt(last),
		isChanged: (one, other) => !isSame(one?.entryAt(last), other?.entryAt(last)),
		whole: false,
	});
}

export interface ChangeCount {
	readonly files: number;
	readonly bytes: number;
}

/** How many files, folders not counted, have each mark. */
export function countChanges(files: readonly ViewedFile[]): Record<FileMark, ChangeCount> {
	const counts = { added: { files: 0, bytes: 0 }, changed: { files: 0, bytes: 0 }, removed: { files: 0, bytes: 0 } };
	const count = ({ mark, size, children }: ViewedFile) => {
		if (mark && !children) {
			counts[mark].files++;
			counts[mark].bytes += size;
		}
		children?.forEach(count);
	};
	files.forEach(count);
	return counts;
}

interface Look {
	before(node: FileNode): LayerEntry | undefined;
	after(node: FileNode): LayerEntry | undefined;
	isChanged(before: FileNode | undefined, after: FileNode | undefined): boolean;
	/** Shows what is as it was, too. */
	readonly whole: boolean;
}

function viewFolder(before: FileNode | undefined, after: FileNode | undefined, look: Look): ViewedFile[] {
	const names = new Set(after?.children.keys());
	if (before !== after) {
		for (const name of before?.children.keys() ?? []) {
			names.add(name);
		}
	}
	const files: ViewedFile[] = [];
	for (const name of names) {
		const file = viewFile(name, before?.children.get(name), after?.children.get(name), look);
		if (file) {
			files.push(file);
		}
	}
	return files;
}

function viewFile(
	name: string,
	before: FileNode | undefined,
	after: FileNode | undefined,
	look: Look,
): ViewedFile | undefined {
	const [was, is] = [before && look.before(before), after && look.after(after)];
	const entry = is ?? was;
	if (!entry) {
		return undefined;
	}
	const mark = look.isChanged(before, after) ? markOf(was, is) : undefined;
	const children = entry.kind === 'folder' ? viewFolder(before, after, look) : undefined;
	if (!mark && !children?.length && !(look.whole && is)) {
		return undefined;
	}
	const counted = children?.filter(child => mark === 'removed' || child.mark !== 'removed');
	const size = counted ? counted.reduce((sum, child) => sum + child.size, 0) : entry.size;
	return { name, mark, entry, size, children };
}

/** Folders are written again with every file in them. */
function markOf(was: LayerEntry | undefined, is: LayerEntry | undefined): FileMark | undefined {
	if (!was) {
		return 'added';
	}
	if (!is) {
		return 'removed';
	}
	return is.kind === 'folder' && was.kind === 'folder' && isSame(was, is) ? undefined : 'changed';
}

/** As far as it shows without the contents. */
function isSame(one: LayerEntry | undefined, other: LayerEntry | undefined): boolean {
	if (!one || !other) {
		return one === other;
	}
	return (
		one.kind === other.kind &&
		one.size === other.size &&
		one.mode === other.mode &&
		one.uid === other.uid &&
		one.gid === other.gid &&
		one.link === other.link &&
		(one.kind !== 'file' || one.modified === other.modified)
	);
}
