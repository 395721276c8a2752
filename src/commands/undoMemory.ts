/** One thing that an action changed. */
export interface UndoItem {
	readonly id: string;
	readonly name: string;
	/** Resolves to the `docker` line that did the same. */
	undo(signal: AbortSignal): Promise<string>;
}

export interface UndoEntry {
	readonly key: string;
	readonly endpoint: string;
	items: readonly UndoItem[];
}

const longestMemory = 20;

/** What was done in this window and can be undone, the latest last. */
export class UndoMemory {
	readonly #entries: UndoEntry[] = [];
	#count = 0;

	add(endpoint: string, items: readonly UndoItem[]): string {
		const key = `undo-${++this.#count}`;
		this.#entries.push({ key, endpoint, items });
		this.#entries.splice(0, this.#entries.length - longestMemory);
		return key;
	}

	/** The latest if no key is given. */
	find(key: string | undefined): UndoEntry | undefined {
		return key === undefined ? this.#entries.at(-1) : this.#entries.find(entry => entry.key === key);
	}

	/** The key of what can bring back, or put back, the thing with this id. */
	keyOf(id: string): string | undefined {
		return this.#entries.findLast(({ items }) => items.some(item => item.id === id))?.key;
	}

	/** What could not be undone can be tried again. */
	settle(entry: UndoEntry, done: ReadonlySet<UndoItem>): void {
		entry.items = entry.items.filter(item => !done.has(item));
		if (entry.items.length === 0) {
			this.#entries.splice(this.#entries.indexOf(entry), 1);
		}
	}
}
