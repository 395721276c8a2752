import { isMap, isNode, isPair, isSeq, type Node, type Pair } from 'yaml';
import type { YamlEditor } from './edits.ts';

export interface SpannedNode {
	readonly node: Node;
	readonly pair: Pair | undefined;
	readonly role: 'key' | 'value' | 'item' | 'none';
}

/** The node that a problem stands on: the one from `start` to `end`, else the innermost around it. */
export function nodeSpanning(editor: YamlEditor, start: number, end: number): SpannedNode | undefined {
	const written = Math.max(start, editor.source.slice(0, end).trimEnd().length);
	let around: SpannedNode | undefined;
	let exact: SpannedNode | undefined;
	const visit = (node: unknown, pair: Pair | undefined, role: SpannedNode['role']): void => {
		if (!isNode(node) || !node.range || node.range[0] > start) {
			return;
		}
		const last = editor.endOf(node);
		if (last < start) {
			return;
		}
		around = { node, pair, role };
		if (node.range[0] === start && last === written) {
			exact ??= around;
		}
		if (isMap(node)) {
			for (const item of node.items) {
				visit(item.key, item, 'key');
				visit(item.value, item, 'value');
			}
		} else if (isSeq(node)) {
			for (const item of node.items) {
				if (isPair(item)) {
					visit(item.key, item, 'key');
					visit(item.value, item, 'value');
				} else {
					visit(item, undefined, 'item');
				}
			}
		}
	};
	visit(editor.doc.yaml.contents, undefined, 'none');
	return exact ?? around;
}
