import type { Expansion } from './expansion.ts';
import type { MountFlag } from './mounts.ts';
import type { Instruction, ParsedDockerfile } from './parse.ts';
import type { VariableUse } from './variableUse.ts';
import type { Word } from './words.ts';

/** A name that ARG or ENV gives. Offsets are in the document, indexes in the instruction's logical line. */
export interface Definition {
	readonly name: string;
	readonly kind: 'ARG' | 'ENV';
	readonly instruction: Instruction;
	/** Undefined for an ARG before the first FROM. */
	readonly stage: Stage | undefined;
	readonly start: number;
	readonly end: number;
	/** The value as written; undefined where there is none. */
	readonly written: string | undefined;
	/** What a build without arguments makes of it, if that can be known. */
	value: string | undefined;
	/** All definitions that must keep one name share it. */
	symbol: VariableSymbol;
}

/** A variable across stages: the global ARG, its redeclarations, the ENV that overwrites it. */
export interface VariableSymbol {
	merged: VariableSymbol | undefined;
}

export interface Stage {
	readonly index: number;
	/** Lower case; undefined where there is no AS. */
	readonly name: string | undefined;
	readonly writtenName: string | undefined;
	/** Offsets of the name. */
	readonly nameStart: number;
	readonly nameEnd: number;
	readonly from: Instruction;
	/** The image or stage as written. */
	readonly base: string;
	/** With the defaults of the global arguments put in. */
	readonly resolvedBase: string;
	readonly parent: Stage | undefined;
	readonly instructions: Instruction[];
	readonly scope: Scope;
}

/** A place that names a stage, or an image: FROM, COPY --from, RUN --mount=from. */
export interface StageReference {
	readonly text: string;
	readonly start: number;
	readonly end: number;
	readonly kind: 'from' | 'copy' | 'mount';
	/** The stage meant, also when it comes too late to be usable. */
	readonly stage: Stage | undefined;
	readonly byIndex: boolean;
	readonly within: Stage | undefined;
	readonly instruction: Instruction;
	readonly inTrigger: boolean;
}

export interface ResolvedUse {
	readonly use: VariableUse;
	/** Offsets of the name. */
	readonly start: number;
	readonly end: number;
	readonly definition: Definition | undefined;
	readonly instruction: Instruction;
	readonly stage: Stage | undefined;
	/** Whether a shell expands it, not the builder. */
	readonly inShell: boolean;
}

export type ExpansionRole =
	| 'image'
	| 'platform'
	| 'argument'
	| 'environment'
	| 'label'
	| 'source'
	| 'destination'
	| 'flag'
	| 'mount'
	| 'word'
	| 'heredoc';

/** A text that the builder expands, and what came out of it. */
export interface BuilderExpansion {
	readonly instruction: Instruction;
	readonly stage: Stage | undefined;
	readonly role: ExpansionRole;
	readonly word: Word;
	/** For flags and mounts, the name of the flag or key. */
	readonly label: string;
	readonly expansion: Expansion;
	/** Names that are neither set nor declared where they are used. */
	readonly unknown: readonly string[];
	/** Names whose value may come from the base image, on which the result depends. */
	readonly doubts: readonly string[];
	/** Arguments without a default, on which the result depends. */
	readonly awaits: readonly string[];
	/** Whether the result does not depend on anything that only a real build knows. */
	readonly certain: boolean;
	/** Places in `expansion` are offsets in the document rather than indexes. */
	readonly inDocument: boolean;
}

export interface DockerfileModel {
	readonly file: ParsedDockerfile;
	readonly stages: readonly Stage[];
	/** Earlier stages by lower-case name; of several with one name the last. */
	readonly stagesByName: ReadonlyMap<string, Stage>;
	readonly globals: Scope;
	readonly definitions: readonly Definition[];
	readonly uses: readonly ResolvedUse[];
	readonly stageReferences: readonly StageReference[];
	readonly expansions: readonly BuilderExpansion[];
	readonly mounts: ReadonlyMap<Instruction, readonly MountFlag[]>;
	readonly stageOf: ReadonlyMap<Instruction, Stage>;
}

export interface ScopeEntry {
	readonly value: string | undefined;
	/** Names of the base image's variables that the value depends on. */
	readonly doubts: readonly string[];
	/** Arguments without a default that the value depends on. */
	readonly awaits: readonly string[];
	readonly definition: Definition | undefined;
}

/** The variables known at one point of a stage; a stage's scope begins with everything its parent stage has at its end. */
export class Scope {
	readonly #entries: Map<string, ScopeEntry>;
	readonly #parent: Scope | undefined;
	readonly #depth: number;

	constructor(parent?: Scope) {
		const flatten = parent !== undefined && parent.#depth > 40;
		this.#entries = flatten ? parent.#flattened() : new Map();
		this.#parent = flatten ? undefined : parent;
		this.#depth = this.#parent ? this.#parent.#depth + 1 : 0;
	}

	get(name: string): ScopeEntry | undefined {
		for (let scope: Scope | undefined = this; scope; scope = scope.#parent) {
			const entry = scope.#entries.get(name);
			if (entry) {
				return entry;
			}
		}
		return undefined;
	}

	set(name: string, entry: ScopeEntry): void {
		this.#entries.set(name, entry);
	}

	/** Every name, inner ones first. */
	names(): string[] {
		return [...this.#flattened().keys()];
	}

	#flattened(): Map<string, ScopeEntry> {
		const chain: Scope[] = [];
		for (let scope: Scope | undefined = this; scope; scope = scope.#parent) {
			chain.push(scope);
		}
		return new Map(chain.reverse().flatMap(scope => [...scope.#entries]));
	}
}

export function symbolOf(definition: Definition): VariableSymbol {
	let symbol = definition.symbol;
	while (symbol.merged) {
		symbol = symbol.merged;
	}
	return symbol;
}

/** The words of FROM: image, AS, name. */
export function fromParts(from: Instruction): {
	image: Word | undefined;
	as: Word | undefined;
	name: Word | undefined;
} {
	const [image, as, name] = from.words;
	const isAs = as?.value.toLowerCase() === 'as';
	return { image, as: isAs ? as : undefined, name: isAs ? name : undefined };
}

export interface KeyValuePair {
	readonly key: Word;
	readonly value: Word | undefined;
}

/** Whether ENV or LABEL is written `key value`, without `=`. */
export function isLegacyPair(instruction: Instruction): boolean {
	const first = instruction.words[0];
	return first !== undefined && !first.value.includes('=');
}

/** The pairs of ENV or LABEL, in either form. */
export function keyValuePairs(instruction: Instruction): KeyValuePair[] {
	const text = instruction.logical.text;
	if (isLegacyPair(instruction)) {
		const match = /^([^\t\v\f\r ]*)[\t\v\f\r ]+/.exec(text.slice(instruction.argumentsStart, instruction.argumentsEnd));
		const start = instruction.argumentsStart;
		const keyEnd = match ? start + (match[1] as string).length : instruction.argumentsEnd;
		const key = { value: text.slice(start, keyEnd), start, end: keyEnd };
		const valueStart = match ? start + match[0].length : keyEnd;
		const end = instruction.argumentsEnd;
		return [{ key, value: match ? { value: text.slice(valueStart, end), start: valueStart, end } : undefined }];
	}
	return instruction.words.map(word => {
		const equals = word.value.indexOf('=');
		const keyEnd = word.start + (equals < 0 ? word.value.length : equals);
		const key = { value: text.slice(word.start, keyEnd), start: word.start, end: keyEnd };
		const value =
			equals < 0 ? undefined : { value: text.slice(keyEnd + 1, word.end), start: keyEnd + 1, end: word.end };
		return { key, value };
	});
}
