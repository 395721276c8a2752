import type { Stage, StageReference } from './model.ts';
import type { Instruction } from './parse.ts';

/** A name of a stage or an image where it is written; indexes are in the logical line. */
export interface WrittenName {
	readonly text: string;
	readonly start: number;
	readonly end: number;
	readonly instruction: Instruction;
	readonly within: Stage | undefined;
}

/** Collects the places that name stages. Names in COPY and RUN are resolved at the end, when all stages are known. */
export class StageReferences {
	readonly #found: StageReference[] = [];
	readonly #pending: (WrittenName & { readonly kind: 'copy' | 'mount'; readonly inTrigger: boolean })[] = [];

	addFrom(name: WrittenName, stage: Stage | undefined): void {
		this.#add(name, 'from', stage, false);
	}

	/** A stage may be named before it is defined: an error, but one that should say so. */
	addLater(name: WrittenName, kind: 'copy' | 'mount', inTrigger: boolean): void {
		this.#pending.push({ ...name, kind, inTrigger });
	}

	/** All references in the order of the file. */
	resolve(stages: readonly Stage[], stagesByName: ReadonlyMap<string, Stage>): readonly StageReference[] {
		for (const name of this.#pending) {
			const named = isIndex(name.text, name.kind)
				? stages[Number(name.text)]
				: stagesByName.get(name.text.toLowerCase());
			this.#add(name, name.kind, name.inTrigger ? undefined : named, name.inTrigger);
		}
		return this.#found.sort((a, b) => a.start - b.start);
	}

	#add(name: WrittenName, kind: StageReference['kind'], stage: Stage | undefined, inTrigger: boolean): void {
		const { text, instruction, within } = name;
		const start = instruction.logical.offsetAt(name.start);
		const end = instruction.logical.endOffsetAt(name.end);
		const byIndex = isIndex(text, kind);
		this.#found.push({ text, start, end, kind, stage, byIndex, within, instruction, inTrigger });
	}
}

function isIndex(text: string, kind: StageReference['kind']): boolean {
	return kind === 'copy' && /^[+-]?\d+$/.test(text);
}
