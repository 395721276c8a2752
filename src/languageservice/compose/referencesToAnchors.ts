import { type Alias, isAlias, isCollection, isPair, isScalar, type Node, type Scalar } from 'yaml';
import type { ComposeDocument, ParsedDocument } from './document.ts';
import type { Reference } from './entities.ts';

/** Notes all anchors, aliases and `${VARIABLES}` of a YAML document: they may stand anywhere. */
export function collectAnchorsAndVariables(document: ComposeDocument, doc: ParsedDocument, found: Reference[]): void {
	new Traversal(document, doc, found).visit(doc.yaml.contents, false);
}

class Traversal {
	readonly #document: ComposeDocument;
	readonly #doc: ParsedDocument;
	readonly #found: Reference[];
	/** The places of the anchors' names. */
	readonly #anchors = new Map<Node, number>();

	constructor(document: ComposeDocument, doc: ParsedDocument, found: Reference[]) {
		this.#document = document;
		this.#doc = doc;
		this.#found = found;
	}

	visit(node: unknown, isKey: boolean): void {
		if (isPair(node)) {
			this.visit(node.key, true);
			this.visit(node.value, false);
			return;
		}
		if (isAlias(node)) {
			this.#alias(node);
			return;
		}
		if (isScalar(node) || isCollection(node)) {
			this.#anchor(node);
		}
		if (isCollection(node)) {
			for (const item of node.items) {
				this.visit(item, false);
			}
		} else if (isScalar(node) && !isKey) {
			this.#variables(node);
		}
	}

	#anchor(node: Node & { anchor?: string }): void {
		const { anchor: name, range } = node;
		const start = name && range ? anchorStart(this.#document.source, name, range[0]) : undefined;
		if (name && start !== undefined) {
			this.#anchors.set(node, start);
			this.#add('anchor', name, 'declaration', start, 'anchor', start);
		}
	}

	#alias(alias: Alias): void {
		if (alias.range && alias.source !== '') {
			const target = this.#doc.resolveAlias(alias);
			const anchor = target && this.#anchors.get(target);
			this.#add('anchor', alias.source, 'use', alias.range[0] + 1, 'alias', anchor);
		}
	}

	#variables(scalar: Scalar): void {
		if (!scalar.range) {
			return;
		}
		const [start, end] = scalar.range;
		const text = this.#document.source.slice(start, end);
		for (const { name, at } of text.includes('$') ? variableNames(text) : []) {
			this.#add('variable', name, 'use', start + at, 'interpolation', undefined);
		}
	}

	#add(
		kind: 'anchor' | 'variable',
		name: string,
		role: Reference['role'],
		start: number,
		attribute: string,
		anchor: number | undefined,
	): void {
		const end = start + name.length;
		const { text } = this.#document;
		const range = this.#document.range(start, end);
		this.#found.push({
			...{ kind, name, role, uri: text.uri, start, end, range, attribute },
			...{ form: 'part', services: [], file: undefined, anchor },
		});
	}
}

/** The names in `$NAME` and `${NAME…}`, also those inside of others; `$$` is a dollar sign. */
export function* variableNames(text: string): Generator<{ readonly name: string; readonly at: number }> {
	for (const match of text.matchAll(/\$(?:\$|\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/g)) {
		const name = match[1] ?? match[2];
		if (name !== undefined) {
			yield { name, at: match.index + match[0].length - name.length };
		}
	}
}

/** Where the name behind `&` is: only blanks, comments and a tag may stand between it and its node. */
function anchorStart(source: string, name: string, node: number): number | undefined {
	const mark = `&${name}`;
	let inComment: number | undefined;
	for (let at = source.lastIndexOf(mark, node); at >= 0; at = at === 0 ? -1 : source.lastIndexOf(mark, at - 1)) {
		const between = source.slice(at + mark.length, node);
		if (between.length > 2000) {
			break;
		}
		if (isBlank(between)) {
			const line = source.slice(source.lastIndexOf('\n', at) + 1, at);
			if (!/(?:^|\s)#/.test(line)) {
				return at + 1;
			}
			inComment ??= at + 1;
		}
	}
	return inComment;
}

/** Whether a text has nothing but blanks, comments and tags. */
function isBlank(text: string): boolean {
	return (
		text
			.replace(/\s#[^\n]*/g, ' ')
			.replace(/\s![^\s]*/g, ' ')
			.trim() === ''
	);
}
