const blank = 0x20;
const zero = 0x30;
/** `2026-08-01T10:20`, and with the rest of what the engine writes. */
const minuteLength = 16;
export const longestStamp = 40;
const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9})\d*)?(?:Z|[+-]\d\d:\d\d)$/;

/** Reads the stamps that the engine puts before lines: `2026-08-01T10:20:30.123456789Z `. */
export class LogStamp {
	/** Since 1970, of the last stamp read. */
	seconds = Number.NaN;
	nanoseconds = 0;
	#minute = Buffer.alloc(minuteLength);
	#minuteSeconds = Number.NaN;

	/** Epoch milliseconds with a fraction. */
	get time(): number {
		return this.seconds * 1000 + this.nanoseconds / 1e6;
	}

	/** Where the text begins behind a stamp; -1 if there is none. */
	read(data: Buffer, start: number, end: number): number {
		// The usual form, 30 characters and a blank; a line's minute is nearly always that of the line before.
		if (end - start > 30 && data[start + 30] === blank && data[start + 29] === 0x5a && this.#isMinute(data, start)) {
			this.seconds = this.#minuteSeconds + digits(data, start + 17, 2);
			this.nanoseconds = digits(data, start + 20, 9);
			if (this.seconds >= 0 && this.nanoseconds >= 0) {
				return start + 31;
			}
		}
		return this.#readAny(data, start, end);
	}

	#isMinute(data: Buffer, start: number): boolean {
		const minute = this.#minute;
		for (let index = minuteLength - 1; index >= 0; index--) {
			if (data[start + index] !== minute[index]) {
				return false;
			}
		}
		return true;
	}

	#readAny(data: Buffer, start: number, end: number): number {
		const at = data.subarray(start, Math.min(end, start + longestStamp)).indexOf(blank);
		const text = data.toString('latin1', start, start + Math.max(0, at));
		const match = pattern.exec(text);
		const seconds = match ? Date.parse(text.replace(/\.\d+/, '')) / 1000 : Number.NaN;
		if (Number.isNaN(seconds)) {
			return -1;
		}
		this.seconds = seconds;
		this.nanoseconds = Number((match?.[1] ?? '').padEnd(9, '0'));
		if (text.endsWith('Z')) {
			data.copy(this.#minute, 0, start, start + minuteLength);
			this.#minuteSeconds = seconds - digits(data, start + 17, 2);
		}
		return start + at + 1;
	}
}

/** A number of so many digits; negative if there is something else. */
function digits(data: Buffer, start: number, count: number): number {
	let value = 0;
	for (let index = start; index < start + count; index++) {
		const digit = (data[index] as number) - zero;
		if (digit < 0 || digit > 9) {
			return Number.NEGATIVE_INFINITY;
		}
		value = value * 10 + digit;
	}
	return value;
}
