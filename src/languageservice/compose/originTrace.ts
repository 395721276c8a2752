import type { Range } from 'vscode-languageserver-types';
import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { ComposeDocument } from './document.ts';
import { parseEnvFile } from './envFile.ts';
import { parseInterpolation } from './interpolation.ts';
import { keyText } from './merged.ts';
import { isWrittenIn, matchItems } from './originForms.ts';
import {
	type Entry,
	entriesOf,
	isListValue,
	isMapValue,
	itemsOf,
	type MapValue,
	placeOf,
	type Spot,
	textOf,
	type Value,
} from './values.ts';
import type { Variables } from './variables.ts';

/** A place in a file. */
export interface OriginPlace {
	readonly uri: string;
	readonly range: Range;
}

/** Where a line of a resolved model has its value from. */
export interface Origin {
	/** In the resolved model, from 0. */
	readonly line: number;
	/** Where it is written; undefined for what Compose has added by itself. */
	readonly place: OriginPlace | undefined;
	/** The variables that were filled in: from the environment of Compose or from an env file. */
	readonly variables: readonly { readonly name: string; readonly place: OriginPlace | 'environment' }[];
}

export interface TraceContext {
	readonly variables: Variables;
	/** The text of an `env_file`; undefined if it cannot be read. */
	readEnvFile(uri: string): string | undefined;
	/** The URI of a path in a folder. */
	resolve(folder: string | undefined, path: string): string | undefined;
}

/** Walks a resolved model beside the one that the files make, and notes for each line where it comes from. */
export function traceOrigins(resolved: ComposeDocument, model: MapValue | undefined, context: TraceContext): Origin[] {
	const tracer = new Tracer(resolved, context);
	const root = resolved.docs[0]?.root;
	if (root && model) {
		tracer.map(root, { kind: 'value', value: model, at: model.at }, []);
	}
	return tracer.origins;
}

/** What a part of the resolved model was made of. */
type Found =
	/** A part that the files write; a name alone `inherits` the value of a variable. */
	| { readonly kind: 'value'; readonly value: Value; readonly at: Spot; readonly inherits?: string | undefined }
	/** A part of what the files write in short. */
	| { readonly kind: 'short'; readonly value: Value; readonly at: Spot }
	| { readonly kind: 'place'; readonly place: OriginPlace }
	| { readonly kind: 'default' | 'unknown' };

type Path = readonly (string | number)[];

class Tracer {
	readonly #resolved: ComposeDocument;
	readonly #context: TraceContext;
	readonly #origins = new Map<number, Origin>();

	constructor(resolved: ComposeDocument, context: TraceContext) {
		this.#resolved = resolved;
		this.#context = context;
	}

	get origins(): Origin[] {
		return [...this.#origins.values()].sort((a, b) => a.line - b.line);
	}

	map(map: YAMLMap, found: Found, path: Path): void {
		const fromEnvFiles = isService(path) && found.kind === 'value' ? this.#envFileEntries(found.value) : undefined;
		for (const pair of map.items as Pair<Node, Node | null>[]) {
			const key = keyText(pair.key);
			if (key === undefined) {
				continue;
			}
			const child = childOf(found, key, path);
			if (key === 'environment' && fromEnvFiles?.size) {
				this.#environment(pair, child, fromEnvFiles, path);
			} else {
				this.#note(pair.key, child, pair.value);
				this.#value(pair.value, child, [...path, key]);
			}
		}
	}

	/** Compose writes what `env_file` holds into `environment`. */
	#environment(
		pair: Pair<Node, Node | null>,
		own: Found,
		fromFiles: ReadonlyMap<string, OriginPlace>,
		path: Path,
	): void {
		const first = [...fromFiles.values()][0] as OriginPlace;
		this.#note(pair.key, own.kind === 'default' ? { kind: 'place', place: first } : own, undefined);
		for (const inner of isMap(pair.value) ? (pair.value.items as Pair<Node, Node | null>[]) : []) {
			const name = keyText(inner.key) ?? '';
			const written = childOf(own, name, [...path, 'environment']);
			const place = fromFiles.get(name);
			this.#note(inner.key, written.kind === 'default' && place ? { kind: 'place', place } : written, inner.value);
		}
	}

	#envFileEntries(service: Value): ReadonlyMap<string, OriginPlace> {
		const found = new Map<string, OriginPlace>();
		const written = isMapValue(service) ? service.entries.get('env_file')?.value : undefined;
		const files = isListValue(written) ? written.items : written ? [written] : [];
		for (const file of files) {
			const path = textOf(isMapValue(file) ? file.entries.get('path')?.value : file);
			const uri = path === undefined ? undefined : this.#context.resolve(file.at.source.folder, path);
			const text = uri === undefined ? undefined : this.#context.readEnvFile(uri);
			if (uri !== undefined && text !== undefined) {
				for (const { name, line } of parseEnvFile(text, each => this.#context.variables.get(each)).entries) {
					found.set(name, { uri, range: wholeLine(line) });
				}
			}
		}
		return found;
	}

	#value(node: Node | null, found: Found, path: Path): void {
		if (isMap(node)) {
			this.map(node, found, path);
		} else if (isSeq(node)) {
			this.#list(node, found, path);
		}
	}

	#list(list: YAMLSeq, found: Found, path: Path): void {
		const nodes = list.items as Node[];
		const values = found.kind === 'value' ? itemsFor(nodes, found.value, path) : undefined;
		for (const [index, node] of nodes.entries()) {
			const value = values?.[index];
			const child: Found = value
				? { kind: 'value', value, at: value.at }
				: found.kind === 'value'
					? { kind: 'unknown' }
					: found;
			this.#note(node, child, isScalar(node) ? node : undefined);
			this.#value(node, child, [...path, index]);
		}
	}

	/** What stands first on a line tells of it. */
	#note(at: Node, found: Found, value: Node | null | undefined): void {
		const line = this.#resolved.text.positionAt(at.range?.[0] ?? 0).line;
		if (this.#origins.has(line) || found.kind === 'unknown') {
			return;
		}
		const isPlaced = found.kind === 'value' || found.kind === 'short';
		const place = isPlaced ? placeAt(found.at) : found.kind === 'place' ? found.place : undefined;
		const variables = isPlaced && isScalar(value) ? this.#variables(found, value) : [];
		this.#origins.set(line, { line, place, variables });
	}

	#variables(found: Extract<Found, { value: Value }>, resolved: Scalar): Origin['variables'] {
		const { kind, value, at } = found;
		if (isMapValue(value) || isListValue(value)) {
			return [];
		}
		const result = String(resolved.value ?? '');
		const inherited = found.kind === 'value' && resolved.value !== null ? (found.inherits ?? []) : [];
		const written = value.source.includes('$') ? value.source : at.source.document.source.slice(at.start, at.end);
		const names = new Set([...namesIn(written), ...[inherited].flat()]);
		return [...names].flatMap(name => {
			const variable = this.#context.variables.find(name);
			// Of a short form only that part which the variable has filled.
			if (!variable || (kind === 'short' && !result.includes(variable.value))) {
				return [];
			}
			const { source } = variable;
			const place = source === 'environment' ? source : { uri: source.uri, range: wholeLine(source.line) };
			return [{ name, place }];
		});
	}
}

function isService(path: Path): boolean {
	return path.length === 2 && path[0] === 'services';
}

function childOf(found: Found, key: string, path: Path): Found {
	if (found.kind !== 'value' && found.kind !== 'short') {
		return found;
	}
	const { value } = found;
	if (isMapValue(value)) {
		const entry = value.entries.get(key);
		const inherits = entry?.value.kind === 'null' && isAssignments(path) ? key : undefined;
		return entry ? { kind: 'value', value: entry.value, at: pointOf(entry), inherits } : { kind: 'default' };
	}
	if (isListValue(value)) {
		const item = value.items.findLast(each => assigned(each) === key);
		const inherits = item && textOf(item) === key && isAssignments(path) ? key : undefined;
		return item ? { kind: 'value', value: item, at: item.at, inherits } : { kind: 'default' };
	}
	return isWrittenIn(value, key, path) ? { kind: 'short', value, at: found.at } : { kind: 'default' };
}

/** A collection is pointed at by its key, a scalar by itself. */
function pointOf(entry: Entry): Spot {
	return isMapValue(entry.value) || isListValue(entry.value) ? entry.keyAt : placeOf(entry);
}

/** The values of the items of a resolved list; undefined for those that cannot be told. */
function itemsFor(nodes: readonly Node[], value: Value, path: Path): readonly (Value | undefined)[] {
	if (isListValue(value)) {
		return matchItems(nodes, itemsOf(value), path);
	}
	if (isMapValue(value)) {
		const entries = [...entriesOf(value)];
		return nodes.map(node => {
			const name = assignedName(isScalar(node) ? String(node.value) : '');
			return entries.find(({ key }) => key === name)?.value;
		});
	}
	return nodes.map(() => value);
}

/** The name of `NAME=value`, `name: value` in short, or of a name alone. */
function assigned(item: Value): string | undefined {
	const text = textOf(item);
	return text === undefined ? undefined : assignedName(text);
}

function assignedName(text: string): string {
	return /^([^=]*)=/.exec(text)?.[1] ?? /^([^:]*):/.exec(text)?.[1] ?? text;
}

/** Where a name without a value takes that of the environment. */
function isAssignments(path: Path): boolean {
	return path[0] === 'services' && (path.at(-1) === 'environment' || path.at(-1) === 'args');
}

function namesIn(text: string): string[] {
	return parseInterpolation(text).flatMap(part => (part.kind === 'variable' ? [part.name, ...namesIn(part.rest)] : []));
}

function placeAt({ source: { document }, start, end }: Spot): OriginPlace {
	return { uri: document.text.uri, range: document.range(start, end) };
}

function wholeLine(line: number): OriginPlace['range'] {
	return { start: { line, character: 0 }, end: { line, character: 0 } };
}
