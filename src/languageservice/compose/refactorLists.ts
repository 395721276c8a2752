import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { OffsetEdit, YamlEditor } from './edits.ts';
import type { Fix } from './fix.ts';
import { keyText } from './merged.ts';
import {
	isMarked,
	isPure,
	isSimple,
	ownPair,
	type Refactoring,
	type RefactoringInput,
	refactoring,
	textOf,
	touchesNode,
} from './refactoring.ts';
import { rewriteItems } from './refactorPorts.ts';
import { scalarText } from './yamlText.ts';

const titles = {
	toMap: { en: 'Write {0} as a map', ko: '{0}을(를) 맵으로 쓰기' },
	toList: { en: 'Write {0} as a list', ko: '{0}을(를) 목록으로 쓰기' },
	buildMap: { en: 'Write build as a map', ko: 'build를 맵으로 쓰기' },
	buildText: { en: 'Write build as a path', ko: 'build를 경로로 쓰기' },
};

/** Lists of `NAME=value` and maps. */
export const refactorAssignments: Refactoring = (input, { map }) => [
	...['environment', 'labels'].flatMap(key => rewrite(input, map, key, assignmentToEntry, entryToAssignment)),
	...rewrite(input, ownPair(map, 'build')?.value, 'args', assignmentToEntry, entryToAssignment),
	...rewrite(input, ownPair(map, 'build')?.value, 'labels', assignmentToEntry, entryToAssignment),
];

/** `- db` and `db: {condition: service_started}`. */
export const refactorDependencies: Refactoring = (input, { map }) =>
	rewrite(input, map, 'depends_on', dependencyToEntry, entryToDependency);

/** What replaces an item or pair; `below` are lines under it. */
interface Rewritten {
	readonly text: string;
	readonly below?: string;
	readonly flow: string;
}

type ItemWriter = (text: string, inFlow: boolean) => Rewritten | undefined;
type PairWriter = (name: string, value: Node | null, inFlow: boolean) => string | undefined;

function rewrite(input: RefactoringInput, map: unknown, key: string, toEntry: ItemWriter, toItem: PairWriter): Fix[] {
	const pair = ownPair(map, key);
	const value = pair?.value;
	if (!pair || !touchesNode(input, pair) || !isPure(value)) {
		return [];
	}
	if (isSeq(value) && value.items.length > 0) {
		return refactoring('rewrite', titles.toMap, listEdits(input.editor, pair, value, toEntry), [key]);
	}
	return isMap(value) && value.items.length > 0
		? refactoring('rewrite', titles.toList, mapEdits(input.editor, value, toItem), [key])
		: [];
}

function listEdits(editor: YamlEditor, pair: Pair, list: YAMLSeq, toEntry: ItemWriter): (OffsetEdit | undefined)[] {
	const texts = list.items.map(item => (isSimple(editor, item) ? textOf(item) : undefined));
	const written = texts.map(text => (text === undefined ? undefined : toEntry(text, list.flow ?? false)));
	const names = written.map(each => each?.flow.split(':', 1)[0]);
	if (written.some(each => each === undefined) || new Set(names).size < names.length) {
		return [undefined];
	}
	if (list.flow) {
		const text = `{ ${written.map(each => each?.flow).join(', ')} }`;
		const isShort = editor.isOneLine(list.range?.[0] ?? 0, editor.endOf(list));
		return [isShort ? { start: list.range?.[0] ?? 0, end: editor.endOf(list), text } : undefined];
	}
	const isAtKey = editor.columnOf(editor.dashOf(list, 0)) <= editor.columnOf(editor.startOf(pair));
	const shift = isAtKey ? ' '.repeat(editor.step) : '';
	return list.items.flatMap((item, index) => {
		const dash = editor.dashOf(list, index);
		const end = editor.endOf(item);
		const { text = '', below } = written[index] ?? {};
		const column = editor.columnOf(dash) + shift.length + editor.step;
		const lineEnd = editor.lineEnd(end);
		const added =
			below === undefined ? [] : [{ start: lineEnd, end: lineEnd, text: `${editor.eol}${' '.repeat(column)}${below}` }];
		if (below !== undefined && lineEnd === end) {
			return [{ start: dash, end, text: shift + text + (added[0]?.text ?? '') }];
		}
		return [{ start: dash, end, text: shift + text }, ...added];
	});
}

function mapEdits(editor: YamlEditor, map: YAMLMap, toItem: PairWriter): (OffsetEdit | undefined)[] {
	const texts = map.items.map(({ key, value }) => {
		const name = isSimple(editor, key) ? keyText(key) : undefined;
		return name === undefined ? undefined : toItem(name, value as Node | null, map.flow ?? false);
	});
	if (texts.includes(undefined)) {
		return [undefined];
	}
	if (map.flow) {
		const isShort = editor.isOneLine(map.range?.[0] ?? 0, editor.endOf(map));
		return [
			isShort ? { start: map.range?.[0] ?? 0, end: editor.endOf(map), text: `[${texts.join(', ')}]` } : undefined,
		];
	}
	return map.items.map((pair, index) => {
		const start = editor.startOf(pair);
		const end = editor.endOf(pair);
		const isPlain = isMap(pair.value) ? isWithoutComments(editor, start, end) : editor.isOneLine(start, end);
		return isPlain ? { start, end, text: `- ${texts[index]}` } : undefined;
	});
}

function isWithoutComments(editor: YamlEditor, start: number, end: number): boolean {
	return !editor.source.slice(start, end).includes('#');
}

const assignmentToEntry: ItemWriter = (text, inFlow) => {
	const [, name = '', equals] = /^([^=]+)(=[\s\S]*)?$/.exec(text) ?? [];
	const key = scalarText(name, inFlow);
	if (name === '' || name.includes('$')) {
		return undefined;
	}
	const written = equals === undefined ? `${key}:` : `${key}: ${scalarText(equals.slice(1), inFlow)}`;
	return { text: written, flow: written };
};

/** Numbers and booleans become the texts that Compose makes of them. */
const entryToAssignment: PairWriter = (name, value, inFlow) => {
	if (/[=$]/.test(name)) {
		return undefined;
	}
	if (value === null || (isScalar(value) && value.value === null)) {
		return scalarText(name, inFlow);
	}
	if (!isScalar(value) || isMarked(value) || /^BLOCK/.test(value.type ?? '')) {
		return undefined;
	}
	const text = typeof value.value === 'string' ? value.value : plainNumber(value.value, value.source);
	return text === undefined || text.includes('\n') ? undefined : scalarText(`${name}=${text}`, inFlow);
};

/** The text that Compose gives a container for a number or boolean; undefined where it writes it in another way. */
export function plainNumber(value: unknown, source: string | undefined): string | undefined {
	if (typeof value === 'boolean') {
		return String(value);
	}
	return source !== undefined && /^(?:0|-?[1-9]\d{0,14})$/.test(source) ? source : undefined;
}

const dependencyToEntry: ItemWriter = (text, inFlow) => {
	const name = scalarText(text, inFlow);
	return text === ''
		? undefined
		: { text: `${name}:`, below: 'condition: service_started', flow: `${name}: { condition: service_started }` };
};

const entryToDependency: PairWriter = (name, value, inFlow) => {
	const isDefault = ([key, text]: readonly [string, string]) =>
		`${key}: ${text}` === 'condition: service_started' || `${key}: ${text}` === 'required: true';
	const values = isMap(value)
		? value.items.map(item => [keyText(item.key) ?? '', textOf(item.value) ?? ''] as const)
		: [];
	const hasCondition = values.some(([key]) => key === 'condition');
	return isMap(value) && hasCondition && values.every(isDefault) ? scalarText(name, inFlow) : undefined;
};

/** `build: .` and `build: {context: .}`. */
export const refactorBuild: Refactoring = (input, { map }) => {
	const { editor } = input;
	const pair = ownPair(map, 'build');
	const value = pair?.value as Node | undefined;
	if (!pair || !value?.range || !touchesNode(input, pair) || !isPure(value)) {
		return [];
	}
	if (isScalar(value) && isSimple(editor, value) && value.value !== null) {
		const text = editor.source.slice(value.range[0], editor.endOf(value));
		if (map.flow) {
			return refactoring('rewrite', titles.buildMap, [
				{ start: value.range[0], end: editor.endOf(value), text: `{ context: ${text} }` },
			]);
		}
		const colon = editor.afterColon((pair.key as Node).range?.[1] ?? 0);
		const indent = ' '.repeat(editor.columnOf(editor.startOf(pair)) + editor.step);
		const edit = { start: colon, end: value.range[0], text: `${editor.eol}${indent}context: ` };
		return editor.isOneLine(colon, value.range[0]) ? refactoring('rewrite', titles.buildMap, [edit]) : [];
	}
	const context = isMap(value) && value.items.length === 1 ? ownPair(value, 'context')?.value : undefined;
	if (!isScalar(context) || !context.range || !isSimple(editor, context)) {
		return [];
	}
	const colon = editor.afterColon((pair.key as Node).range?.[1] ?? 0);
	const isClean = isWithoutComments(editor, colon, editor.endOf(value));
	const text = ` ${editor.source.slice(context.range[0], editor.endOf(context))}`;
	return isClean ? refactoring('rewrite', titles.buildText, [{ start: colon, end: editor.endOf(value), text }]) : [];
};

/** `- token` and `source: token`. */
export const refactorGrants: Refactoring = (input, { map }) =>
	(['secrets', 'configs'] as const).flatMap(key =>
		rewriteItems(
			input,
			map,
			key,
			text => (/^[\w.-]+$/.test(text) ? { map: [['source', scalarText(text)]] } : undefined),
			item => {
				const source = textOf(ownPair(item, 'source')?.value);
				return item.items.length === 1 && source !== undefined && !source.includes('$')
					? scalarText(source, true)
					: undefined;
			},
			key === 'secrets' ? secretTitles : configTitles,
		),
	);

const secretTitles = {
	long: { en: 'Write the secret in long form', ko: '시크릿을 긴 형식(long)으로 쓰기' },
	short: { en: 'Write the secret in short form', ko: '시크릿을 짧은 형식(short)으로 쓰기' },
};
const configTitles = {
	long: { en: 'Write the config in long form', ko: '컨피그를 긴 형식(long)으로 쓰기' },
	short: { en: 'Write the config in short form', ko: '컨피그를 짧은 형식(short)으로 쓰기' },
};
