import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { type ComposeDocument, parseCompose } from './document.ts';

/** A text as it would parse if the line of the cursor were finished. Only the cursor's line differs from the original. */
export interface Repaired {
	readonly document: ComposeDocument;
	/** The cursor in the repaired text. */
	readonly offset: number;
	/** What is written of the word at the cursor, up to the cursor. */
	readonly prefix: string;
	/** The word at the cursor in the original text. */
	readonly replace: Range;
	/** What is being written: a key, the value of a key, an item of a list, or nothing that can be told. */
	readonly writes: 'key' | 'value' | 'item' | 'unknown';
}

/**
 * Finishes the half-typed line at an offset, so that the tree around it stands: a lone word becomes a key (`por` before
 * another key would be read as one key of two lines), an open quote is closed, a lone `*` becomes a text.
 */
export function repairAt(text: TextDocument, offset: number): Repaired {
	const source = text.getText();
	const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
	const next = source.indexOf('\n', offset);
	const rawEnd = next < 0 ? source.length : next;
	const lineEnd = rawEnd > lineStart && source[rawEnd - 1] === '\r' ? rawEnd - 1 : rawEnd;
	const before = source.slice(lineStart, Math.min(offset, lineEnd));
	const after = source.slice(Math.min(offset, lineEnd), lineEnd);
	const line = finishLine(before, after);
	const repaired = source.slice(0, lineStart) + line.text + source.slice(lineEnd);
	const start = lineStart + line.wordStart;
	const end = offset + (/^[\w.$-]*/.exec(after)?.[0].length ?? 0);
	return {
		document: parseCompose(TextDocument.create(text.uri, text.languageId, text.version, repaired)),
		offset: lineStart + line.cursor,
		prefix: before.slice(line.wordStart),
		replace: { start: text.positionAt(start), end: text.positionAt(end) },
		writes: line.writes,
	};
}

interface FinishedLine {
	readonly text: string;
	readonly cursor: number;
	readonly wordStart: number;
	readonly writes: Repaired['writes'];
}

function finishLine(before: string, after: string): FinishedLine {
	const [lead = ''] = /^\s*(?:- +)*(?:-$)?/.exec(before) ?? [];
	const rest = before.slice(lead.length);
	const isItem = lead.trim() !== '';
	const keyed = /^(?:"[^"]*"|'[^']*'|[^\s"'#{[][^:#]*?)\s*:(?:\s+|$)/.exec(rest);
	if (keyed) {
		return finishValue(before, after, lead.length + keyed[0].length);
	}
	if (/[{[]/.test(rest)) {
		return finishFlow(before, after);
	}
	if (/^["']/.test(rest)) {
		return finishQuoted(before, after, lead.length, isItem ? 'item' : 'key');
	}
	const wordStart = lead.length;
	const isKey = /^\s*[\w.$-]*\s*:(\s|$)/.test(after);
	const isWord = /^[\w.$-]*$/.test(rest) && /^[\w.$-]*\s*(#.*)?$/.test(after);
	if (isWord && !isKey && !isItem && rest + after.trim() !== '') {
		const word = /^[\w.$-]*/.exec(after)?.[0] ?? '';
		return { text: `${before}${word}:${after.slice(word.length)}`, cursor: before.length, wordStart, writes: 'key' };
	}
	if (rest.startsWith('*') || rest.startsWith('&')) {
		return { text: `${lead}"${rest}"`, cursor: before.length + 1, wordStart, writes: 'unknown' };
	}
	return { text: before + after, cursor: before.length, wordStart, writes: isItem && !isKey ? 'item' : 'key' };
}

function finishValue(before: string, after: string, start: number): FinishedLine {
	const value = before.slice(start);
	if (/^["']/.test(value)) {
		return finishQuoted(before, after, start, 'value');
	}
	if (/^[{[]/.test(value)) {
		return finishFlow(before, after);
	}
	if (/^[*&]/.test(value)) {
		return {
			text: `${before.slice(0, start)}"${value}"`,
			cursor: before.length + 1,
			wordStart: start,
			writes: 'value',
		};
	}
	return { text: before + after, cursor: before.length, wordStart: start, writes: 'value' };
}

function finishQuoted(before: string, after: string, start: number, writes: FinishedLine['writes']): FinishedLine {
	const quote = before[start] as string;
	const isClosed = after.includes(quote);
	return {
		text: isClosed ? before + after : `${before}${after.trimEnd()}${quote}${writes === 'key' ? ':' : ''}`,
		cursor: before.length,
		wordStart: start + 1,
		writes,
	};
}

const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** Closes the brackets and the quote that are open at the end of a line of flow style. */
function finishFlow(before: string, after: string): FinishedLine {
	const open: string[] = [];
	let quote = '';
	let wordStart = 0;
	const line = before + after;
	for (let index = 0; index < line.length; index++) {
		const character = line[index] as string;
		if (quote) {
			quote = character === quote ? '' : quote;
		} else if (character === '"' || character === "'") {
			quote = character;
		} else if (closers[character]) {
			open.push(closers[character]);
		} else if (character === open.at(-1)) {
			open.pop();
		} else if (character === '#' && /\s/.test(line[index - 1] ?? ' ')) {
			break;
		}
		if (index < before.length && /[{[,:\s"']/.test(character)) {
			wordStart = index + 1;
		}
	}
	return { text: line + quote + open.reverse().join(''), cursor: before.length, wordStart, writes: 'unknown' };
}
