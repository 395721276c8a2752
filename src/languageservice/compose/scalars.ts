import { isScalar, type Scalar } from 'yaml';

/** What Compose reads a scalar as. `time` is a date that YAML 1.1 knows; Compose accepts none anywhere. */
export type ScalarKind = 'string' | 'integer' | 'float' | 'boolean' | 'null' | 'time';

export interface ResolvedScalar {
	readonly kind: ScalarKind;
	readonly value: string | number | boolean | null;
	/** The text without quotes. */
	readonly text: string;
}

/**
 * Reads a scalar as Compose does: YAML 1.2 with the octal numbers, underscores and dates of YAML 1.1. Integers beyond
 * what a number holds exactly keep their digits in `text`.
 */
export function resolveScalar(node: Scalar): ResolvedScalar {
	const text = textOf(node);
	const { tag } = node;
	if (tag !== undefined && tag !== '!' && node.source !== undefined) {
		return resolveTagged(tag, text);
	}
	if (node.type === 'PLAIN' || (node.type === undefined && node.source !== undefined)) {
		return resolvePlain(text);
	}
	return node.value === null ? { kind: 'null', value: null, text: '' } : { kind: 'string', value: text, text };
}

function textOf(node: Scalar): string {
	return node.type === 'PLAIN' || typeof node.value !== 'string' ? (node.source ?? '') : node.value;
}

const string = (text: string): ResolvedScalar => ({ kind: 'string', value: text, text });

function resolveTagged(tag: string, text: string): ResolvedScalar {
	const name = tag.replace('tag:yaml.org,2002:', '');
	const plain = resolvePlain(text);
	if (name === tag || name === 'str' || name === 'binary') {
		return string(text);
	}
	return name === 'float' && plain.kind === 'integer' ? { ...plain, kind: 'float' } : plain;
}

const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const trues = new Set(['true', 'True', 'TRUE']);
const falses = new Set(['false', 'False', 'FALSE']);
const constants = new Map([
	['.nan', Number.NaN],
	['.NaN', Number.NaN],
	['.NAN', Number.NaN],
	...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(name => [name, Number.POSITIVE_INFINITY] as const),
	...['-.inf', '-.Inf', '-.INF'].map(name => [name, Number.NEGATIVE_INFINITY] as const),
]);
const date =
	/^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|[ \t]+)\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::?\d{2})?))?)?$/;

export function resolvePlain(text: string): ResolvedScalar {
	if (nulls.has(text)) {
		return { kind: 'null', value: null, text };
	}
	const first = text.charCodeAt(0);
	const isNumeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
	if (!isNumeric) {
		if (trues.has(text) || falses.has(text)) {
			return { kind: 'boolean', value: trues.has(text), text };
		}
		return string(text);
	}
	const constant = constants.get(text);
	if (constant !== undefined) {
		return { kind: 'float', value: constant, text };
	}
	if (date.test(text) && isRealDate(text)) {
		return { kind: 'time', value: text, text };
	}
	return resolveNumber(text) ?? string(text);
}

function isRealDate(text: string): boolean {
	const [, month = '', day = ''] = /^\d+-(\d+)-(\d+)/.exec(text) ?? [];
	return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
}

const radixes: readonly (readonly [RegExp, number])[] = [
	[/^([-+]?)0[xX]([0-9a-fA-F]+)$/, 16],
	[/^([-+]?)0[bB]([01]+)$/, 2],
	[/^([-+]?)0[oO]?([0-7]+)$/, 8],
	[/^([-+]?)(0|[1-9][0-9]*)$/, 10],
];

function resolveNumber(text: string): ResolvedScalar | undefined {
	const plain = text.replaceAll('_', '');
	for (const [pattern, radix] of radixes) {
		const [, sign, digits] = pattern.exec(plain) ?? [];
		if (digits !== undefined) {
			const value = Number.parseInt(digits, radix) * (sign === '-' ? -1 : 1);
			return { kind: Math.abs(value) > 18446744073709552000 ? 'float' : 'integer', value, text };
		}
	}
	if (/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(plain)) {
		return { kind: 'float', value: Number(plain), text };
	}
	return undefined;
}

/** The key of a map as Compose reads it; a kind other than `string` is one that it refuses. */
export function resolveKey(key: unknown): ResolvedScalar | undefined {
	return isScalar(key) ? resolveScalar(key) : undefined;
}
