import { EngineError } from './errors.ts';
import type { LogChunk } from './logChunk.ts';
import type { LogQuery } from './logRecord.ts';
import { withTimeLimit } from './timeLimit.ts';

const pieceBytes = 32 * 1024;

/** Finds the lines with a text or an expression in a chunk. */
export interface LineMatcher {
	/**
	 * Looks at lines from `from`, at most up to `to`, and calls `found` for each that matches, in order. Returns where to
	 * go on. Throws an `EngineError` (`timeout`) when an expression takes too long for this.
	 */
	find(chunk: LogChunk, from: number, to: number, found: (line: number) => void): number;
}

/** Throws an `EngineError` (`invalid`) for what is no regular expression. */
export function lineMatcher({ text, regex, matchCase }: LogQuery): LineMatcher {
	if (regex) {
		return new ExpressionMatcher(text, matchCase ?? false);
	}
	const folded = matchCase ? undefined : foldingPattern(text);
	return folded === undefined ? exactMatcher(Buffer.from(text)) : foldedMatcher(folded);
}

function exactMatcher(text: Buffer): LineMatcher {
	return {
		find(chunk, from, to, found) {
			const bytes = chunk.bytes.subarray(0, chunk.end(to - 1));
			let line = from;
			while (line < to) {
				const at = bytes.indexOf(text, chunk.start(line));
				if (at < 0) {
					break;
				}
				line = chunk.lineAt(at, line);
				found(line++);
			}
			return to;
		},
	};
}

/** Bytes read as characters, one for one, are searched as fast as text that needs no decoding. */
function foldedMatcher(pattern: string): LineMatcher {
	const expression = new RegExp(pattern, 'g');
	return {
		find(chunk, from, to, found) {
			for (const [first, end] of pieces(chunk, from, to)) {
				const begin = chunk.start(first);
				const text = chunk.bytes.toString('latin1', begin, chunk.end(end - 1));
				expression.lastIndex = 0;
				let line = first;
				while (line < end && expression.test(text)) {
					line = chunk.lineAt(begin + expression.lastIndex - 1, line);
					found(line++);
					expression.lastIndex = chunk.start(line) - begin;
				}
			}
			return to;
		},
	};
}

/** Lines that are decoded together: a string of more bytes takes five times as long to make, byte for byte. */
function* pieces(chunk: LogChunk, from: number, to: number): Generator<readonly [from: number, to: number]> {
	for (let line = from; line < to; ) {
		const end = Math.min(to, Math.max(line + 1, chunk.lineAt(chunk.start(line) + pieceBytes, line)));
		yield [line, end];
		line = end;
	}
}

/** Matches the UTF-8 bytes of a text in capitals or not; `undefined` if it has nothing of the kind. */
function foldingPattern(text: string): string | undefined {
	const characters = [...text].map(character => [
		...new Set([character, character.toLowerCase(), character.toUpperCase()].map(utf8AsCharacters)),
	]);
	if (characters.every(forms => forms.length === 1)) {
		return undefined;
	}
	return characters.map(patternOf).join('');
}

function utf8AsCharacters(text: string): string {
	return Buffer.from(text).toString('latin1');
}

function patternOf(forms: readonly string[]): string {
	const [only = ''] = forms;
	if (forms.length === 1) {
		return escaped(only);
	}
	return forms.every(form => form.length === 1)
		? `[${forms.map(escaped).join('')}]`
		: `(?:${forms.map(escaped).join('|')})`;
}

function escaped(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Lines looked at in one go. */
const blockLines = 8192;
/** Milliseconds; an expression that needs longer for one line is lost in it. */
const longest = 25;
const mostLost = 3;

class ExpressionMatcher implements LineMatcher {
	readonly #single: RegExp;
	readonly #block: RegExp;
	/** Nothing in it repeats without end: no line can take long. */
	readonly #isBounded: boolean;
	/** Some expressions see the lines around, or go astray in them. */
	#lineByLine: boolean;
	#lost = 0;
	#tries = 0;

	constructor(source: string, matchCase: boolean) {
		try {
			this.#single = new RegExp(source, matchCase ? '' : 'i');
			this.#block = new RegExp(source, matchCase ? 'gm' : 'gim');
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			throw new EngineError('invalid', message, { recognised: { kind: 'regularExpression', problem: 'malformed' } });
		}
		this.#isBounded = !/[*+{]/.test(source);
		this.#lineByLine = /\(\?<?[=!]/.test(source);
	}

	find(chunk: LogChunk, from: number, to: number, found: (line: number) => void): number {
		if (this.#lost >= mostLost) {
			return to;
		}
		const end = Math.min(to, from + blockLines);
		if (!this.#lineByLine) {
			const lines: number[] = [];
			const look = () => {
				for (const [first, last] of pieces(chunk, from, end)) {
					this.#findInBlock(chunk, first, last, lines);
				}
			};
			if (this.#isDone(look)) {
				lines.forEach(found);
				return end;
			}
			this.#lineByLine = true;
		}
		return this.#findLineByLine(chunk, from, end, found);
	}

	#isDone(work: () => void): boolean {
		if (this.#isBounded) {
			work();
			return true;
		}
		return withTimeLimit(longest, work);
	}

	#findInBlock(chunk: LogChunk, from: number, to: number, lines: number[]): void {
		const text = textOf(chunk, from, to);
		const expression = this.#block;
		let line = from;
		let end = text.indexOf('\n');
		expression.lastIndex = 0;
		for (let hit = expression.exec(text); hit; hit = expression.exec(text)) {
			while (end >= 0 && end < hit.index) {
				end = text.indexOf('\n', end + 1);
				line++;
			}
			const whole = end < 0 || hit.index + hit[0].length <= end;
			if (whole || this.#single.test(chunk.text(line))) {
				lines.push(line);
			}
			if (end < 0) {
				return;
			}
			expression.lastIndex = end + 1;
			end = text.indexOf('\n', end + 1);
			line++;
		}
	}

	#findLineByLine(chunk: LogChunk, from: number, to: number, found: (line: number) => void): number {
		const text = textOf(chunk, from, to);
		let line = from;
		let start = 0;
		const matched: number[] = [];
		const done = this.#isDone(() => {
			while (line < to) {
				const end = text.indexOf('\n', start);
				if (this.#single.test(end < 0 ? text.slice(start) : text.slice(start, end))) {
					matched.push(line);
				}
				start = end + 1;
				line++;
			}
		});
		matched.forEach(found);
		if (done || line > from) {
			this.#tries = 0;
			return line;
		}
		return this.#giveUp(from);
	}

	/** A line may take long only because the computer is busy: it gets a second chance. */
	#giveUp(line: number): number {
		this.#tries++;
		if (this.#tries < 2) {
			return line;
		}
		this.#tries = 0;
		this.#lost++;
		if (this.#lost >= mostLost) {
			const recognised = { kind: 'regularExpression', problem: 'slow' } as const;
			throw new EngineError('timeout', 'This regular expression takes too long for some lines.', { recognised });
		}
		return line + 1;
	}
}

function textOf(chunk: LogChunk, from: number, to: number): string {
	const [start, end] = [chunk.start(from), chunk.end(to - 1)];
	return chunk.isAscii ? chunk.bytes.toString('latin1', start, end) : chunk.bytes.toString('utf8', start, end);
}
