import type { Container } from '../engine/resources.ts';
import { elementId, type ViewElement } from './elements.ts';

/** A row, and the rows below it that are known without asking: groups hold resources, resources hold details. */
export interface OutlineNode {
	readonly element: ViewElement;
	/** What the row's look depends on; compared one by one with `Object.is`. */
	readonly face: readonly unknown[];
	readonly children?: readonly OutlineNode[];
	/** Containers that use the element. */
	readonly users?: readonly Container[];
	/** Of an image: tags that mean another one in their registry. */
	readonly newerTags?: readonly string[];
}

interface Row {
	readonly node: OutlineNode;
	readonly parentId: string | undefined;
	readonly childIds: readonly string[];
}

/** All rows of a view by id, at one moment. */
export class Outline {
	static readonly empty = new Outline([]);
	readonly roots: readonly OutlineNode[];
	readonly #rows = new Map<string, Row>();
	readonly #rootIds: readonly string[];

	constructor(roots: readonly OutlineNode[]) {
		this.roots = roots;
		this.#rootIds = this.#add(roots, undefined);
	}

	has(id: string): boolean {
		return this.#rows.has(id);
	}

	node(id: string): OutlineNode | undefined {
		return this.#rows.get(id)?.node;
	}

	parent(id: string): ViewElement | undefined {
		const parentId = this.#rows.get(id)?.parentId;
		return parentId === undefined ? undefined : this.node(parentId)?.element;
	}

	/** The rows to paint anew to get from `before` to this; `'all'` when rows came, went or moved at the top. */
	changesSince(before: Outline): 'all' | readonly string[] {
		if (!sameList(before.#rootIds, this.#rootIds)) {
			return 'all';
		}
		const changed: string[] = [];
		this.#collect(this.#rootIds, before, changed);
		return changed;
	}

	#collect(ids: readonly string[], before: Outline, changed: string[]): void {
		for (const id of ids) {
			const row = this.#rows.get(id);
			const old = before.#rows.get(id);
			if (!row) {
				continue;
			}
			if (!old || !sameList(old.node.face, row.node.face) || !sameList(old.childIds, row.childIds)) {
				changed.push(id);
			}
			// A row that is painted anew for its own look leaves its children in place: theirs may have changed too.
			this.#collect(row.childIds, before, changed);
		}
	}

	#add(nodes: readonly OutlineNode[], parentId: string | undefined): readonly string[] {
		return nodes.map(node => {
			const id = elementId(node.element);
			this.#rows.set(id, { node, parentId, childIds: node.children ? this.#add(node.children, id) : [] });
			return id;
		});
	}
}

export function sameList(left: readonly unknown[], right: readonly unknown[]): boolean {
	return left.length === right.length && left.every((value, index) => Object.is(value, right[index]));
}
