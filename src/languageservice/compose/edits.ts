import {
	isCollection,
	isMap,
	isNode,
	isPair,
	isScalar,
	isSeq,
	type Node,
	type Pair,
	type YAMLMap,
	type YAMLSeq,
} from 'yaml';
import type { ComposeDocument, ParsedDocument } from './document.ts';
import { pathTo } from './nodeAt.ts';
import { blockText, flowText, type Yaml, type YamlMap } from './yamlText.ts';

/** A change of the text between two offsets. */
export interface OffsetEdit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** A text after edits that do not overlap. */
export function applied(source: string, edits: readonly OffsetEdit[]): string {
	return [...edits]
		.sort((a, b) => b.start - a.start)
		.reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), source);
}

/** Writes changes of one YAML document; everything outside of what changes stays as it is. */
export class YamlEditor {
	readonly document: ComposeDocument;
	readonly doc: ParsedDocument;
	readonly source: string;
	/** How lines end. */
	readonly eol: string;
	/** Blanks of one level of indentation. */
	readonly step: number;

	constructor(document: ComposeDocument, doc: ParsedDocument) {
		this.document = document;
		this.doc = doc;
		this.source = document.source;
		this.eol = document.source.includes('\r\n') ? '\r\n' : '\n';
		this.step = stepOf(this.source, doc.root);
	}

	columnOf(offset: number): number {
		return offset - this.lineStart(offset);
	}

	lineStart(offset: number): number {
		return this.source.lastIndexOf('\n', offset - 1) + 1;
	}

	/** The end of a line, before its break. */
	lineEnd(offset: number): number {
		const end = this.source.indexOf('\n', offset);
		return end < 0 ? this.source.length : this.source[end - 1] === '\r' ? end - 1 : end;
	}

	/** The beginning of the line after an offset. */
	nextLine(offset: number): number {
		const end = this.source.indexOf('\n', offset);
		return end < 0 ? this.source.length : end + 1;
	}

	/** Whether only blanks stand before an offset in its line. */
	isFirstInLine(offset: number): boolean {
		return this.source.slice(this.lineStart(offset), offset).trim() === '';
	}

	isOneLine(start: number, end: number): boolean {
		return !this.source.slice(start, end).includes('\n');
	}

	/** Where what is written of a node or pair ends, without blanks, breaks and comments behind it. */
	endOf(node: unknown): number {
		if (isPair(node)) {
			const { key, value } = node as Pair<Node | null, Node | null>;
			const end = value ? this.endOf(value) : 0;
			const keyEnd = key?.range?.[1] ?? 0;
			return Math.max(end, this.afterColon(keyEnd));
		}
		if (!isNode(node) || !node.range) {
			return 0;
		}
		if (isCollection(node) && !node.flow && node.items.length > 0) {
			return this.endOf(node.items.at(-1));
		}
		return Math.max(node.range[0], this.source.slice(0, node.range[1]).trimEnd().length);
	}

	/** Behind the colon that follows a key. */
	afterColon(keyEnd: number): number {
		const colon = /[ \t]*:/y;
		colon.lastIndex = keyEnd;
		return keyEnd + (colon.exec(this.source)?.[0].length ?? 0);
	}

	/** Where a pair begins, or an item with its dash. */
	startOf(node: Pair | Node): number {
		return isPair(node) ? ((node.key as Node | null)?.range?.[0] ?? 0) : (node.range?.[0] ?? 0);
	}

	/** The dash of an item of a block list. */
	dashOf(list: YAMLSeq, index: number): number {
		const from = index === 0 ? (list.range?.[0] ?? 0) : this.endOf(list.items[index - 1]);
		const dash = /(?:[ \t\r\n]|#.*)*-/y;
		dash.lastIndex = from;
		return from + (dash.exec(this.source)?.[0].length ?? 1) - 1;
	}

	/** Takes a pair out of its map, and its whole line where it has lines of its own. */
	removePair(map: YAMLMap, pair: Pair): OffsetEdit {
		if (map.items.length === 1) {
			const edit = this.#removeParent(map);
			if (edit) {
				return edit;
			}
		}
		if (map.flow) {
			return this.#removeFromFlow(map.items, pair);
		}
		const start = this.startOf(pair);
		if (!this.isFirstInLine(start)) {
			const next = map.items[map.items.indexOf(pair) + 1];
			return { start, end: next ? this.startOf(next) : this.endOf(pair), text: '' };
		}
		return this.#removeLines(start, this.endOf(pair), map === this.doc.root && map.items[0] === pair);
	}

	/** Takes an item out of its list. */
	removeItem(list: YAMLSeq, index: number): OffsetEdit {
		const item = list.items[index];
		if (list.items.length === 1) {
			const edit = this.#removeParent(list);
			if (edit) {
				return edit;
			}
		}
		if (list.flow) {
			return this.#removeFromFlow(list.items, item);
		}
		const start = this.dashOf(list, index);
		if (!this.isFirstInLine(start)) {
			const next = list.items[index + 1];
			return { start, end: next === undefined ? this.endOf(item) : this.dashOf(list, index + 1), text: '' };
		}
		return this.#removeLines(start, this.endOf(item), false);
	}

	#removeLines(start: number, end: number, withBlankLines: boolean): OffsetEdit {
		const from = this.lineStart(start);
		let to = this.nextLine(end);
		while (withBlankLines && to < this.source.length && this.source.slice(to, this.lineEnd(to)).trim() === '') {
			to = this.nextLine(to);
		}
		return { start: from, end: to, text: '' };
	}

	#removeFromFlow(items: readonly unknown[], item: unknown): OffsetEdit {
		const index = items.indexOf(item);
		const start = this.#flowStart(item);
		const next = items[index + 1];
		if (next !== undefined) {
			return { start, end: this.#flowStart(next), text: '' };
		}
		const previous = items[index - 1];
		return { start: previous === undefined ? start : this.endOf(previous), end: this.endOf(item), text: '' };
	}

	/** With the anchor or tag before it. */
	#flowStart(item: unknown): number {
		const start = this.startOf(item as Pair | Node);
		const before = this.source.slice(0, start);
		return start - (/(?:[&!][^\s,[\]{}]*[ \t]+)+$/.exec(before)?.[0].length ?? 0);
	}

	/** Where the last entry goes, its collection goes; of what has a name, as a network, the name stays. */
	#removeParent(collection: YAMLMap | YAMLSeq): OffsetEdit | undefined {
		const parent = this.doc.parentOf(collection);
		if (isPair(parent)) {
			const map = this.doc.parentOf(parent);
			const [section, ...rest] = pathTo(this.doc, collection);
			if (rest.length === 1) {
				const colon = this.afterColon((parent.key as Node).range?.[1] ?? 0);
				return { start: colon, end: this.endOf(collection), text: section === 'services' ? ' {}' : '' };
			}
			return isMap(map) && map !== this.doc.root ? this.removePair(map, parent) : undefined;
		}
		return isSeq(parent) ? this.removeItem(parent, parent.items.indexOf(collection)) : undefined;
	}

	/** Adds a pair at the end of a map. */
	addToMap(map: YAMLMap, key: string, value: Yaml): OffsetEdit {
		if (map.flow) {
			return this.#addToFlow(map, `${key}: ${flowText(value)}`);
		}
		const first = map.items[0];
		const column = first ? this.columnOf(this.startOf(first)) : 0;
		const at = this.lineEnd(this.endOf(map));
		return this.#newLines(at, column, key, value);
	}

	/** Adds a pair to what a key stands for, which may be nothing yet. Undefined where that is neither map nor nothing. */
	addUnder(pair: Pair, key: string, value: Yaml): OffsetEdit | undefined {
		const child = this.doc.resolve(pair.value);
		if (isMap(child)) {
			const isEmpty = child === pair.value && child.flow && child.items.length === 0;
			return isEmpty && !this.#isInFlow(pair) ? this.#fill(pair, child, key, value) : this.addToMap(child, key, value);
		}
		if (pair.value !== null && !(isScalar(child) && child.value === null)) {
			return undefined;
		}
		const column = this.columnOf(this.startOf(pair)) + this.step;
		return this.#newLines(this.lineEnd(this.endOf(pair)), column, key, value);
	}

	/** `{}` becomes lines below its key. */
	#fill(pair: Pair, child: YAMLMap, key: string, value: Yaml): OffsetEdit {
		const start = this.afterColon((pair.key as Node).range?.[1] ?? 0);
		const text = this.blockOf({ map: [[key, value]] }, this.columnOf(this.startOf(pair)));
		return { start, end: this.endOf(child), text };
	}

	#isInFlow(node: Node | Pair): boolean {
		const parent = this.doc.parentOf(node);
		return parent !== undefined && ((!isPair(parent) && parent.flow === true) || this.#isInFlow(parent));
	}

	/** Adds a section to the root with one pair in it; or the pair to the section that is there. */
	addToSection(section: string, key: string, value: Yaml): OffsetEdit | undefined {
		const root = this.doc.root;
		const pair = root?.items.find(item => isScalar(item.key) && item.key.value === section);
		if (!root || root.flow) {
			return undefined;
		}
		if (pair) {
			return this.addUnder(pair, key, value);
		}
		return this.addNewSection(section, [[key, value]]);
	}

	/** Adds a section at the end of the root. */
	addNewSection(section: string, map: YamlMap['map']): OffsetEdit | undefined {
		const root = this.doc.root;
		if (!root || root.flow) {
			return undefined;
		}
		const at = this.lineEnd(this.endOf(root));
		const gap = this.#hasGaps(root) ? this.eol : '';
		return { start: at, end: at, text: this.eol + gap + this.#lines(0, section, { map }) };
	}

	/** What stands behind the colon of a key at a column. */
	blockOf(value: Yaml, column: number): string {
		return blockText(value, column + this.step, this.step, this.eol);
	}

	/** How much deeper than their key the lists of this document stand. */
	listIndent(): number {
		const list = /^( *)(?:[^\s#'"-][^#'"\n]*):[ \t]*(?:#.*)?\r?\n( *)- /m.exec(this.source);
		return list && (list[1] as string).length === (list[2] as string).length ? 0 : this.step;
	}

	/** Adds a scalar to the end of a list. */
	addToList(list: YAMLSeq, value: Yaml): OffsetEdit {
		if (list.flow) {
			return this.#addToFlow(list, flowText(value));
		}
		const column = this.columnOf(this.dashOf(list, 0));
		const at = this.lineEnd(this.endOf(list));
		const text = `${' '.repeat(column)}- ${blockText(value, column + 2, this.step, this.eol).trimStart()}`;
		return { start: at, end: at, text: this.eol + text };
	}

	#addToFlow(collection: YAMLMap | YAMLSeq, text: string): OffsetEdit {
		const last = collection.items.at(-1);
		const at = last === undefined ? (collection.range?.[0] ?? 0) + 1 : this.endOf(last);
		const gap = last === undefined && isMap(collection) ? ' ' : '';
		return { start: at, end: at, text: last === undefined ? gap + text + gap : `, ${text}` };
	}

	/** A pair as lines. */
	#lines(column: number, key: string, value: Yaml): string {
		return `${' '.repeat(column)}${key}:${blockText(value, column + this.step, this.step, this.eol)}`;
	}

	#newLines(at: number, column: number, key: string, value: Yaml): OffsetEdit {
		return { start: at, end: at, text: this.eol + this.#lines(column, key, value) };
	}

	/** Whether blank lines stand between the sections. */
	#hasGaps(root: YAMLMap): boolean {
		return root.items.slice(1).some(pair => {
			const before = this.source.slice(0, this.lineStart(this.startOf(pair)));
			return /\n[ \t]*\r?\n(?:[ \t]*#.*\r?\n)*$/.test(before);
		});
	}
}

function stepOf(source: string, root: YAMLMap | undefined): number {
	const column = (offset: number) => offset - (source.lastIndexOf('\n', offset - 1) + 1);
	for (const { key, value } of root?.items ?? []) {
		const first = isMap(value) && !value.flow ? value.items[0]?.key : undefined;
		if (isNode(key) && isNode(first) && key.range && first.range) {
			const step = column(first.range[0]) - column(key.range[0]);
			if (step > 0 && step <= 8) {
				return step;
			}
		}
	}
	return 2;
}
