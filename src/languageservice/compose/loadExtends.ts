import { nearest } from '../dockerfile/nearest.ts';
import { folderOf, type LoadState, noteSyntaxErrors, withEntry, withoutKey } from './loadState.ts';
import { mergeValues, withoutResets } from './merge.ts';
import { at, type Entry, isMapValue, type MapValue, type Source, type Spot, textOf, type Value } from './values.ts';
import type { Variables } from './variables.ts';

/** Longer chains of `extends` are left alone from there. */
const longestChain = 300;

/** Puts below each service what it extends, in the same file or another one. */
export class Extends {
	readonly #state: LoadState;

	constructor(state: LoadState) {
		this.#state = state;
	}

	apply(model: MapValue, source: Source, variables: Variables): MapValue {
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
		const { problems } = this.#state.context;
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
		if (chain.length >= longestChain) {
			return own;
		}
		const base = this.#scopeOf(at(found.value, 'file'), reference.value.at, scope);
		if (!base) {
			return own;
		}
		const entry = base.services.entries.get(target);
		if (!entry) {
			const suggestion = nearest(target, base.services.entries.keys());
			problems.add('UndefinedService', reference.value.at, [target], { name: target, kind: 'service', suggestion });
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
		const uri = this.#state.context.files.resolve(scope.source.folder, path);
		const state = this.#state.context.files.state(uri);
		if (state.kind !== 'file' || uri === undefined) {
			this.#state.missing(path === '' ? 'folder' : state.kind, file.at, path, uri);
			return undefined;
		}
		return scope.other(uri, () => {
			const source: Source = {
				document: this.#state.context.files.document(uri, state.text),
				folder: folderOf(uri),
				via: scope.source.via ?? at,
			};
			this.#state.files.push({ source, role: 'extends' });
			const documents = this.#readOther(source, scope.variables);
			const services = documents?.entries.get('services')?.value;
			const none: MapValue = { kind: 'map', entries: new Map(), at: file.at, tag: undefined };
			return new ExtendsScope(source, isMapValue(services) ? services : none, scope.variables);
		});
	}

	#readOther(source: Source, variables: Variables): MapValue | undefined {
		noteSyntaxErrors(source, this.#state.context.problems);
		let model: MapValue | undefined;
		for (const value of this.#state.read(source, variables)) {
			model = model ? (mergeValues(model, value, [], this.#state.context.problems) as MapValue) : value;
		}
		return model;
	}
}

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
