/** How a `${NAME…}` goes on: nothing, a default, a replacement, or an error message. */
export type Modifier = '' | '-' | ':-' | '+' | ':+' | '?' | ':?';

/** A variable in a text. Offsets are in the text. */
export interface VariablePart {
	readonly kind: 'variable';
	readonly start: number;
	readonly end: number;
	readonly name: string;
	/** Where the name begins. */
	readonly nameStart: number;
	readonly modifier: Modifier;
	/** What follows the modifier. */
	readonly rest: string;
	readonly restStart: number;
	readonly isBraced: boolean;
}

export interface OtherPart {
	/** `invalid` is a `${…}` that Compose refuses; the whole text is then refused. */
	readonly kind: 'text' | 'escape' | 'invalid';
	readonly start: number;
	readonly end: number;
}

export type Part = VariablePart | OtherPart;

const simple = /[A-Za-z_][A-Za-z0-9_]*/y;
const braced = /([A-Za-z_][A-Za-z0-9_]*)(:?[-+?])?/y;

/** Takes a text apart into what is written and what stands for variables. A `$` before anything else is just text. */
export function parseInterpolation(text: string): readonly Part[] {
	const parts: Part[] = [];
	let last = 0;
	let from = text.indexOf('$');
	while (from >= 0) {
		const part = partAt(text, from);
		if (part) {
			if (part.start > last) {
				parts.push({ kind: 'text', start: last, end: part.start });
			}
			parts.push(part);
			last = part.end;
		}
		from = text.indexOf('$', part ? part.end : from + 1);
	}
	if (last < text.length) {
		parts.push({ kind: 'text', start: last, end: text.length });
	}
	return parts;
}

function partAt(text: string, start: number): Part | undefined {
	const next = text[start + 1];
	if (next === '$') {
		return { kind: 'escape', start, end: start + 2 };
	}
	if (next === '{') {
		return bracedAt(text, start);
	}
	simple.lastIndex = start + 1;
	const name = simple.exec(text)?.[0];
	if (name === undefined) {
		return undefined;
	}
	const end = start + 1 + name.length;
	return {
		kind: 'variable',
		start,
		end,
		name,
		nameStart: start + 1,
		modifier: '',
		rest: '',
		restStart: end,
		isBraced: false,
	};
}

function bracedAt(text: string, start: number): Part {
	const close = closingBrace(text, start);
	const end = close < 0 ? text.length : close + 1;
	braced.lastIndex = start + 2;
	const match = braced.exec(text);
	const restStart = braced.lastIndex;
	const isInvalid = close < 0 || !match || restStart > close || (match[2] === undefined && restStart !== close);
	// Compose does not look for the end of a variable beyond the end of its line.
	if (isInvalid || text.slice(restStart, close).includes('\n')) {
		return { kind: 'invalid', start, end };
	}
	return {
		kind: 'variable',
		start,
		end,
		name: match?.[1] as string,
		nameStart: start + 2,
		modifier: (match?.[2] ?? '') as Modifier,
		rest: text.slice(restStart, close),
		restStart,
		isBraced: true,
	};
}

/** The brace that closes the one of a `${`, with the `${…}` inside counted. */
function closingBrace(text: string, start: number): number {
	let open = 0;
	for (let index = start; index < text.length; index++) {
		if (text[index] === '}') {
			open--;
			if (open === 0) {
				return index;
			}
		} else if (text[index] === '$' && text[index + 1] === '{') {
			open++;
			index++;
		}
	}
	return -1;
}

export interface Substitution {
	readonly text: string;
	readonly problems: readonly InterpolationProblem[];
}

/** `offset` and `end` are in the text that was given. */
export interface InterpolationProblem {
	readonly kind: 'invalid' | 'required' | 'unset';
	readonly start: number;
	readonly end: number;
	readonly name: string;
	/** What the author wants to be said when a required variable is missing. */
	readonly message: string;
}

/** Fills in the variables of a text as Compose does; what cannot be filled in is blank. */
export function substitute(text: string, lookup: (name: string) => string | undefined): Substitution {
	const problems: InterpolationProblem[] = [];
	return { text: fill(text, lookup, 0, problems, 0), problems };
}

function fill(
	text: string,
	lookup: (name: string) => string | undefined,
	offset: number,
	problems: InterpolationProblem[],
	depth: number,
): string {
	let result = '';
	for (const part of parseInterpolation(text)) {
		if (part.kind === 'text') {
			result += text.slice(part.start, part.end);
		} else if (part.kind === 'escape') {
			result += '$';
		} else if (part.kind === 'invalid' || depth > 50) {
			problems.push({ kind: 'invalid', start: offset + part.start, end: offset + part.end, name: '', message: '' });
		} else {
			result += filledIn(part as VariablePart, lookup, offset, problems, depth);
		}
	}
	return result;
}

function filledIn(
	part: VariablePart,
	lookup: (name: string) => string | undefined,
	offset: number,
	problems: InterpolationProblem[],
	depth: number,
): string {
	const value = lookup(part.name);
	const isMissing = value === undefined || (part.modifier.startsWith(':') && value === '');
	const report = (kind: InterpolationProblem['kind'], message = '') =>
		problems.push({ kind, start: offset + part.start, end: offset + part.end, name: part.name, message });
	if (part.modifier === '') {
		if (value === undefined) {
			report('unset');
		}
		return value ?? '';
	}
	// What follows the modifier is filled in even where it is not needed, with all its mistakes.
	const rest = fill(part.rest, lookup, offset + part.restStart, problems, depth + 1);
	switch (part.modifier.replace(':', '')) {
		case '-':
			return isMissing ? rest : value;
		case '+':
			return isMissing ? '' : rest;
		default:
			if (isMissing) {
				report('required', rest);
			}
			return value ?? '';
	}
}
