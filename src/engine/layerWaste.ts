import type { LayerEntry } from './layer.ts';
import type { FileNode, FileVersion } from './layerFiles.ts';

/** Bytes of copies that nobody sees in a container: replaced or removed by a later layer. */
export interface Waste {
	/** A file; or a folder that was removed as a whole. */
	readonly path: string;
	readonly isFolder: boolean;
	readonly bytes: number;
	/** Layers whose copies are wasted. */
	readonly writtenBy: readonly number[];
	/** The layers that replaced or removed them. */
	readonly wastedBy: readonly number[];
	/** What the last of those did: gave it another content, other rights alone, or took it away. */
	readonly how: WasteKind;
}

export type WasteKind = 'replaced' | 'rights' | 'removed';

/**
 * What could be saved: for each path the bytes of all copies without the last one that is seen. Largest first; files that
 * went with their folder count as the folder.
 */
export function findWaste(root: FileNode): Waste[] {
	const found: Waste[] = [];
	for (const child of root.children.values()) {
		collect(child, child.name, new Map(), found);
	}
	return found.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}

export function savableBytes(waste: readonly Waste[]): number {
	return waste.reduce((sum, { bytes }) => sum + bytes, 0);
}

interface Loss {
	readonly bytes: number;
	readonly writtenBy: number;
	readonly wastedBy: number;
	readonly how: WasteKind;
}

/** `removals` gathers, by layer, what goes with a folder above that the layer removes. */
function collect(node: FileNode, path: string, removals: ReadonlyMap<number, Loss[]>, found: Waste[]): void {
	const own: Loss[] = [];
	for (const loss of lossesOf(node)) {
		const gathered = loss.how === 'removed' ? removals.get(loss.wastedBy) : undefined;
		(gathered ?? own).push(loss);
	}
	if (own.length > 0) {
		found.push(wasteOf(path, false, own));
	}
	const begun = new Map<number, Loss[]>();
	for (const [at, { layer, entry }] of node.versions.entries()) {
		if (entry === undefined && node.versions[at - 1]?.entry?.kind === 'folder' && !removals.has(layer)) {
			begun.set(layer, []);
		}
	}
	const inside = begun.size === 0 ? removals : new Map([...removals, ...begun]);
	for (const child of node.children.values()) {
		collect(child, `${path}/${child.name}`, inside, found);
	}
	found.push(...[...begun.values()].filter(({ length }) => length > 0).map(losses => wasteOf(path, true, losses)));
}

function lossesOf({ versions }: FileNode): Loss[] {
	return versions.slice(1).flatMap((next, at) => {
		const { layer, entry } = versions[at] as FileVersion;
		return entry && entry.size > 0
			? [{ bytes: entry.size, writtenBy: layer, wastedBy: next.layer, how: howOf(entry, next.entry) }]
			: [];
	});
}

/** Changing rights keeps the time of a file's content. */
function howOf(before: LayerEntry, after: LayerEntry | undefined): WasteKind {
	if (after === undefined) {
		return 'removed';
	}
	const isSame = after.kind === before.kind && after.size === before.size && after.modified === before.modified;
	return isSame ? 'rights' : 'replaced';
}

function wasteOf(path: string, isFolder: boolean, losses: readonly Loss[]): Waste {
	return {
		path,
		isFolder,
		bytes: losses.reduce((sum, { bytes }) => sum + bytes, 0),
		writtenBy: sortedLayers(losses.map(loss => loss.writtenBy)),
		wastedBy: sortedLayers(losses.map(loss => loss.wastedBy)),
		how: losses.at(-1)?.how ?? 'removed',
	};
}

function sortedLayers(layers: readonly number[]): number[] {
	return [...new Set(layers)].sort((a, b) => a - b);
}
