import type { LogTimes } from '../protocols/logViewer.ts';

const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
	['day', 86_400],
	['hour', 3_600],
	['minute', 60],
	['second', 1],
];
const relative = new Map<string, Intl.RelativeTimeFormat>();

/** A time (epoch milliseconds) as it stands before a line; with its day where that is not today. */
export function timeText(time: number, times: LogTimes, now: number, language: string): string {
	if (times === 'relative') {
		return agoText(time, now, language);
	}
	const zone = times === 'utc' ? 0 : new Date(time).getTimezoneOffset() * 60_000;
	const iso = new Date(time - zone).toISOString();
	const isToday = iso.slice(0, 10) === new Date(now - zone).toISOString().slice(0, 10);
	return `${isToday ? '' : `${iso.slice(5, 10)} `}${iso.slice(11, 23)}${times === 'utc' ? 'Z' : ''}`;
}

/** The whole of it, with its zone. */
export function fullTimeText(time: number): string {
	const offset = -new Date(time).getTimezoneOffset();
	const iso = new Date(time + offset * 60_000).toISOString();
	const two = (count: number) => String(Math.floor(count)).padStart(2, '0');
	const zone = `${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
	return `${iso.slice(0, 10)} ${iso.slice(11, 23)} ${zone}`;
}

function agoText(time: number, now: number, language: string): string {
	const seconds = Math.max(0, Math.round((now - time) / 1000));
	const [unit, size] = steps.find(([, size]) => seconds >= size) ?? ['second', 1];
	const format = relative.get(language) ?? new Intl.RelativeTimeFormat(language, { style: 'narrow' });
	relative.set(language, format);
	return format.format(-Math.floor(seconds / size), unit);
}

/** Of all that is drawn below an element. */
export function renewRelativeTimes(root: HTMLElement, now: number): void {
	for (const time of root.querySelectorAll('.time')) {
		const { lang } = document.documentElement;
		time.textContent = `${timeText(Number(time.getAttribute('data-time')), 'relative', now, lang)} `;
	}
}
