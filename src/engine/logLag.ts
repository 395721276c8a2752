/** Milliseconds. */
const tooLong = 5_000;
const shortAgain = 1_000;
/** Who has waited this long for data has read all there was. */
const idle = 50;
const span = 2_000;

/**
 * How far the reading of a log is behind its writing. The engine's clock is only compared with itself: it need not be
 * right, and may be set while the log is read.
 */
export class LogLag {
	readonly #now: () => number;
	/** What to add to this computer's clock to get the engine's. */
	#offset: number;
	#readUntil: number;
	#tooLong = false;
	/** How long it was some time ago, to see whether it grows. */
	#before: { readonly at: number; readonly lag: number } | undefined;

	/** `engineNow` in epoch milliseconds; `now` in any milliseconds. */
	constructor(engineNow: number, now: () => number = () => performance.now()) {
		this.#now = now;
		this.#readUntil = now();
		this.#offset = engineNow - this.#readUntil;
	}

	/** Asked after each piece with the time of its last line; `waited` begins where the last call ended. */
	isTooLong(time: number): boolean {
		const now = this.#now();
		const hasWaited = now - this.#readUntil > idle;
		this.#readUntil = now;
		if (Number.isNaN(time)) {
			return false;
		}
		if (hasWaited) {
			this.#offset = time - now;
			this.#before = undefined;
		}
		const lag = now + this.#offset - time;
		this.#tooLong = this.#tooLong ? lag > shortAgain : lag > tooLong && this.#grows(now, lag);
		return this.#tooLong;
	}

	/** A past that is caught up with is behind too, but ever less. */
	#grows(now: number, lag: number): boolean {
		const before = this.#before;
		if (before && now - before.at < span) {
			return false;
		}
		this.#before = { at: now, lag };
		return before !== undefined && lag >= before.lag;
	}
}
