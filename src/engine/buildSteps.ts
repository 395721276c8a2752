import type { DockerfileOutline, OutlineInstruction } from './dockerfileOutline.ts';
import type { HistoryEntry } from './images.ts';
import { baseStage, instructionOfStep } from './stepInstruction.ts';

/** One numbered step of a build, as BuildKit's plain output tells of it. */
export interface BuildStep {
	/** `[builder 3/5] RUN make` */
	readonly name: string;
	readonly seconds: number;
	readonly cached: boolean;
}

/** Collects the finished steps from a build's output, line by line. */
export class BuildStepReader {
	readonly #names = new Map<string, string>();
	readonly #steps = new Map<string, BuildStep>();

	add(line: string): void {
		const [, id, text] = /^#(\d+) (.*?)\r?\n?$/s.exec(line) ?? [];
		if (id === undefined || text === undefined) {
			return;
		}
		if (/^\[(?:.* )?\d+\/\d+\] /.test(text)) {
			this.#names.set(id, text);
		}
		const name = this.#names.get(id);
		const seconds = /^DONE (\d+(?:\.\d+)?)s$/.exec(text)?.[1];
		if (name !== undefined && (seconds !== undefined || text === 'CACHED')) {
			this.#steps.set(id, { name, seconds: Number(seconds ?? 0), cached: text === 'CACHED' });
		}
	}

	get steps(): readonly BuildStep[] {
		return [...this.#steps.values()];
	}
}

/** What the last build did with an instruction. */
export interface BuiltInstruction {
	/** Undefined for what makes no layer, and for stages that were not needed. */
	readonly seconds: number | undefined;
	readonly cached: boolean;
	/** Bytes of its layer, or of the whole base image after `FROM`; undefined outside of the image that was built. */
	readonly size: number | undefined;
}

/** Joins the steps of a build and the history of its image with the instructions of the Dockerfile that was built. */
export function builtInstructions(
	outline: DockerfileOutline,
	steps: readonly BuildStep[],
	history: readonly HistoryEntry[],
	target = '',
): ReadonlyMap<OutlineInstruction, BuiltInstruction> {
	const sizes = layerSizes(outline, history, target);
	const built = new Map<OutlineInstruction, BuiltInstruction>();
	for (const { name, seconds, cached } of steps) {
		const instruction = instructionOfStep(name, outline);
		if (instruction) {
			// Of a build for several platforms the slowest counts.
			const before = built.get(instruction);
			const slowest = Math.max(seconds, before?.seconds ?? 0);
			// A base image that is there already takes no time, which is nothing to tell.
			const isFree = instruction.keyword === 'FROM' && slowest === 0 && !cached;
			built.set(instruction, {
				seconds: isFree ? undefined : slowest,
				cached: cached && (before?.cached ?? true),
				size: sizes.get(instruction),
			});
		}
	}
	for (const { from } of outline.stages) {
		const size = sizes.get(from);
		if (size !== undefined && !built.has(from)) {
			built.set(from, { seconds: undefined, cached: false, size });
		}
	}
	return built;
}

/** The history has an entry for each instruction of the last stage and of those below it; the rest is the base image. */
function layerSizes(
	outline: DockerfileOutline,
	history: readonly HistoryEntry[],
	target: string,
): ReadonlyMap<OutlineInstruction, number> {
	const sizes = new Map<OutlineInstruction, number>();
	const stage = outline.stages.findLast(({ name }) => name === target.toLowerCase()) ?? outline.stages.at(-1);
	const chain: OutlineInstruction[] = [];
	let from: OutlineInstruction | undefined;
	for (let current = stage; current; current = baseStage(current, outline)) {
		chain.push(...current.instructions.toReversed());
		from = current.from;
	}
	let entry = 0;
	for (const instruction of chain) {
		const made = history[entry];
		if (made && isOf(made, instruction)) {
			sizes.set(instruction, made.Size);
			entry++;
		}
	}
	if (from && entry > 0) {
		sizes.set(
			from,
			history.slice(entry).reduce((sum, { Size }) => sum + Size, 0),
		);
	}
	return sizes;
}

function isOf({ CreatedBy, Comment }: HistoryEntry, { keyword }: OutlineInstruction): boolean {
	return Comment.startsWith('buildkit') && CreatedBy.split(' ', 1)[0] === keyword;
}
