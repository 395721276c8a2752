import type { Position, Range, SelectionRange } from 'vscode-languageserver-types';
import { isCollection, isPair, isScalar, type Node } from 'yaml';
import type { ComposeDocument } from './document.ts';

/** For each position what to select next: a word, the value, its entry, the entries around it, and so on to the whole file. */
export function findSelectionRanges(document: ComposeDocument, positions: readonly Position[]): SelectionRange[] {
	return positions.map(position => {
		const offset = document.text.offsetAt(position);
		const spans = spansAt(document, offset);
		let selection: SelectionRange | undefined;
		for (const [start, end] of spans) {
			const range = document.range(start, end);
			if (!selection || !isSame(selection.range, range)) {
				selection = selection ? { range, parent: selection } : { range };
			}
		}
		return selection ?? { range: { start: position, end: position } };
	});
}

type Span = readonly [number, number];

/** The parts of the text around an offset, from the whole to the smallest. */
function spansAt(document: ComposeDocument, offset: number): Span[] {
	const { source } = document;
	const spans: Span[] = [[0, source.length]];
	const add = (start: number, end: number) => {
		const [outerStart, outerEnd] = spans.at(-1) as Span;
		if (start <= offset && offset <= end && start >= outerStart && end <= outerEnd) {
			spans.push([start, end]);
		}
	};
	let node: unknown = document.docAt(offset)?.yaml.contents;
	while (node) {
		const span = spanOf(source, node);
		if (!span || span[0] > offset || span[1] < offset) {
			break;
		}
		add(...span);
		if (isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')) {
			add(span[0] + 1, span[1] - 1);
		}
		node = childAt(source, node, offset);
	}
	const word = wordAt(source, offset);
	if (word) {
		add(...word);
	}
	return spans;
}

function childAt(source: string, node: unknown, offset: number): unknown {
	const parts = isPair(node) ? [node.key, node.value] : isCollection(node) ? node.items : [];
	return parts.find(part => {
		const span = spanOf(source, part);
		return span !== undefined && span[0] <= offset && offset <= span[1];
	});
}

function spanOf(source: string, node: unknown): Span | undefined {
	if (isPair(node)) {
		const [key, value] = [spanOf(source, node.key), spanOf(source, node.value)];
		return key && [key[0], Math.max(value?.[1] ?? 0, key[1])];
	}
	const range = (node as Node | null)?.range;
	if (!range) {
		return undefined;
	}
	const [start, end] = range;
	return [start, start + source.slice(start, end).trimEnd().length];
}

function wordAt(source: string, offset: number): Span | undefined {
	let start = offset;
	let end = offset;
	while (start > 0 && /[\w.-]/.test(source[start - 1] as string)) {
		start--;
	}
	while (end < source.length && /[\w.-]/.test(source[end] as string)) {
		end++;
	}
	return end > start ? [start, end] : undefined;
}

function isSame(a: Range, b: Range): boolean {
	return (
		a.start.line === b.start.line &&
		a.start.character === b.start.character &&
		a.end.line === b.end.line &&
		a.end.character === b.end.character
	);
}
