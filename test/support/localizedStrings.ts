import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LocalizedCall {
	/** Path below `src`. */
	readonly file: string;
	readonly line: number;
	/** The English text; `undefined` when the call's first argument is no plain string. */
	readonly text: string | undefined;
}

const call = /\bl10n\.t\(\s*(?:\{\s*message:\s*)?('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.)*`)?/g;

/** Every `l10n.t(…)` below `src`, read as text. */
export function localizedCalls(src: string): LocalizedCall[] {
	return readdirSync(src, { recursive: true, encoding: 'utf8' })
		.filter(file => file.endsWith('.ts'))
		.flatMap(file => callsIn(file, readFileSync(join(src, file), 'utf8')));
}

/** The placeholders of a text, sorted: `{0}`, `{name}`. */
export function placeholders(text: string): string[] {
	return [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1] as string).sort();
}

function callsIn(file: string, source: string): LocalizedCall[] {
	return [...source.matchAll(call)].map(match => ({
		file,
		line: source.slice(0, match.index).split('\n').length,
		text: match[1] === undefined ? undefined : unquote(match[1]),
	}));
}

function unquote(literal: string): string {
	const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };
	return literal
		.slice(1, -1)
		.replace(/\\u\{([0-9a-fA-F]+)\}|\\u([0-9a-fA-F]{4})|\\([\s\S])/g, (_, braced, four, single) =>
			single === undefined ? String.fromCodePoint(Number.parseInt(braced ?? four, 16)) : (escapes[single] ?? single),
		);
}
