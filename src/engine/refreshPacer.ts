import type { Disposable } from '../base/disposable.ts';

/** Milliseconds. A burst of events is one read soon after its first, and then one whenever it pauses. */
const collecting = 1;
const pauseInBurst = 150;
/** How long a burst without a pause may go unread; half as much again after each read, up to the longest wait. */
const firstWait = 2000;
const longestWait = 8000;
/** After so long without a request the next ones are answered at once again. */
const calm = 1000;
const promptReads = 4;
/** Requests for things not seen before are answered at once even in a burst, as long as this does not run out. */
const urgentReads = 3;
const urgentRefill = 4000;

export interface RefreshPacerOptions {
	/** Must not reject. */
	readonly read: () => Promise<void>;
	/** Whether more events are known to be on their way, so that a pause is none. */
	readonly moreToCome?: () => boolean;
}

/**
 * Says when a list is read again: a single event shows at once, a storm of them costs a read every few seconds, and the
 * last one of a burst waits no longer than it takes to know that it was the last. Reads never overlap.
 */
export class RefreshPacer implements Disposable {
	readonly #options: RefreshPacerOptions;
	#timer: NodeJS.Timeout | undefined;
	#due = Number.POSITIVE_INFINITY;
	#reading = false;
	#disposed = false;
	#first: number | undefined;
	#last = Number.NEGATIVE_INFINITY;
	#wait = firstWait;
	#prompt = promptReads;
	#urgent = false;
	#urgentLeft = urgentReads;
	#urgentAt = 0;

	constructor(options: RefreshPacerOptions) {
		this.#options = options;
	}

	/** Whether what is requested now is read within milliseconds. */
	get answersAtOnce(): boolean {
		return this.#prompt > 0 || performance.now() - this.#last > calm;
	}

	request(urgent = false): void {
		const now = performance.now();
		if (now - this.#last > calm) {
			this.#prompt = promptReads;
			this.#wait = firstWait;
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
		const latest = first + this.#wait;
		const paused = this.#last + pauseInBurst;
		return Math.min(latest, this.#options.moreToCome?.() ? Math.max(paused, now + pauseInBurst) : paused);
	}

	#onTimer(): void {
		this.#due = Number.POSITIVE_INFINITY;
		const now = performance.now();
		if (this.#first !== undefined && this.#dueTime(this.#first, now) > now + 1) {
			this.#schedule(now);
		} else {
			void this.#run(now);
		}
	}

	async #run(now: number): Promise<void> {
		if (this.#prompt > 0) {
			this.#prompt--;
		} else if (this.#urgent && this.#urgentLeft > 0) {
			this.#urgentLeft--;
		} else if (this.#first !== undefined && now - this.#first >= this.#wait) {
			this.#wait = Math.min(this.#wait * 1.5, longestWait);
		}
		this.#urgent = false;
		this.#first = undefined;
		this.#reading = true;
		await this.#options.read();
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
