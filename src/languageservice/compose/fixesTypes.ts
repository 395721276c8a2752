import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { type Fix, type FixInput, one, replace } from './fix.ts';
import { unquoteNumber, withUnit } from './fixesValues.ts';
import { isInFlow } from './fixesWords.ts';
import { quote } from './fixesYaml.ts';
import { keyText } from './merged.ts';
import { scalarText } from './yamlText.ts';

export function fixType(input: FixInput): Fix[] {
	const { data, node, role, pair } = input;
	const expected = data.expected ?? [];
	const value = role === 'key' ? (pair?.value as Node | null | undefined) : node;
	if (isScalar(value) && value.value !== null) {
		const isAssignment = /^[A-Za-z_][\w.-]*=/.test(String(value.value));
		const toMap = expected.includes('map') && isAssignment ? toMapFix(input, value) : [];
		const toList = expected.includes('list') ? toListFix(input) : [];
		const isTime =
			/^(?:interval|timeout|start_period|start_interval|stop_grace_period|delay|monitor|window|pull_refresh_after)$/;
		const unit = expected.includes('string') && isTime.test(String(input.path.at(-1))) ? withUnit(input) : [];
		const quoteIt = expected.includes('string') && value.type === 'PLAIN' ? quote(input) : [];
		const bare = expected.length > 0 && !expected.includes('string') ? unquoteNumber(input) : [];
		return [...toList, ...toMap, ...under(input, value), ...unit, ...quoteIt, ...bare];
	}
	if (!value || (isScalar(value) && value.value === null)) {
		return fillNothing(input);
	}
	if (isMap(value) && role === 'item' && expected.includes('string')) {
		return joinItem(input, value);
	}
	if (isMap(value) && expected.includes('list')) {
		return mapToList(input, value);
	}
	if (isSeq(value) && value.items.length === 1 && (expected.includes('string') || !expected.includes('list'))) {
		return unwrapItem(input, value);
	}
	if (isSeq(value) && expected.includes('map')) {
		return listToMap(input, value);
	}
	return [];
}

/** Keys and items without a value go; a dependency gets its condition. */
function fillNothing({ editor, pair, node, path }: FixInput): Fix[] {
	const list = node && editor.doc.parentOf(node);
	const title = { en: 'Remove {0}', ko: '{0} 제거' };
	if (isSeq(list)) {
		return one(title, [editor.removeItem(list, list.items.indexOf(node))], ['-']);
	}
	const map = pair && editor.doc.parentOf(pair);
	if (!pair || !isMap(map)) {
		return [];
	}
	const isDependency = path.at(-2) === 'depends_on';
	const condition = isDependency ? editor.addUnder(pair, 'condition', 'service_started') : undefined;
	const added = one({ en: 'Add "{0}"', ko: '"{0}" 추가' }, [condition], ['condition']);
	return [...added, ...one(title, [editor.removePair(map, pair)], [`"${keyText(pair.key) ?? ''}"`], false)];
}

const mainKeys: Readonly<Record<string, string>> = {
	logging: 'driver',
	healthcheck: 'test',
	secrets: 'file',
	configs: 'file',
};

/** `logging: json-file` and `token: ./token` are meant as the most important key of their maps. */
function under({ editor, pair, path }: FixInput, value: Scalar): Fix[] {
	const isNamed = path.length === 2 && /^(?:secrets|configs)$/.test(String(path[0]));
	const key = mainKeys[String(isNamed ? path[0] : path.at(-1))];
	const isShort = value.range && pair && editor.isOneLine(editor.startOf(pair), editor.endOf(pair));
	if (!key || !isShort || !pair || !value.range || (!isNamed && path.length !== 3)) {
		return [];
	}
	const [start, end] = [value.range[0], editor.endOf(value)];
	const text = editor.source.slice(start, end);
	const title = { en: 'Write {0}', ko: '{0}(으)로 쓰기' };
	if (isInFlow({ editor, node: value })) {
		return one(title, [replace(start, end, `{ ${key}: ${text} }`)], [`${key}: ${text}`]);
	}
	const colon = editor.afterColon((pair.key as Node).range?.[1] ?? 0);
	const body = editor.blockOf({ map: [[key, text]] }, editor.columnOf(editor.startOf(pair)));
	return one(title, [replace(colon, end, body)], [`${key}: ${text}`]);
}

/** A value becomes the only item of a list; below its key, or in brackets where brackets are around. */
export function toListFix({ editor, node, pair, data }: FixInput): Fix[] {
	const value = node as Scalar | undefined;
	const title = { en: 'Write {0} as a list', ko: '{0}을(를) 목록으로 쓰기' };
	const values = [data.name ?? keyText(pair?.key) ?? ''];
	if (!value?.range || !pair || /^BLOCK/.test(value.type ?? '')) {
		return [];
	}
	const start = value.range[0];
	const end = editor.endOf(value);
	const text = editor.source.slice(start, end);
	if (editor.isFirstInLine(start) && !text.includes('\n') && !isInFlow({ editor, node: value })) {
		return one(title, [replace(start, start, '- ')], values);
	}
	if (isInFlow({ editor, node: value }) || text.includes('\n')) {
		return one(
			title,
			[replace(start, end, `[${isScalar(value) ? scalarInFlow(editor.source, value, end) : text}]`)],
			values,
		);
	}
	const colon = editor.afterColon((pair.key as Node).range?.[1] ?? 0);
	const between = editor.source.slice(colon, start).trimEnd();
	const indent = ' '.repeat(editor.columnOf(editor.startOf(pair)) + editor.listIndent());
	return one(title, [replace(colon + between.length, start, `${editor.eol}${indent}- `)], values);
}

function scalarInFlow(source: string, value: Scalar, end: number): string {
	const text = source.slice(value.range?.[0], end);
	return value.type === 'PLAIN' ? (typeof value.value === 'string' ? scalarText(value.value, true) : text) : text;
}

/** `A=b` under a key becomes `A: b`. */
function toMapFix({ editor, pair, data }: FixInput, value: Scalar): Fix[] {
	const title = { en: 'Write {0} as a map', ko: '{0}을(를) 맵으로 쓰기' };
	const text = String(value.value);
	const [name = '', ...rest] = text.split('=');
	const start = value.range?.[0] ?? 0;
	const end = editor.endOf(value);
	const entry = `${scalarText(name)}: ${scalarText(rest.join('='))}`;
	if (!pair || isInFlow({ editor, node: value })) {
		return one(title, [replace(start, end, `{ ${entry} }`)], [data.name ?? ''], false);
	}
	const isBelow = !editor.isOneLine(editor.startOf(pair), start);
	const column = editor.columnOf(editor.startOf(pair)) + editor.step;
	const colon = editor.afterColon((pair.key as Node).range?.[1] ?? 0);
	const edit = isBelow ? replace(start, end, entry) : replace(colon, end, `${editor.eol}${' '.repeat(column)}${entry}`);
	return one(title, [edit], [data.name ?? ''], false);
}

/** `- A: b` where a text is wanted: the blank behind the colon made a map of it. */
function joinItem({ editor, path }: FixInput, map: Node): Fix[] {
	const [pair, ...more] = isMap(map) ? map.items : [];
	const name = keyText(pair?.key);
	const value = pair?.value as Node | null | undefined;
	const isShort = pair && editor.isOneLine(editor.startOf(pair), editor.endOf(pair));
	if (!isShort || more.length > 0 || name === undefined || (value && !isScalar(value))) {
		return [];
	}
	const isAssignment = /^(?:environment|labels|args|sysctls|annotations|options)$/.test(String(path.at(-2)));
	const isName = /^(?:depends_on|networks|profiles|links|secrets|configs|cap_add|cap_drop)$/.test(String(path.at(-2)));
	const text = isScalar(value) && value.value !== null ? (value.source ?? String(value.value)) : '';
	const joined = text === '' && isName ? name : `${name}${isAssignment ? '=' : ':'}${text}`;
	const edit = replace(editor.startOf(pair), editor.endOf(pair), scalarText(joined, isInFlow({ editor, node: map })));
	return one({ en: 'Write {0}', ko: '{0}(으)로 쓰기' }, [edit], [joined]);
}

/** `- data: /x` under `volumes`, `- 8080: 80` under `ports`. */
export function joinPair(input: FixInput): Fix[] {
	const { editor, pair, path } = input;
	const map = pair && editor.doc.parentOf(pair);
	const isItem = isMap(map) && map.items.length === 1 && /^(?:ports|volumes|devices)$/.test(String(path.at(-3)));
	const value = pair?.value;
	if (!isItem || !isScalar(value) || value.value === null) {
		return [];
	}
	return joinItem({ ...input, path: path.slice(0, -1) }, map);
}

/** `8080: 80` under `ports` and `data: /x` under `volumes` become items. */
function mapToList({ editor, data, path }: FixInput, map: Node): Fix[] {
	const key = String(path.at(-1) ?? '');
	const pairs = isMap(map) && !map.flow ? map.items : [];
	const isJoined = /^(?:ports|volumes|devices|expose|tmpfs)$/.test(key);
	const edits = pairs.map(pair => {
		const value = pair.value as Node | null;
		const name = keyText(pair.key);
		const isShort =
			name !== undefined &&
			(value === null || isScalar(value)) &&
			editor.isOneLine(editor.startOf(pair), editor.endOf(pair));
		const text = isScalar(value) && value.value !== null ? String(value.value) : undefined;
		const item = text === undefined ? (name ?? '') : `${name}${isJoined ? ':' : '='}${text}`;
		const needsQuotes = isJoined && key === 'ports';
		return isShort
			? replace(editor.startOf(pair), editor.endOf(pair), `- ${needsQuotes ? `"${item}"` : scalarText(item)}`)
			: undefined;
	});
	const isUseful =
		isJoined || pairs.every(pair => pair.value === null || (isScalar(pair.value) && pair.value.value === null));
	return isUseful && edits.length > 0
		? one({ en: 'Write {0} as a list', ko: '{0}을(를) 목록으로 쓰기' }, edits, [data.name ?? key])
		: [];
}

/** A list with one item where a single value is wanted. */
function unwrapItem({ editor, data, pair }: FixInput, list: Node): Fix[] {
	const item = isSeq(list) ? list.items[0] : undefined;
	if (!isScalar(item) || !item.range || !list.range || !editor.isOneLine(item.range[0], editor.endOf(item)) || !pair) {
		return [];
	}
	const text = editor.source.slice(item.range[0], editor.endOf(item));
	const from = isSeq(list) && list.flow ? list.range[0] : editor.afterColon((pair.key as Node).range?.[1] ?? 0);
	const gap = isSeq(list) && list.flow ? '' : ' ';
	const title = { en: 'Write {0} as a single value', ko: '{0}을(를) 값 하나로 쓰기' };
	return one(title, [replace(from, editor.endOf(list), gap + text)], [data.name ?? '']);
}

/** `- name` and `- A=b` under a key that takes a map. */
function listToMap({ editor, data, pair }: FixInput, list: Node): Fix[] {
	const items = isSeq(list) && !list.flow ? list.items : [];
	const column = pair ? editor.columnOf(editor.startOf(pair)) : 0;
	const edits = items.map((item, index) => {
		if (!isSeq(list) || !isScalar(item) || !editor.isOneLine(item.range?.[0] ?? 0, editor.endOf(item))) {
			return undefined;
		}
		const [, name = '', value] = /^([^=:\s]+)(?:=(.*)|:\s*(.*))?$/.exec(String(item.value)) ?? [];
		const dash = editor.dashOf(list, index);
		const indent = editor.columnOf(dash) === column ? ' '.repeat(editor.step) : '';
		const text = value === undefined ? `${scalarText(name)}:` : `${scalarText(name)}: ${scalarText(value)}`;
		return name === '' ? undefined : replace(dash, editor.endOf(item), indent + text);
	});
	const title = { en: 'Write {0} as a map', ko: '{0}을(를) 맵으로 쓰기' };
	return edits.length > 0 ? one(title, edits, [data.name ?? '']) : [];
}
