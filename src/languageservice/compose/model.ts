import { topLevelKeys } from './modelTopLevel.ts';
import { type Form, type KeyModel, map } from './modelTypes.ts';

/** A place in a document: keys of maps and positions in lists, from the root. */
export type ModelPath = readonly (string | number)[];

const root: readonly Form[] = [map(topLevelKeys)];

/**
 * What may stand at a path, every alternative that its steps leave open; empty where the specification says nothing
 * (unknown keys, bodies of `x-`).
 */
export function formsAt(path: ModelPath): readonly Form[] {
	let forms = root;
	for (const step of path) {
		forms = formsOf(forms, step);
	}
	return forms;
}

/** What one step leads to: from the value of a map to that of its key, from a list to its items. */
export function formsOf(forms: readonly Form[], step: string | number): readonly Form[] {
	const found = forms.map(form => inside(form, step)).filter(inner => inner !== undefined);
	return found.length === 1 ? (found[0] as readonly Form[]) : found.flat();
}

function inside(form: Form, step: string | number): readonly Form[] | undefined {
	if (form.kind === 'list') {
		return typeof step === 'number' ? form.of : undefined;
	}
	if (typeof step === 'number') {
		return undefined;
	}
	if (form.kind === 'map') {
		return keyOf(form.keys, step)?.forms;
	}
	return form.kind === 'namedMap' && isNameOf(form.pattern, step) ? form.of : undefined;
}

const patterns = new Map<string, RegExp>();

function isNameOf(pattern: string | undefined, name: string): boolean {
	if (pattern === undefined) {
		return true;
	}
	const known = patterns.get(pattern) ?? new RegExp(pattern);
	patterns.set(pattern, known);
	return known.test(name);
}

/** The key of the specification that a path ends in; undefined for names of the author's own and for items. */
export function keyAt(path: ModelPath): KeyModel | undefined {
	const name = path.at(-1);
	if (typeof name !== 'string') {
		return undefined;
	}
	for (const form of formsAt(path.slice(0, -1))) {
		const found = form.kind === 'map' ? keyOf(form.keys, name) : undefined;
		if (found) {
			return found;
		}
	}
	return undefined;
}

const byName = new WeakMap<readonly KeyModel[], ReadonlyMap<string, KeyModel>>();

/** The key of that name. */
export function keyOf(keys: readonly KeyModel[], name: string): KeyModel | undefined {
	let index = byName.get(keys);
	if (!index) {
		index = new Map(keys.map(key => [key.name, key]));
		byName.set(keys, index);
	}
	return index.get(name);
}
