import { StructureCheck } from './checks/structure.ts';
import { Extends } from './loadExtends.ts';
import { Include } from './loadInclude.ts';
import { type LoadContext, type Loaded, type LoadedFile, LoadState, withEntry } from './loadState.ts';
import { mergeValues, withoutRepeats, withoutResets } from './merge.ts';
import { formsAt } from './model.ts';
import { type Entry, isListValue, isMapValue, type MapValue, type Source } from './values.ts';
import type { Variables } from './variables.ts';

/** Loads files over each other, with what they include and extend. All of their problems are noted on the way. */
export function loadModel(sources: readonly Source[], variables: Variables, context: LoadContext): Loaded {
	const state = new LoadState(context);
	const chain = sources.slice(0, 1).map(source => source.document.text.uri);
	const model = new Loader(state).load(sources, variables, chain, 'main');
	return { model, isIncomplete: state.isIncomplete, files: state.files };
}

class Loader {
	readonly #state: LoadState;
	readonly #structure: StructureCheck;
	readonly #extends: Extends;
	readonly #include: Include;

	constructor(state: LoadState) {
		this.#state = state;
		this.#structure = new StructureCheck(state.context.problems, state.context.isKnown);
		this.#extends = new Extends(state);
		this.#include = new Include(state, this.#structure, (sources, variables, chain) =>
			this.load(sources, variables, chain, 'include'),
		);
	}

	load(
		sources: readonly Source[],
		variables: Variables,
		chain: readonly string[],
		role: LoadedFile['role'],
	): MapValue | undefined {
		let model: MapValue | undefined;
		for (const source of sources) {
			this.#state.files.push({ source, role });
			for (const value of this.#state.read(source, variables)) {
				const extended = this.#extends.apply(value, source, variables);
				const own = this.#include.apply(extended, source, variables, chain);
				const single = source.document.source.includes('!reset') ? withoutResets(own) : own;
				const merged = model ? mergeValues(model, own, [], this.#state.context.problems) : single;
				model = withUniqueLists(merged as MapValue);
				this.#structure.check(model, formsAt([]), '', model.at);
			}
		}
		return model;
	}
}

function withUniqueLists(model: MapValue): MapValue {
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

function uniqueLists(service: MapValue, name: string): MapValue {
	let result = service;
	for (const key of ['volumes', 'secrets', 'configs', 'ports', 'devices', 'env_file']) {
		const entry = service.entries.get(key);
		if (entry && isListValue(entry.value)) {
			const value = withoutRepeats(entry.value, ['services', name, key]);
			result = value === entry.value ? result : withEntry(result, { ...entry, value });
		}
	}
	return result;
}
