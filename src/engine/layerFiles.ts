import { isMark, type Layer, type LayerEntry } from './layer.ts';

/** What one layer did at a path; without an entry it took away what was there. */
export interface FileVersion {
	/** Counted from the lowest. */
	readonly layer: number;
	readonly entry: LayerEntry | undefined;
}

/** A path of an image through all its layers. */
export class FileNode {
	readonly name: string;
	readonly children = new Map<string, FileNode>();
	/** Lowest layer first, at most one of each. */
	readonly versions: FileVersion[] = [];

	constructor(name: string) {
		this.name = name;
	}

	/** The version that is seen in a container of an image that ends with this layer; without an entry there is no such file. */
	at(layer: number): FileVersion | undefined {
		return this.versions.findLast(version => version.layer <= layer);
	}

	/** What this layer itself did here. */
	by(layer: number): FileVersion | undefined {
		return this.versions.find(version => version.layer === layer);
	}

	/** What stands here in an image that ends with this layer. */
	entryAt(layer: number): LayerEntry | undefined {
		return this.at(layer)?.entry;
	}
}

/** All files of all layers, merged. A layer that could not be read is passed over. */
export function mergeLayers(layers: readonly (Layer | undefined)[]): FileNode {
	const root = new FileNode('');
	for (const [index, layer] of layers.entries()) {
		if (layer) {
			merge(root, layer, index);
		}
	}
	return root;
}

export function findFile(root: FileNode, path: string): FileNode | undefined {
	let node: FileNode | undefined = root;
	for (const name of path.split('/').filter(Boolean)) {
		node = node?.children.get(name);
	}
	return node;
}

function merge(root: FileNode, { entries }: Layer, layer: number): void {
	for (const { path, kind } of entries.filter(isMark)) {
		const node = findFile(root, path);
		if (node) {
			kind === 'removed' ? removeAll(node, layer) : removeInside(node, layer);
		}
	}
	for (const entry of entries) {
		if (!isMark(entry)) {
			add(root, entry, layer);
		}
	}
}

function add(root: FileNode, entry: LayerEntry, layer: number): void {
	let node = root;
	const names = entry.path.split('/');
	for (const [depth, name] of names.entries()) {
		let child = node.children.get(name);
		if (!child) {
			child = new FileNode(name);
			node.children.set(name, child);
		}
		node = child;
		if (depth < names.length - 1 && node.entryAt(layer)?.kind !== 'folder') {
			put(node, layer, impliedFolder(names.slice(0, depth + 1).join('/')));
		}
	}
	if (entry.kind !== 'folder') {
		removeInside(node, layer);
	}
	put(node, layer, entry);
}

function put(node: FileNode, layer: number, entry: LayerEntry | undefined): void {
	if (node.versions.at(-1)?.layer === layer) {
		node.versions.pop();
	}
	node.versions.push({ layer, entry });
}

function removeAll(node: FileNode, layer: number): void {
	removeInside(node, layer);
	if (node.at(layer)?.entry) {
		put(node, layer, undefined);
	}
}

function removeInside(node: FileNode, layer: number): void {
	for (const child of node.children.values()) {
		removeAll(child, layer);
	}
}

/** A folder that no layer names, but whose files one does. */
function impliedFolder(path: string): LayerEntry {
	return { path, kind: 'folder', size: 0, mode: 0o755, uid: 0, gid: 0, modified: 0, link: '' };
}
