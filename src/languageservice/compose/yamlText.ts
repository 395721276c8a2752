import { isScalar, parseDocument } from 'yaml';

/** A piece of YAML to be written; scalars are given as they stand in the text, quotes included. */
export type Yaml = string | YamlMap | YamlList;
export interface YamlMap {
	readonly map: readonly (readonly [key: string, value: Yaml])[];
}
export interface YamlList {
	readonly list: readonly Yaml[];
}

/** What follows `key:` in block style: a blank and a scalar, or lines at a column. Nothing for an empty text. */
export function blockText(value: Yaml, column: number, step: number, eol: string): string {
	if (typeof value === 'string') {
		return value === '' ? '' : ` ${value}`;
	}
	const indent = eol + ' '.repeat(column);
	if ('list' in value) {
		const items = value.list.map(item => {
			const text = blockText(item, column + 2, step, eol);
			return `${indent}- ${text.trimStart()}`;
		});
		return items.length === 0 ? ' []' : items.join('');
	}
	const pairs = value.map.map(([key, child]) => `${indent}${key}:${blockText(child, column + step, step, eol)}`);
	return pairs.length === 0 ? ' {}' : pairs.join('');
}

export function flowText(value: Yaml): string {
	if (typeof value === 'string') {
		return value;
	}
	if ('list' in value) {
		return `[${value.list.map(flowText).join(', ')}]`;
	}
	const pairs = value.map.map(([key, child]) => {
		const text = flowText(child);
		return text === '' ? `${key}:` : `${key}: ${text}`;
	});
	return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** A text as a YAML scalar that every YAML reads as this text: plain where it can be, else in double quotes. */
export function scalarText(text: string, inFlow = false): string {
	return isPlain(text, inFlow) ? text : quoted(text);
}

export function quoted(text: string): string {
	return JSON.stringify(text).replace(/\u007f|[\u0080-\u009f\u2028\u2029\ufeff]/g, sign => {
		return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
}

const notText = /^(?:y|yes|n|no|on|off|true|false|null|~|<<|=|\.(?:inf|nan))$/i;

/** Words that old YAML reads as booleans, dates, times or numbers are not plain. */
function isPlain(text: string, inFlow: boolean): boolean {
	if (notText.test(text) || /^[-+]?[\d.][\d_.,:eExXoO]*$|^\d{4}-\d\d?-\d\d?/.test(text) || /[\n\r\t]/.test(text)) {
		return false;
	}
	if (inFlow && /[,[\]{}]/.test(text)) {
		return false;
	}
	const document = parseDocument(`- ${text}\n`, { logLevel: 'silent' });
	const item = (document.contents as { items?: unknown[] } | null)?.items?.[0];
	return (
		document.errors.length === 0 && isScalar(item) && item.type === 'PLAIN' && item.value === text && !item.comment
	);
}
