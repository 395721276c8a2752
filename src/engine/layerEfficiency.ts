import { isMark, type Layer, type LayerEntry } from './layer.ts';

/** The figures of dive, by its own definition and with its quirks, so that they can be compared. */
export interface DiveFigures {
	/** From 0 to 1. */
	readonly efficiency: number;
	readonly wastedBytes: number;
	readonly sizeBytes: number;
	/** Without the lowest layer. */
	readonly userSizeBytes: number;
}

/**
 * Every leaf of every layer's own tree counts for its path: a file with its size, a removed folder with all that lay below
 * it, a removed file with nothing. What a path's smallest contribution exceeds is inefficient; paths that count more than
 * once are wasted as a whole, first copy included. Markers that empty a folder are not looked at.
 */
export function diveFigures(layers: readonly Layer[]): DiveFigures {
	const paths = new Map<string, PathSizes>();
	const below = new StackedNode();
	for (const [index, layer] of layers.entries()) {
		// Dive looks up what the lowest layer removes in that layer itself.
		if (index === 0) {
			below.stack(layer);
		}
		countLeaves(layer, below, paths);
		if (index > 0) {
			below.stack(layer);
		}
	}
	const sizes = [...paths.values()];
	const all = sum(sizes.map(path => path.sum));
	const sizeBytes = sum(layers.map(({ size }) => size));
	return {
		efficiency: all === 0 ? 1 : sum(sizes.map(({ smallest }) => smallest)) / all,
		wastedBytes: sum(sizes.filter(({ count }) => count > 1).map(path => path.sum)),
		sizeBytes,
		userSizeBytes: sizeBytes - (layers[0]?.size ?? 0),
	};
}

interface PathSizes {
	sum: number;
	smallest: number;
	count: number;
}

function countLeaves(layer: Layer, below: StackedNode, paths: Map<string, PathSizes>): void {
	for (const { path, kind, size } of leavesOf(layer)) {
		const counted = paths.get(path) ?? { sum: 0, smallest: -1, count: 0 };
		paths.set(path, counted);
		const contribution = kind === 'removed' ? below.find(path)?.removedSize() : size;
		if (contribution === undefined) {
			// What is removed without having been there ends dive's look at the layer.
			return;
		}
		counted.sum += contribution;
		counted.smallest = counted.smallest < 0 ? contribution : Math.min(counted.smallest, contribution);
		counted.count++;
	}
}

/** In dive's order: by name, folder by folder, where what is removed is called `.wh.…`. */
function leavesOf(layer: Layer): LayerEntry[] {
	const named = layer.entries
		.filter(({ kind }) => kind !== 'emptied')
		.map(entry => ({ entry, key: orderOf(entry) }))
		.sort((a, b) => (a.key < b.key ? -1 : 1));
	return named.filter(({ key }, at) => !named[at + 1]?.key.startsWith(`${key}\0`)).map(({ entry }) => entry);
}

function orderOf({ path, kind }: LayerEntry): string {
	const named = kind === 'removed' ? path.replace(/[^/]*$/, '.wh.$&') : path;
	return named.replaceAll('/', '\0');
}

/** Layers upon each other as dive stacks them: a folder that a layer does not name itself is none to it. */
class StackedNode {
	readonly children = new Map<string, StackedNode>();
	#size = 0;
	#isFolder = false;

	find(path: string): StackedNode | undefined {
		let node: StackedNode | undefined = this;
		for (const name of path.split('/')) {
			node = node?.children.get(name);
		}
		return node;
	}

	removedSize(): number {
		return this.#isFolder ? this.#total() : 0;
	}

	stack(layer: Layer): void {
		const own = new Set(layer.entries.filter(entry => !isMark(entry)).map(({ path }) => path));
		for (const { path } of layer.entries.filter(({ kind }) => kind === 'removed')) {
			const cut = path.lastIndexOf('/');
			const parent = cut < 0 ? this : this.find(path.slice(0, cut));
			parent?.children.delete(path.slice(cut + 1));
		}
		for (const entry of layer.entries.filter(added => !isMark(added))) {
			this.#add(entry, own);
		}
	}

	#add({ path, kind, size }: LayerEntry, own: ReadonlySet<string>): void {
		let node: StackedNode = this;
		let at = 0;
		for (const name of path.split('/')) {
			at += name.length + 1;
			const child = node.children.get(name) ?? new StackedNode();
			node.children.set(name, child);
			node = child;
			if (at < path.length && !own.has(path.slice(0, at - 1))) {
				node.#size = 0;
				node.#isFolder = false;
			}
		}
		node.#size = size;
		node.#isFolder = kind === 'folder';
	}

	#total(): number {
		let total = this.#size;
		for (const child of this.children.values()) {
			total += child.#total();
		}
		return total;
	}
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
