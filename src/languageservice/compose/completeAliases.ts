import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { isAlias, isCollection, isMap, isSeq, type Node } from 'yaml';
import { type CompletionContext, item } from './completionContext.ts';

/** Anchors that stand before the mark and are not around it; only maps behind `<<`. */
export function aliasItems(context: CompletionContext): CompletionItem[] {
	const { mark } = context;
	const isWritten = mark.before.startsWith('*');
	return usableAnchors(context).map(({ name, node }) =>
		item(context, isWritten ? name : `*${name}`, CompletionItemKind.Reference, {
			insert: isWritten ? name : `*${name}`,
			start: mark.start + (isWritten ? 1 : 0),
			end: mark.end,
			detail: preview(context, node),
			sort: `9${name}`,
		}),
	);
}

/** The key `<<`, where there is something to merge. */
export function mergeKeyItem(context: CompletionContext): CompletionItem[] {
	const { mark } = context;
	const hasAnchor = mark.isReduced
		? /:[ \t]+&[^\s,[\]{}]+[ \t]*(?:\{|\r?$)/m.test(context.text.getText().slice(0, mark.start))
		: usableAnchors(context).some(({ node }) => isMap(node));
	if (!hasAnchor) {
		return [];
	}
	const insert = context.mark.hasColon || context.mark.quote ? '<<' : '<<: ';
	return [item(context, '<<', CompletionItemKind.Keyword, { insert, sort: '19', again: true })];
}

function usableAnchors(context: CompletionContext): { readonly name: string; readonly node: Node }[] {
	const { place } = context.mark;
	const at = place.node?.range?.[0] ?? 0;
	const onlyMaps = context.mark.place.path.includes('<<') || context.mark.role === 'key';
	const found: { name: string; node: Node }[] = [];
	for (const [name, node] of place.doc.anchors) {
		const [start = 0, end = 0] = node.range ?? [];
		const isAround = isCollection(node) && start <= at && at < end;
		const isMergeable = isMap(node) || (isSeq(node) && place.path.at(-1) === '<<');
		if (start < at && !isAround && !isAlias(node) && (!onlyMaps || isMergeable)) {
			found.push({ name, node });
		}
	}
	return found;
}

function preview(context: CompletionContext, node: Node): string {
	const [start = 0, end = 0] = node.range ?? [];
	return context.mark.document.source
		.slice(start, Math.min(end, start + 80))
		.replace(/\s+/g, ' ')
		.trim();
}
