import type { ExpansionPlace, ExpansionRecorder, Outcome } from './expansionRecorder.ts';
import { type Definition, keyValuePairs, type Scope, type ScopeEntry, type Stage, symbolOf } from './model.ts';
import type { Instruction } from './parse.ts';

/** The variables that ARG and ENV give. */
export class Definitions {
	readonly found: Definition[] = [];
	readonly #recorder: ExpansionRecorder;
	readonly #globals: Scope;

	constructor(recorder: ExpansionRecorder, globals: Scope) {
		this.#recorder = recorder;
		this.#globals = globals;
	}

	/** The variables that an ONBUILD of the parent stage sets in the stage built on it. */
	carryOut(trigger: Instruction, scope: Scope): void {
		const values =
			trigger.name === 'ARG'
				? trigger.words.map(word => word.value.split('=', 2) as [string, string?])
				: trigger.name === 'ENV'
					? keyValuePairs(trigger).map(({ key, value }) => [key.value, value?.value] as const)
					: [];
		for (const [name, value] of values) {
			const awaits = value === undefined ? [name] : none;
			scope.set(name, { value, doubts: none, awaits, definition: undefined });
		}
	}

	visitArg(instruction: Instruction, stage: Stage | undefined, scope: Scope): void {
		const place = { instruction, stage, scope, role: 'argument' } as const;
		for (const word of instruction.words) {
			const equals = word.value.indexOf('=');
			const name = equals < 0 ? word.value : word.value.slice(0, equals);
			const start = word.start + equals + 1;
			const value = equals < 0 ? undefined : { value: word.value.slice(equals + 1), start, end: word.end };
			const outcome = value && this.#recorder.expandWord({ ...place, label: name }, value);
			const global = stage ? this.#globals.get(name) : undefined;
			const definition = this.#define(place, 'ARG', name, word.start, value?.value);
			if (global?.definition) {
				join(definition, global.definition);
			}
			const known = global?.value === undefined ? scope.get(name) : global;
			definition.value = outcome ? outcome.expansion.result : known?.value;
			scope.set(name, {
				value: definition.value,
				doubts: (outcome ?? known)?.doubts ?? none,
				awaits: outcome?.awaits ?? (known?.value === undefined ? [name] : known.awaits),
				definition,
			});
		}
	}

	/** Everything is expanded with what was known before the instruction. */
	visitEnv(instruction: Instruction, stage: Stage | undefined, scope: Scope): void {
		const entries: [string, ScopeEntry][] = [];
		for (const { key, value } of keyValuePairs(instruction)) {
			const place = { instruction, stage, scope, role: 'environment', label: key.value } as const;
			const name = this.#recorder.expandWord(place, key).expansion.result;
			const outcome = value && this.#recorder.expandWord(place, value);
			// A name that is put together stands nowhere in the file.
			const definition = name === key.value ? this.#define(place, 'ENV', name, key.start, value?.value) : undefined;
			if (definition) {
				definition.value = outcome?.expansion.result;
			}
			entries.push([name, { ...entryOf(outcome), definition }]);
		}
		for (const [name, entry] of entries) {
			scope.set(name, entry);
		}
	}

	#define(
		{ instruction, stage, scope }: Pick<ExpansionPlace, 'instruction' | 'stage' | 'scope'>,
		kind: 'ARG' | 'ENV',
		name: string,
		start: number,
		written: string | undefined,
	): Definition {
		const definition: Definition = {
			name,
			kind,
			instruction,
			stage,
			start: instruction.logical.offsetAt(start),
			end: instruction.logical.endOffsetAt(start + name.length),
			written,
			value: undefined,
			symbol: { merged: undefined },
		};
		const before = scope.get(name)?.definition;
		if (before) {
			join(definition, before);
		}
		this.found.push(definition);
		return definition;
	}
}

const none: readonly never[] = [];

function entryOf(outcome: Outcome | undefined) {
	return { value: outcome?.expansion.result ?? '', doubts: outcome?.doubts ?? none, awaits: outcome?.awaits ?? none };
}

function join(definition: Definition, other: Definition): void {
	const mine = symbolOf(definition);
	const theirs = symbolOf(other);
	if (mine !== theirs) {
		mine.merged = theirs;
	}
}
