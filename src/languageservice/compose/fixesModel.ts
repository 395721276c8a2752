import { isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import type { YamlEditor } from './edits.ts';
import { type Fix, type FixInput, type FixWriter, one, replace } from './fix.ts';
import { fixType, joinPair, toListFix } from './fixesTypes.ts';
import {
	blockHealthcheck,
	fixPort,
	fixSize,
	toAllowed,
	toBoolean,
	toReplacement,
	unquoteNumber,
	withUnit,
} from './fixesValues.ts';
import { toSuggestion } from './fixesWords.ts';
import { keyText } from './merged.ts';
import { pathTo } from './nodeAt.ts';
import { flowText, type Yaml } from './yamlText.ts';

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
