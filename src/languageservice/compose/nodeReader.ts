import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { ComposeDocument, ParsedDocument } from './document.ts';
import { lookup, entries as mergedEntries, type Entry as PlainEntry } from './merged.ts';

/** A scalar as it stands in the text, without its quotes. */
export interface Word {
	readonly node: Scalar;
	readonly text: string;
	readonly start: number;
	readonly end: number;
	readonly form: 'plain' | 'single' | 'double' | 'block';
}

/** A key and what it stands for. */
export interface WordEntry extends Omit<PlainEntry, 'key'> {
	readonly key: Word;
}

/** Reads one YAML document as words, through aliases and merge keys. */
export class NodeReader {
	readonly document: ComposeDocument;
	readonly doc: ParsedDocument;

	constructor(document: ComposeDocument, doc: ParsedDocument) {
		this.document = document;
		this.doc = doc;
	}

	/** The entries of a map, merged ones behind its own; none for anything else. */
	entries(node: unknown): WordEntry[] {
		const map = this.doc.resolve(node);
		const found: WordEntry[] = [];
		if (isMap(map)) {
			for (const entry of mergedEntries(this.doc, map).values()) {
				const key = this.word(entry.keyNode);
				if (key) {
					found.push({ ...entry, key });
				}
			}
		}
		return found;
	}

	/** The value of a key, as written: an alias stays one. */
	written(map: unknown, key: string): Node | undefined {
		return lookup(this.doc, map, key)?.written;
	}

	/** The text of a key's value. */
	wordOf(map: unknown, key: string): Word | undefined {
		return this.word(lookup(this.doc, map, key)?.value);
	}

	/** The items of a list, aliases resolved; none for anything else. */
	items(node: unknown): Node[] {
		const list = this.doc.resolve(node);
		return isSeq(list) ? list.items.flatMap(item => this.doc.resolve(item) ?? []) : [];
	}

	/** The items of a list that are scalars. */
	words(list: unknown): Word[] {
		return this.items(list).flatMap(item => this.word(item) ?? []);
	}

	/** A scalar's text and place; undefined for anything else, and for nothing. */
	word(node: unknown): Word | undefined {
		const scalar = this.doc.resolve(node);
		if (!isScalar(scalar) || !scalar.range) {
			return undefined;
		}
		const [start, end] = scalar.range;
		switch (scalar.type) {
			case 'QUOTE_DOUBLE':
			case 'QUOTE_SINGLE': {
				const quote = this.document.source[start];
				const closes = end - 1 > start && this.document.source[end - 1] === quote;
				const form = scalar.type === 'QUOTE_DOUBLE' ? 'double' : 'single';
				return { node: scalar, text: String(scalar.value), start: start + 1, end: closes ? end - 1 : end, form };
			}
			case 'BLOCK_FOLDED':
			case 'BLOCK_LITERAL':
				return { node: scalar, text: String(scalar.value), start, end, form: 'block' };
			default: {
				const text = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '');
				return start === end ? undefined : { node: scalar, text, start, end, form: 'plain' };
			}
		}
	}
}
