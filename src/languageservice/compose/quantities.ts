const durationUnits: Readonly<Record<string, number>> = {
	ns: 1e-6,
	us: 1e-3,
	µs: 1e-3,
	μs: 1e-3,
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 604_800_000,
};

/** A duration in milliseconds; undefined if Compose would refuse it. */
export function parseDuration(text: string): number | undefined {
	const sign = text.startsWith('-') ? -1 : 1;
	const rest = text.replace(/^[-+]/, '');
	if (rest === '0') {
		return 0;
	}
	let total = 0;
	let end = 0;
	for (const { 0: whole, 1: number = '', 2: unit = '', index } of rest.matchAll(/(\d+\.?\d*|\.\d+)([^\d.]+)/g)) {
		const size = durationUnits[unit];
		if (index !== end || size === undefined) {
			return undefined;
		}
		total += Number(number) * size;
		end = index + whole.length;
	}
	return end === rest.length && rest !== '' ? sign * total : undefined;
}

const sizeUnits = 'bkmgtp';

/** A size in bytes; undefined if Compose would refuse it. */
export function parseSize(text: string): number | undefined {
	const [, number = '', blank = '', suffix = ''] = /^(.*[\d.]|.*(?= ))?( ?)([^\d. ]*)$/s.exec(text) ?? [];
	const size = parseFloatStrictly(number);
	if (size === undefined || size < 0 || (blank === '' && number === '')) {
		return undefined;
	}
	const unit = suffix.toLowerCase();
	if (unit === '') {
		return Math.trunc(size);
	}
	const power = sizeUnits.indexOf(unit[0] as string);
	const isUnit = power === 0 ? unit === 'b' : power > 0 && ['', 'b', 'ib'].includes(unit.slice(1));
	return isUnit ? Math.trunc(size * 1024 ** power) : undefined;
}

/** A whole number as Go reads one in base 10. */
export function parseInteger(text: string): number | undefined {
	if (!/^[-+]?\d+$/.test(text)) {
		return undefined;
	}
	const value = BigInt(text.replace('+', ''));
	return value >= -(2n ** 63n) && value < 2n ** 63n ? Number(value) : undefined;
}

/** A number as Go reads one, with exponents, `inf`, `nan` and hexadecimal digits. */
export function parseFloatStrictly(text: string): number | undefined {
	if (/^[-+]?(?:\d[\d]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) {
		return Number(text);
	}
	if (/^[-+]?(?:inf|infinity)$/i.test(text)) {
		return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	}
	return /^nan$/i.test(text) ? Number.NaN : undefined;
}

const booleans: Readonly<Record<string, boolean>> = { true: true, false: false };
const yamlBooleans: Readonly<Record<string, boolean>> = {
	y: true,
	yes: true,
	on: true,
	n: false,
	no: false,
	off: false,
};

/** What Compose makes of a text where a boolean belongs; `isOld` for words of YAML 1.1, which it warns of. */
export function parseBoolean(text: string): { readonly value: boolean; readonly isOld: boolean } | undefined {
	const word = text.toLowerCase();
	const value = Object.hasOwn(booleans, word) ? booleans[word] : undefined;
	const old = Object.hasOwn(yamlBooleans, word) ? yamlBooleans[word] : undefined;
	if (value !== undefined) {
		return { value, isOld: false };
	}
	return old === undefined ? undefined : { value: old, isOld: true };
}
