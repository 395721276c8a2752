import {
	type DocumentSymbol,
	type FoldingRange,
	FoldingRangeKind,
	type Range,
	SymbolKind,
} from 'vscode-languageserver-types';
import type { BakeDocument, BakeKind } from './document.ts';
import type { Attribute, Span } from './hclSyntax.ts';

/** What stands above a block; the provider words it and gives it a command. */
export interface LensData {
	readonly range: Range;
	readonly kind: 'build' | 'check' | 'print';
	readonly block: 'target' | 'group';
	readonly name: string;
}

/** Build, check and print above every target and group. */
export function findLenses(document: BakeDocument): LensData[] {
	return document.definitions.flatMap(({ kind, name, block }) => {
		if (kind !== 'target' && kind !== 'group') {
			return [];
		}
		const range = document.range({ start: block.start, end: name.end });
		return (['build', 'check', 'print'] as const).map(each => ({ range, kind: each, block: kind, name: name.text }));
	});
}

const symbolKinds: Readonly<Record<BakeKind, SymbolKind>> = {
	target: SymbolKind.Class,
	group: SymbolKind.Package,
	variable: SymbolKind.Variable,
	function: SymbolKind.Function,
};

/** Blocks with their attributes inside, and attributes at the top. */
export function findSymbols(document: BakeDocument): DocumentSymbol[] {
	const blocks = document.definitions.map(({ kind, name, block, attributes }) => ({
		start: block.start,
		symbol: {
			name: name.text === '' ? kind : name.text,
			detail: kind,
			kind: symbolKinds[kind],
			range: document.range(block),
			selectionRange: document.range(name),
			children: [...attributes.values()].map(attribute => attributeSymbol(document, attribute)),
		},
	}));
	const loose = document.body.attributes.map(attribute => ({
		start: attribute.start,
		symbol: { ...attributeSymbol(document, attribute), kind: SymbolKind.Variable },
	}));
	return [...blocks, ...loose].sort((a, b) => a.start - b.start).map(({ symbol }) => symbol);
}

function attributeSymbol(document: BakeDocument, { name, value, start, end }: Attribute): DocumentSymbol {
	const text = document.source.slice(value.start, value.end);
	return {
		name: name.text === '' ? '?' : name.text,
		detail: text.length > 60 || text.includes('\n') ? '' : text,
		kind: SymbolKind.Property,
		range: document.range({ start, end }),
		selectionRange: document.range(name),
	};
}

/** Blocks, lists and maps of several lines, and runs of comments. */
export function findFolding(document: BakeDocument): FoldingRange[] {
	const spans: Span[] = [...document.body.blocks, ...document.body.blocks.flatMap(block => block.body.blocks)];
	const attributes = [...document.body.attributes, ...document.body.blocks.flatMap(block => block.body.attributes)];
	const ranges = [...spans, ...attributes].flatMap(span => {
		const { start, end } = document.range(span);
		const endLine = end.character === 0 || isAlone(document, span) ? end.line - 1 : end.line;
		return endLine > start.line ? [{ startLine: start.line, endLine }] : [];
	});
	return [...ranges, ...commentFolds(document.source)].sort((a, b) => a.startLine - b.startLine);
}

/** Whether a closing bracket stands on a line of its own; it stays visible. */
function isAlone({ source }: BakeDocument, { end }: Span): boolean {
	const line = source.slice(source.lastIndexOf('\n', end - 1) + 1, end);
	return /^\s*[}\])]+$/.test(line);
}

function commentFolds(source: string): FoldingRange[] {
	const folds: FoldingRange[] = [];
	let from: number | undefined;
	const lines = source.split('\n');
	for (let line = 0; line <= lines.length; line++) {
		const isComment = /^\s*(?:#|\/\/)/.test(lines[line] ?? '');
		if (isComment) {
			from ??= line;
		} else if (from !== undefined) {
			if (line - from > 1) {
				folds.push({ startLine: from, endLine: line - 1, kind: FoldingRangeKind.Comment });
			}
			from = undefined;
		}
	}
	return folds;
}
