/** A promise that somebody else settles. */
export class Deferred<T> {
	readonly promise: Promise<T>;
	#resolve!: (value: T) => void;
	#reject!: (reason: unknown) => void;

	constructor() {
		this.promise = new Promise((resolve, reject) => {
			this.#resolve = resolve;
			this.#reject = reject;
		});
		// Whoever waits hears of a failure; if nobody does, it is no unhandled rejection.
		this.promise.catch(() => {});
	}

	resolve(value: T): void {
		this.#resolve(value);
	}

	reject(reason: unknown): void {
		this.#reject(reason);
	}
}
