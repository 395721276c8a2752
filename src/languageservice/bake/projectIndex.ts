import type { Definition } from './document.ts';
import { defaultsOf, evaluate, type Lookup, unknown } from './evaluate.ts';
import type { BakeProject } from './siblings.ts';

/** Which targets there are and which inherit which, read once for each question. */
export interface ProjectIndex {
	targetsNamed(name: string): readonly Definition[];
	/** Names under `inherits`, as far as they are written out. */
	parentsOf(target: Definition): readonly string[];
	/** Targets that inherit one of this name, also through others; fifty at most. */
	heirsOf(name: string): readonly Definition[];
	/** Variables by their defaults. */
	readonly lookup: Lookup;
}

const known = new WeakMap<BakeProject, ProjectIndex>();

export function indexOf(project: BakeProject): ProjectIndex {
	const index = known.get(project) ?? createIndex(project);
	known.set(project, index);
	return index;
}

const mostHeirs = 50;

function createIndex({ files }: BakeProject): ProjectIndex {
	const targets = files.flatMap(file => file.definitions).filter(each => each.kind === 'target');
	const byName = new Map<string, Definition[]>();
	for (const target of targets) {
		byName.set(target.name.text, [...(byName.get(target.name.text) ?? []), target]);
	}
	const parents = new Map(targets.map(each => [each, readParents(each)] as const));
	const children = new Map<string, Definition[]>();
	for (const [target, names] of parents) {
		for (const name of names) {
			children.set(name, [...(children.get(name) ?? []), target]);
		}
	}
	const lookups = files.map(defaultsOf);
	return {
		targetsNamed: name => byName.get(name) ?? [],
		parentsOf: target => parents.get(target) ?? [],
		heirsOf: name => heirsFrom(name, children),
		lookup: name => lookups.map(each => each(name)).find(value => value !== unknown) ?? unknown,
	};
}

function readParents(target: Definition): readonly string[] {
	const value = target.attributes.get('inherits')?.value;
	const parents = value ? evaluate(value, () => unknown) : [];
	return Array.isArray(parents) ? parents.filter(parent => typeof parent === 'string') : [];
}

function heirsFrom(name: string, children: ReadonlyMap<string, readonly Definition[]>): Definition[] {
	const heirs = new Set<Definition>();
	const names = [name];
	for (const each of names) {
		for (const child of children.get(each) ?? []) {
			if (!heirs.has(child) && heirs.size < mostHeirs) {
				heirs.add(child);
				names.push(child.name.text);
			}
		}
	}
	return [...heirs];
}
