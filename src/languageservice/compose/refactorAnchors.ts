import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap } from 'yaml';
import type { YamlEditor } from './edits.ts';
import type { Fix } from './fix.ts';
import { isMergeKey, keyText } from './merged.ts';
import { isPure, isSimple, type RefactoringInput, refactoring, touchesNode } from './refactoring.ts';

const titles = {
	extract: { en: 'Extract "{0}" to the anchor &{1}', ko: '"{0}"을(를) 앵커 &{1}(으)로 추출' },
	inline: { en: 'Replace *{0} by what it stands for', ko: '*{0}을(를) 실제 내용으로 바꾸기' },
};

/** The block under the cursor becomes an extension field with an anchor at the top of the file. */
export function extractAnchors(input: RefactoringInput): Fix[] {
	const { editor, start, end } = input;
	const root = editor.doc.root;
	if (!root || root.flow || !editor.isOneLine(start, end)) {
		return [];
	}
	const found: Fix[] = [];
	visit(root, {
		Pair: (_key, pair, ancestors) => {
			if (!touchesNode(input, pair as Pair)) {
				return visit.SKIP;
			}
			if (ancestors.filter(isPair).length >= 2 && isOnKeyLine(input, pair as Pair)) {
				found.push(...extract(editor, root, pair as Pair));
			}
			return undefined;
		},
	});
	return found.slice(0, 1);
}

function isOnKeyLine({ editor, start }: RefactoringInput, pair: Pair): boolean {
	const key = editor.startOf(pair);
	return editor.lineStart(key) <= start && start <= editor.lineEnd(key) && editor.isFirstInLine(key);
}

function extract(editor: YamlEditor, root: YAMLMap, pair: Pair): Fix[] {
	const name = keyText(pair.key);
	const value = pair.value as Node | null;
	if (!name || !/^[\w-]+$/.test(name) || !isCollection(value) || value.items.length === 0 || !isPure(value)) {
		return [];
	}
	const anchor = freeAnchor(editor, root, name);
	const colon = editor.afterColon((pair.key as Node).range?.[1] ?? 0);
	const end = editor.endOf(value);
	const body = value.flow
		? ` ${editor.source.slice(value.range?.[0], end)}`
		: shifted(editor, value.range?.[0] ?? 0, end, editor.step);
	if (body === undefined || (value.flow && !editor.isOneLine(value.range?.[0] ?? 0, end))) {
		return [];
	}
	const first = root.items[0] as Pair;
	const at = editor.lineStart(editor.startOf(first));
	const comment = value.flow ? '' : editor.source.slice(colon, editor.lineEnd(colon));
	const keyLine = `x-${anchor}: &${anchor}${body}${editor.eol}`;
	const rest = { start: colon, end, text: ` *${anchor}` };
	const isPlainStart = value.flow || comment.trim() === '';
	return isPlainStart
		? refactoring('extract', titles.extract, [{ start: at, end: at, text: keyLine }, rest], [name, anchor])
		: [];
}

function freeAnchor(editor: YamlEditor, root: YAMLMap, name: string): string {
	const taken = (candidate: string) =>
		editor.doc.anchors.has(candidate) || root.items.some(item => keyText(item.key) === `x-${candidate}`);
	let result = name;
	for (let number = 2; taken(result); number++) {
		result = `${name}-${number}`;
	}
	return result;
}

/** The lines of a block at another column, beginning with a line break; undefined where a line does not allow it. */
function shifted(editor: YamlEditor, start: number, end: number, column: number): string | undefined {
	const from = editor.columnOf(start);
	const lines = editor.source.slice(editor.lineStart(start), end).split(/\r?\n/);
	const moved = lines.map(line => {
		if (line.trim() === '') {
			return '';
		}
		const blanks = /^ */.exec(line)?.[0].length ?? 0;
		return blanks >= from ? ' '.repeat(column + blanks - from) + line.slice(blanks) : undefined;
	});
	return moved.includes(undefined) || !editor.isFirstInLine(start) ? undefined : editor.eol + moved.join(editor.eol);
}

/** Aliases under the cursor are replaced by what they stand for. */
export function inlineAnchors(input: RefactoringInput): Fix[] {
	const { editor } = input;
	const found: Fix[] = [];
	visit(editor.doc.yaml, {
		Pair: (_key, pair) => (touchesNode(input, pair as Pair) ? undefined : visit.SKIP),
		Alias: (_key, alias) => {
			const target = editor.doc.resolveAlias(alias);
			if (target && touchesNode(input, alias) && isPureInside(target)) {
				found.push(...inline(editor, alias, target));
			}
		},
	});
	return found.slice(0, 5);
}

/** Whether there are no anchors, aliases and tags below a node; its own anchor does not count. */
function isPureInside(node: Node): boolean {
	const children = isCollection(node) ? (node.items as readonly (Node | Pair)[]) : [];
	return children.every(isPure);
}

function inline(editor: YamlEditor, alias: Node, target: Node): Fix[] {
	const parent = editor.doc.parentOf(alias);
	const name = isAlias(alias) ? alias.source : '';
	const [start = 0] = alias.range ?? [];
	const end = editor.endOf(alias);
	const source = editor.source.slice(target.range?.[0], editor.endOf(target));
	if (isPair(parent) && isMergeKey(parent.key)) {
		return inlineMerge(editor, parent, target, name);
	}
	const isShort =
		isSimple(editor, unanchored(target)) || (isCollection(target) && target.flow && !source.includes('\n'));
	if (isShort) {
		return refactoring('inline', titles.inline, [{ start, end, text: source }], [name]);
	}
	if (!isPair(parent) || !isCollection(target) || target.flow) {
		return [];
	}
	const column = editor.columnOf(editor.startOf(parent)) + editor.step;
	const body = shifted(editor, target.range?.[0] ?? 0, editor.endOf(target), column);
	const colon = editor.afterColon((parent.key as Node).range?.[1] ?? 0);
	return refactoring(
		'inline',
		titles.inline,
		[body === undefined ? undefined : { start: colon, end, text: body }],
		[name],
	);
}

function unanchored(node: Node): unknown {
	return isScalar(node) ? Object.assign(Object.create(Object.getPrototypeOf(node)), node, { anchor: undefined }) : node;
}

/** `<<: *name` is replaced by the pairs that the map does not have itself. */
function inlineMerge(editor: YamlEditor, merge: Pair, target: Node, name: string): Fix[] {
	const map = editor.doc.parentOf(merge);
	if (!isMap(map) || map.flow || !isMap(target) || target.flow || !editor.isFirstInLine(editor.startOf(merge))) {
		return [];
	}
	const own = new Set(map.items.map(item => keyText(item.key)));
	const merges = map.items.filter(item => isMergeKey(item.key));
	const column = editor.columnOf(editor.startOf(merge));
	const texts = target.items
		.filter(item => !own.has(keyText(item.key)))
		.map(item => shifted(editor, editor.startOf(item as Pair), editor.endOf(item), column));
	const start = editor.lineStart(editor.startOf(merge));
	const text = texts.join('');
	if (merges.length !== 1 || isSeq(merge.value) || texts.includes(undefined)) {
		return [];
	}
	if (text === '') {
		return map.items.length > 1 ? refactoring('inline', titles.inline, [editor.removePair(map, merge)], [name]) : [];
	}
	return refactoring(
		'inline',
		titles.inline,
		[{ start, end: editor.endOf(merge), text: text.slice(editor.eol.length) }],
		[name],
	);
}
