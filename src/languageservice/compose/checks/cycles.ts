import type { Problems } from '../problems.ts';
import { type Dependency, dependenciesOf } from './dependencies.ts';
import type { ServiceEntry } from './enabled.ts';

type Graph = ReadonlyMap<string, ReadonlyMap<string, Dependency>>;

/** Reports every dependency that lies on a cycle. */
export function checkCycles(services: ReadonlyMap<string, ServiceEntry>, problems: Problems): void {
	const graph = new Map<string, Map<string, Dependency>>();
	for (const { name, value, isEnabled } of services.values()) {
		if (isEnabled) {
			graph.set(name, dependenciesOf(value));
		}
	}
	const core = coreOf(graph);
	for (const from of core) {
		for (const { name: to, at } of graph.get(from)?.values() ?? []) {
			const back = core.has(to) ? pathBetween(graph, to, from) : [];
			if (back.length > 0) {
				problems.add('DependencyCycle', at, [[from, ...back].join(' → ')], { name: to });
			}
		}
	}
}

/** What is left of the services when those that nothing depends on, or that depend on nothing, are taken away again and again. */
function coreOf(graph: Graph): ReadonlySet<string> {
	const before = new Map<string, string[]>([...graph.keys()].map(name => [name, []]));
	const ahead = new Map<string, string[]>();
	for (const [from, dependencies] of graph) {
		const targets = [...dependencies.keys()].filter(name => graph.has(name));
		ahead.set(from, targets);
		for (const to of targets) {
			before.get(to)?.push(from);
		}
	}
	const core = new Set(graph.keys());
	for (const [ways, others] of [
		[before, ahead],
		[ahead, before],
	] as const) {
		const counts = new Map([...core].map(name => [name, (ways.get(name) ?? []).filter(each => core.has(each)).length]));
		const free = [...core].filter(name => counts.get(name) === 0);
		for (let name = free.pop(); name !== undefined; name = free.pop()) {
			core.delete(name);
			for (const other of others.get(name) ?? []) {
				const count = (counts.get(other) ?? 0) - 1;
				counts.set(other, count);
				if (count === 0 && core.has(other)) {
					free.push(other);
				}
			}
		}
	}
	return core;
}

/** The shortest way, with both ends; empty if there is none. */
function pathBetween(graph: Graph, from: string, to: string): string[] {
	const before = new Map<string, string>([[from, '']]);
	for (const name of before.keys()) {
		if (name === to) {
			break;
		}
		for (const next of graph.get(name)?.keys() ?? []) {
			if (!before.has(next)) {
				before.set(next, name);
			}
		}
	}
	if (!before.has(to)) {
		return [];
	}
	const path: string[] = [];
	for (let name = to; name !== ''; name = before.get(name) ?? '') {
		path.unshift(name);
	}
	return path;
}
