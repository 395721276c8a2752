import { ExpandedWords } from './expandedWords.ts';
import { ExpansionFailure } from './expansionError.ts';
import { replaced, trimmed } from './shellPattern.ts';
import { nameAt, type VariableUse } from './variableUse.ts';

export interface ExpansionOptions {
	readonly escape: string;
	/** The value of a variable; undefined if it is not set. */
	readonly lookup?: ((name: string) => string | undefined) | undefined;
	readonly keepQuotes?: boolean;
	readonly keepEscapes?: boolean;
	readonly ignoreQuotes?: boolean;
	readonly keepUnset?: boolean;
	/** Whether the words are wanted. */
	readonly words?: boolean;
}

/** How deep `${a:-${b:-…}}` may nest before we stop following it; nobody writes it, but nothing may overflow the stack. */
const deepest = 200;

/** One expansion: what was read so far, and what it found. */
export class Expander {
	readonly uses: VariableUse[] = [];
	readonly unmatched = new Set<string>();
	readonly matched = new Set<string>();
	readonly words = new ExpandedWords();
	readonly #text: string;
	readonly #to: number;
	readonly #options: ExpansionOptions;
	#position: number;
	#depth = 0;
	/** Values that double and double again would fill the memory. */
	#mostFromVariables = 100_000;
	#keepEscapes = false;

	constructor(text: string, from: number, to: number, options: ExpansionOptions) {
		this.#text = text;
		// The scanner that BuildKit uses leaves out a byte order mark.
		this.#position = text[from] === '\uFEFF' && from < to ? from + 1 : from;
		this.#to = to;
		this.#options = options;
	}

	/** Reads up to `stop`, or to the end for an empty one; only the outermost level collects words. */
	readUntil(stop: string, keepEscapes: boolean): string {
		const start = this.#position;
		const before = this.#keepEscapes;
		this.#keepEscapes = keepEscapes;
		if (++this.#depth > deepest) {
			throw new ExpansionFailure('badSubstitution', start, this.#to);
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
			pieces.push(this.#readPiece(character, stop));
		}
		if (stop !== '') {
			throw new ExpansionFailure(stop === '/' ? 'missingSlash' : 'unclosedBrace', start, this.#to);
		}
		this.#depth--;
		this.#keepEscapes = before;
		return pieces.join('');
	}

	#readPiece(character: string, stop: string): string {
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
		if (character !== this.#options.escape) {
			const plain = this.#readPlain(stop);
			this.#collect(plain, false);
			return plain;
		}
		this.#position++;
		const kept = this.#keepEscapes ? character : '';
		const escaped = this.#position < this.#to ? (this.#text[this.#position++] as string) : '';
		this.#collect(kept + escaped, true);
		return kept + escaped;
	}

	/** As many characters as stand for themselves. */
	#readPlain(stop: string): string {
		const start = this.#position++;
		while (this.#position < this.#to) {
			const character = this.#text[this.#position] as string;
			if (
				character === '$' ||
				character === '"' ||
				character === "'" ||
				character === this.#options.escape ||
				character === stop
			) {
				break;
			}
			this.#position++;
		}
		return this.#text.slice(start, this.#position);
	}

	#collect(text: string, raw: boolean): void {
		if (this.#depth > 1 || this.#options.words === false) {
			return;
		}
		if (raw) {
			this.words.addRaw(text);
		} else {
			this.words.add(text);
		}
	}

	#readSingleQuoted(): string {
		const start = this.#position++;
		const end = this.#text.indexOf("'", this.#position);
		if (end < 0 || end >= this.#to) {
			throw new ExpansionFailure('unclosedQuote', start, this.#to, "'");
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
		throw new ExpansionFailure('unclosedQuote', start, this.#to, '"');
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
			throw new ExpansionFailure('unclosedBrace', from, this.#to);
		}
		if (next === '{' || next === '}' || next === ':') {
			throw new ExpansionFailure('badSubstitution', from, this.#endOfExpression(from));
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
			throw new ExpansionFailure('unclosedBrace', from, this.#to);
		}
		if (!('+-?'.includes(operator) || (plain && '#%'.includes(operator)))) {
			if (!plain && !'#%'.includes(operator)) {
				// BuildKit reads these to the end and looks the variable up before it refuses them.
				this.readUntil('}', false);
				this.#lookup(name);
			}
			throw new ExpansionFailure('unsupportedModifier', from, this.#endOfExpression(from), modifier);
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
					throw new ExpansionFailure('required', from, this.#position, word || name);
				}
				return value ?? '';
			default:
				return this.#expected(trimmed(value ?? '', operator as '#' | '%', word), from, word);
		}
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
		return this.#expected(replaced(value ?? '', word, replacement, all), from, word);
	}

	#expected(result: string | undefined, from: number, pattern: string): string {
		if (result === undefined) {
			throw new ExpansionFailure('invalidPattern', from, this.#position, pattern);
		}
		return result;
	}

	#next(): string {
		return this.#position < this.#to ? (this.#text[this.#position++] as string) : '';
	}

	#readName(): string {
		const name = nameAt(this.#text, this.#position, this.#to);
		this.#position += name.length;
		return name;
	}

	#lookup(name: string): string | undefined {
		const value = this.#options.lookup?.(name);
		(value === undefined ? this.unmatched : this.matched).add(name);
		if (value === undefined || value.length <= this.#mostFromVariables) {
			this.#mostFromVariables -= value?.length ?? 0;
			return value;
		}
		return value.slice(0, this.#mostFromVariables);
	}

	#use(name: string, start: number, from: number, to: number, braces: boolean, modifier: string): void {
		this.uses.push({ name, start, end: start + name.length, from, to, braces, modifier });
	}

	#endOfExpression(from: number): number {
		const end = this.#text.indexOf('}', from);
		return end < 0 || end >= this.#to ? this.#to : end + 1;
	}
}
