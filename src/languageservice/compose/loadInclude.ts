import type { StructureCheck } from './checks/structure.ts';
import { folderOf, type LoadState, nameOf, noteSyntaxErrors, withEntry, withoutKey } from './loadState.ts';
import { formsAt } from './model.ts';
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

/** Loads files on their own, as a project would. */
export type LoadFiles = (
	sources: readonly Source[],
	variables: Variables,
	chain: readonly string[],
) => MapValue | undefined;

const sections = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** Adds to a file what it includes. */
export class Include {
	readonly #state: LoadState;
	readonly #structure: StructureCheck;
	readonly #load: LoadFiles;
	/** What came from included files: the same may come once more. */
	readonly #imported = new Set<Value>();

	constructor(state: LoadState, structure: StructureCheck, load: LoadFiles) {
		this.#state = state;
		this.#structure = structure;
		this.#load = load;
	}

	apply(model: MapValue, source: Source, variables: Variables, chain: readonly string[]): MapValue {
		const include = model.entries.get('include');
		if (!include || include.value.tag === 'reset') {
			return model;
		}
		if (!isListValue(include.value)) {
			if (include.value.kind !== 'null') {
				this.#state.context.problems.add('InvalidInclude', include.value.at, [], {
					name: 'include',
					expected: ['list'],
				});
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
		const uris = named.map(path => this.#state.context.files.resolve(source.folder, textOf(path) as string));
		const wanted = textOf(at(item, 'project_directory'));
		const folder = wanted
			? this.#state.context.files.resolve(source.folder, wanted)
			: uris[0] === undefined
				? undefined
				: folderOf(uris[0]);
		const sources: Source[] = [];
		for (const [index, path] of named.entries()) {
			const uri = uris[index];
			if (uri !== undefined && chain.includes(uri)) {
				const names = [...chain.slice(chain.indexOf(uri)), uri].map(nameOf);
				this.#state.context.problems.add('IncludeCycle', source.via ?? path.at, [names.join(' → ')]);
				return undefined;
			}
			const text = textOf(path) as string;
			const state = this.#state.context.files.state(uri);
			if (state.kind !== 'file' || uri === undefined) {
				if (!isRemote(text)) {
					this.#state.missing(text === '' ? 'folder' : state.kind, path.at, text, uri);
				}
				this.#state.isIncomplete ||= isRemote(text);
				return undefined;
			}
			const document = this.#state.context.files.document(uri, state.text);
			const included: Source = { document, folder, via: source.via ?? path.at };
			noteSyntaxErrors(included, this.#state.context.problems);
			sources.push(included);
		}
		const inner = this.#includedVariables(item, folder, source, variables);
		return this.#load(sources, inner, [...chain, ...uris.slice(0, 1).map(uri => uri ?? '')]);
	}

	/** The variables of included files: those of here, then those of its own env files. */
	#includedVariables(item: Value, folder: string | undefined, source: Source, variables: Variables): Variables {
		const listedFiles = isMapValue(item) ? listed(at(item, 'env_file')) : [];
		let result = variables;
		const add = (uri: string, text: string, at: Spot) => {
			const { variables: more, file } = result.with(uri, text);
			if (file.problem) {
				const values = [nameOf(uri), file.problem.line + 1, file.problem.text];
				this.#state.context.problems.add('InvalidEnvFile', at, values, { uri });
			}
			result = more;
		};
		for (const file of listedFiles) {
			const path = textOf(file);
			const uri = path === undefined ? undefined : this.#state.context.files.resolve(source.folder, path);
			const state = this.#state.context.files.state(uri);
			if (state.kind === 'file' && uri !== undefined) {
				add(uri, state.text, file.at);
			} else if (path !== undefined && path !== '/dev/null') {
				this.#state.missing(path === '' ? 'folder' : state.kind, file.at, path, uri);
			}
		}
		const uri = this.#state.context.files.resolve(folder, '.env');
		const state = listedFiles.length === 0 ? this.#state.context.files.state(uri) : undefined;
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
					this.#state.context.problems.add('IncludeConflict', before.keyAt, [name], { name });
				}
			}
			const value: MapValue = isMapValue(own?.value) ? { ...own.value, entries } : { ...more.value, entries };
			result = withEntry(result, { key: section, keyAt: own?.keyAt ?? more.keyAt, value });
		}
		return result;
	}
}

function listed(value: Value | undefined): readonly Value[] {
	return isListValue(value) ? itemsOf(value) : value && value.kind === 'string' ? [value] : [];
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
