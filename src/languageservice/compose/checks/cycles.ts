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
	const components = componentsOf(graph);
	for (const [from, dependencies] of graph) {
		for (const { name: to, at } of dependencies.values()) {
			if (components.get(from) === components.get(to)) {
				problems.add('DependencyCycle', at, [[from, ...pathBetween(graph, to, from)].join(' → ')], { name: to });
			}
		}
	}
}

/** A number for each name: names that reach each other have the same. */
function componentsOf(graph: Graph): ReadonlyMap<string, number> {
	const order = new Map<string, number>();
	const low = new Map<string, number>();
	const components = new Map<string, number>();
	const stack: string[] = [];
	let count = 0;
	const visit = (name: string): void => {
		order.set(name, order.size);
		low.set(name, order.size - 1);
		stack.push(name);
		for (const next of graph.get(name)?.keys() ?? []) {
			if (!graph.has(next)) {
				continue;
			}
			if (!order.has(next)) {
				visit(next);
			}
			if (!components.has(next)) {
				low.set(name, Math.min(low.get(name) as number, low.get(next) as number));
			}
		}
		if (low.get(name) === order.get(name)) {
			for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
				components.set(member, count);
				if (member === name) {
					break;
				}
			}
			count++;
		}
	};
	for (const name of graph.keys()) {
		if (!order.has(name)) {
			visit(name);
		}
	}
	return components;
}

/** The shortest way, with both ends. */
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
	const path: string[] = [];
	for (let name = to; name !== ''; name = before.get(name) ?? '') {
		path.unshift(name);
	}
	return path;
}
