import { type Expansion, expand } from './expansion.ts';
import type { BuilderExpansion, ExpansionRole, ResolvedUse, Scope, Stage } from './model.ts';
import type { Instruction, ParsedDockerfile } from './parse.ts';
import type { VariableUse } from './variableUse.ts';
import type { Word } from './words.ts';

/** Where a text stands and what it is for. */
export interface ExpansionPlace {
	readonly instruction: Instruction;
	readonly stage: Stage | undefined;
	readonly scope: Scope;
	readonly role: ExpansionRole;
	/** For flags and mounts, the name of the flag or key. */
	readonly label: string;
}

/** What came out of a text, and what that depends on. */
export type Outcome = Pick<BuilderExpansion, 'expansion' | 'doubts' | 'awaits'>;

interface Source {
	readonly text: string;
	readonly from: number;
	readonly to: number;
	/** The document offset of an index in `text`. */
	readonly offsetOf: (index: number) => number;
}

/** Expands texts as the builder does and keeps a record of it. */
export class ExpansionRecorder {
	readonly expansions: BuilderExpansion[] = [];
	readonly uses: ResolvedUse[] = [];
	readonly #file: ParsedDockerfile;

	constructor(file: ParsedDockerfile) {
		this.#file = file;
	}

	/** An argument, or a part of one. */
	expandWord(place: ExpansionPlace, word: Word): Outcome {
		const { logical, json, words } = place.instruction;
		if (json === 'yes' && words.includes(word)) {
			return this.#expand(place, word, {
				text: word.value,
				from: 0,
				to: word.value.length,
				offsetOf: index => logical.offsetAt(Math.min(word.start + 1 + index, word.end)),
			});
		}
		const offsetOf = (index: number) => logical.offsetAt(index);
		return this.#expand(place, word, { text: logical.text, from: word.start, to: word.end, offsetOf });
	}

	/** A flag's value, or a part of one; with quotes or escapes in it, it is expanded without them. */
	expandFlagValue(place: ExpansionPlace, word: Word): Outcome {
		const { logical } = place.instruction;
		if (logical.text.slice(word.start, word.end) === word.value) {
			return this.expandWord(place, word);
		}
		return this.#expand(place, word, {
			text: word.value,
			from: 0,
			to: word.value.length,
			offsetOf: index => logical.offsetAt(Math.min(word.start + index, word.end)),
		});
	}

	/** The body of a heredoc; offsets in the document. */
	expandBody(place: ExpansionPlace, from: number, to: number): Outcome {
		const word = { value: '', start: from, end: to };
		return this.#expand(place, word, { text: this.#file.text, from, to, offsetOf: offset => offset });
	}

	/** A variable that a shell expands, not the builder. */
	addShellUse(place: Pick<ExpansionPlace, 'instruction' | 'stage' | 'scope'>, use: VariableUse, start: number): void {
		this.#addUse(place, use, start, true);
	}

	#expand(place: ExpansionPlace, word: Word, source: Source): Outcome {
		if (!needsExpansion(source)) {
			return this.#keepPlain(place, word, source.text.slice(source.from, source.to));
		}
		const { scope, role } = place;
		const inBody = role === 'heredoc';
		const doubts = new Set<string>();
		const awaits = new Set<string>();
		const expansion = expand(source.text, source.from, source.to, {
			escape: inBody ? '\\' : this.#file.escape,
			ignoreQuotes: inBody,
			words: place.instruction.name === 'EXPOSE',
			lookup: name => {
				const entry = scope.get(name);
				for (const doubt of entry ? entry.doubts : [name]) {
					doubts.add(doubt);
				}
				for (const awaited of entry?.awaits ?? none) {
					awaits.add(awaited);
				}
				return entry?.value;
			},
		});
		for (const use of expansion.uses) {
			this.#addUse(place, use, source.offsetOf(use.start), false);
		}
		const unknown = [...expansion.unmatched].filter(name => scope.get(name) === undefined);
		const kept = inBody ? { ...expansion, result: '' } : shortened(expansion);
		return this.#record(place, word, { expansion: kept, doubts: [...doubts], awaits: [...awaits] }, unknown);
	}

	#keepPlain(place: ExpansionPlace, word: Word, value: string): Outcome {
		const expansion = {
			result: value,
			words: [value],
			uses: none,
			unmatched: noNames,
			matched: noNames,
			error: undefined,
		};
		const outcome = { expansion: expansion satisfies Expansion, doubts: none, awaits: none };
		return plainIsDull.has(place.role) ? outcome : this.#record(place, word, outcome, none);
	}

	#record(place: ExpansionPlace, word: Word, outcome: Outcome, unknown: readonly string[]): Outcome {
		const { instruction, stage, role, label } = place;
		const certain = outcome.doubts.length === 0 && outcome.awaits.length === 0;
		const inDocument = role === 'heredoc';
		this.expansions.push({ instruction, stage, role, label, word, ...outcome, unknown, certain, inDocument });
		return outcome;
	}

	#addUse(
		{ instruction, stage, scope }: Pick<ExpansionPlace, 'instruction' | 'stage' | 'scope'>,
		use: VariableUse,
		start: number,
		inShell: boolean,
	): void {
		const definition = scope.get(use.name)?.definition;
		this.uses.push({ use, start, end: start + use.name.length, definition, instruction, stage, inShell });
	}
}

/** Values that grow from line to line would take quadratic room. */
const longestResult = 4_000;

function shortened(expansion: Expansion): Expansion {
	const { result } = expansion;
	return result.length > longestResult ? { ...expansion, result: result.slice(0, longestResult) } : expansion;
}

/** Texts without variables that no check looks at again. */
const plainIsDull: ReadonlySet<ExpansionRole> = new Set<ExpansionRole>([
	'environment',
	'argument',
	'label',
	'destination',
	'mount',
	'heredoc',
]);
const none: readonly never[] = [];
const noNames: ReadonlySet<string> = new Set();

function needsExpansion({ text, from, to }: Source): boolean {
	for (let index = from; index < to; index++) {
		const character = text[index];
		if (character === '$' || character === '"' || character === "'" || character === '\\' || character === '`') {
			return true;
		}
	}
	return false;
}
