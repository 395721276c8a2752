import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import { isCollection, isPair, isScalar, type Node } from 'yaml';
import type { ComposeDocument } from './document.ts';

/** Entries and items with something inside, values on several lines, blocks of comments, and `#region` … `#endregion`. */
export function findFolding(document: ComposeDocument): FoldingRange[] {
	const ranges = new Map<number, FoldingRange>();
	const { text, source } = document;
	const add = (startLine: number, endLine: number, kind?: FoldingRangeKind) => {
		const known = ranges.get(startLine);
		if (endLine > startLine && (!known || (known.endLine < endLine && !known.kind))) {
			ranges.set(startLine, { startLine, endLine, ...(kind ? { kind } : {}) });
		}
	};
	const lineOf = (offset: number) => text.positionAt(offset).line;
	const visit = (node: unknown): number => {
		if (isPair(node)) {
			const start = (node.key as Node | null)?.range?.[0];
			const end = Math.max(visit(node.key), visit(node.value));
			if (start !== undefined) {
				add(lineOf(start), lineOf(end));
			}
			return end;
		}
		if (isCollection(node)) {
			const inside = node.items.map(item => {
				const end = visit(item);
				const start = (item as Node | null)?.range?.[0];
				if (start !== undefined) {
					add(lineOf(start), lineOf(end));
				}
				return end;
			});
			return node.flow ? (node.range?.[1] ?? 0) : inside.reduce((a, b) => Math.max(a, b), node.range?.[0] ?? 0);
		}
		return contentEnd(source, node);
	};
	for (const doc of document.docs) {
		visit(doc.yaml.contents);
	}
	addComments(document, add);
	return [...ranges.values()].sort((a, b) => a.startLine - b.startLine);
}

function contentEnd(source: string, node: unknown): number {
	const range = (node as Node | null)?.range;
	if (!range) {
		return 0;
	}
	const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
	return isBlock ? range[0] + source.slice(range[0], range[1]).trimEnd().length : range[1];
}

function addComments(
	document: ComposeDocument,
	add: (startLine: number, endLine: number, kind: FoldingRangeKind) => void,
): void {
	const regions: number[] = [];
	let start = -1;
	let line = -1;
	const close = () => {
		if (start >= 0) {
			add(start, line - 1, FoldingRangeKind.Comment);
			start = -1;
		}
	};
	for (const text of document.source.split('\n')) {
		line++;
		const comment = /^\s*#(.*)/.exec(text)?.[1];
		if (comment === undefined) {
			close();
			continue;
		}
		if (/^\s*region\b/i.test(comment)) {
			regions.push(line);
			close();
		} else if (/^\s*endregion\b/i.test(comment)) {
			close();
			const first = regions.pop();
			if (first !== undefined) {
				add(first, line, FoldingRangeKind.Region);
			}
		} else if (start < 0) {
			start = line;
		}
	}
	line++;
	close();
}
