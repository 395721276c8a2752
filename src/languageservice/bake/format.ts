import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import type { BakeDocument } from './document.ts';
import type { Block, Expression, Span } from './hclSyntax.ts';
import { partsOf } from './hclSyntax.ts';

/**
 * Indentation by brackets, one blank around `=` and before `{`, none at the ends of lines. An `=` that stands below
 * another stays there. Strings, heredocs and comments keep their text. Nothing where the text cannot be read.
 */
export function formatBake(
	document: BakeDocument,
	{ tabSize, insertSpaces }: FormattingOptions,
	range?: Range,
): TextEdit[] {
	if (document.isJson || document.problems.length > 0) {
		return [];
	}
	const unit = insertSpaces ? ' '.repeat(Math.max(1, tabSize)) : '\t';
	const edits = [...indentations(document, unit), ...headers(document), ...equals(document)];
	return edits
		.filter(({ start, end, text }) => document.source.slice(start, end) !== text)
		.map(({ start, end, text }) => ({ range: document.range({ start, end }), newText: text }))
		.filter(edit => !range || (edit.range.start.line >= range.start.line && edit.range.start.line <= range.end.line));
}

interface Change extends Span {
	readonly text: string;
}

/** The blanks at the beginning and end of each line that is not inside of a text. */
function indentations(document: BakeDocument, unit: string): Change[] {
	const { source } = document;
	const isText = textMask(document);
	const changes: Change[] = [];
	let depth = 0;
	for (let start = 0; start <= source.length; ) {
		const next = source.indexOf('\n', start);
		const end = next < 0 ? source.length : next;
		const line = source.slice(start, end);
		if (start === 0 || isText[start - 1] === 0) {
			const blanks = /^[ \t]*/.exec(line)?.[0].length ?? 0;
			const isEmpty = /^[ \t]*\r?$/.test(line);
			const closing = /^[}\])]+/.exec(line.slice(blanks))?.[0].length ?? 0;
			const level = Math.max(0, depth - (closing > 0 ? 1 : 0));
			changes.push({ start, end: start + blanks, text: isEmpty ? '' : unit.repeat(level) });
		}
		const trailing = /[ \t]+(?=\r?$)/.exec(line);
		const from = start + (trailing?.index ?? 0);
		const isBare = trailing && line.trim() !== '' && isText[from] === 0;
		if (isBare) {
			changes.push({ start: from, end: from + trailing[0].length, text: '' });
		}
		depth = Math.max(0, depth + netDepth(source, start, end, isText));
		start = end + 1;
	}
	return changes;
}

/** One more level at most for each line, however many brackets open on it. */
function netDepth(source: string, start: number, end: number, isText: Uint8Array): number {
	let depth = 0;
	let lowest = 0;
	for (let at = start; at < end; at++) {
		if (isText[at] === 1) {
			continue;
		}
		if (/[{[(]/.test(source[at] as string)) {
			depth++;
		} else if (/[}\])]/.test(source[at] as string)) {
			depth--;
			lowest = Math.min(lowest, depth);
		}
	}
	return Math.min(depth - lowest, 1) + Math.max(lowest, -1);
}

/** 1 for every character of a string, heredoc, label or comment. */
function textMask(document: BakeDocument): Uint8Array {
	const mask = new Uint8Array(document.source.length + 1);
	const visit = (expression: Expression) => {
		if (expression.kind === 'template') {
			mask.fill(1, expression.start, expression.end);
		} else {
			const keys = expression.kind === 'object' ? expression.entries.map(entry => entry.key) : [];
			[...keys, ...partsOf(expression)].forEach(visit);
		}
	};
	const inBlock = (block: Block) => {
		mask.fill(1, block.type.end, block.headerEnd);
		for (const { value } of block.body.attributes) {
			visit(value);
		}
		block.body.blocks.forEach(inBlock);
	};
	document.body.attributes.forEach(({ value }) => {
		visit(value);
	});
	document.body.blocks.forEach(inBlock);
	for (const match of document.source.matchAll(/"(?:[^"\\\n]|\\.)*"|#.*|\/\/.*|\/\*[\s\S]*?\*\//g)) {
		const isLine = !match[0].startsWith('/*');
		const end = match.index + (isLine ? match[0].trimEnd() : match[0]).length;
		if (mask[match.index] === 0 && !match[0].startsWith('"')) {
			mask.fill(1, match.index, end);
		}
	}
	return mask;
}

/** `target  "web"{` becomes `target "web" {`. */
function headers({ body, source }: BakeDocument): Change[] {
	const changes: Change[] = [];
	const visit = ({ type, labels, headerEnd, body: inner }: Block) => {
		let at = type.end;
		for (const label of labels) {
			const isQuoted = source[label.start - 1] === '"';
			changes.push({ start: at, end: label.start - (isQuoted ? 1 : 0), text: ' ' });
			at = label.end + (isQuoted ? 1 : 0);
		}
		changes.push({ start: at, end: headerEnd, text: ' ' });
		inner.blocks.forEach(visit);
	};
	body.blocks.forEach(visit);
	return changes.filter(({ start, end }) => source.slice(start, end).trim() === '');
}

/** One blank on both sides of `=`; more before it only where it is in line with a neighbour. */
function equals(document: BakeDocument): Change[] {
	const pairs: Span[] = [];
	const inExpression = (expression: Expression) => {
		if (expression.kind === 'object') {
			pairs.push(...expression.entries.map(entry => ({ start: entry.key.end, end: entry.value.start })));
		}
		partsOf(expression).forEach(inExpression);
	};
	const inBody = ({ attributes, blocks }: BakeDocument['body']) => {
		for (const { name, value } of attributes) {
			pairs.push({ start: name.end, end: value.start });
			inExpression(value);
		}
		for (const block of blocks) {
			inBody(block.body);
		}
	};
	inBody(document.body);
	const { source } = document;
	const places = pairs.flatMap(pair => {
		const match = /^([ \t]*)([=:])([ \t]*)$/.exec(source.slice(pair.start, pair.end));
		const { line, character } = document.text.positionAt(pair.start + (match?.[1]?.length ?? 0));
		return match ? [{ ...pair, line, character, before: match[1] as string, sign: match[2] as string }] : [];
	});
	return places.map(({ start, end, line, character, before, sign }) => {
		const isInLine = places.some(other => Math.abs(other.line - line) === 1 && other.character === character);
		const gap = sign === ':' ? '' : isInLine && before.length > 1 ? before : ' ';
		return { start, end, text: `${gap}${sign} ` };
	});
}
