import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { ParsedDocument } from './document.ts';

/** One key of a map with what it stands for. */
export interface Entry {
	readonly key: string;
	readonly keyNode: Node;
	/** As written: may be an alias, or undefined. */
	readonly written: Node | undefined;
	/** What it stands for: never an alias. Undefined where nothing is written or an alias leads nowhere. */
	readonly value: Exclude<Node, Alias> | undefined;
	readonly pair: Pair;
	/** The map that the pair is written in: the map itself, or one that is merged into it. */
	readonly from: YAMLMap;
}

/** The text of a key, `<<` included; undefined for keys that are no scalars. */
export function keyText(key: unknown): string | undefined {
	if (!isScalar(key)) {
		return undefined;
	}
	return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value ?? ''));
}

export function isMergeKey(key: unknown): boolean {
	return isScalar(key) && key.value === '<<' && (key.type === 'PLAIN' || key.type === undefined);
}

const known = new WeakMap<YAMLMap, ReadonlyMap<string, Entry>>();

/**
 * The entries of a map by key, with those that `<<` brings: its own keys win over merged ones, earlier merged maps over
 * later ones. A map is read once, so that a chain of merges costs no more than its text.
 */
export function entries(doc: ParsedDocument, map: YAMLMap): ReadonlyMap<string, Entry> {
	return read(doc, map, new Set());
}

/** The entry of a key, also if a merge brings it. */
export function lookup(doc: ParsedDocument, map: unknown, key: string): Entry | undefined {
	const resolved = doc.resolve(map);
	return isMap(resolved) ? entries(doc, resolved).get(key) : undefined;
}

/** What stands at a path of keys and positions from a node, through aliases and merges. */
export function valueAt(
	doc: ParsedDocument,
	start: unknown,
	...path: readonly (string | number)[]
): Exclude<Node, Alias> | undefined {
	let node = doc.resolve(start);
	for (const step of path) {
		if (typeof step === 'number') {
			node = isSeq(node) ? doc.resolve(node.items[step]) : undefined;
		} else {
			node = lookup(doc, node, step)?.value;
		}
	}
	return node;
}

function read(doc: ParsedDocument, map: YAMLMap, open: Set<YAMLMap>): ReadonlyMap<string, Entry> {
	const before = known.get(map);
	if (before) {
		return before;
	}
	const found = new Map<string, Entry>();
	open.add(map);
	for (const pair of map.items) {
		const key = keyText(pair.key);
		if (key !== undefined && !isMergeKey(pair.key) && !found.has(key)) {
			const written = (pair.value ?? undefined) as Node | undefined;
			found.set(key, { key, keyNode: pair.key as Node, written, value: doc.resolve(written), pair, from: map });
		}
	}
	for (const pair of map.items) {
		if (isMergeKey(pair.key)) {
			for (const source of mergedMaps(doc, pair.value)) {
				if (!open.has(source)) {
					for (const [key, entry] of read(doc, source, open)) {
						if (!found.has(key)) {
							found.set(key, entry);
						}
					}
				}
			}
		}
	}
	open.delete(map);
	known.set(map, found);
	return found;
}

/** The maps that the value of a `<<` names, in order. */
export function mergedMaps(doc: ParsedDocument, value: unknown): YAMLMap[] {
	const resolved = doc.resolve(value);
	const sources = isSeq(resolved) && !isAlias(resolved) ? resolved.items.map(item => doc.resolve(item)) : [resolved];
	return sources.filter(isMap) as YAMLMap[];
}
