/** Milliseconds after which a start is no longer waited for. */
const longestStart = 5000;

/**
 * Containers about to start: they have been connected to a network, and their `start` is still to come. Tells a lull in
 * a burst of starts from its end.
 */
export class StartingContainers {
	readonly #since = new Map<string, number>();

	get any(): boolean {
		const now = performance.now();
		for (const [id, since] of this.#since) {
			if (now - since < longestStart) {
				return true;
			}
			this.#since.delete(id);
		}
		return false;
	}

	onConnect(id: string): void {
		this.#since.set(id, performance.now());
	}

	/** Has started, or will not. */
	onEnd(id: string): void {
		this.#since.delete(id);
	}
}
