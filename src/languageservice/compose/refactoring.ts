import {
	isAlias,
	isCollection,
	isMap,
	isNode,
	isPair,
	isScalar,
	type Node,
	type Pair,
	visit,
	type YAMLMap,
} from 'yaml';
import type { ServiceHost, Text } from '../host.ts';
import type { OffsetEdit, YamlEditor } from './edits.ts';
import type { Fix } from './fix.ts';
import { keyText } from './merged.ts';

/** What is rewritten without a change of what it means. */
export interface RefactoringInput {
	readonly editor: YamlEditor;
	readonly host: ServiceHost;
	/** The range that was asked about. */
	readonly start: number;
	readonly end: number;
}

/** A service as it stands in the file. */
export interface ServicePair {
	readonly name: string;
	readonly pair: Pair;
	readonly map: YAMLMap;
}

export type Refactoring = (input: RefactoringInput, service: ServicePair) => readonly Fix[];

/** A refactoring, if all of its edits could be made. */
export function refactoring(
	kind: 'rewrite' | 'extract' | 'inline',
	title: Text,
	edits: readonly (OffsetEdit | undefined)[],
	values: readonly (string | number)[] = [],
): Fix[] {
	return edits.length === 0 || edits.some(edit => edit === undefined)
		? []
		: [{ title, values, edits: edits as readonly OffsetEdit[], kind: `refactor.${kind}` }];
}

/** The pair of a key in a map, as written: merges are not looked through. */
export function ownPair(map: unknown, key: string): Pair | undefined {
	return isMap(map) ? (map.items.find(item => keyText(item.key) === key) as Pair | undefined) : undefined;
}

/** Whether the lines of a pair or item are touched by the range that was asked about. */
export function touches({ editor, start, end }: RefactoringInput, from: number, to: number): boolean {
	return editor.lineStart(from) <= end && start <= editor.lineEnd(to);
}

export function touchesNode(input: RefactoringInput, node: Node | Pair): boolean {
	return touches(input, input.editor.startOf(node), input.editor.endOf(node));
}

/** A scalar written on one line, without anchor and tag. */
export function isSimple(editor: YamlEditor, node: unknown): boolean {
	return (
		isScalar(node) &&
		!!node.range &&
		!node.anchor &&
		(!node.tag || node.tag.startsWith('tag:yaml.org')) &&
		!/^BLOCK/.test(node.type ?? '') &&
		editor.isOneLine(node.range[0], editor.endOf(node))
	);
}

/** The text of a scalar between its marks; undefined where there is none. */
export function textOf(node: unknown): string | undefined {
	if (!isScalar(node) || node.value === null) {
		return undefined;
	}
	return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

/** Whether there are anchors, aliases, tags or merges in a node. */
export function isPure(node: unknown): boolean {
	if (isPair(node)) {
		return keyText(node.key) !== '<<' && isPure(node.key) && isPure(node.value);
	}
	if (!isNode(node)) {
		return true;
	}
	let found = false;
	const check = (each: Node) => {
		const anchor = isAlias(each) || ('anchor' in each && each.anchor !== undefined);
		const isTagged = 'tag' in each && each.tag !== undefined && !each.tag.startsWith('tag:yaml.org');
		found ||= anchor || isTagged;
	};
	visit(node, {
		Node: (_key, each) => check(each),
		Pair: (_key, pair) => {
			found ||= keyText(pair.key) === '<<';
		},
	});
	return !found;
}

/** Whether a collection or scalar carries an anchor or a tag of its own. */
export function isMarked(node: unknown): boolean {
	return (isCollection(node) || isScalar(node)) && (node.anchor !== undefined || (node.tag?.startsWith('!') ?? false));
}
