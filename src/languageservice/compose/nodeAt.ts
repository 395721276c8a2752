import { isCollection, isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ComposeDocument, ParsedDocument } from './document.ts';
import { keyText } from './merged.ts';

/** What is at an offset. */
export interface Place {
	/** Keys and positions from the root. For `none` it leads to the collection (or the blank value) that the offset is in. */
	readonly path: readonly (string | number)[];
	/** The key, value or item at the offset; for `none` the collection around it. */
	readonly node: Node | undefined;
	readonly pair: Pair | undefined;
	/** `none`: between the entries of a collection, or where a value is still missing. */
	readonly role: 'key' | 'value' | 'item' | 'none';
	/** The innermost collection around it. */
	readonly parent: YAMLMap | YAMLSeq | undefined;
	readonly doc: ParsedDocument;
}

/** What is at an offset, by the tree; on blank lines by the indentation of the offset. */
export function placeAt(document: ComposeDocument, offset: number): Place {
	const doc = document.docAt(offset);
	const place: Place = { path: [], node: undefined, pair: undefined, role: 'none', parent: undefined, doc };
	const contents = doc.yaml.contents;
	if (!isNode(contents)) {
		return place;
	}
	if (!isCollection(contents)) {
		return { ...place, node: contents, role: holds(contents, offset) ? 'value' : 'none' };
	}
	return inside(new Cursor(document.source, offset), contents as YAMLMap | YAMLSeq, place);
}

class Cursor {
	readonly source: string;
	readonly offset: number;
	/** The column, where only blanks stand before the offset in its line. */
	readonly blankColumn: number | undefined;

	constructor(source: string, offset: number) {
		this.source = source;
		this.offset = offset;
		const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
		const before = source.slice(lineStart, offset);
		this.blankColumn = before.trim() === '' ? before.length : undefined;
	}

	columnOf(position: number): number {
		return position - (this.source.lastIndexOf('\n', position - 1) + 1);
	}
}

function inside(cursor: Cursor, collection: YAMLMap | YAMLSeq, place: Place): Place {
	const here: Place = { ...place, node: collection, pair: undefined, role: 'none', parent: collection };
	const index = entryBefore(collection, cursor.offset);
	const item = collection.items[index];
	if (item === undefined || isAfter(cursor, collection, item)) {
		return here;
	}
	return isMap(collection)
		? inPair(cursor, item as Pair, { ...here, pair: item as Pair })
		: inItem(cursor, item as Node, { ...here, path: [...here.path, index] });
}

/** The last entry that begins at or before the offset. */
function entryBefore(collection: YAMLMap | YAMLSeq, offset: number): number {
	const { items } = collection;
	let low = -1;
	let high = items.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (startOf(items[middle]) <= offset) {
			low = middle;
		} else {
			high = middle - 1;
		}
	}
	return low;
}

function startOf(item: unknown): number {
	const first = isNode(item) ? item : ((item as Pair).key ?? (item as Pair).value);
	const range = isNode(first) ? first.range : undefined;
	return range?.[0] ?? 0;
}

/** Whether the offset is behind an entry and belongs to the collection around it. */
function isAfter(cursor: Cursor, collection: YAMLMap | YAMLSeq, item: unknown): boolean {
	const last = isNode(item) ? item : (((item as Pair).value ?? (item as Pair).key) as Node);
	const end = last.range?.[1] ?? 0;
	if (collection.flow) {
		return cursor.offset > end && /,/.test(cursor.source.slice(end, cursor.offset));
	}
	// The range of a block ends behind its last line break, so that only the indentation tells.
	return (
		cursor.blankColumn !== undefined &&
		cursor.offset > startOf(item) &&
		cursor.blankColumn <= cursor.columnOf(collection.range?.[0] ?? 0)
	);
}

function inPair(cursor: Cursor, pair: Pair, here: Place): Place {
	const key = pair.key as Node | null;
	const text = keyText(key) ?? '';
	const path = [...here.path, text];
	if (key && holds(key, cursor.offset)) {
		return { ...here, path, node: key, role: 'key' };
	}
	return inValue(cursor, pair.value, { ...here, path, node: undefined }, 'value');
}

function inItem(cursor: Cursor, item: Node, here: Place): Place {
	return inValue(cursor, item, { ...here, node: undefined }, 'item');
}

function inValue(cursor: Cursor, value: unknown, here: Place, role: 'value' | 'item'): Place {
	if (!isNode(value)) {
		return here;
	}
	const start = value.range?.[0] ?? 0;
	const end = value.range?.[1] ?? 0;
	if (isCollection(value) && cursor.offset >= start) {
		const isClosed = value.flow === true && cursor.offset >= end && /[\]}]/.test(cursor.source[end - 1] ?? '');
		return isClosed && cursor.offset > end
			? { ...here, role: 'none' }
			: inside(cursor, value as YAMLMap | YAMLSeq, { ...here, node: value });
	}
	if (isScalar(value) && start === end) {
		return { ...here, node: cursor.offset === start ? value : undefined, role: 'none' };
	}
	return holds(value, cursor.offset) ? { ...here, node: value, role } : { ...here, node: undefined, role: 'none' };
}

function holds(node: Node, offset: number): boolean {
	return node.range !== undefined && node.range !== null && node.range[0] <= offset && offset <= node.range[1];
}

/** The path from the root to a node or pair of the tree. */
export function pathTo(doc: ParsedDocument, node: Node | Pair): (string | number)[] {
	const path: (string | number)[] = [];
	let child: Node | Pair = node;
	let parent = doc.parentOf(child);
	while (parent) {
		if (isSeq(parent)) {
			path.unshift(parent.items.indexOf(child));
		} else if (!isMap(parent)) {
			path.unshift(keyText(parent.key) ?? '');
		}
		child = parent;
		parent = doc.parentOf(child);
	}
	return path;
}
