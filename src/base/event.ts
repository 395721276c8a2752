import type { Disposable } from './disposable.ts';

/** Subscribes a listener; what is returned unsubscribes it. Structurally the same as VS Code's own `Event`. */
export type Event<T> = (listener: (event: T) => unknown, thisArgs?: unknown, disposables?: Disposable[]) => Disposable;

/** Owns the listeners of one event. Keep the emitter private and publish only `event`. */
export class Emitter<T> implements Disposable {
	readonly #listeners = new Set<{ call: (event: T) => unknown }>();
	readonly #onError: (error: unknown) => void;
	#disposed = false;

	constructor(onError: (error: unknown) => void = rethrowLater) {
		this.#onError = onError;
	}

	readonly event: Event<T> = (listener, thisArgs, disposables) => {
		if (this.#disposed) {
			return { dispose() {} };
		}
		const entry = { call: thisArgs === undefined ? listener : listener.bind(thisArgs) };
		this.#listeners.add(entry);
		const subscription: Disposable = { dispose: () => void this.#listeners.delete(entry) };
		disposables?.push(subscription);
		return subscription;
	};

	/** How many listeners are subscribed; tests look for listeners that outlive their owner. */
	get listenerCount(): number {
		return this.#listeners.size;
	}

	/** Calls every listener; one that throws does not keep the others from hearing. */
	fire(event: T): void {
		for (const listener of [...this.#listeners]) {
			try {
				listener.call(event);
			} catch (error) {
				this.#onError(error);
			}
		}
	}

	dispose(): void {
		this.#disposed = true;
		this.#listeners.clear();
	}
}

/** Fires when any of the events does. */
export function anyEvent(...events: readonly Event<unknown>[]): Event<void> {
	return (listener, thisArgs, disposables) => {
		const subscriptions = events.map(event => event(() => listener.call(thisArgs, undefined)));
		const all: Disposable = { dispose: () => subscriptions.forEach(subscription => void subscription.dispose()) };
		disposables?.push(all);
		return all;
	};
}

function rethrowLater(error: unknown): void {
	setTimeout(() => {
		throw error;
	}, 0);
}
