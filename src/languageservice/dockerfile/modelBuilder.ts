import { type Expansion, expand, type VariableUse } from './expansion.ts';
import {
	type BuilderExpansion,
	type Definition,
	type DockerfileModel,
	type ExpansionRole,
	fromParts,
	keyValuePairs,
	type ResolvedUse,
	Scope,
	type Stage,
	type StageReference,
	symbolOf,
} from './model.ts';
import { fieldOf, type MountFlag, readMount } from './mounts.ts';
import type { Instruction, ParsedDockerfile } from './parse.ts';
import { platformDefaults } from './predefined.ts';
import { shellUses } from './shellText.ts';
import type { Word } from './words.ts';

/** Finds stages, variables and their uses in one walk through the file. */
export function buildModel(file: ParsedDockerfile): DockerfileModel {
	return new ModelBuilder(file).build();
}

class ModelBuilder {
	readonly #file: ParsedDockerfile;
	readonly #stages: Stage[] = [];
	readonly #stagesByName = new Map<string, Stage>();
	readonly #globals = new Scope();
	readonly #definitions: Definition[] = [];
	readonly #uses: ResolvedUse[] = [];
	readonly #references: StageReference[] = [];
	readonly #pendingReferences: (() => void)[] = [];
	readonly #expansions: BuilderExpansion[] = [];
	readonly #mounts = new Map<Instruction, readonly MountFlag[]>();
	readonly #stageOf = new Map<Instruction, Stage>();
	#stage: Stage | undefined;
	#scope: Scope;

	constructor(file: ParsedDockerfile) {
		this.#file = file;
		this.#scope = this.#globals;
		for (const [name, value] of Object.entries(platformDefaults)) {
			this.#globals.set(name, { value, certain: true, definition: undefined });
		}
	}

	build(): DockerfileModel {
		for (const instruction of this.#file.instructions) {
			if (instruction.name === 'FROM') {
				this.#beginStage(instruction);
			} else {
				this.#stage?.instructions.push(instruction);
			}
			if (this.#stage) {
				this.#stageOf.set(instruction, this.#stage);
			}
			this.#visit(instruction, false);
			if (instruction.trigger) {
				this.#visit(instruction.trigger, true);
			}
		}
		for (const resolve of this.#pendingReferences) {
			resolve();
		}
		this.#references.sort((a, b) => a.start - b.start);
		return {
			file: this.#file,
			stages: this.#stages,
			stagesByName: this.#stagesByName,
			globals: this.#globals,
			definitions: this.#definitions,
			uses: this.#uses,
			stageReferences: this.#references,
			expansions: this.#expansions,
			mounts: this.#mounts,
			stageOf: this.#stageOf,
		};
	}

	#beginStage(from: Instruction): void {
		const { image, name } = fromParts(from);
		this.#scope = this.#globals;
		const before = this.#stage;
		this.#stage = undefined;
		const expansion = image && this.#expandWord(from, image, 'image', '');
		for (const flag of from.flags) {
			if (flag.name === 'platform' && flag.flagValue !== undefined) {
				const word = { value: flag.flagValue, start: flag.valueStart, end: flag.end };
				this.#expandWord(from, word, 'platform', flag.name);
			}
		}
		this.#stage = before;
		const resolvedBase = expansion?.result ?? '';
		const parent = this.#stagesByName.get(resolvedBase);
		const stage: Stage = {
			index: this.#stages.length,
			name: name?.value.toLowerCase(),
			writtenName: name?.value,
			nameStart: name ? from.logical.offsetAt(name.start) : from.start,
			nameEnd: name ? from.logical.endOffsetAt(name.end) : from.start,
			from,
			base: image?.value ?? '',
			resolvedBase,
			parent,
			instructions: [],
			scope: new Scope(parent?.scope),
		};
		this.#stages.push(stage);
		if (image) {
			this.#addReference(image.value, image.start, image.end, 'from', parent, from, false, stage);
		}
		if (stage.name) {
			this.#stagesByName.set(stage.name, stage);
		}
		this.#stage = stage;
		this.#scope = stage.scope;
	}

	#visit(instruction: Instruction, inTrigger: boolean): void {
		const { name } = instruction;
		if (name === 'COPY' || name === 'ADD') {
			this.#visitCopy(instruction, inTrigger);
		} else if (name === 'RUN') {
			this.#visitMounts(instruction, inTrigger);
		}
		if (name === 'RUN' || name === 'CMD' || name === 'ENTRYPOINT' || name === 'HEALTHCHECK') {
			this.#addShellUses(instruction);
		}
		if (inTrigger) {
			return;
		}
		if (name === 'ARG') {
			this.#visitArg(instruction);
		} else if (name === 'ENV' || name === 'LABEL') {
			this.#visitPairs(instruction);
		} else if (oneWordAtATime.has(name)) {
			for (const word of instruction.words) {
				this.#expandWord(instruction, word, 'word', '');
			}
		}
	}

	#visitArg(instruction: Instruction): void {
		for (const word of instruction.words) {
			const equals = word.value.indexOf('=');
			const name = equals < 0 ? word.value : word.value.slice(0, equals);
			const valueStart = word.start + equals + 1;
			const valueWord =
				equals < 0 ? undefined : { value: word.value.slice(equals + 1), start: valueStart, end: word.end };
			const expansion = valueWord && this.#expandWord(instruction, valueWord, 'argument', name);
			const global = this.#stage ? this.#globals.get(name) : undefined;
			const definition = this.#define(instruction, 'ARG', name, word.start, valueWord?.value);
			if (global?.definition) {
				join(definition, global.definition);
			}
			const inherited = valueWord ? undefined : global;
			const before = this.#scope.get(name);
			const value = valueWord ? expansion?.result : (inherited?.value ?? before?.value);
			definition.value = value;
			const certain = valueWord ? this.#lastCertain : (inherited?.certain ?? before?.certain ?? false);
			this.#scope.set(name, { value, certain, definition });
		}
	}

	/** ENV and LABEL: everything is expanded with what was known before the instruction. */
	#visitPairs(instruction: Instruction): void {
		const found: { definition: Definition; certain: boolean }[] = [];
		for (const pair of keyValuePairs(instruction)) {
			const role = instruction.name === 'ENV' ? 'environment' : 'label';
			const expansion = pair.value && this.#expandWord(instruction, pair.value, role, pair.key.value);
			const certain = this.#lastCertain;
			if (instruction.name !== 'ENV') {
				continue;
			}
			if (pair.key.value.includes('$')) {
				this.#expandWord(instruction, pair.key, role, pair.key.value);
				continue;
			}
			const definition = this.#define(instruction, 'ENV', pair.key.value, pair.key.start, pair.value?.value);
			definition.value = expansion ? expansion.result : undefined;
			found.push({ definition, certain });
		}
		for (const { definition, certain } of found) {
			this.#scope.set(definition.name, { value: definition.value ?? '', certain, definition });
		}
	}

	#visitCopy(instruction: Instruction, inTrigger: boolean): void {
		for (const flag of instruction.flags) {
			if (flag.name === 'from' && flag.flagValue) {
				this.#addNamedReference(instruction, flag.flagValue, flag.valueStart, flag.end, 'copy', inTrigger);
			} else if (!inTrigger && flag.flagValue && ['chown', 'chmod', 'checksum'].includes(flag.name)) {
				const word = { value: flag.flagValue, start: flag.valueStart, end: flag.end };
				this.#expandWord(instruction, word, 'flag', flag.name);
			}
		}
		if (inTrigger) {
			return;
		}
		instruction.words.forEach((word, index) => {
			const isLast = index === instruction.words.length - 1;
			this.#expandWord(instruction, word, isLast ? 'destination' : 'source', '');
		});
		for (const heredoc of instruction.heredocs) {
			if (heredoc.expands && heredoc.terminator >= 0) {
				this.#expandBody(instruction, heredoc.bodyStart, heredoc.bodyEnd);
			}
		}
	}

	#visitMounts(instruction: Instruction, inTrigger: boolean): void {
		const mounts: MountFlag[] = [];
		for (const flag of instruction.flags) {
			if (flag.name !== 'mount' || flag.flagValue === undefined) {
				continue;
			}
			const mount = readMount(instruction.logical.text, flag);
			mounts.push(mount);
			const from = fieldOf(mount, 'from');
			if (from?.value) {
				this.#addNamedReference(instruction, from.value, from.valueStart, from.valueEnd, 'mount', inTrigger);
			}
			for (const field of inTrigger ? [] : mount.fields) {
				if (field.value !== undefined && field.key !== 'from') {
					const word = { value: field.value, start: field.valueStart, end: field.valueEnd };
					this.#expandMountValue(instruction, word, field.key);
				}
			}
		}
		if (mounts.length > 0) {
			this.#mounts.set(instruction, mounts);
		}
	}

	#define(
		instruction: Instruction,
		kind: 'ARG' | 'ENV',
		name: string,
		start: number,
		written: string | undefined,
	): Definition {
		const definition: Definition = {
			name,
			kind,
			instruction,
			stage: this.#stage,
			start: instruction.logical.offsetAt(start),
			end: instruction.logical.endOffsetAt(start + name.length),
			written,
			value: undefined,
			symbol: { merged: undefined },
		};
		const before = this.#scope.get(name)?.definition;
		if (before) {
			join(definition, before);
		}
		this.#definitions.push(definition);
		return definition;
	}

	#lastCertain = true;

	#expandWord(instruction: Instruction, word: Word, role: ExpansionRole, label: string): Expansion {
		const text = instruction.json === 'yes' && instruction.words.includes(word) ? word.value : instruction.logical.text;
		const inJson = text !== instruction.logical.text;
		const [from, to] = inJson ? [0, text.length] : [word.start, word.end];
		return this.#expandRange(instruction, word, role, label, text, from, to, index =>
			instruction.logical.offsetAt(inJson ? Math.min(word.start + 1 + index, word.end) : index),
		);
	}

	/** A value whose flag has quotes or escapes is expanded without them. */
	#expandMountValue(instruction: Instruction, word: Word, key: string): void {
		const text = instruction.logical.text;
		const plain = text.slice(word.start, word.end) === word.value;
		const [source, from, to] = plain ? [text, word.start, word.end] : [word.value, 0, word.value.length];
		this.#expandRange(instruction, word, 'mount', key, source, from, to, index =>
			instruction.logical.offsetAt(plain ? index : Math.min(word.start + index, word.end)),
		);
	}

	#expandBody(instruction: Instruction, from: number, to: number): void {
		const word = { value: '', start: from, end: to };
		this.#expandRange(instruction, word, 'heredoc', '', this.#file.text, from, to, offset => offset);
	}

	#expandRange(
		instruction: Instruction,
		word: Word,
		role: ExpansionRole,
		label: string,
		text: string,
		from: number,
		to: number,
		offsetOf: (index: number) => number,
	): Expansion {
		if (!needsExpansion(text, from, to)) {
			this.#lastCertain = true;
			const value = text.slice(from, to);
			const plain = { result: value, words: [value], uses: noUses, unmatched: none, matched: none, error: undefined };
			if (plainIsDull.has(role)) {
				return plain;
			}
			this.#record({
				instruction,
				stage: this.#stage,
				role,
				word,
				label,
				expansion: plain,
				unknown: noNames,
				certain: true,
				inDocument: role === 'heredoc',
			});
			return plain;
		}
		const scope = this.#scope;
		let certain = true;
		const expansion = expand(text, from, to, {
			escape: role === 'heredoc' ? '\\' : this.#file.escape,
			ignoreQuotes: role === 'heredoc',
			lookup: name => {
				const entry = scope.get(name);
				certain &&= entry?.certain === true && entry.value !== undefined;
				return entry?.value;
			},
		});
		for (const use of expansion.uses) {
			const definition = scope.get(use.name)?.definition;
			const start = offsetOf(use.start);
			this.#uses.push({
				use,
				start,
				end: start + use.name.length,
				definition,
				instruction,
				stage: this.#stage,
				inShell: false,
			});
		}
		const unknown = [...expansion.unmatched].filter(name => scope.get(name) === undefined);
		this.#lastCertain = certain;
		this.#record({
			instruction,
			stage: this.#stage,
			role,
			word,
			label,
			expansion,
			unknown,
			certain,
			inDocument: role === 'heredoc',
		});
		return expansion;
	}

	#record(expansion: BuilderExpansion): void {
		this.#expansions.push(expansion);
	}

	#addShellUses(instruction: Instruction): void {
		const scope = this.#scope;
		const add = (use: VariableUse, start: number) => {
			const definition = scope.get(use.name)?.definition;
			this.#uses.push({
				use,
				start,
				end: start + use.name.length,
				definition,
				instruction,
				stage: this.#stage,
				inShell: true,
			});
		};
		const { logical, argumentsStart, argumentsEnd } = instruction;
		for (const use of shellUses(logical.text, argumentsStart, argumentsEnd, instruction.json === 'yes')) {
			add(use, logical.offsetAt(use.start));
		}
		for (const heredoc of instruction.heredocs) {
			for (const use of shellUses(this.#file.text, heredoc.bodyStart, heredoc.bodyEnd, false)) {
				add(use, use.start);
			}
		}
	}

	#addNamedReference(
		instruction: Instruction,
		text: string,
		start: number,
		end: number,
		kind: 'copy' | 'mount',
		inTrigger: boolean,
	): void {
		const within = this.#stage;
		const byIndex = kind === 'copy' && /^[+-]?\d+$/.test(text);
		// A stage may be named before it is defined: an error, but one that should say so.
		this.#pendingReferences.push(() => {
			const stage = inTrigger
				? undefined
				: byIndex
					? this.#stages[Number(text)]
					: this.#stagesByName.get(text.toLowerCase());
			this.#addReference(text, start, end, kind, stage, instruction, inTrigger, within);
		});
	}

	#addReference(
		text: string,
		start: number,
		end: number,
		kind: StageReference['kind'],
		stage: Stage | undefined,
		instruction: Instruction,
		inTrigger: boolean,
		within: Stage | undefined,
	): void {
		const { logical } = instruction;
		const byIndex = kind === 'copy' && /^[+-]?\d+$/.test(text);
		const place = { start: logical.offsetAt(start), end: logical.endOffsetAt(end) };
		this.#references.push({ text, ...place, kind, stage, byIndex, within, instruction, inTrigger });
	}
}

const oneWordAtATime: ReadonlySet<string> = new Set(['EXPOSE', 'VOLUME', 'USER', 'WORKDIR', 'STOPSIGNAL']);
/** Texts without variables that no check looks at again. */
const plainIsDull: ReadonlySet<ExpansionRole> = new Set<ExpansionRole>([
	'environment',
	'argument',
	'label',
	'destination',
	'mount',
	'heredoc',
]);
const noUses: readonly VariableUse[] = [];
const noNames: readonly string[] = [];
const none: ReadonlySet<string> = new Set();

function needsExpansion(text: string, from: number, to: number): boolean {
	for (let index = from; index < to; index++) {
		const character = text[index];
		if (character === '$' || character === '"' || character === "'" || character === '\\' || character === '`') {
			return true;
		}
	}
	return false;
}

function join(definition: Definition, other: Definition): void {
	const mine = symbolOf(definition);
	const theirs = symbolOf(other);
	if (mine !== theirs) {
		mine.merged = theirs;
	}
}
