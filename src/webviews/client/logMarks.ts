import type { LogPattern } from '../protocols/logViewer.ts';

const mostMarks = 50;

/** What matches a pattern; `undefined` where the pattern is empty or no expression. */
export function expressionOf({ text, regex, matchCase }: LogPattern): RegExp | undefined {
	if (text === '') {
		return undefined;
	}
	try {
		return new RegExp(regex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), matchCase ? 'g' : 'gi');
	} catch {
		return undefined;
	}
}

/** Marks what a search found in the rows that are drawn, without touching them. */
export function markMatches(
	elements: ReadonlyMap<number, HTMLElement>,
	expression: RegExp | undefined,
	current: number | undefined,
): void {
	const found: Range[] = [];
	const here: Range[] = [];
	for (const [position, row] of elements) {
		row.classList.toggle('found', position === current && expression !== undefined);
		if (expression) {
			(position === current ? here : found).push(...rangesOf(row, expression));
		}
	}
	CSS.highlights.set('log-found', new Highlight(...found));
	CSS.highlights.set('log-current', new Highlight(...here));
}

function rangesOf(row: HTMLElement, expression: RegExp): Range[] {
	const nodes = textNodes(row);
	const text = nodes.map(node => node.data).join('');
	const ranges: Range[] = [];
	for (const match of text.matchAll(expression)) {
		if (match[0] !== '') {
			ranges.push(rangeOf(nodes, match.index, match.index + match[0].length));
		}
		if (ranges.length === mostMarks) {
			break;
		}
	}
	return ranges;
}

/** Of the line itself: its time and its source are not searched. */
function textNodes(row: HTMLElement): Text[] {
	const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
	const nodes: Text[] = [];
	while (walker.nextNode()) {
		const node = walker.currentNode as Text;
		if (!node.parentElement?.closest('.time, .source, .twist, .behind, .fields')) {
			nodes.push(node);
		}
	}
	return nodes;
}

function rangeOf(nodes: readonly Text[], from: number, to: number): Range {
	const range = new Range();
	let start = 0;
	for (const node of nodes) {
		const end = start + node.length;
		if (from >= start && from < end) {
			range.setStart(node, from - start);
		}
		if (to > start && to <= end) {
			range.setEnd(node, to - start);
		}
		start = end;
	}
	return range;
}
