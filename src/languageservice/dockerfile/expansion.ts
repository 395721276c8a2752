import { shellPattern, trimEnd } from './shellPattern.ts';

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

export type ExpansionProblem =
	| 'unclosedQuote'
	| 'unclosedBrace'
	| 'badSubstitution'
	| 'unsupportedModifier'
	| 'missingSlash'
	| 'required'
	| 'invalidPattern';

export interface ExpansionError {
	readonly problem: ExpansionProblem;
	readonly start: number;
	readonly end: number;
	readonly detail: string;
}

export interface Expansion {
	readonly result: string;
	/** Split at blanks that were not quoted. */
	readonly words: readonly string[];
	readonly uses: readonly VariableUse[];
	/** Names that `lookup` did not know. */
	readonly unmatched: ReadonlySet<string>;
	readonly matched: ReadonlySet<string>;
	readonly error: ExpansionError | undefined;
}

export interface ExpansionOptions {
	readonly escape: string;
	/** The value of a variable; undefined if it is not set. */
	readonly lookup?: ((name: string) => string | undefined) | undefined;
	readonly keepQuotes?: boolean;
	readonly keepEscapes?: boolean;
	readonly ignoreQuotes?: boolean;
	readonly keepUnset?: boolean;
}

/** Expands the variables of `text` between two indexes as BuildKit's builder does. Never throws. */
export function expand(text: string, from: number, to: number, options: ExpansionOptions): Expansion {
	const reader = new Expander(text, from, to, options);
	let result = '';
	let error: ExpansionError | undefined;
	try {
		result = reader.readUntil('', options.keepEscapes ?? false);
	} catch (caught) {
		if (!(caught instanceof Failure)) {
			throw caught;
		}
		error = caught.error;
	}
	return {
		result,
		words: error ? [] : reader.words(),
		uses: reader.uses,
		unmatched: reader.unmatched,
		matched: reader.matched,
		error,
	};
}

class Failure extends Error {
	readonly error: ExpansionError;

	constructor(problem: ExpansionProblem, start: number, end: number, detail = '') {
		super(problem);
		this.error = { problem, start, end, detail };
	}
}

/** How deep `${a:-${b:-…}}` may nest before we stop following it; nobody writes it, but nothing may overflow the stack. */
const deepest = 200;

class Expander {
	readonly uses: VariableUse[] = [];
	readonly unmatched = new Set<string>();
	readonly matched = new Set<string>();
	readonly #text: string;
	readonly #to: number;
	readonly #options: ExpansionOptions;
	readonly #words: string[] = [];
	#word = '';
	#inWord = false;
	#position: number;
	#depth = 0;
	#keepEscapes = false;

	constructor(text: string, from: number, to: number, options: ExpansionOptions) {
		this.#text = text;
		// The scanner that BuildKit uses leaves out a byte order mark.
		this.#position = text[from] === '\uFEFF' && from < to ? from + 1 : from;
		this.#to = to;
		this.#options = options;
	}

	words(): readonly string[] {
		if (this.#word !== '') {
			this.#words.push(this.#word);
			this.#word = '';
		}
		return this.#words;
	}

	/** Reads up to `stop`, or to the end for an empty one; only the outermost level collects words. */
	readUntil(stop: string, keepEscapes: boolean): string {
		const start = this.#position;
		const before = this.#keepEscapes;
		this.#keepEscapes = keepEscapes;
		if (++this.#depth > deepest) {
			throw new Failure('badSubstitution', start, this.#to);
		}
		const pieces: string[] = [];
		while (this.#position < this.#to) {
			const character = this.#text[this.#position] as string;
			if (character === stop) {
				this.#position++;
				this.#depth--;
				this.#keepEscapes = before;
				return pieces.join('');
			}
			pieces.push(this.#readPiece(character));
		}
		if (stop !== '') {
			throw new Failure(stop === '/' ? 'missingSlash' : 'unclosedBrace', start, this.#to);
		}
		this.#depth--;
		this.#keepEscapes = before;
		return pieces.join('');
	}

	#readPiece(character: string): string {
		if (character === '$') {
			const value = this.#readDollar();
			this.#collect(value, false);
			return value;
		}
		if (!this.#options.ignoreQuotes && (character === "'" || character === '"')) {
			const value = character === "'" ? this.#readSingleQuoted() : this.#readDoubleQuoted();
			this.#collect(value, true);
			return value;
		}
		this.#position++;
		if (character !== this.#options.escape) {
			this.#collect(character, false);
			return character;
		}
		const kept = this.#keepEscapes ? character : '';
		const escaped = this.#position < this.#to ? (this.#text[this.#position++] as string) : '';
		this.#collect(kept + escaped, true);
		return kept + escaped;
	}

	#collect(text: string, raw: boolean): void {
		if (this.#depth > 1) {
			return;
		}
		if (raw) {
			this.#word += text;
			this.#inWord = true;
			return;
		}
		for (const character of text) {
			if (!/\s/.test(character)) {
				this.#word += character;
				this.#inWord = true;
			} else if (this.#inWord && this.#word !== '') {
				this.#words.push(this.#word);
				this.#word = '';
				this.#inWord = false;
			}
		}
	}

	#readSingleQuoted(): string {
		const start = this.#position++;
		const end = this.#text.indexOf("'", this.#position);
		if (end < 0 || end >= this.#to) {
			throw new Failure('unclosedQuote', start, this.#to, "'");
		}
		const inner = this.#text.slice(this.#position, end);
		this.#position = end + 1;
		return this.#options.keepQuotes ? `'${inner}'` : inner;
	}

	#readDoubleQuoted(): string {
		const start = this.#position++;
		const pieces: string[] = this.#options.keepQuotes ? ['"'] : [];
		while (this.#position < this.#to) {
			const character = this.#text[this.#position] as string;
			if (character === '"') {
				this.#position++;
				return pieces.join('') + (this.#options.keepQuotes ? '"' : '');
			}
			if (character === '$') {
				this.#depth++;
				pieces.push(this.#readDollar());
				this.#depth--;
				continue;
			}
			this.#position++;
			pieces.push(character === this.#options.escape ? this.#readEscapeInQuotes(character) : character);
		}
		throw new Failure('unclosedQuote', start, this.#to, '"');
	}

	#readEscapeInQuotes(escapeMark: string): string {
		const kept = this.#keepEscapes ? escapeMark : '';
		const next = this.#position < this.#to ? (this.#text[this.#position] as string) : '';
		if (next === '') {
			return kept;
		}
		if (next === '"' || next === '$' || next === escapeMark) {
			this.#position++;
			return kept + next;
		}
		return kept + escapeMark;
	}

	#readDollar(): string {
		const from = this.#position++;
		if (this.#text[this.#position] !== '{' || this.#position >= this.#to) {
			const start = this.#position;
			const name = this.#readName();
			if (name === '') {
				return '$';
			}
			this.#use(name, start, from, this.#position, false, '');
			const value = this.#lookup(name);
			return value === undefined && this.#options.keepUnset ? `$${name}` : (value ?? '');
		}
		this.#position++;
		const next = this.#position < this.#to ? (this.#text[this.#position] as string) : '';
		if (next === '') {
			throw new Failure('unclosedBrace', from, this.#to);
		}
		if (next === '{' || next === '}' || next === ':') {
			throw new Failure('badSubstitution', from, this.#endOfExpression(from));
		}
		return this.#readBraces(from);
	}

	#readBraces(from: number): string {
		const start = this.#position;
		const name = this.#readName();
		let operator = this.#next();
		if (operator === '}') {
			this.#use(name, start, from, this.#position, true, '');
			const value = this.#lookup(name);
			return value === undefined && this.#options.keepUnset ? `\${${name}}` : (value ?? '');
		}
		let modifier = operator;
		if (operator === ':') {
			operator = this.#next();
			modifier += operator;
		}
		const index = this.uses.length;
		this.#use(name, start, from, this.#position, true, modifier);
		const value =
			operator === '/' && modifier === '/'
				? this.#replaceForm(name, from)
				: this.#wordForm(name, operator, modifier, from);
		const use = this.uses[index];
		if (use) {
			this.uses[index] = { ...use, to: this.#position };
		}
		return value;
	}

	#wordForm(name: string, operator: string, modifier: string, from: number): string {
		const plain = !modifier.startsWith(':');
		if (operator === '') {
			throw new Failure('unclosedBrace', from, this.#to);
		}
		if (!('+-?'.includes(operator) || (plain && '#%'.includes(operator)))) {
			if (!plain && !'#%'.includes(operator)) {
				// BuildKit reads these to the end and looks the variable up before it refuses them.
				this.readUntil('}', false);
				this.#lookup(name);
			}
			throw new Failure('unsupportedModifier', from, this.#endOfExpression(from), modifier);
		}
		const word = this.readUntil('}', operator === '#' || operator === '%');
		const value = this.#lookup(name);
		if (value === undefined && this.#options.keepUnset) {
			return `\${${name}${modifier}${word}}`;
		}
		const missing = value === undefined || (!plain && value === '');
		switch (operator) {
			case '-':
				return missing ? word : (value ?? '');
			case '+':
				return missing ? '' : word;
			case '?':
				if (missing && this.#options.lookup) {
					throw new Failure('required', from, this.#position, word || name);
				}
				return value ?? '';
			default:
				return this.#trim(value ?? '', operator, word, from);
		}
	}

	#trim(value: string, operator: string, word: string, from: number): string {
		const greedy = word.startsWith(operator);
		const pattern = shellPattern(greedy ? word.slice(1) : word, greedy);
		if (pattern === undefined) {
			throw new Failure('invalidPattern', from, this.#position, word);
		}
		if (value.length * word.length > 20_000) {
			return value;
		}
		if (operator === '#') {
			return value.replace(new RegExp(`^(?:${pattern})`, 'su'), '');
		}
		return trimEnd(value, pattern, greedy);
	}

	#replaceForm(name: string, from: number): string {
		const all = this.#text[this.#position] === '/' && this.#position < this.#to;
		if (all) {
			this.#position++;
		}
		const word = this.readUntil('/', true);
		const replacement = this.readUntil('}', true);
		const value = this.#lookup(name);
		if (value === undefined && this.#options.keepUnset) {
			return `\${${name}/${word}/${replacement}}`;
		}
		const pattern = shellPattern(word, true);
		if (pattern === undefined) {
			throw new Failure('invalidPattern', from, this.#position, word);
		}
		if ((value ?? '').length * word.length > 20_000) {
			return value ?? '';
		}
		return (value ?? '').replace(new RegExp(pattern, all ? 'gsu' : 'su'), () => replacement);
	}

	#next(): string {
		return this.#position < this.#to ? (this.#text[this.#position++] as string) : '';
	}

	#readName(): string {
		const match = namePattern;
		match.lastIndex = this.#position;
		const name = match.exec(this.#text)?.[0].slice(0, this.#to - this.#position) ?? '';
		this.#position += name.length;
		return name;
	}

	#lookup(name: string): string | undefined {
		const value = this.#options.lookup?.(name);
		(value === undefined ? this.unmatched : this.matched).add(name);
		return value;
	}

	#use(name: string, start: number, from: number, to: number, braces: boolean, modifier: string): void {
		this.uses.push({ name, start, end: start + name.length, from, to, braces, modifier });
	}

	#endOfExpression(from: number): number {
		const end = this.#text.indexOf('}', from);
		return end < 0 || end >= this.#to ? this.#to : end + 1;
	}
}

// A name, a positional parameter's digits, or one special parameter, at the place where it is looked for.
const namePattern = /[\p{L}_][\p{L}\p{Nd}_]*|\p{Nd}+|[@*#?\-$!]/uy;
