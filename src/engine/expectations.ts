import type { Disposable } from '../base/disposable.ts';
import type { Container } from './resources.ts';

/** Milliseconds after which the engine is asked again, growing threefold. */
const firstRecheck = 50;
const mostTries = 4;

interface Expectation {
	readonly confirmedBy: (listed: Container) => boolean;
	tries: number;
}

/**
 * What events have said and lists do not say yet. The engine sends some events, a container's end among them, before
 * its lists know: a list read at once would bring back the old state, and nothing would come to correct it.
 */
export class Expectations implements Disposable {
	readonly #recheck: (id: string) => void;
	readonly #byId = new Map<string, Expectation>();
	readonly #timers = new Set<NodeJS.Timeout>();

	constructor(recheck: (id: string) => void) {
		this.#recheck = recheck;
	}

	expect(id: string, confirmedBy: (listed: Container) => boolean): void {
		this.#byId.set(id, { confirmedBy, tries: 0 });
	}

	/** Whether what was listed is older than the last event. If so, it is going to be read again, a few times at most. */
	isStale(listed: Container): boolean {
		const expectation = this.#byId.get(listed.id);
		if (!expectation) {
			return false;
		}
		if (expectation.confirmedBy(listed) || expectation.tries >= mostTries) {
			this.#byId.delete(listed.id);
			return false;
		}
		this.#recheckLater(listed.id, firstRecheck * 3 ** expectation.tries++);
		return true;
	}

	forget(id: string): void {
		this.#byId.delete(id);
	}

	clear(): void {
		this.#byId.clear();
		for (const timer of this.#timers) {
			clearTimeout(timer);
		}
		this.#timers.clear();
	}

	dispose(): void {
		this.clear();
	}

	#recheckLater(id: string, ms: number): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			if (this.#byId.has(id)) {
				this.#recheck(id);
			}
		}, ms);
		this.#timers.add(timer);
	}
}
