/** A rule of a TextMate grammar, as VS Code reads it. */
export interface Rule {
	readonly include?: string;
	readonly name?: string;
	readonly contentName?: string;
	readonly match?: string;
	readonly begin?: string;
	readonly end?: string;
	readonly while?: string;
	readonly captures?: Captures;
	readonly beginCaptures?: Captures;
	readonly endCaptures?: Captures;
	readonly patterns?: readonly Rule[];
	readonly applyEndPatternLast?: boolean;
}

/** By the number of the group. */
export type Captures = Readonly<Record<number, { readonly name?: string; readonly patterns?: readonly Rule[] }>>;

export interface Grammar {
	readonly name: string;
	readonly scopeName: string;
	readonly patterns: readonly Rule[];
	readonly injections?: Readonly<Record<string, { readonly patterns: readonly Rule[] }>>;
	readonly repository: Readonly<Record<string, Rule>>;
}

/** Matches nothing: the end of a rule that lasts as long as the one around it. */
export const never = '(?!)';

export function include(...names: readonly string[]): Rule[] {
	return names.map(name => ({ include: /^(?:source|text|\$)/.test(name) ? name : `#${name}` }));
}

export function oneOf(words: readonly string[]): string {
	return `(?:${words.join('|')})`;
}

/** A word that begins an instruction of a Dockerfile, in any case. */
export function instructionKeyword(keywords: readonly string[]): string {
	return `(?i:${keywords.join('|')})(?=[ \\t\\v\\f\\\\\`]|$)`;
}
