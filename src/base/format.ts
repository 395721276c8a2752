const sizeUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];

/** A size in bytes as `docker images` prints it, with a blank: decimal, three significant digits (`98.3 MB`). */
export function humanSize(bytes: number): string {
	let value = Number.isFinite(bytes) && bytes > 0 ? bytes : 0;
	let unit = 0;
	while (roundedToThree(value) >= 1000 && unit < sizeUnits.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${roundedToThree(value)} ${sizeUnits[unit]}`;
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

/** A size in bytes as `docker stats` prints memory, with a blank: binary, four significant digits (`45.25 MiB`). */
export function binarySize(bytes: number): string {
	let value = Number.isFinite(bytes) && bytes > 0 ? bytes : 0;
	let unit = 0;
	while (value >= 1024 && unit < binaryUnits.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${Number(value.toPrecision(4))} ${binaryUnits[unit]}`;
}

export type DurationUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A duration in Docker's units. Zero seconds is "less than a second"; one minute and one hour are "about" one. */
export interface DurationParts {
	readonly count: number;
	readonly unit: DurationUnit;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** What Docker's command line says about a duration; for wording it in other languages than Docker's own. */
export function durationParts(ms: number): DurationParts {
	const duration = Math.max(0, ms);
	if (duration < minuteMs) {
		return { count: Math.floor(duration / secondMs), unit: 'second' };
	}
	if (duration < hourMs) {
		return { count: Math.floor(duration / minuteMs), unit: 'minute' };
	}
	// Docker rounds hours, and everything above but years counts in these rounded hours.
	const hours = Math.floor(duration / hourMs + 0.5);
	if (hours < 48) {
		return { count: hours, unit: 'hour' };
	}
	if (hours < 24 * 7 * 2) {
		return { count: Math.floor(hours / 24), unit: 'day' };
	}
	if (hours < 24 * 30 * 2) {
		return { count: Math.floor(hours / 24 / 7), unit: 'week' };
	}
	if (hours < 24 * 365 * 2) {
		return { count: Math.floor(hours / 24 / 30), unit: 'month' };
	}
	return { count: Math.floor(duration / hourMs / 24 / 365), unit: 'year' };
}

/** A duration in milliseconds in the words of `docker ps`: `Less than a second`, `3 minutes`, `About an hour`, `2 weeks`. */
export function humanDuration(ms: number): string {
	const { count, unit } = durationParts(ms);
	if (count === 0) {
		return 'Less than a second';
	}
	if (count === 1 && unit === 'second') {
		return '1 second';
	}
	if (count === 1 && (unit === 'minute' || unit === 'hour')) {
		return unit === 'minute' ? 'About a minute' : 'About an hour';
	}
	return `${count} ${unit}s`;
}

/** Milliseconds; `from` still reads as the words do, `to` no longer. */
export interface DurationRange {
	readonly from: number;
	readonly to: number;
}

/** Finds a duration in the words of `humanDuration` inside a text. */
export const durationPattern =
	/Less than a second|About (?:a minute|an hour)|\b\d{1,5} (?:second|minute|hour|day|week|month|year)s?\b/;

/** Which durations the words of `humanDuration` stand for; `undefined` for other words. */
export function durationRange(words: string): DurationRange | undefined {
	switch (words) {
		case 'Less than a second':
			return { from: 0, to: secondMs };
		case 'About a minute':
			return rangeOf(1, 'minute');
		case 'About an hour':
			return rangeOf(1, 'hour');
	}
	const [, count, unit] = /^(\d{1,5}) (second|minute|hour|day|week|month|year)s?$/.exec(words) ?? [];
	return unit === undefined ? undefined : rangeOf(Number(count), unit as DurationUnit);
}

const halfHour = 0.5 * hourMs;
/** Between which durations Docker uses a unit at all, and how long one of it is. */
const unitRanges: Readonly<Record<DurationUnit, { size: number; shift: number; from: number; to: number }>> = {
	second: { size: secondMs, shift: 0, from: 0, to: minuteMs },
	minute: { size: minuteMs, shift: 0, from: minuteMs, to: hourMs },
	hour: { size: hourMs, shift: halfHour, from: hourMs, to: 48 * hourMs - halfHour },
	day: { size: 24 * hourMs, shift: halfHour, from: 48 * hourMs - halfHour, to: 14 * 24 * hourMs - halfHour },
	week: { size: 168 * hourMs, shift: halfHour, from: 336 * hourMs - halfHour, to: 60 * 24 * hourMs - halfHour },
	month: { size: 720 * hourMs, shift: halfHour, from: 1440 * hourMs - halfHour, to: 730 * 24 * hourMs - halfHour },
	year: { size: 8760 * hourMs, shift: 0, from: 730 * 24 * hourMs - halfHour, to: Number.POSITIVE_INFINITY },
};

function rangeOf(count: number, unit: DurationUnit): DurationRange | undefined {
	const { size, shift, from, to } = unitRanges[unit];
	const range = { from: Math.max(from, count * size - shift), to: Math.min(to, (count + 1) * size - shift) };
	return range.from < range.to ? range : undefined;
}

function roundedToThree(value: number): number {
	return Number(value.toPrecision(3));
}
