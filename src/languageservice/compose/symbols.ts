import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { ComposeDocument } from './document.ts';

const sectionKinds: Readonly<Record<string, SymbolKind>> = {
	services: SymbolKind.Class,
	networks: SymbolKind.Interface,
	volumes: SymbolKind.File,
	configs: SymbolKind.Variable,
	secrets: SymbolKind.Key,
	models: SymbolKind.Module,
	include: SymbolKind.Module,
};

/** Levels of keys below a top-level element: its resources, and what is set on each. */
const deepest = 2;

/** The outline: every top-level element, its resources inside, and their attributes inside of those. */
export function findSymbols(document: ComposeDocument): DocumentSymbol[] {
	return document.docs.flatMap(doc =>
		(doc.root?.items ?? []).flatMap(pair => {
			const name = keyText(pair);
			const kind = sectionKinds[name];
			const children =
				name === 'include' ? includedFiles(document, pair.value) : entrySymbols(document, pair.value, kind, deepest);
			return symbol(document, pair, SymbolKind.Namespace, children);
		}),
	);
}

function entrySymbols(
	document: ComposeDocument,
	value: unknown,
	kind: SymbolKind | undefined,
	depth: number,
): DocumentSymbol[] {
	if (!isMap(value) || depth === 0) {
		return [];
	}
	return value.items.flatMap(pair => {
		const children = entrySymbols(document, pair.value, undefined, depth - 1);
		return symbol(document, pair, kind ?? kindOf(pair.value), children);
	});
}

function symbol(document: ComposeDocument, pair: Pair, kind: SymbolKind, children: DocumentSymbol[]): DocumentSymbol[] {
	const key = pair.key as Node | null;
	const name = keyText(pair);
	if (!key?.range || name === '') {
		return [];
	}
	const [start, keyEnd] = key.range;
	// In broken text, an entry can reach beyond the one around it.
	const end = children.reduce(
		(last, child) => Math.max(last, document.text.offsetAt(child.range.end)),
		Math.max(contentEnd(document, pair.value), keyEnd),
	);
	return [
		{
			name,
			detail: detailOf(pair.value),
			kind,
			range: document.range(start, end),
			selectionRange: document.range(start, keyEnd),
			children,
		},
	];
}

function keyText({ key }: Pair): string {
	if (isAlias(key)) {
		return `*${key.source}`;
	}
	return isScalar(key) ? (key.source ?? String(key.value ?? '')) : '';
}

function detailOf(value: unknown): string {
	if (isAlias(value)) {
		return `*${value.source}`;
	}
	if (!isScalar(value) || value.value === null) {
		return '';
	}
	const text = typeof value.value === 'string' ? value.value : (value.source ?? '');
	return text.replace(/\s+/g, ' ').trim().slice(0, 80);
}

function kindOf(value: unknown): SymbolKind {
	if (isMap(value)) {
		return SymbolKind.Object;
	}
	return isSeq(value) ? SymbolKind.Array : SymbolKind.Property;
}

/** Where what is written of a value ends, without the blank lines and comments behind it. */
function contentEnd(document: ComposeDocument, value: unknown): number {
	if (isPair(value)) {
		return Math.max(contentEnd(document, value.key), contentEnd(document, value.value));
	}
	if (isCollection(value) && !value.flow) {
		return value.items.reduce<number>((end, item) => Math.max(end, contentEnd(document, item)), value.range?.[0] ?? 0);
	}
	const range = (value as Node | null)?.range;
	if (!range) {
		return 0;
	}
	const [start, end] = range;
	return start + document.source.slice(start, end).trimEnd().length;
}

/** Files that are included, by the path as written. */
function includedFiles(document: ComposeDocument, value: unknown): DocumentSymbol[] {
	const paths = (node: unknown): unknown[] => (isSeq(node) ? node.items.flatMap(paths) : [node]);
	const items = isSeq(value) ? value.items : [value];
	return items
		.flatMap(item => paths(isMap(item) ? item.get('path', true) : item))
		.flatMap(path => {
			if (!isScalar(path) || !path.range || typeof path.value !== 'string' || path.value === '') {
				return [];
			}
			const range = document.range(path.range[0], path.range[1]);
			return [{ name: path.value, kind: SymbolKind.Module, range, selectionRange: range }];
		});
}
