import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import {
	type Alias,
	type Document,
	isAlias,
	isCollection,
	isMap,
	isNode,
	isPair,
	LineCounter,
	type Node,
	type Pair,
	type YAMLError,
	type YAMLMap,
	type YAMLSeq,
} from 'yaml';
import { DocumentCache } from '../documentCache.ts';
import { readYaml } from './yamlReader.ts';

/** One version of a compose file: its text and the trees of the YAML documents in it. */
export interface ComposeDocument {
	readonly text: TextDocument;
	readonly source: string;
	/** At least one, also for an empty text. */
	readonly docs: readonly ParsedDocument[];
	/** The YAML document that an offset is in. */
	docAt(offset: number): ParsedDocument;
	readonly lineCounter: LineCounter;
	/** The place of a node, with quotes and without what follows it. */
	rangeOf(node: Node): Range;
	range(start: number, end: number): Range;
}

/** One YAML document. Merge keys are plain keys `<<` here; merged.ts sees through them. */
export interface ParsedDocument {
	readonly yaml: Document.Parsed;
	readonly root: YAMLMap | undefined;
	/** Where it begins and ends in the text. */
	readonly start: number;
	readonly end: number;
	/** The last node with each anchor; for aliases ask `resolveAlias`. */
	readonly anchors: ReadonlyMap<string, Node>;
	/** What an alias stands for; undefined if no anchor before it has its name or if the anchor contains the alias. */
	resolveAlias(alias: Alias): Node | undefined;
	/** The node itself, or what it stands for where it is an alias. */
	resolve(node: unknown): Exclude<Node, Alias> | undefined;
	/** The pair that a key or value is in, the collection that a pair or item is in. */
	parentOf(node: Node | Pair): Pair | YAMLMap | YAMLSeq | undefined;
	readonly errors: readonly YAMLError[];
}

/** Keeps one parse for each version of each document. */
export interface ComposeDocuments {
	get(text: TextDocument): ComposeDocument;
	/** Forgets a document that was closed. */
	forget(uri: string): void;
}

export function createComposeDocuments(): ComposeDocuments {
	return new DocumentCache(parseCompose);
}

export function parseCompose(text: TextDocument): ComposeDocument {
	const source = text.getText();
	const lineCounter = new LineCounter();
	const parsed = readYaml(source, lineCounter.addNewLine).documents.filter(isDocument);
	const docs = parsed.map((yaml, index) => {
		const start = index === 0 ? 0 : (parsed[index - 1] as Document.Parsed).range[2];
		return new Parsed(yaml, start, yaml.range[2]);
	});
	const range = (start: number, end: number) => ({ start: text.positionAt(start), end: text.positionAt(end) });
	return {
		text,
		source,
		docs,
		docAt: offset => docs.find(doc => offset <= doc.end) ?? (docs.at(-1) as ParsedDocument),
		lineCounter,
		rangeOf: node => range(node.range?.[0] ?? 0, node.range?.[1] ?? 0),
		range,
	};
}

/** Nothing behind an end of a document is no document. */
function isDocument({ contents, directives, errors }: Document.Parsed, index: number): boolean {
	const isEmpty = contents === null || contents.range[0] === contents.range[1];
	return index === 0 || !isEmpty || directives.docStart === true || errors.length > 0;
}

class Parsed implements ParsedDocument {
	readonly yaml: Document.Parsed;
	readonly root: YAMLMap | undefined;
	readonly start: number;
	readonly end: number;
	#tree: Tree | undefined;

	constructor(yaml: Document.Parsed, start: number, end: number) {
		this.yaml = yaml;
		this.root = isMap(yaml.contents) ? yaml.contents : undefined;
		this.start = start;
		this.end = end;
	}

	/** Compose does not mind a comment right behind a quote. */
	get errors(): readonly YAMLError[] {
		return this.yaml.errors.filter(({ message }) => !message.startsWith('Comments must be separated'));
	}

	get anchors(): ReadonlyMap<string, Node> {
		return this.#read().anchors;
	}

	resolveAlias(alias: Alias): Node | undefined {
		return this.#read().targets.get(alias);
	}

	resolve(node: unknown): Exclude<Node, Alias> | undefined {
		const found = isAlias(node) ? this.resolveAlias(node) : node;
		return isNode(found) && !isAlias(found) ? found : undefined;
	}

	parentOf(node: Node | Pair): Pair | YAMLMap | YAMLSeq | undefined {
		return this.#read().parents.get(node);
	}

	#read(): Tree {
		this.#tree ??= readTree(this.yaml.contents);
		return this.#tree;
	}
}

interface Tree {
	readonly anchors: Map<string, Node>;
	readonly targets: Map<Alias, Node>;
	readonly parents: Map<Node | Pair, Pair | YAMLMap | YAMLSeq>;
}

/** Anchors, aliases and parents in one pass: `alias.resolve` would walk the whole document for every alias. */
function readTree(contents: unknown): Tree {
	const tree: Tree = { anchors: new Map(), targets: new Map(), parents: new Map() };
	const open = new Set<Node>();
	const visit = (node: unknown): void => {
		if (isPair(node)) {
			for (const child of [node.key, node.value]) {
				if (isNode(child)) {
					tree.parents.set(child, node);
					visit(child);
				}
			}
		} else if (isAlias(node)) {
			const target = tree.anchors.get(node.source);
			if (target && !open.has(target)) {
				tree.targets.set(node, target);
			}
		} else if (isNode(node)) {
			if ('anchor' in node && node.anchor) {
				tree.anchors.set(node.anchor, node);
			}
			if (isCollection(node)) {
				open.add(node);
				for (const item of node.items) {
					if (isPair(item) || isNode(item)) {
						tree.parents.set(item, node as YAMLMap | YAMLSeq);
						visit(item);
					}
				}
				open.delete(node);
			}
		}
	};
	visit(contents);
	return tree;
}
