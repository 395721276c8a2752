import type { ComposeDocument } from './document.ts';
import type { ScalarKind } from './scalars.ts';

/** A file that values come from. */
export interface Source {
	readonly document: ComposeDocument;
	/** URI of the folder that its relative paths start from. */
	readonly folder: string | undefined;
	/** Where the file is named; undefined for the file that is being checked. */
	readonly via: Spot | undefined;
}

/** A range of a file. */
export interface Spot {
	readonly source: Source;
	readonly start: number;
	readonly end: number;
}

/** What a compose file says after aliases, merges and variables, with the place of every part. Shared, never changed. */
export type Value = ScalarValue | MapValue | ListValue;

export interface ScalarValue {
	readonly kind: ScalarKind;
	readonly value: string | number | boolean | null;
	/** The text as written, before variables. */
	readonly source: string;
	readonly at: Spot;
	readonly tag: Tag | undefined;
}

export interface Entry {
	readonly key: string;
	readonly keyAt: Spot;
	readonly value: Value;
}

export interface MapValue {
	readonly kind: 'map';
	readonly entries: ReadonlyMap<string, Entry>;
	readonly at: Spot;
	readonly tag: Tag | undefined;
}

export interface ListValue {
	readonly kind: 'list';
	readonly items: readonly Value[];
	readonly at: Spot;
	readonly tag: Tag | undefined;
}

/** `!override`: nothing of the base is kept. `!reset` removes its key and leaves a mark of that. */
export type Tag = 'override' | 'reset';

export function isMapValue(value: Value | undefined): value is MapValue {
	return value?.kind === 'map';
}

export function isListValue(value: Value | undefined): value is ListValue {
	return value?.kind === 'list';
}

export function textOf(value: Value | undefined): string | undefined {
	return value?.kind === 'string' ? (value.value as string) : undefined;
}

/** What stands at a path of keys. */
export function at(value: Value | undefined, ...path: readonly string[]): Value | undefined {
	let found = value;
	for (const key of path) {
		found = isMapValue(found) ? found.entries.get(key)?.value : undefined;
	}
	return found;
}

export function entryAt(value: Value | undefined, ...path: readonly string[]): Entry | undefined {
	const map = at(value, ...path.slice(0, -1));
	return isMapValue(map) ? map.entries.get(path.at(-1) as string) : undefined;
}

export function entriesOf(value: Value | undefined): Iterable<Entry> {
	return isMapValue(value) ? value.entries.values() : [];
}

export function itemsOf(value: Value | undefined): readonly Value[] {
	return isListValue(value) ? value.items : [];
}

export function withEntries(map: MapValue, entries: ReadonlyMap<string, Entry>): MapValue {
	return { ...map, entries };
}

/** The place of a value that a person would point at: its key where nothing is written. */
export function placeOf(entry: Entry): Spot {
	return entry.value.at.end > entry.value.at.start ? entry.value.at : entry.keyAt;
}

/** Whether two values say the same, wherever they stand. */
export function isSameValue(a: Value, b: Value): boolean {
	if (a === b) {
		return true;
	}
	if (isMapValue(a) && isMapValue(b)) {
		return (
			a.entries.size === b.entries.size &&
			[...a.entries].every(([key, { value }]) => {
				const other = b.entries.get(key);
				return other !== undefined && isSameValue(value, other.value);
			})
		);
	}
	if (isListValue(a) && isListValue(b)) {
		return (
			a.items.length === b.items.length && a.items.every((item, index) => isSameValue(item, b.items[index] as Value))
		);
	}
	return !isMapValue(a) && !isListValue(a) && 'value' in b && a.kind === b.kind && Object.is(a.value, b.value);
}
