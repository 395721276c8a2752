import type { Document, Node, YAMLMap } from 'yaml';

/** What one compose file says about its services, variables not yet put in. */
export interface ComposeDocument {
	/** The top-level `name`. */
	readonly name: string | undefined;
	/** Paths under `include`. */
	readonly includes: readonly string[];
	readonly services: readonly ServiceEntry[];
	/** The first complaint of the parser. */
	readonly error: string | undefined;
}

export interface ServiceEntry {
	readonly name: string;
	readonly profiles: readonly string[];
	readonly image: string | undefined;
	readonly containerName: string | undefined;
	/** 1-based. */
	readonly line: number;
}

/**
 * Reads only what is asked for from the parsed tree and never expands it: a file that multiplies itself by aliases costs
 * nothing. Rejects when the text cannot be parsed at all.
 */
export async function readComposeDocument(text: string): Promise<ComposeDocument> {
	if (bracketDepth(text) > deepestBrackets) {
		throw new Error('nested too deeply');
	}
	const yaml = await import('yaml');
	const lines = new yaml.LineCounter();
	const [document] = yaml.parseAllDocuments(text, { lineCounter: lines, prettyErrors: true, logLevel: 'silent' });
	if (!document || !('contents' in document)) {
		return { name: undefined, includes: [], services: [], error: undefined };
	}
	const reader = new TreeReader(yaml, document);
	const root = reader.map(document.contents);
	return {
		name: reader.text(reader.entry(root, 'name')),
		includes: reader.list(reader.entry(root, 'include')).flatMap(item => reader.paths(item)),
		services: reader
			.pairs(reader.entry(root, 'services'))
			.map(({ name, node, offset }) => reader.service(name, node, lines.linePos(offset).line)),
		error: document.errors[0]?.message.split('\n')[0],
	};
}

/** The parser's time grows with the square of the depth. */
const deepestBrackets = 200;

function bracketDepth(text: string): number {
	let depth = 0;
	let deepest = 0;
	for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
		depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
		deepest = Math.max(deepest, depth);
	}
	return deepest;
}

const deepest = 8;
const mostMerges = 20_000;

/** Walks the tree by key; aliases are followed one at a time, merges (`<<`) a few levels. */
class TreeReader {
	readonly #yaml: typeof import('yaml');
	/** Looked up here because the parser's own search goes through the whole document for each alias. */
	readonly #anchors = new Map<string, unknown>();
	#merges = 0;

	constructor(yaml: typeof import('yaml'), document: Document.Parsed) {
		this.#yaml = yaml;
		yaml.visit(document, {
			Value: (_, node) => {
				if (node.anchor !== undefined) {
					this.#anchors.set(node.anchor, node);
				}
			},
		});
	}

	service(name: string, node: unknown, line: number): ServiceEntry {
		const profiles = this.entry(node, 'profiles');
		return {
			name,
			profiles: this.list(profiles).flatMap(item => this.text(item) ?? []),
			image: this.text(this.entry(node, 'image')),
			containerName: this.text(this.entry(node, 'container_name')),
			line,
		};
	}

	/** An item of `include`: a path, or a mapping with one or several. */
	paths(item: unknown): string[] {
		const path = this.map(item) ? this.entry(item, 'path') : item;
		// Several paths of one item are merged by Compose: the later ones override.
		return [path, ...this.list(path)].flatMap(entry => this.text(entry) ?? []);
	}

	pairs(node: unknown): { name: string; node: unknown; offset: number }[] {
		return (this.map(node)?.items ?? []).flatMap(({ key, value }) => {
			const name = this.text(key);
			const offset = (key as Node | null)?.range?.[0] ?? 0;
			return name === undefined || name === '<<' || name.startsWith('x-') ? [] : [{ name, node: value, offset }];
		});
	}

	entry(node: unknown, key: string, depth = 0): unknown {
		const map = this.map(node);
		if (!map || depth > deepest) {
			return undefined;
		}
		const own = map.items.find(item => this.text(item.key) === key);
		if (own) {
			return own.value;
		}
		for (const merge of map.items.filter(item => this.text(item.key) === '<<')) {
			for (const source of this.map(merge.value) ? [merge.value] : this.list(merge.value)) {
				if (++this.#merges > mostMerges) {
					throw new Error('too many merges');
				}
				const found = this.entry(source, key, depth + 1);
				if (found !== undefined) {
					return found;
				}
			}
		}
		return undefined;
	}

	map(node: unknown): YAMLMap | undefined {
		const target = this.#target(node);
		return this.#yaml.isMap(target) ? target : undefined;
	}

	list(node: unknown): readonly unknown[] {
		const target = this.#target(node);
		return this.#yaml.isSeq(target) ? target.items : [];
	}

	text(node: unknown): string | undefined {
		const target = this.#target(node);
		if (!this.#yaml.isScalar(target) || target.value === null) {
			return undefined;
		}
		const value = target.source ?? target.value;
		return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
	}

	#target(node: unknown): unknown {
		return this.#yaml.isAlias(node) ? this.#anchors.get(node.source) : node;
	}
}
