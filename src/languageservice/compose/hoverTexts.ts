import { type Locale, say, type Text } from '../host.ts';
import { parseDuration, parseSize } from './quantities.ts';

/** Text of the file inside Markdown: never anything but code. */
export function code(text: string): string {
	const clean = text.slice(0, 500).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
	const fence = '`'.repeat(longestTicks(clean) + 1);
	const pad = clean.startsWith('`') || clean.endsWith('`') || clean === '' ? ' ' : '';
	return `${fence}${pad}${clean}${pad}${fence}`;
}

const mostLines = 60;

/** Text of a file as a block of code. */
export function codeBlock(text: string, language = 'yaml'): string {
	const lines = text.slice(0, 6000).replaceAll('\r', '').split('\n');
	const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), '# …'] : lines;
	const fence = '`'.repeat(Math.max(3, longestTicks(text) + 1));
	return `${fence}${language}\n${shown.join('\n')}\n${fence}`;
}

function longestTicks(text: string): number {
	return Math.max(0, ...[...text.matchAll(/`+/g)].map(match => match[0].length));
}

const units = {
	week: { en: 'week', ko: '주' },
	day: { en: 'day', ko: '일' },
	hour: { en: 'hour', ko: '시간' },
	minute: { en: 'minute', ko: '분' },
	second: { en: 'second', ko: '초' },
	millisecond: { en: 'millisecond', ko: '밀리초' },
} satisfies Record<string, Text>;

const steps: readonly [keyof typeof units, number][] = [
	['week', 604_800_000],
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
	['second', 1000],
	['millisecond', 1],
];

/** `1m30s` as `1 minute 30 seconds`; undefined if it is no duration. */
export function durationInWords(text: string, locale: Locale): string | undefined {
	const total = parseDuration(text);
	if (total === undefined || total < 0) {
		return undefined;
	}
	let rest = total;
	const parts: string[] = [];
	for (const [unit, size] of steps) {
		const count = unit === 'millisecond' ? rest : Math.floor(rest / size);
		rest -= count * size;
		if (count > 0) {
			parts.push(counted(count, units[unit], locale));
		}
	}
	return parts.length === 0 ? counted(0, units.second, locale) : parts.join(' ');
}

function counted(count: number, unit: Text, locale: Locale): string {
	const number = count.toLocaleString('en-US');
	return locale === 'ko' ? `${number}${unit.ko}` : `${number} ${unit.en}${count === 1 ? '' : 's'}`;
}

/** `512m` as `512 MiB (536,870,912 bytes)`; undefined if it is no size. */
export function sizeInWords(text: string, locale: Locale): string | undefined {
	const bytes = parseSize(text);
	if (bytes === undefined) {
		return undefined;
	}
	const names = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
	let value = bytes;
	let name = '';
	for (const next of names) {
		if (value < 1024) {
			break;
		}
		value /= 1024;
		name = next;
	}
	const exact = `${bytes.toLocaleString('en-US')} ${say({ en: 'bytes', ko: '바이트' }, locale)}`;
	return name === '' ? exact : `${value.toLocaleString('en-US', { maximumFractionDigits: 2 })} ${name} (${exact})`;
}

/** `0440` as `r--r-----`; undefined if it is no mode. */
export function modeInWords(text: string): string | undefined {
	const digits = /^0o?([0-7]{3,4})$/.exec(text)?.[1]?.slice(-3);
	return digits
		? [...digits]
				.map(digit => [4, 2, 1].map((bit, index) => (Number(digit) & bit ? 'rwx'[index] : '-')).join(''))
				.join('')
		: undefined;
}
