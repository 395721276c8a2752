/** A piece of a logical line: `value` with escapes and quotes as BuildKit leaves them at this point. */
export interface Word {
	readonly value: string;
	readonly start: number;
	readonly end: number;
}

export interface FlagWord extends Word {
	/** Without the dashes. */
	readonly name: string;
	readonly nameEnd: number;
	/** Undefined when there is no `=`. */
	readonly flagValue: string | undefined;
	readonly valueStart: number;
}

// What BuildKit takes for blanks: unlike JavaScript's, with U+0085 and without U+FEFF.
const blanks = '\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const blank = new RegExp(`[${blanks}]`);

export function isBlank(character: string | undefined): boolean {
	// Almost every character is plain ASCII, and this is asked for every character.
	if (character === undefined || (character > ' ' && character < '\x7f')) {
		return false;
	}
	return character === ' ' || blank.test(character);
}

/** The index of the first character from `from` on that is no blank. */
export function skipBlanks(text: string, from: number, to = text.length): number {
	let index = from;
	while (index < to && isBlank(text[index])) {
		index++;
	}
	return index;
}

/** The length of a text without the blanks at its end. */
export function trimmedLength(text: string): number {
	let length = text.length;
	while (length > 0 && isBlank(text[length - 1])) {
		length--;
	}
	return length;
}

/** The flags at the start of an instruction's arguments, and where the arguments proper begin. */
export function splitFlags(
	text: string,
	from: number,
	escapeMark: string,
): { readonly flags: FlagWord[]; readonly rest: number } {
	const flags: FlagWord[] = [];
	let position = from;
	for (;;) {
		position = skipBlanks(text, position);
		if (text[position] !== '-' || text[position + 1] !== '-') {
			return { flags, rest: position };
		}
		const start = position;
		const word = readFlagWord(text, position, escapeMark);
		position = word.end;
		if (word.value === '--') {
			return { flags, rest: position };
		}
		flags.push(asFlag(text, word, start));
	}
}

function readFlagWord(text: string, from: number, escapeMark: string): Word {
	let value = '';
	let quote = '';
	let position = from;
	for (; position < text.length; position++) {
		const character = text[position] as string;
		// BuildKit reads flags byte by byte, so that only ASCII has blanks.
		if (quote === '' && character <= ' ' && isBlank(character)) {
			break;
		}
		if (character === quote) {
			quote = '';
		} else if (quote === '' && (character === '"' || character === "'")) {
			quote = character;
		} else if (character === escapeMark) {
			position++;
			value += text[position] ?? '';
		} else {
			value += character;
		}
	}
	return { value, start: from, end: Math.min(position, text.length) };
}

function asFlag(text: string, word: Word, start: number): FlagWord {
	const equals = word.value.indexOf('=');
	const raw = text.indexOf('=', start);
	const rawEquals = raw >= 0 && raw < word.end ? raw : word.end;
	return {
		...word,
		name: equals < 0 ? word.value.slice(2) : word.value.slice(2, equals),
		nameEnd: rawEquals,
		flagValue: equals < 0 ? undefined : word.value.slice(equals + 1),
		valueStart: Math.min(rawEquals + 1, word.end),
	};
}

const betweenWords = /[\t\v\f\r ]+/g;

/** Words between blanks, without any regard for quotes, as FROM, EXPOSE, COPY and VOLUME are split. */
export function splitByBlanks(text: string, from: number, to: number): Word[] {
	const words: Word[] = [];
	let start = from;
	betweenWords.lastIndex = from;
	while (start < to) {
		const match = betweenWords.exec(text);
		const end = match === null || match.index >= to ? to : match.index;
		words.push({ value: text.slice(start, end), start, end });
		start = match === null ? to : match.index + match[0].length;
	}
	return words;
}

/** Words as ENV, LABEL and ARG are split: quotes keep blanks together and stay in the value. */
export function splitQuoted(text: string, from: number, to: number, escapeMark: string): Word[] {
	const words: Word[] = [];
	let position = from;
	while (position < to) {
		if (isBlank(text[position])) {
			position++;
			continue;
		}
		const word = readQuotedWord(text, position, to, escapeMark);
		if (word.value !== '') {
			words.push(word);
		}
		position = word.end;
	}
	return words;
}

function readQuotedWord(text: string, from: number, to: number, escapeMark: string): Word {
	let quote = '';
	let position = from;
	for (; position < to; position++) {
		const character = text[position] as string;
		if (quote === '' && isBlank(character)) {
			break;
		}
		if (character === quote) {
			quote = '';
		} else if (quote === '' && (character === '"' || character === "'")) {
			quote = character;
		}
		if (character === escapeMark && quote !== "'") {
			position++;
		}
	}
	const end = Math.min(position, to);
	return { value: text.slice(from, end), start: from, end };
}

/** The strings of a JSON array with their places (quotes included); undefined if it is not an array of strings alone. */
export function jsonStrings(text: string, from: number, to: number): Word[] | 'not strings' | undefined {
	const source = text.slice(from, to);
	if (!source.startsWith('[')) {
		return undefined;
	}
	let parsed: unknown;
	try {
		parsed = JSON.parse(source);
	} catch {
		return undefined;
	}
	const items = parsed as unknown[];
	if (items.some(item => typeof item !== 'string')) {
		return 'not strings';
	}
	const words: Word[] = [];
	const literal = /"(?:[^"\\]|\\.)*"/g;
	for (const item of items) {
		const match = literal.exec(source);
		if (match === null) {
			break;
		}
		words.push({ value: item as string, start: from + match.index, end: from + match.index + match[0].length });
	}
	return words;
}
