import type { Hover } from 'vscode-languageserver-types';
import { type Analysis, rangeOf } from './analysis.ts';

export function markdown(analysis: Analysis, value: string, start: number, end: number): Hover {
	return { contents: { kind: 'markdown', value }, range: rangeOf(analysis.file, start, end) };
}

/** Text of the file inside Markdown: never anything but code. */
export function code(text: string): string {
	const clean = text.slice(0, 500).replace(/[\r\n]+/g, ' ');
	const fence = '`'.repeat(Math.max(0, ...[...clean.matchAll(/`+/g)].map(match => match[0].length)) + 1);
	const pad = clean.startsWith('`') || clean.endsWith('`') || clean === '' ? ' ' : '';
	return `${fence}${pad}${clean}${pad}${fence}`;
}

/** Text of the file as plain text of Markdown. */
export function plain(text: string): string {
	return text.replace(/[\\`*_{}[\]()#+\-.!<>|&~]/g, '\\$&');
}
