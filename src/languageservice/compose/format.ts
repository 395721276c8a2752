import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import { equalDocuments, type ReadDocuments, read } from './formatEquality.ts';
import { type Layout, type Lines, layOut, type TextChange } from './formatLayout.ts';

/**
 * Indentation, single blanks after `:` and `-`, no blanks at the ends of lines. Never touched: what values, quotes,
 * block scalars and comments say, the order, and everything around a syntax error.
 */
export function formatDocument(document: TextDocument, options: FormattingOptions): TextEdit[] {
	const text = document.getText();
	return toTextEdits(document, [...safeChanges(text, options, () => true), ...finalLines(text, options)]);
}

/** The same for whole lines of a range. What reaches beyond it keeps its indentation. */
export function formatRange(document: TextDocument, range: Range, options: FormattingOptions): TextEdit[] {
	const last = range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
	const isInside = (line: number) => line >= range.start.line && line <= last;
	return toTextEdits(document, safeChanges(document.getText(), options, isInside));
}

/** The largest set of changes that leaves the parsed documents as they are, and that leaves nothing to change. */
function safeChanges(text: string, options: FormattingOptions, isInside: (line: number) => boolean): TextChange[] {
	const before = read(text);
	for (const changes of candidates(before, options, isInside)) {
		if (changes.length === 0) {
			return [];
		}
		const after = read(apply(text, changes));
		// Around an error, a changed indentation can make the parser see another structure.
		const isFinal = () => after.errors.length === 0 || candidates(after, options, isInside).next().value?.length === 0;
		if (equalDocuments(before, after) && isFinal()) {
			return changes;
		}
	}
	return [];
}

function* candidates(
	documents: ReadDocuments,
	options: FormattingOptions,
	isInside: (line: number) => boolean,
): Generator<TextChange[], undefined> {
	const lines = splitLines(documents.text);
	const broken = documents.errors.map(([start, end]) => [lines.lineOf(start), lines.lineOf(end)] as const);
	const isSound = (first: number, last: number) =>
		!broken.some(([start, end]) => start <= last + 1 && end >= first - 1);
	const mayMove = (first: number, last: number) => isInside(first) && isInside(last) && isSound(first, last);
	const layout = layOut(documents.tokens, lines, stepOf(options), mayMove);
	const isChange = ({ start, end, text }: TextChange) => {
		const line = lines.lineOf(start);
		return isInside(line) && isSound(line, line) && documents.text.slice(start, end) !== text;
	};
	const blanks = [...layout.gaps, ...trailingBlanks(lines, layout)].filter(isChange);
	yield [...indentChanges(lines, layout).filter(isChange), ...blanks];
	yield blanks;
}

function stepOf(options: FormattingOptions): number {
	return Math.max(1, Math.min(options.tabSize || 2, 16));
}

function indentChanges(lines: Lines, layout: Layout): TextChange[] {
	const changes: TextChange[] = [];
	const add = (line: number, column: number) => {
		const start = lines.starts[line] ?? 0;
		const bom = lines.text[start] === '\uFEFF' ? 1 : 0;
		const blanks = /^ */.exec(lines.text.slice(start + bom, start + bom + 1000))?.[0].length ?? 0;
		changes.push({ start: start + bom, end: start + bom + blanks, text: ' '.repeat(column) });
	};
	for (const [line, column] of layout.columns) {
		add(line, column);
	}
	for (const [line, column] of commentColumns(lines, layout)) {
		add(line, column);
	}
	return changes;
}

/** A comment moves with the line below it that has its column, else with the nearest above that has. */
function commentColumns(lines: Lines, layout: Layout): Map<number, number> {
	const columns = new Map<number, number>();
	const content = [...layout.columns.keys()].filter(line => !layout.commentLines.includes(line)).sort((a, b) => a - b);
	let index = 0;
	for (const line of [...layout.commentLines].sort((a, b) => a - b)) {
		while (index < content.length && (content[index] as number) < line) {
			index++;
		}
		const own = lines.columnOf(line);
		const neighbour = own === undefined ? undefined : neighbourOf(lines, content, index, own);
		if (own !== undefined && neighbour !== undefined) {
			const moved = (layout.columns.get(neighbour) ?? 0) - (lines.columnOf(neighbour) ?? 0);
			columns.set(line, Math.max(own + moved, 0));
		}
	}
	return columns;
}

function neighbourOf(lines: Lines, content: readonly number[], index: number, column: number): number | undefined {
	const below = content[index];
	if (below !== undefined && lines.columnOf(below) === column) {
		return below;
	}
	for (let above = index - 1; above >= Math.max(index - 200, 0); above--) {
		const line = content[above] as number;
		if ((lines.columnOf(line) ?? 0) <= column) {
			return line;
		}
	}
	return below;
}

function trailingBlanks(lines: Lines, layout: Layout): TextChange[] {
	const { text, starts } = lines;
	const changes: TextChange[] = [];
	for (const [line, lineStart] of starts.entries()) {
		const next = starts[line + 1];
		let end = next === undefined ? text.length : next - 1;
		if (next !== undefined && text[end - 1] === '\r') {
			end--;
		}
		let start = end;
		while (start > lineStart && (text[start - 1] === ' ' || text[start - 1] === '\t')) {
			start--;
		}
		const isMoved = start === lineStart && layout.columns.has(line);
		if (start < end && !layout.protectedLines.has(line) && !isMoved) {
			changes.push({ start, end, text: '' });
		}
	}
	return changes;
}

function finalLines(text: string, options: FormattingOptions): TextChange[] {
	if (options.insertFinalNewline && text !== '' && !text.endsWith('\n')) {
		return safely(text, [{ start: text.length, end: text.length, text: text.includes('\r\n') ? '\r\n' : '\n' }]);
	}
	const tail = options.trimFinalNewlines ? /(\r?\n)(?:\r?\n)+$/.exec(text.slice(-2000)) : null;
	return tail ? safely(text, [{ start: text.length - tail[0].length, end: text.length, text: tail[1] as string }]) : [];
}

function safely(text: string, changes: TextChange[]): TextChange[] {
	return equalDocuments(read(text), read(apply(text, changes))) ? changes : [];
}

function apply(text: string, changes: readonly TextChange[]): string {
	const parts: string[] = [];
	let position = 0;
	for (const { start, end, text: next } of [...changes].sort((a, b) => a.start - b.start || a.end - b.end)) {
		parts.push(text.slice(position, start), next);
		position = end;
	}
	parts.push(text.slice(position));
	return parts.join('');
}

function toTextEdits(document: TextDocument, changes: readonly TextChange[]): TextEdit[] {
	return [...changes]
		.sort((a, b) => a.start - b.start)
		.map(({ start, end, text }) => ({
			range: { start: document.positionAt(start), end: document.positionAt(end) },
			newText: text,
		}));
}

function splitLines(text: string): Lines {
	const starts = [0];
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
		starts.push(at + 1);
	}
	const lineOf = (offset: number) => {
		let low = 0;
		let high = starts.length;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if ((starts[middle] as number) <= offset) {
				low = middle;
			} else {
				high = middle;
			}
		}
		return low;
	};
	const columnOf = (line: number) => {
		const start = starts[line] ?? text.length;
		let end = start;
		while (text[end] === ' ') {
			end++;
		}
		return end === text.length || /[\s]/.test(text[end] as string) ? undefined : end - start;
	};
	return { text, starts, lineOf, columnOf };
}
