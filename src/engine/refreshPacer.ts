import type { Disposable } from '../base/disposable.ts';

/** Milliseconds. A burst of events is one read soon after its first, and then one whenever it pauses. */
const collecting = 3;
const pauseInBurst = 250;
const longestWait = 2000;
/** After so long without a request the next ones are answered at once again. */
const calm = 1000;
const promptReads = 4;
/** Requests for things not seen before are answered at once even in a burst, as long as this does not run out. */
const urgentReads = 3;
const urgentRefill = 2000;

/**
 * Says when a list is read again, so that a single event shows at once, a storm of them costs one read in two seconds,
 * and the last one of a burst never waits for more than a quarter of a second. Reads never overlap.
 */
export class RefreshPacer implements Disposable {
	readonly #read: () => Promise<void>;
	#timer: NodeJS.Timeout | undefined;
	#due = Number.POSITIVE_INFINITY;
	#reading = false;
	#disposed = false;
	#first: number | undefined;
	#last = Number.NEGATIVE_INFINITY;
	#prompt = promptReads;
	#urgent = false;
	#urgentLeft = urgentReads;
	#urgentAt = 0;

	/** `read` must not reject. */
	constructor(read: () => Promise<void>) {
		this.#read = read;
	}

	/** Whether what is requested now is read within milliseconds. */
	get answersAtOnce(): boolean {
		return this.#prompt > 0 || performance.now() - this.#last > calm;
	}

	request(urgent = false): void {
		const now = performance.now();
		if (now - this.#last > calm) {
			this.#prompt = promptReads;
		}
		this.#last = now;
		this.#first ??= now;
		this.#urgent ||= urgent;
		this.#schedule(now);
	}

	dispose(): void {
		this.#disposed = true;
		clearTimeout(this.#timer);
	}

	#schedule(now: number): void {
		if (this.#reading || this.#disposed || this.#first === undefined) {
			return;
		}
		const due = this.#dueTime(this.#first, now);
		// A timer that fires too early looks again; only one that would be late is set anew.
		if (due < this.#due) {
			clearTimeout(this.#timer);
			this.#due = due;
			this.#timer = setTimeout(() => this.#onTimer(), Math.max(0, due - now));
		}
	}

	#dueTime(first: number, now: number): number {
		this.#refillUrgent(now);
		if (this.#prompt > 0 || (this.#urgent && this.#urgentLeft > 0)) {
			return first + collecting;
		}
		return Math.min(this.#last + pauseInBurst, first + longestWait);
	}

	#onTimer(): void {
		this.#due = Number.POSITIVE_INFINITY;
		const now = performance.now();
		if (this.#first !== undefined && this.#dueTime(this.#first, now) > now + 1) {
			this.#schedule(now);
		} else {
			void this.#run();
		}
	}

	async #run(): Promise<void> {
		if (this.#prompt > 0) {
			this.#prompt--;
		} else if (this.#urgent) {
			this.#urgentLeft = Math.max(0, this.#urgentLeft - 1);
		}
		this.#urgent = false;
		this.#first = undefined;
		this.#reading = true;
		await this.#read();
		this.#reading = false;
		this.#schedule(performance.now());
	}

	#refillUrgent(now: number): void {
		const refilled = Math.floor((now - this.#urgentAt) / urgentRefill);
		if (refilled > 0) {
			this.#urgentLeft = Math.min(urgentReads, this.#urgentLeft + refilled);
			this.#urgentAt = now;
		}
	}
}
