import type { Kind, ResourceOf } from './resources.ts';

/** What became of a list: all of it ids. */
export interface ListChange {
	readonly added: readonly string[];
	readonly changed: readonly string[];
	readonly removed: readonly string[];
}

/** The resources of one kind in memory. An element that has not changed stays the very same object. */
export class ResourceList<K extends Kind> {
	#byId = new Map<string, ResourceOf[K]>();
	#items: readonly ResourceOf[K][] | undefined;

	get(id: string): ResourceOf[K] | undefined {
		return this.#byId.get(id);
	}

	/** Frozen; the same array until something changes. Newest first, as the engine lists them. */
	get items(): readonly ResourceOf[K][] {
		this.#items ??= Object.freeze([...this.#byId.values()]);
		return this.#items;
	}

	/** Takes over a full list; ids in `kept` stay as they are, present or not. */
	replaceAll(items: readonly ResourceOf[K][], kept: (id: string) => boolean): ListChange {
		const before = this.#byId;
		const after = new Map<string, ResourceOf[K]>();
		const change = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
		for (const item of items) {
			const old = before.get(item.id);
			if (kept(item.id)) {
				if (old) {
					after.set(old.id, old);
				}
			} else if (!old) {
				after.set(item.id, item);
				change.added.push(item.id);
			} else if (sameResource(old, item)) {
				after.set(old.id, old);
			} else {
				after.set(item.id, item);
				change.changed.push(item.id);
			}
		}
		for (const [id, old] of before) {
			if (!after.has(id)) {
				if (kept(id)) {
					after.set(id, old);
				} else {
					change.removed.push(id);
				}
			}
		}
		this.#byId = after;
		this.#items = undefined;
		return change;
	}

	/** Takes over what was read of `ids`; those that were not found are gone. */
	merge(ids: readonly string[], items: readonly ResourceOf[K][], kept: (id: string) => boolean): ListChange {
		const found = new Map(items.map(item => [item.id, item]));
		const change = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
		for (const id of ids) {
			const item = found.get(id);
			if (kept(id)) {
				continue;
			}
			if (!item) {
				if (this.delete(id)) {
					change.removed.push(id);
				}
			} else {
				const outcome = this.put(item);
				if (outcome) {
					change[outcome].push(id);
				}
			}
		}
		return change;
	}

	put(item: ResourceOf[K]): 'added' | 'changed' | undefined {
		const old = this.#byId.get(item.id);
		if (old && sameResource(old, item)) {
			return undefined;
		}
		if (old) {
			this.#byId.set(item.id, item);
		} else {
			this.#byId = new Map([[item.id, item], ...this.#byId]);
		}
		this.#items = undefined;
		return old ? 'changed' : 'added';
	}

	delete(id: string): boolean {
		const deleted = this.#byId.delete(id);
		if (deleted) {
			this.#items = undefined;
		}
		return deleted;
	}
}

/** `status` is left out: its age is in `since`, and all else of it in fields of their own. */
function sameResource(a: object, b: object): boolean {
	for (const key in b) {
		if (key !== 'status' && !sameValue(a[key as never], b[key as never])) {
			return false;
		}
	}
	return true;
}

function sameValue(a: unknown, b: unknown): boolean {
	if (a === b) {
		return true;
	}
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
		return false;
	}
	const keys = Object.keys(a);
	return (
		keys.length === Object.keys(b).length && keys.every(key => key in b && sameValue(a[key as never], b[key as never]))
	);
}
