import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Text } from '../host.ts';
import { type Fix, type FixInput, type FixWriter, one, replace } from './fix.ts';
import { removeItem, removeKey } from './fixesModel.ts';
import { isInFlow, toSuggestion } from './fixesWords.ts';
import { freeName } from './freeName.ts';
import { keyText } from './merged.ts';
import { knownServices } from './serviceSnippets.ts';
import { scalarText, type Yaml } from './yamlText.ts';

const removeTitle = { en: 'Remove {0}', ko: '{0} 제거' };

/** Fixes for names that nothing declares, keys that exclude each other, and files that are not there. */
export const referenceFixes: Readonly<Record<string, FixWriter>> = {
	UndefinedService: input => [...toSuggestion(input), ...addService(input), ...removeUse(input)],
	DisabledService: input => [...makeOptional(input), ...removeUse(input)],
	UndefinedNetwork: declare('networks', { en: 'Declare the network "{0}"', ko: '네트워크 "{0}" 선언(network)' }),
	UndefinedVolume: declare('volumes', { en: 'Declare the volume "{0}"', ko: '볼륨 "{0}" 선언(volume)' }),
	UndefinedSecret: declare('secrets', { en: 'Declare the secret "{0}"', ko: '시크릿 "{0}" 선언(secret)' }),
	UndefinedConfig: declare('configs', { en: 'Declare the config "{0}"', ko: '컨피그 "{0}" 선언(config)' }),
	UndefinedModel: declare('models', { en: 'Declare the model "{0}"', ko: '모델 "{0}" 선언(model)' }),
	MissingImage: addImage,
	ConflictingKeys: removeOneOfTwo,
	DistinctValues: input => removeKey(input, false),
	MissingContent: addContent,
	PlatformMismatch: addPlatform,
	DuplicateContainerName: input => [...renameContainer(input), ...removeKey(input, false)],
	DuplicateMount: removeUse,
	MissingTarget: ({ editor, pair }) => {
		const map = pair && editor.doc.parentOf(pair);
		return isMap(map)
			? one({ en: 'Add "{0}"', ko: '"{0}" 추가' }, [editor.addToMap(map, 'target', '/app')], ['target: /app'], false)
			: [];
	},
	DependencyCycle: removeUse,
	ExtendsCycle: input => removePairAt(input, 'extends'),
	MissingFile: input => [...toSuggestion(input), ...createFile(input), ...makeFileOptional(input), ...removeUse(input)],
};

/** The reference itself goes: an item, a key, or the only value of a key. */
export function removeUse(input: FixInput): Fix[] {
	const { editor, node, role, pair } = input;
	const parent = node && editor.doc.parentOf(node);
	if (isSeq(parent)) {
		return removeItem(input).map(fix => ({ ...fix, preferred: false }));
	}
	if (role === 'key') {
		return removeKey(input, false);
	}
	const key = keyText(pair?.key);
	if (pair && key && /^(?:path|service|source|target)$/.test(key)) {
		return removeOwner(input);
	}
	return pair ? removeKey(input, false) : [];
}

const optionalTitle = { en: 'Make "{0}" optional (required: false)', ko: '"{0}"을(를) 선택 사항으로(required: false)' };

/** A dependency in long form that need not be there. */
function makeOptional({ editor, role, pair, data, path }: FixInput): Fix[] {
	const isLong = role === 'key' && path.at(-2) === 'depends_on' && isMap(pair?.value);
	return pair && isLong
		? one(optionalTitle, [editor.addUnder(pair, 'required', 'false')], [data.name ?? ''], false)
		: [];
}

/** An env file in long form that need not be there. */
function makeFileOptional({ editor, node, pair, role, path, data }: FixInput): Fix[] {
	if (!path.includes('env_file') || !isScalar(node) || !node.range) {
		return [];
	}
	const values = [data.path ?? ''];
	const [start, end] = [node.range[0], editor.endOf(node)];
	const text = editor.source.slice(start, end);
	const map = pair && keyText(pair.key) === 'path' ? editor.doc.parentOf(pair) : undefined;
	if (isMap(map)) {
		return map.has('required') ? [] : one(optionalTitle, [editor.addToMap(map, 'required', 'false')], values, false);
	}
	if (isInFlow({ editor, node })) {
		const long = `{ path: ${text}, required: false }`;
		return one(optionalTitle, [replace(start, end, role === 'item' ? long : `[${long}]`)], values, false);
	}
	const list = editor.doc.parentOf(node);
	const column = isSeq(list)
		? editor.columnOf(start)
		: pair
			? editor.columnOf(editor.startOf(pair)) + editor.listIndent() + 2
			: 0;
	const long = `path: ${text}${editor.eol}${' '.repeat(column)}required: false`;
	if (isSeq(list)) {
		return one(optionalTitle, [replace(start, end, long)], values, false);
	}
	const colon = editor.afterColon((pair?.key as Node | undefined)?.range?.[1] ?? 0);
	const edit = replace(colon, end, `${editor.eol}${' '.repeat(column - 2)}- ${long}`);
	return one(optionalTitle, [edit], values, false);
}

/** The map around a pair goes from its list, or with its key. */
function removeOwner({ editor, pair, data }: FixInput): Fix[] {
	const map = pair && editor.doc.parentOf(pair);
	const owner = isMap(map) ? editor.doc.parentOf(map) : undefined;
	const values = [`"${data.name ?? data.path ?? ''}"`];
	if (isSeq(owner)) {
		return one(removeTitle, [editor.removeItem(owner, owner.items.indexOf(map))], values, false);
	}
	const outer = owner && editor.doc.parentOf(owner as Pair);
	return isMap(outer) ? one(removeTitle, [editor.removePair(outer, owner as Pair)], values, false) : [];
}

function removePairAt({ editor, pair, node }: FixInput, key: string): Fix[] {
	let at: Node | Pair | undefined = pair ?? node;
	while (at) {
		const parent: Node | Pair | undefined = editor.doc.parentOf(at);
		if (isMap(parent) && parent.items.length > 1 && keyText((at as Pair).key) === key) {
			return one(removeTitle, [editor.removePair(parent, at as Pair)], [`"${key}"`], false);
		}
		at = parent;
	}
	return [];
}

const bodies: Readonly<Record<string, (name: string) => Yaml>> = {
	networks: () => '',
	volumes: () => '',
	secrets: name => ({ map: [['file', scalarText(`./${name}.txt`)]] }),
	configs: name => ({ map: [['file', scalarText(`./${name}`)]] }),
	models: () => ({ map: [['model', 'ai/smollm2']] }),
};

/** Adds the name to its section, which is made where there is none. */
function declare(section: string, title: Text): FixWriter {
	return input => {
		const { editor, data } = input;
		const name = data.name ?? '';
		const isName = /^[a-zA-Z0-9._-]+$/.test(name);
		const body = bodies[section]?.(name) ?? '';
		const edit = isName ? editor.addToSection(section, scalarText(name), body) : undefined;
		const suggested = toSuggestion(input);
		const declared = one(title, [edit], [name], suggested.length === 0);
		const bind = section === 'volumes' && !data.suggestion ? toBindMount(input) : [];
		return [...suggested, ...declared, ...bind];
	};
}

/** `data/sub:/x` is meant as a folder beside the file. */
function toBindMount({ editor, start, end, data }: FixInput): Fix[] {
	const text = editor.source.slice(start, end);
	const at = data.name === undefined ? -1 : text.indexOf(data.name);
	const isFolder = data.name?.includes('/') ?? false;
	return at < 0 || !isFolder
		? []
		: one(
				{ en: 'Mount the folder ./{0}', ko: '폴더 ./{0} 마운트' },
				[replace(start + at, start + at, './')],
				[data.name ?? ''],
			);
}

/** A service of that name, with the image that usually has it. */
function addService({ editor, data }: FixInput): Fix[] {
	const name = data.name ?? '';
	if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
		return [];
	}
	const names: Readonly<Record<string, string>> = {
		db: 'postgres',
		database: 'postgres',
		cache: 'redis',
		web: 'nginx',
		proxy: 'nginx',
	};
	const image = knownServices.find(
		each => each.name === name || each.image === name || each.image === names[name],
	)?.image;
	const edit = editor.addToSection('services', scalarText(name), { map: [['image', image ?? scalarText(name)]] });
	return one({ en: 'Add the service "{0}"', ko: '서비스 "{0}" 추가' }, [edit], [name], false);
}

function addImage({ editor, pair, data, path }: FixInput): Fix[] {
	const name = String(data.name ?? path.at(-1) ?? '');
	const isService = pair && path.length === 2;
	if (!isService) {
		return [];
	}
	const known = knownServices.find(each => each.name === name || each.image === name);
	const image = known?.image ?? 'nginx';
	const title = { en: 'Add "{0}"', ko: '"{0}" 추가' };
	return [
		...one(title, [editor.addUnder(pair, 'image', image)], [`image: ${image}`], false),
		...one(title, [editor.addUnder(pair, 'build', '.')], ['build: .'], false),
	];
}

function removeOneOfTwo(input: FixInput): Fix[] {
	const { editor, pair, data } = input;
	const map = pair && editor.doc.parentOf(pair);
	const own = removeKey(input, false);
	const other = isMap(map) ? pairAtPath(editor.doc.resolve(map) as YAMLMap, data.other ?? '') : undefined;
	const owner = other && editor.doc.parentOf(other);
	const removed =
		other && isMap(owner) ? one(removeTitle, [editor.removePair(owner, other)], [`"${data.other}"`], false) : [];
	return [...own, ...removed];
}

/** `deploy.replicas` below a map. */
function pairAtPath(map: YAMLMap, path: string): Pair | undefined {
	let at: unknown = map;
	let found: Pair | undefined;
	for (const key of path.split('.')) {
		found = isMap(at) ? (at.items.find(item => keyText(item.key) === key) as Pair | undefined) : undefined;
		at = found?.value;
	}
	return found;
}

/** A file for a config or secret that has no source. */
function addContent({ editor, pair, data, path }: FixInput): Fix[] {
	const name = String(data.name ?? '');
	const isSecret = path[0] === 'secrets';
	const title = { en: 'Add "{0}"', ko: '"{0}" 추가' };
	const file = scalarText(`./${name}${isSecret ? '.txt' : ''}`);
	const variable = scalarText(name.toUpperCase().replace(/\W/g, '_'));
	return pair && /^[\w.-]+$/.test(name)
		? [
				...one(title, [editor.addUnder(pair, 'file', file)], [`file: ${file}`], false),
				...one(title, [editor.addUnder(pair, 'environment', variable)], [`environment: ${variable}`], false),
			]
		: [];
}

function addPlatform({ editor, pair, data }: FixInput): Fix[] {
	const service = pair && editor.doc.parentOf(pair);
	const platforms = isMap(service) ? pairAtPath(service, 'build.platforms')?.value : undefined;
	const name = data.name ?? '';
	return isSeq(platforms) && platforms.items.length > 0
		? one(
				{ en: 'Add {0} to build.platforms', ko: 'build.platforms에 {0} 추가' },
				[editor.addToList(platforms, scalarText(name))],
				[name],
			)
		: [];
}

function renameContainer({ editor, start, end, data, node }: FixInput): Fix[] {
	const services = editor.doc.root?.items.find(item => keyText(item.key) === 'services')?.value;
	const names = isMap(services)
		? services.items.map(({ value }) => {
				const name = isMap(value) ? value.get('container_name') : undefined;
				return typeof name === 'string' ? name : '';
			})
		: [];
	if (!isScalar(node) || data.name === undefined) {
		return [];
	}
	const name = freeName(data.name, names);
	const mark = /^["']/.exec(editor.source.slice(start, end))?.[0] ?? '';
	const text = mark === '' ? scalarText(name, isInFlow({ editor, node })) : mark + name + mark;
	return one({ en: 'Rename to "{0}"', ko: '"{0}"(으)로 이름 바꾸기' }, [replace(start, end, text)], [name]);
}

/** The file is made, empty; only below the folder of this document. */
export function createFile({ editor, data }: FixInput, text = ''): Fix[] {
	const { uri } = editor.document.text;
	const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
	const isBelow = data.uri?.startsWith(folder) && !/(?:^|\/)\.\.(?:\/|$)|%2e%2e/i.test(data.uri.slice(folder.length));
	if (!data.uri || !isBelow || data.uri.endsWith('/')) {
		return [];
	}
	const path = readable(data.uri.slice(folder.length)).replace(/\/\.gitkeep$/, '/');
	return [
		{ title: { en: 'Create {0}', ko: '{0} 만들기' }, values: [path], edits: [], files: [{ uri: data.uri, text }] },
	];
}

function readable(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
