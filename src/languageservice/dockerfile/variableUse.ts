/** A use of a variable inside a text: `$NAME`, `${NAME}`, `${NAME:-word}` … */
export interface VariableUse {
	readonly name: string;
	/** The name alone, without `$` and braces. */
	readonly start: number;
	readonly end: number;
	/** The whole expression, from `$` on. */
	readonly from: number;
	readonly to: number;
	readonly braces: boolean;
	/** `:-`, `+`, `#` …; empty for plain uses. */
	readonly modifier: string;
}

// A name, a positional parameter's digits, or one special parameter, at the place where it is looked for.
const namePattern = /[\p{L}_][\p{L}\p{Nd}_]*|\p{Nd}+|[@*#?\-$!]/uy;

/** The variable's name at an index; empty if there is none. */
export function nameAt(text: string, index: number, to: number): string {
	namePattern.lastIndex = index;
	return namePattern.exec(text)?.[0].slice(0, to - index) ?? '';
}
