/** What tells a line from its neighbours in the log of one container. */
export interface LineStamp {
	readonly stderr: boolean;
	readonly seconds: number;
	readonly nanoseconds: number;
}

export function stampOf({ stderr, seconds, nanoseconds }: LineStamp): LineStamp {
	return { stderr, seconds, nanoseconds };
}

const remembered = 2048;
/** Two streams are stamped before they are written, so that neighbours may be in the wrong order. In seconds. */
const disorder = 1;

/** The last lines read of a log, to go on behind them without losing or repeating any. */
export class RecentLines {
	readonly #seconds = new Float64Array(remembered);
	readonly #nanoseconds = new Int32Array(remembered);
	readonly #stderr = new Uint8Array(remembered);
	#count = 0;
	/** Of the lines that may come again, how often. */
	#expected = new Map<string, number>();

	get isEmpty(): boolean {
		return this.#count === 0;
	}

	add({ stderr, seconds, nanoseconds }: LineStamp): void {
		const index = this.#count++ % remembered;
		this.#seconds[index] = seconds;
		this.#nanoseconds[index] = nanoseconds;
		this.#stderr[index] = stderr ? 1 : 0;
	}

	/** Where to read from to get all that comes behind the last line, and some known ones before; from then on `isKnown` tells. */
	resume(): string | undefined {
		this.#expected.clear();
		let last = Number.NEGATIVE_INFINITY;
		for (let age = 0; age < this.#held; age++) {
			const key = this.#key(age);
			this.#expected.set(key, (this.#expected.get(key) ?? 0) + 1);
			last = Math.max(last, this.#time(age));
		}
		if (last === Number.NEGATIVE_INFINITY) {
			return undefined;
		}
		let oldest = 0;
		for (let age = 0; age < this.#held * 0.75; age++) {
			if (this.#time(age) >= last - disorder && this.#time(age) < this.#time(oldest)) {
				oldest = age;
			}
		}
		const index = this.#index(oldest);
		return `${this.#seconds[index]}.${String(this.#nanoseconds[index]).padStart(9, '0')}`;
	}

	/** Whether this line was read before the last `resume`; each is known once. */
	isKnown(line: LineStamp): boolean {
		if (this.#expected.size === 0) {
			return false;
		}
		const key = keyOf(line.seconds, line.nanoseconds, line.stderr ? 1 : 0);
		const count = this.#expected.get(key) ?? 0;
		if (count === 0) {
			return false;
		}
		if (count === 1) {
			this.#expected.delete(key);
		} else {
			this.#expected.set(key, count - 1);
		}
		return true;
	}

	get #held(): number {
		return Math.min(this.#count, remembered);
	}

	#index(age: number): number {
		return (this.#count - 1 - age) % remembered;
	}

	#time(age: number): number {
		const index = this.#index(age);
		return (this.#seconds[index] as number) + (this.#nanoseconds[index] as number) / 1e9;
	}

	#key(age: number): string {
		const index = this.#index(age);
		return keyOf(this.#seconds[index] as number, this.#nanoseconds[index] as number, this.#stderr[index] as number);
	}
}

function keyOf(seconds: number, nanoseconds: number, stderr: number): string {
	return `${seconds} ${nanoseconds} ${stderr}`;
}
