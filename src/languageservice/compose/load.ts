import type { Text } from '../host.ts';
import { type IsKnown, StructureCheck } from './checks/structure.ts';
import type { ParsedDocument } from './document.ts';
import { mergeValues, withoutRepeats, withoutResets } from './merge.ts';
import { formsAt } from './model.ts';
import type { Problems } from './problems.ts';
import type { ProjectFiles } from './projectFiles.ts';
import { readValues } from './readValues.ts';
import {
	at,
	type Entry,
	entryAt,
	isListValue,
	isMapValue,
	isSameValue,
	itemsOf,
	type MapValue,
	type Source,
	type Spot,
	textOf,
	type Value,
} from './values.ts';
import type { Variables } from './variables.ts';

/** What all steps of loading share. */
export interface LoadContext {
	readonly files: ProjectFiles;
	readonly problems: Problems;
	readonly isKnown: IsKnown;
}

/** How a file that was loaded is used. */
export interface LoadedFile {
	readonly source: Source;
	readonly role: 'main' | 'include' | 'extends';
}

/** A compose model as several files make it. */
export interface Loaded {
	readonly model: MapValue | undefined;
	/** Files of which nobody could tell what is in them; with any of these, names may be declared that nobody knows of. */
	readonly isIncomplete: boolean;
	readonly files: readonly LoadedFile[];
}

/** Loads files over each other, with what they include and extend. All of their problems are noted on the way. */
export function loadModel(sources: readonly Source[], variables: Variables, context: LoadContext): Loaded {
	const loader = new Loader(context);
	const chain = sources.slice(0, 1).map(source => source.document.text.uri);
	const model = loader.load(sources, variables, chain, 'main');
	return { model, isIncomplete: loader.isIncomplete, files: loader.files };
}

const sections = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

class Loader {
	isIncomplete = false;
	readonly files: LoadedFile[] = [];
	readonly #context: LoadContext;
	readonly #structure: StructureCheck;
	/** What came from included files: the same may come once more. */
	readonly #imported = new Set<Value>();

	constructor(context: LoadContext) {
		this.#context = context;
		this.#structure = new StructureCheck(context.problems, context.isKnown);
	}

	load(
		sources: readonly Source[],
		variables: Variables,
		chain: readonly string[],
		role: LoadedFile['role'],
	): MapValue | undefined {
		let model: MapValue | undefined;
		for (const source of sources) {
			this.files.push({ source, role });
			for (const value of this.#read(source, variables)) {
				const own = this.#included(this.#extended(value, source, variables), source, variables, chain);
				const merged = model ? mergeValues(model, own, [], this.#context.problems) : withoutResets(own);
				model = this.#unique(merged as MapValue);
				this.#validate(model);
			}
		}
		return model;
	}

	/** The YAML documents of a file that are maps. */
	#read(source: Source, variables: Variables): MapValue[] {
		const { problems } = this.#context;
		const found: MapValue[] = [];
		for (const doc of source.document.docs) {
			const value = readValues(source, doc, name => variables.get(name), problems);
			if (isMapValue(value)) {
				found.push(value);
			} else if (value?.kind !== 'null' ? value !== undefined : isExplicit(source, doc)) {
				const at = value?.at ?? { source, start: doc.start, end: doc.end };
				problems.add('WrongType', at, [], { expected: ['map'] }, notAMap);
			}
		}
		return found;
	}

	#validate(model: MapValue): void {
		this.#structure.check(model, formsAt([]), '', model.at);
	}

	#unique(model: MapValue): MapValue {
		const services = model.entries.get('services');
		if (!services || !isMapValue(services.value)) {
			return model;
		}
		let isChanged = false;
		const entries = new Map<string, Entry>();
		for (const [name, entry] of services.value.entries) {
			const value = isMapValue(entry.value) ? uniqueLists(entry.value, name) : entry.value;
			isChanged ||= value !== entry.value;
			entries.set(name, value === entry.value ? entry : { ...entry, value });
		}
		return isChanged ? withEntry(model, { ...services, value: { ...services.value, entries } }) : model;
	}

	#extended(model: MapValue, source: Source, variables: Variables): MapValue {
		const services = model.entries.get('services');
		if (!services || !isMapValue(services.value)) {
			return model;
		}
		const scope = new ExtendsScope(source, services.value, variables);
		const entries = new Map<string, Entry>();
		let isChanged = false;
		for (const [name, entry] of services.value.entries) {
			const value = this.#resolveService(name, entry, scope, []);
			isChanged ||= value !== entry.value;
			entries.set(name, value === entry.value ? entry : { ...entry, value });
		}
		return isChanged ? withEntry(model, { ...services, value: { ...services.value, entries } }) : model;
	}

	/** A service with what it extends below it. */
	#resolveService(name: string, entry: Entry, scope: ExtendsScope, chain: readonly string[]): Value {
		const service = entry.value;
		const known = scope.resolved.get(name);
		if (known) {
			return known;
		}
		const found = isMapValue(service) ? service.entries.get('extends') : undefined;
		if (!isMapValue(service) || !found || service.tag === 'reset' || found.value.tag === 'reset') {
			return service;
		}
		const value = this.#extend(name, service, found, scope, chain);
		scope.resolved.set(name, value);
		return value;
	}

	#extend(name: string, service: MapValue, found: Entry, scope: ExtendsScope, chain: readonly string[]): Value {
		const { problems } = this.#context;
		const reference = isMapValue(found.value) ? found.value.entries.get('service') : found;
		const target = textOf(reference?.value);
		if (!reference || target === undefined) {
			if (isMapValue(found.value)) {
				problems.add('MissingKey', reference?.keyAt ?? found.value.at, ['service'], { name: 'service' });
				return withoutKey(service, 'extends');
			}
			return service;
		}
		const own = withoutKey(service, 'extends');
		const link = `${scope.source.document.text.uri} ${name}`;
		if (chain.includes(link)) {
			const names = [...chain.slice(chain.indexOf(link)), link].map(each => each.slice(each.lastIndexOf(' ') + 1));
			problems.add('ExtendsCycle', found.keyAt, [names.join(' → ')]);
			return own;
		}
		const base = this.#scopeOf(at(found.value, 'file'), reference.value.at, scope);
		if (!base) {
			return own;
		}
		const entry = base.services.entries.get(target);
		if (!entry) {
			const suggestion = undefined;
			problems.add('UndefinedService', reference.value.at, [target, ''], { name: target, kind: 'service', suggestion });
			return own;
		}
		const lower = this.#resolveService(target, entry, base, [...chain, link]);
		return isMapValue(lower) ? mergeValues(withoutResets(lower), own, ['services', 'x'], problems) : own;
	}

	/** The services that `extends` speaks of; undefined if its file cannot be used. */
	#scopeOf(file: Value | undefined, at: Spot, scope: ExtendsScope): ExtendsScope | undefined {
		const path = textOf(file);
		if (!file || path === undefined) {
			return scope;
		}
		const uri = this.#context.files.resolve(scope.source.folder, path);
		const state = this.#context.files.state(uri);
		if (state.kind !== 'file' || uri === undefined) {
			this.#missing(state.kind, file.at, path, uri);
			return undefined;
		}
		return scope.other(uri, () => {
			const source: Source = {
				document: this.#context.files.document(uri, state.text),
				folder: folderOf(uri),
				via: scope.source.via ?? at,
			};
			this.files.push({ source, role: 'extends' });
			const documents = this.#readOther(source, scope.variables);
			const services = documents?.entries.get('services')?.value;
			const none: MapValue = { kind: 'map', entries: new Map(), at: file.at, tag: undefined };
			return new ExtendsScope(source, isMapValue(services) ? services : none, scope.variables);
		});
	}

	#readOther(source: Source, variables: Variables): MapValue | undefined {
		noteSyntaxErrors(source, this.#context.problems);
		let model: MapValue | undefined;
		for (const value of this.#read(source, variables)) {
			model = model ? (mergeValues(model, value, [], this.#context.problems) as MapValue) : value;
		}
		return model;
	}

	#missing(kind: string, at: Spot, path: string, uri: string | undefined): void {
		if (kind === 'unknown') {
			this.isIncomplete = true;
		} else {
			this.#context.problems.add('MissingFile', at, [path], { path, uri }, kind === 'folder' ? isAFolder : undefined);
		}
	}

	#included(model: MapValue, source: Source, variables: Variables, chain: readonly string[]): MapValue {
		const include = model.entries.get('include');
		if (!include || include.value.tag === 'reset') {
			return model;
		}
		if (!isListValue(include.value)) {
			if (include.value.kind !== 'null') {
				this.#context.problems.add('InvalidInclude', include.value.at, [], { name: 'include', expected: ['list'] });
			}
			return withoutKey(model, 'include');
		}
		let result = model;
		for (const item of include.value.items) {
			const imported = this.#include(item, source, variables, chain);
			if (imported) {
				result = this.#import(result, imported);
			}
		}
		this.#structure.check(include.value, formsAt(['include']), 'include', include.keyAt);
		return withoutKey(result, 'include');
	}

	#include(item: Value, source: Source, variables: Variables, chain: readonly string[]): MapValue | undefined {
		const paths = isMapValue(item) ? listed(at(item, 'path')) : [item];
		const named = paths.filter(path => textOf(path) !== undefined);
		const uris = named.map(path => this.#context.files.resolve(source.folder, textOf(path) as string));
		const wanted = textOf(at(item, 'project_directory'));
		const folder = wanted
			? this.#context.files.resolve(source.folder, wanted)
			: uris[0] === undefined
				? undefined
				: folderOf(uris[0]);
		const sources: Source[] = [];
		for (const [index, path] of named.entries()) {
			const uri = uris[index];
			if (uri !== undefined && chain.includes(uri)) {
				const names = [...chain.slice(chain.indexOf(uri)), uri].map(nameOf);
				this.#context.problems.add('IncludeCycle', source.via ?? path.at, [names.join(' → ')]);
				return undefined;
			}
			const text = textOf(path) as string;
			const state = this.#context.files.state(uri);
			if (state.kind !== 'file' || uri === undefined) {
				if (!isRemote(text)) {
					this.#missing(state.kind, path.at, text, uri);
				}
				this.isIncomplete ||= isRemote(text);
				return undefined;
			}
			const document = this.#context.files.document(uri, state.text);
			const included: Source = { document, folder, via: source.via ?? path.at };
			noteSyntaxErrors(included, this.#context.problems);
			sources.push(included);
		}
		const inner = this.#includedVariables(item, folder, source, variables);
		return this.load(sources, inner, [...chain, ...uris.slice(0, 1).map(uri => uri ?? '')], 'include');
	}

	/** The variables of included files: those of here, then those of its own env files. */
	#includedVariables(item: Value, folder: string | undefined, source: Source, variables: Variables): Variables {
		const listedFiles = isMapValue(item) ? listed(at(item, 'env_file')) : [];
		let result = variables;
		const add = (uri: string, text: string, at: Spot) => {
			const { variables: more, file } = result.with(uri, text);
			if (file.problem) {
				const values = [nameOf(uri), file.problem.line + 1, file.problem.text];
				this.#context.problems.add('InvalidEnvFile', at, values, { uri });
			}
			result = more;
		};
		for (const file of listedFiles) {
			const path = textOf(file);
			const uri = path === undefined ? undefined : this.#context.files.resolve(source.folder, path);
			const state = this.#context.files.state(uri);
			if (state.kind === 'file' && uri !== undefined) {
				add(uri, state.text, file.at);
			} else if (path !== undefined && path !== '/dev/null') {
				this.#missing(state.kind, file.at, path, uri);
			}
		}
		const uri = this.#context.files.resolve(folder, '.env');
		const state = listedFiles.length === 0 ? this.#context.files.state(uri) : undefined;
		if (state?.kind === 'file' && uri !== undefined) {
			add(uri, state.text, item.at);
		}
		return result;
	}

	#isRewritten(before: Entry, imported: Value): boolean {
		return !this.#imported.has(before.value) && rewritten.some(key => entryAt(imported, key) !== undefined);
	}

	#import(model: MapValue, imported: MapValue): MapValue {
		let result = model;
		for (const section of sections) {
			const more = imported.entries.get(section);
			if (!more || !isMapValue(more.value)) {
				continue;
			}
			const own = result.entries.get(section);
			const entries = new Map(isMapValue(own?.value) ? own.value.entries : []);
			for (const [name, entry] of more.value.entries) {
				const before = entries.get(name);
				if (!before) {
					entries.set(name, entry);
					this.#imported.add(entry.value);
				} else if (!isSameValue(before.value, entry.value) || this.#isRewritten(before, entry.value)) {
					this.#context.problems.add('IncludeConflict', before.keyAt, [name], { name });
				}
			}
			const value: MapValue = isMapValue(own?.value) ? { ...own.value, entries } : { ...more.value, entries };
			result = withEntry(result, { key: section, keyAt: own?.keyAt ?? more.keyAt, value });
		}
		return result;
	}
}

const notAMap: Text = {
	en: 'A compose file is a map of keys such as "services".',
	ko: 'Compose 파일은 "services" 같은 키로 된 맵이어야 합니다.',
};

const isAFolder: Text = { en: '"{0}" is a folder, not a file.', ko: '"{0}"은(는) 파일이 아니라 폴더입니다.' };

/** The services of one file, while `extends` is being followed. */
class ExtendsScope {
	readonly source: Source;
	readonly services: MapValue;
	readonly variables: Variables;
	readonly resolved = new Map<string, Value>();
	readonly #others = new Map<string, ExtendsScope>();

	constructor(source: Source, services: MapValue, variables: Variables) {
		this.source = source;
		this.services = services;
		this.variables = variables;
	}

	/** The scope of another file; this file itself is read as any other. */
	other(uri: string, open: () => ExtendsScope): ExtendsScope {
		const known = this.#others.get(uri) ?? open();
		this.#others.set(uri, known);
		return known;
	}
}

/** Whether a document that says nothing is set apart by `---`: Compose then refuses it. */
function isExplicit({ document }: Source, doc: ParsedDocument): boolean {
	return document.docs.length > 1 || /^---/m.test(document.source.slice(doc.start, doc.end));
}

function noteSyntaxErrors(source: Source, problems: Problems): void {
	for (const doc of source.document.docs) {
		for (const error of doc.errors) {
			problems.add('InvalidYaml', { source, start: error.pos[0], end: error.pos[1] }, [error.message]);
		}
	}
}

function uniqueLists(service: MapValue, name: string): MapValue {
	let result = service;
	for (const key of ['volumes', 'secrets', 'configs', 'ports']) {
		const entry = service.entries.get(key);
		if (entry && isListValue(entry.value)) {
			const value = withoutRepeats(entry.value, ['services', name, key]);
			result = value === entry.value ? result : withEntry(result, { ...entry, value });
		}
	}
	return result;
}

function withEntry(map: MapValue, entry: Entry): MapValue {
	return { ...map, entries: new Map(map.entries).set(entry.key, entry) };
}

function withoutKey(map: MapValue, key: string): MapValue {
	const entries = new Map(map.entries);
	entries.delete(key);
	return { ...map, entries };
}

function listed(value: Value | undefined): readonly Value[] {
	return isListValue(value) ? itemsOf(value) : value && value.kind === 'string' ? [value] : [];
}

export function folderOf(uri: string): string | undefined {
	return /^(untitled|inmemory):/.test(uri) || !uri.includes('/') ? undefined : uri.slice(0, uri.lastIndexOf('/'));
}

export function nameOf(uri: string): string {
	const name = uri.slice(uri.lastIndexOf('/') + 1);
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

function isRemote(path: string): boolean {
	return /^(https?:|git@|git:|ssh:|oci:|github\.com\/)/.test(path);
}

/** Keys that Compose rewrites in what it includes, so that even the same text here conflicts with it. */
const rewritten = [
	'build',
	'configs',
	'depends_on',
	'devices',
	'dns',
	'env_file',
	'file',
	'label_file',
	'networks',
	'ports',
	'secrets',
	'ulimits',
	'volumes',
];
