import { isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import type { OffsetEdit, YamlEditor } from './edits.ts';
import { type Fix, type FixInput, type FixWriter, one, replace } from './fix.ts';
import { quote } from './fixesYaml.ts';
import { keyText } from './merged.ts';
import { pathTo } from './nodeAt.ts';
import { flowText, scalarText, type Yaml } from './yamlText.ts';

const changeTitle = { en: 'Change to {0}', ko: '{0}(으)로 바꾸기' };
const removeTitle = { en: 'Remove {0}', ko: '{0} 제거' };

/** Fixes for keys and values that the specification does not have. */
export const modelFixes: Readonly<Record<string, FixWriter>> = {
	UnknownKey: input => [...toSuggestion(input), ...joinPair(input), ...moveInside(input), ...removeKey(input, false)],
	WrongType: fixType,
	MissingKey: addMissingKey,
	InvalidValue: input => [...toSuggestion(input), ...toAllowed(input)],
	InvalidNumber: unquoteNumber,
	InvalidBoolean: toBoolean,
	YamlBoolean: toReplacement,
	DuplicateItem: removeItem,
	InvalidPort: fixPort,
	InvalidDuration: input => (input.data.replacement === undefined ? withUnit(input) : toReplacement(input)),
	InvalidSize: fixSize,
	InvalidHealthcheck: ({ start, editor, node }) => {
		const list = node && editor.doc.parentOf(node);
		if (!isSeq(list) || !list.flow) {
			return blockHealthcheck(editor.columnOf(start) > 0 ? { start, editor, node } : undefined);
		}
		return one({ en: 'Begin with CMD', ko: 'CMD로 시작하기' }, [replace(start, start, 'CMD, ')]);
	},
	InvalidInclude: input => toListFix(input),
	CannotOverride: input => (isScalar(input.node) ? toListFix(input) : []),
	ObsoleteVersion: input => removeKey(input, true),
	UnneededVersion: input => removeKey(input, false),
	DeprecatedKey: externalName,
};

/** The word of a problem replaced by what was probably meant; quotes stay. */
export function toSuggestion(input: FixInput): Fix[] {
	const { suggestion } = input.data;
	const edit = suggestion === undefined ? undefined : replaceName(input, suggestion);
	return suggestion === undefined || !edit ? [] : one(changeTitle, [edit], [suggestion]);
}

/** Replaces the name of a problem where it stands in the text of the problem. */
export function replaceName({ editor, start, end, data, node }: FixInput, by: string): OffsetEdit | undefined {
	const text = editor.source.slice(start, end);
	const name = data.name ?? text;
	const inside = text.startsWith(name) ? 0 : /^["'!]/.test(text) && text.startsWith(name, 1) ? 1 : text.indexOf(name);
	if (inside < 0) {
		return undefined;
	}
	const isWhole = inside === 0 && name.length === text.length && isScalar(node) && node.type === 'PLAIN';
	const written = isWhole ? scalarText(by, isInFlow({ editor, node })) : by;
	return replace(start + inside, start + inside + name.length, written);
}

/** Whether a node stands between brackets. */
export function isInFlow({ editor, node }: Pick<FixInput, 'editor'> & { node: Node | undefined }): boolean {
	let at: Node | Pair | undefined = node && editor.doc.parentOf(node);
	while (at) {
		if ((isMap(at) || isSeq(at)) && at.flow) {
			return true;
		}
		at = editor.doc.parentOf(at);
	}
	return false;
}

function toReplacement({ start, end, data, editor }: FixInput): Fix[] {
	const { replacement } = data;
	if (replacement === undefined) {
		return [];
	}
	const mark = /^["']/.exec(editor.source.slice(start, end))?.[0] ?? '';
	const isText = mark !== '' && !/^["']/.test(replacement) && data.rule === 'InvalidDuration';
	const text = isText ? mark + replacement + mark : replacement;
	return one(changeTitle, [replace(start, end, text)], [replacement]);
}

/** The pair of a problem is taken out. */
export function removeKey({ editor, pair, data }: FixInput, preferred: boolean): Fix[] {
	const map = pair && editor.doc.parentOf(pair);
	if (!pair || !isMap(map) || (map.items.length === 1 && isNeeded(editor, map))) {
		return [];
	}
	const name = keyText(pair.key) ?? data.name ?? '';
	return one(removeTitle, [editor.removePair(map, pair)], [`"${name}"`], preferred);
}

/** Whether something must stand in a map: what a config, secret, model or service is. */
function isNeeded(editor: YamlEditor, map: Node): boolean {
	const [section, ...rest] = pathTo(editor.doc, map);
	return rest.length === 1 && /^(?:services|configs|secrets|models)$/.test(String(section));
}

export function removeItem({ editor, node, data }: FixInput): Fix[] {
	const list = node && editor.doc.parentOf(node);
	if (!isSeq(list) || !node) {
		return [];
	}
	return one(
		removeTitle,
		[editor.removeItem(list, list.items.indexOf(node))],
		[`"${data.name ?? ''}"`],
		list.items.length > 1,
	);
}

/** A key of a service that stands at the top of the file, where there is one service. */
function moveInside({ editor, pair, path }: FixInput): Fix[] {
	const services = editor.doc.root?.items.find(item => keyText(item.key) === 'services')?.value;
	const service = isMap(services) && services.items.length === 1 ? services.items[0] : undefined;
	const value = pair?.value as Node | null | undefined;
	const isPlain = isScalar(value) && editor.isOneLine(value.range?.[0] ?? 0, editor.endOf(value));
	if (
		path.length !== 1 ||
		!pair ||
		!service ||
		!isPlain ||
		!/^(?:image|build|command|restart|container_name)$/.test(String(path[0]))
	) {
		return [];
	}
	const [start, end] = value.range as [number, number, number];
	const text = editor.source.slice(start, Math.min(end, editor.endOf(value)));
	const added = editor.addUnder(service, String(path[0]), text);
	const removed = editor.doc.root && editor.removePair(editor.doc.root, pair);
	const name = keyText(service.key) ?? '';
	return one({ en: 'Move into the service "{0}"', ko: '서비스 "{0}" 안으로 옮기기' }, [added, removed], [name], false);
}

function fixType(input: FixInput): Fix[] {
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
		return [...toList, ...toMap, ...unit, ...quoteIt, ...bare];
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

/** A value becomes the only item of a list; below its key, or in brackets where brackets are around. */
function toListFix({ editor, node, pair, data }: FixInput): Fix[] {
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
function joinPair(input: FixInput): Fix[] {
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

const placeholders: Readonly<Record<string, Yaml>> = {
	target: '/data',
	source: './data',
	action: 'rebuild',
	path: '.',
	model: 'ai/smollm2',
	file: './compose.yaml',
	type: 'volume',
	command: 'echo',
	device: '/dev/sda',
	subnet: '172.30.0.0/16',
	capabilities: { list: ['gpu'] },
	condition: 'service_started',
};

function addMissingKey({ editor, node, pair, role, data, path, end }: FixInput): Fix[] {
	const { name } = data;
	const value =
		name === undefined ? undefined : name === 'target' && path.includes('ports') ? '80' : placeholders[name];
	if (name === undefined || value === undefined) {
		return [];
	}
	const isOwner = role === 'key' && !isScalarValue(pair?.value) && end <= editor.afterColon(node?.range?.[1] ?? 0);
	const around = pair && editor.doc.parentOf(pair);
	const map = isMap(node) ? node : !isOwner && isMap(around) ? around : undefined;
	const title = { en: 'Add "{0}"', ko: '"{0}" 추가' };
	const edit = map ? editor.addToMap(map, name, value) : pair && editor.addUnder(pair, name, value);
	return one(title, [edit], [name], false);
}

function isScalarValue(value: unknown): boolean {
	return isScalar(value) && value.value !== null;
}

/** At most five of the values that are allowed. */
function toAllowed(input: FixInput): Fix[] {
	const { data, start, end, editor, node } = input;
	const others = (data.expected ?? []).filter(value => value !== data.suggestion && !/[<{…*]/.test(value));
	if (!isScalar(node) || others.length > 6) {
		return [];
	}
	const mark = /^["']/.exec(editor.source.slice(start, end))?.[0] ?? '';
	return others.flatMap(value =>
		one(
			changeTitle,
			[replace(start, end, mark === '' ? scalarText(value, isInFlow({ editor, node })) : mark + value + mark)],
			[value],
			false,
		),
	);
}

/** A number in quotes or with a unit that does not belong to it. */
function unquoteNumber({ editor, start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value) : editor.source.slice(start, end);
	const number = /^\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text)?.[1];
	const written = editor.source.slice(start, end);
	return number === undefined || number === written ? [] : one(changeTitle, [replace(start, end, number)], [number]);
}

const wordsOfTruth: Readonly<Record<string, string>> = {
	'1': 'true',
	yes: 'true',
	y: 'true',
	on: 'true',
	'0': 'false',
	no: 'false',
	n: 'false',
	off: 'false',
	enabled: 'true',
	disabled: 'false',
	always: 'true',
	never: 'false',
	t: 'true',
	f: 'false',
	ture: 'true',
	flase: 'false',
	fales: 'false',
	treu: 'true',
};

function toBoolean({ start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value).toLowerCase() : '';
	const meant = Object.hasOwn(wordsOfTruth, text) ? wordsOfTruth[text] : undefined;
	const options = meant === undefined ? ['true', 'false'] : [meant];
	return options.flatMap(option => one(changeTitle, [replace(start, end, option)], [option], meant !== undefined));
}

/** Blanks in a port mapping, and slashes the wrong way. */
function fixPort({ editor, start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value) : '';
	const meant = text
		.replaceAll(/\s+/g, '')
		.replace(/^(\d+(?:-\d+)?)[=>,;]+(\d)/, '$1:$2')
		.replace(/->/, ':')
		.replace(/\\/g, '/')
		.replace(/^localhost:/, '127.0.0.1:')
		.replace(/^([\da-fA-F]*:[\da-fA-F:]*:[\da-fA-F]*):(\d+:\d+(?:\/\w+)?)$/, '[$1]:$2');
	const isPort =
		/^(?:\[?[\da-fA-F.:]+\]?:)?(?:\d{1,5}(?:-\d{1,5})?:)?\d{1,5}(?:-\d{1,5})?(?:\/(?:tcp|udp|sctp))?$/i.test(meant);
	const written = editor.source.slice(start, end);
	const mark = /^["']/.exec(written)?.[0] ?? '"';
	return isPort && meant !== text ? one(changeTitle, [replace(start, end, mark + meant + mark)], [meant]) : [];
}

function withUnit({ editor, start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value).trim() : '';
	const units: readonly (readonly [RegExp, string])[] = [
		[/^(\d+(?:\.\d+)?)$/, '$1s'],
		[/^(\d+)\s*(?:sec|secs|second|seconds)$/i, '$1s'],
		[/^(\d+)\s*(?:min|mins|minute|minutes)$/i, '$1m'],
		[/^(\d+)\s*(?:hour|hours|hr|hrs)$/i, '$1h'],
		[/^(\d+)\s*(?:milliseconds?|msec)$/i, '$1ms'],
		[/^(\d+)\s+(ms|[smhd])$/i, '$1$2'],
		[/^(\d+)([SMH])$/, '$1$2'],
	];
	const unit = units.find(([pattern]) => pattern.test(text));
	const meant = unit ? text.replace(unit[0], unit[1]).toLowerCase() : undefined;
	const mark = /^["']/.exec(editor.source.slice(start, end))?.[0] ?? '';
	return meant === undefined ? [] : one(changeTitle, [replace(start, end, mark + meant + mark)], [meant]);
}

function fixSize({ editor, start, end, node }: FixInput): Fix[] {
	const text = isScalar(node) ? String(node.value).trim() : '';
	const match = /^(\d+(?:\.\d+)?)\s*([kmgtp])(?:i?b|ytes?|egs?|igs?|ibibytes?|egabytes?|igabytes?|ilobytes?)?$/i.exec(
		text,
	);
	const meant = match ? `${match[1]}${(match[2] as string).toLowerCase()}` : undefined;
	const mark = /^["']/.exec(editor.source.slice(start, end))?.[0] ?? '';
	return meant === undefined || meant === text
		? []
		: one(changeTitle, [replace(start, end, mark + meant + mark)], [meant]);
}

function blockHealthcheck(input: Pick<FixInput, 'start' | 'editor' | 'node'> | undefined): Fix[] {
	const list = input?.node && input.editor.doc.parentOf(input.node);
	if (!input || !isSeq(list)) {
		return [];
	}
	const dash = input.editor.dashOf(list, 0);
	const indent = ' '.repeat(input.editor.columnOf(dash));
	const text = `- CMD${input.editor.eol}${indent}`;
	return one({ en: 'Begin with CMD', ko: 'CMD로 시작하기' }, [replace(dash, dash, text)]);
}

/** `external: {name: x}` becomes `external: true` with `name: x` beside it. */
function externalName({ editor, pair }: FixInput): Fix[] {
	const above = pair && editor.doc.parentOf(pair);
	const outer = isMap(above) ? editor.doc.parentOf(above) : undefined;
	const own = [pair, isPair(outer) ? outer : undefined].find(each => keyText(each?.key) === 'external');
	const inner = own && isMap(own.value) ? own.value : undefined;
	const name = inner?.items.find(item => keyText(item.key) === 'name')?.value;
	const map = own && editor.doc.parentOf(own);
	if (!own || !inner?.range || !isScalar(name) || !name.range || !isMap(map) || inner.items.length !== 1) {
		return [];
	}
	const text = editor.source.slice(name.range[0], editor.endOf(name));
	const keyEnd = editor.afterColon((own.key as Node).range?.[1] ?? 0);
	const column = editor.columnOf(editor.startOf(own));
	const gap = map.flow ? ', ' : `${editor.eol}${' '.repeat(column)}`;
	const edit = replace(keyEnd, editor.endOf(inner), ` true${gap}name: ${text}`);
	const title = { en: 'Write {0}', ko: '{0}(으)로 쓰기' };
	return one(
		title,
		[edit],
		[
			flowText({
				map: [
					['external', 'true'],
					['name', text],
				],
			}),
		],
	);
}
