import { expand } from './expansion.ts';
import { isBlank } from './words.ts';

/** `<<EOF`, `<<-"EOF"` or `3<<EOF` on an instruction's line, and, once found, its body. */
export interface Heredoc {
	readonly name: string;
	/** Variables in the body are expanded (in COPY and ADD): the word has no quotes. */
	readonly expands: boolean;
	/** Leading tabs do not count: `<<-`. */
	readonly stripsTabs: boolean;
	/** Of the whole word, in the logical line. */
	readonly start: number;
	readonly end: number;
	/** Of the name without quotes, in the logical line. */
	readonly nameStart: number;
	readonly nameEnd: number;
	/** Offsets in the document; equal when there is no body. Set when the body has been read. */
	bodyStart: number;
	bodyEnd: number;
	/** Offset of the terminator's name; -1 when it is missing. */
	terminator: number;
}

const opening = /(?:^|[^<])<<-?[^<]/;

/** The heredocs that a logical line opens, in order. */
export function heredocsOfLine(text: string, from: number): Heredoc[] {
	if (!opening.test(text)) {
		return [];
	}
	// BuildKit splits the whole line in shell words; if a quote stays open there are no words, hence no heredocs.
	if (expand(text, 0, text.length, { escape: '\\', keepQuotes: true, keepEscapes: true, keepUnset: true }).error) {
		return [];
	}
	const heredocs: Heredoc[] = [];
	for (const [start, end] of shellWords(text, from)) {
		const heredoc = parseHeredoc(text.slice(start, end), start);
		if (heredoc) {
			heredocs.push(heredoc);
		}
	}
	return heredocs;
}

/** Whether a word is a heredoc, and which; `start` is where it stands. */
export function parseHeredoc(word: string, start = 0): Heredoc | undefined {
	const match = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/.exec(word);
	const rest = match?.[3];
	if (!match || !rest) {
		return undefined;
	}
	const options = { escape: '\\', keepUnset: true };
	const plain = expand(rest, 0, rest.length, options);
	if (plain.error || plain.words.length !== 1) {
		return undefined;
	}
	const raw = expand(rest, 0, rest.length, { ...options, keepQuotes: true });
	const name = plain.words[0] as string;
	const restStart = start + word.length - rest.length;
	const within = rest.indexOf(name);
	return {
		name,
		expands: quotes(name) === quotes(raw.words[0] ?? name),
		stripsTabs: match[2] === '-',
		start,
		end: start + word.length,
		nameStart: within < 0 ? restStart : restStart + within,
		nameEnd: within < 0 ? start + word.length : restStart + within + name.length,
		bodyStart: 0,
		bodyEnd: 0,
		terminator: -1,
	};
}

function quotes(text: string): number {
	return text.split(/['"]/).length - 1;
}

/** Words of a shell line with quotes kept together; yields their places. */
function* shellWords(text: string, from: number): Generator<readonly [number, number]> {
	let position = from;
	while (position < text.length) {
		if (isBlank(text[position])) {
			position++;
			continue;
		}
		const start = position;
		position = endOfShellWord(text, position);
		yield [start, position];
	}
}

function endOfShellWord(text: string, from: number): number {
	let quote = '';
	let position = from;
	for (; position < text.length; position++) {
		const character = text[position] as string;
		if (quote === '' && isBlank(character)) {
			return position;
		}
		if (character === '\\' && quote !== "'") {
			position++;
		} else if (character === quote) {
			quote = '';
		} else if (quote === '' && (character === '"' || character === "'")) {
			quote = character;
		} else if (quote === '' && character === '<' && text[position + 1] === '<') {
			position = endOfOpening(text, position);
		}
	}
	return Math.min(position, text.length);
}

/** The name of a heredoc may follow `<<` after blanks. Returns the last index that belongs to the opening. */
function endOfOpening(text: string, from: number): number {
	let end = from + 1;
	while (text[end + 1] === ' ' || text[end + 1] === '\t' || text[end + 1] === '\r') {
		end++;
	}
	return end;
}
