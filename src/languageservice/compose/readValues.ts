import {
	type Alias,
	isAlias,
	isMap,
	isNode,
	isScalar,
	isSeq,
	type Node,
	type Pair,
	type Scalar,
	type YAMLMap,
	type YAMLSeq,
} from 'yaml';
import type { Text } from '../host.ts';
import type { ParsedDocument } from './document.ts';
import { substitute } from './interpolation.ts';
import { isMergeKey, keyText } from './merged.ts';
import type { Problems } from './problems.ts';
import { resolveKey, resolveScalar, type ScalarKind } from './scalars.ts';
import type { Entry, ListValue, MapValue, ScalarValue, Source, Spot, Tag, Value } from './values.ts';

/** How many nodes a document may stand for when all its aliases are written out, before Compose refuses it. */
const expansionLimit = 4_000_000;

/**
 * Reads a YAML document with Compose's eyes: aliases and merges resolved, variables filled in. Everything that go-yaml
 * or the interpolation refuses is reported. What an alias shares stays shared, so an alias bomb costs no more than its text.
 */
export function readValues(
	source: Source,
	doc: ParsedDocument,
	lookup: (name: string) => string | undefined,
	problems: Problems,
): Value | undefined {
	const { contents } = doc.yaml;
	if (!isNode(contents)) {
		return undefined;
	}
	const reader = new Reader(source, doc, lookup, problems);
	const value = reader.read(contents);
	if (source.document.source.includes('*') && reader.sizeOf(contents) > expansionLimit) {
		problems.add('ExcessiveAliases', reader.spot(contents));
		return undefined;
	}
	return value;
}

class Reader {
	readonly #source: Source;
	readonly #doc: ParsedDocument;
	readonly #lookup: (name: string) => string | undefined;
	readonly #problems: Problems;
	readonly #values = new Map<Node, Value>();
	readonly #entries = new Map<YAMLMap, Map<string, Entry>>();
	readonly #sizes = new Map<Node, number>();

	constructor(source: Source, doc: ParsedDocument, lookup: (name: string) => string | undefined, problems: Problems) {
		this.#source = source;
		this.#doc = doc;
		this.#lookup = lookup;
		this.#problems = problems;
	}

	read(node: Node): Value {
		if (isAlias(node)) {
			return this.#alias(node);
		}
		this.#checkAnchor(node);
		if (tagOf(node) === 'reset') {
			return { ...blank(this.spot(node)), tag: 'reset' };
		}
		const known = this.#values.get(node);
		if (known) {
			return known;
		}
		const value = isMap(node) ? this.#map(node) : isSeq(node) ? this.#list(node) : this.#scalar(node as Scalar);
		this.#values.set(node, value);
		return value;
	}

	#checkAnchor(node: Node): void {
		const { anchor } = node as { anchor?: string };
		if (anchor !== undefined && !/^[\w-]+$/.test(anchor)) {
			this.#problems.add('InvalidYaml', this.spot(node), [anchor], { name: anchor }, wrongAnchor);
		}
	}

	spot(node: Node): Spot {
		return { source: this.#source, start: node.range?.[0] ?? 0, end: contentEnd(node) };
	}

	/** How many nodes it stands for. */
	sizeOf(node: Node): number {
		if (isScalar(node)) {
			return 1;
		}
		const known = this.#sizes.get(node);
		if (known !== undefined) {
			return known;
		}
		this.#sizes.set(node, 0);
		let size = 1;
		if (isAlias(node)) {
			const target = this.#doc.resolveAlias(node);
			size += target ? this.sizeOf(target) : 0;
		} else {
			for (const item of (node as YAMLMap | YAMLSeq).items) {
				const child = isNode(item) ? item : ((item as Pair).value as Node | null);
				size += child ? this.sizeOf(child) : 1;
			}
		}
		this.#sizes.set(node, size);
		return size;
	}

	#alias(alias: Alias): Value {
		const target = this.#doc.resolveAlias(alias);
		const at = this.spot(alias);
		if (!target) {
			const rule = this.#doc.anchors.has(alias.source) && isInside(this.#doc, alias) ? 'AliasCycle' : 'UndefinedAnchor';
			this.#problems.add(rule, at, [alias.source], { name: alias.source });
			return blank(at);
		}
		return { ...this.read(target), at };
	}

	#scalar(node: Scalar): ScalarValue {
		const { kind, value, text } = resolveScalar(node);
		const at = this.spot(node);
		const tag = tagOf(node);
		if (node.tag !== undefined && !isTagged(node.tag, kind)) {
			this.#problems.add('InvalidYaml', at, [node.tag.replace('tag:yaml.org,2002:', '!!')], {}, wrongTag);
		}
		if (kind !== 'string' || !text.includes('$')) {
			return { kind, value, source: text, at, tag };
		}
		const filled = substitute(text, this.#lookup);
		if (filled.problems.length > 0) {
			this.#reportInterpolation(node, text, filled.problems);
		}
		return { kind, value: filled.text, source: text, at, tag };
	}

	#reportInterpolation(node: Scalar, text: string, problems: ReturnType<typeof substitute>['problems']): void {
		const { source } = this.#source.document;
		let from = node.range?.[0] ?? 0;
		const limit = node.range?.[1] ?? from;
		for (const { kind, start, end, name, message } of [...problems].sort((a, b) => a.start - b.start)) {
			// A value has line feeds alone, whatever ends the lines of the file.
			const written = text.slice(start, end).replaceAll('\n', source.includes('\r\n') ? '\r\n' : '\n');
			const found = source.indexOf(written, from);
			const isFound = found >= 0 && found + written.length <= limit;
			const at = isFound ? { source: this.#source, start: found, end: found + written.length } : this.spot(node);
			from = isFound ? found + 1 : from;
			if (kind === 'unset') {
				this.#problems.add('UnsetVariable', at, [written, name], { name });
			} else if (kind === 'required') {
				this.#problems.add('RequiredVariable', at, [written, message === '' ? name : message], { name });
			} else {
				this.#problems.add('InvalidInterpolation', at, [written], {});
			}
		}
	}

	#list(node: YAMLSeq): ListValue {
		const items: Value[] = [];
		for (const item of node.items) {
			const value = isNode(item) ? this.read(item) : undefined;
			if (value && value.tag !== 'reset') {
				items.push(value);
			}
		}
		return { kind: 'list', items, at: this.spot(node), tag: tagOf(node) };
	}

	#map(node: YAMLMap): MapValue {
		return { kind: 'map', entries: this.#entriesOf(node), at: this.spot(node), tag: tagOf(node) };
	}

	#entriesOf(map: YAMLMap): ReadonlyMap<string, Entry> {
		const known = this.#entries.get(map);
		if (known) {
			return known;
		}
		const found = new Map<string, Entry>();
		this.#entries.set(map, found);
		const merges: Pair[] = [];
		for (const pair of map.items) {
			if (isMergeKey(pair.key)) {
				merges.push(pair);
			} else {
				this.#pair(pair, found);
			}
		}
		for (const pair of merges) {
			if (pair === merges[0]) {
				this.#merge(pair, found);
			} else {
				this.#problems.add('DuplicateKey', this.spot(pair.key as Node), ['<<'], { name: '<<' });
			}
		}
		return found;
	}

	#pair(pair: Pair, found: Map<string, Entry>): void {
		const keyNode = isAlias(pair.key) ? (this.#doc.resolveAlias(pair.key) ?? pair.key) : (pair.key as Node);
		const key = keyText(keyNode);
		const keyAt = isNode(pair.key) ? this.spot(pair.key) : { source: this.#source, start: 0, end: 0 };
		const resolved = resolveKey(keyNode);
		if (key === undefined || resolved === undefined) {
			this.#problems.add('NonStringKey', keyAt, [this.#written(keyAt)], {});
			return;
		}
		if (found.has(key)) {
			this.#problems.add('DuplicateKey', keyAt, [key], { name: key });
			return;
		}
		if (resolved.kind !== 'string') {
			this.#problems.add('NonStringKey', keyAt, [this.#written(keyAt)], { replacement: `"${resolved.text}"` });
		}
		const value = isNode(pair.value) ? this.read(pair.value) : blank({ ...keyAt, start: keyAt.end });
		found.set(key, { key, keyAt, value });
	}

	#written({ start, end }: Spot): string {
		return this.#source.document.source.slice(start, end);
	}

	#merge(pair: Pair, found: Map<string, Entry>): void {
		const value = this.#doc.resolve(pair.value);
		const sources = isSeq(value) ? value.items.map(item => this.#doc.resolve(item)) : [value];
		for (const source of sources) {
			if (!isMap(source)) {
				this.#reportMerge(pair, source === undefined);
				continue;
			}
			for (const [key, entry] of this.#entriesOf(source)) {
				if (!found.has(key)) {
					found.set(key, entry);
				}
			}
		}
	}

	#reportMerge(pair: Pair, isUnknown: boolean): void {
		if (isUnknown && isNode(pair.value)) {
			// Reading it reports the aliases that lead nowhere.
			this.read(pair.value);
			if (isAlias(pair.value) || isSeq(pair.value)) {
				return;
			}
		}
		this.#problems.add('InvalidMerge', this.spot((pair.value ?? pair.key) as Node), [], {});
	}
}

function blank(at: Spot): ScalarValue {
	return { kind: 'null', value: null, source: '', at: { ...at, end: at.start }, tag: undefined };
}

const wrongAnchor: Text = {
	en: 'The anchor "&{0}" may only have letters, digits, "_" and "-".',
	ko: '앵커 "&{0}"에는 영문자, 숫자, "_", "-"만 쓸 수 있습니다.',
};
const wrongTag: Text = { en: 'This is no {0}, as its tag says.', ko: '태그에 적힌 {0}이(가) 아닙니다.' };

/** Whether a value is of the kind that a standard tag wants. */
function isTagged(tag: string, kind: ScalarKind): boolean {
	const wanted = tagKinds[tag.replace('tag:yaml.org,2002:', '')];
	return wanted === undefined || !tag.startsWith('tag:yaml.org') || wanted.includes(kind);
}

const tagKinds: Readonly<Record<string, readonly ScalarKind[]>> = {
	int: ['integer'],
	float: ['float', 'integer'],
	bool: ['boolean'],
	null: ['null'],
	timestamp: ['time'],
};

function tagOf(node: Node): Tag | undefined {
	const tag = (node as { tag?: string }).tag;
	return tag === '!reset' ? 'reset' : tag === '!override' ? 'override' : undefined;
}

/** The end of what is written: the range of a block reaches over the line break behind it. */
function contentEnd(node: Node): number {
	const end = node.range?.[1] ?? 0;
	if (isMap(node) || isSeq(node)) {
		const last = node.items.at(-1);
		if (!node.flow && last !== undefined) {
			const child = isNode(last) ? last : (((last as Pair).value ?? (last as Pair).key) as Node | null);
			return child ? contentEnd(child) : end;
		}
	}
	return end;
}

function isInside(doc: ParsedDocument, alias: Alias): boolean {
	for (let parent = doc.parentOf(alias); parent; parent = doc.parentOf(parent)) {
		if ('anchor' in parent && parent.anchor === alias.source) {
			return true;
		}
	}
	return false;
}
