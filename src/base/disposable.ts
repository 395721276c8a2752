/** Something that holds resources until it is disposed. Structurally the same as VS Code's own `Disposable`. */
export interface Disposable {
	dispose(): void;
}

/** Disposes everything it was given, last first. What is added after its end is disposed at once. */
export class DisposableStore implements Disposable {
	#items: Disposable[] = [];
	#disposed = false;

	get isDisposed(): boolean {
		return this.#disposed;
	}

	add<T extends Disposable>(item: T): T {
		if (this.#disposed) {
			item.dispose();
		} else {
			this.#items.push(item);
		}
		return item;
	}

	dispose(): void {
		if (this.#disposed) {
			return;
		}
		this.#disposed = true;
		const items = this.#items.reverse();
		this.#items = [];
		const errors: unknown[] = [];
		for (const item of items) {
			try {
				item.dispose();
			} catch (error) {
				errors.push(error);
			}
		}
		if (errors.length > 0) {
			throw new AggregateError(errors, 'Errors while disposing');
		}
	}
}

/** Base of classes that own disposables: register what you subscribe to in the line that subscribes. */
export abstract class DisposableOwner implements Disposable {
	readonly #store = new DisposableStore();

	protected get isDisposed(): boolean {
		return this.#store.isDisposed;
	}

	protected register<T extends Disposable>(item: T): T {
		return this.#store.add(item);
	}

	dispose(): void {
		this.#store.dispose();
	}
}

/** Holds at most one disposable; setting another disposes the one before. */
export class MutableDisposable<T extends Disposable> implements Disposable {
	#value: T | undefined;
	#disposed = false;

	get value(): T | undefined {
		return this.#value;
	}

	set value(next: T | undefined) {
		if (next === this.#value) {
			return;
		}
		this.#value?.dispose();
		this.#value = next;
		if (this.#disposed) {
			this.#value = undefined;
			next?.dispose();
		}
	}

	/** Gives it away without disposing it. */
	release(): T | undefined {
		const value = this.#value;
		this.#value = undefined;
		return value;
	}

	dispose(): void {
		this.#disposed = true;
		this.#value?.dispose();
		this.#value = undefined;
	}
}

export function toDisposable(dispose: () => void): Disposable {
	let done = false;
	return {
		dispose() {
			if (!done) {
				done = true;
				dispose();
			}
		},
	};
}
