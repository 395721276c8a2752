import type { BuiltInstruction } from './buildSteps.ts';
import {
	type DockerfileOutline,
	type OutlineInstruction,
	type OutlineStage,
	outlineDockerfile,
} from './dockerfileOutline.ts';
import { baseStage } from './stepInstruction.ts';

/** The last build of a Dockerfile, to be compared with what the Dockerfile has become. */
export interface BuildRecord {
	/** The Dockerfile as it was built. */
	readonly text: string;
	readonly outline: DockerfileOutline;
	readonly built: ReadonlyMap<OutlineInstruction, BuiltInstruction>;
}

export interface LineOfBuild extends BuiltInstruction {
	/** Of the Dockerfile as it is now, counted from 1. */
	readonly line: number;
}

/**
 * What still holds of a build: an instruction that was changed and everything that is built upon it would be made anew.
 * Blanks and comments do not count, as they do not for the builder.
 */
export function stillTrue({ text, outline, built }: BuildRecord, now: string): readonly LineOfBuild[] {
	const then = new Fingerprints(text, outline);
	const current = new Fingerprints(now, outlineDockerfile(now));
	if (then.preamble !== current.preamble) {
		return [];
	}
	const lines: LineOfBuild[] = [];
	const whole = new Set<OutlineStage>();
	for (const stage of current.outline.stages) {
		const before = sameStage(stage, current.outline, outline);
		const unchanged = before ? unchangedPairs(stage, before, current, then, whole) : [];
		for (const [instruction, old] of unchanged) {
			const fact = built.get(old);
			if (fact) {
				lines.push({ ...fact, line: instruction.line });
			}
		}
		if (before && unchanged.length === stage.instructions.length + 1 && isAsLong(stage, before)) {
			whole.add(stage);
		}
	}
	return lines;
}

class Fingerprints {
	readonly outline: DockerfileOutline;
	/** What stands before the first stage: arguments that every stage may use. */
	readonly preamble: string;
	readonly #lines: readonly string[];

	constructor(text: string, outline: DockerfileOutline) {
		this.outline = outline;
		this.#lines = text.split(/\r?\n/);
		const first = outline.stages[0]?.from.line ?? 1;
		this.preamble = this.#lines
			.slice(0, first - 1)
			.map(line => line.trim())
			.filter(line => line !== '' && !line.startsWith('#'))
			.join('\n');
	}

	of({ keyword, text, line, endLine }: OutlineInstruction): string {
		// The text of a here-document is not part of the instruction's own.
		const body = text.includes('<<') ? this.#lines.slice(line, endLine).join('\n') : '';
		return `${keyword} ${text}\n${body}`;
	}
}

function sameStage(stage: OutlineStage, now: DockerfileOutline, then: DockerfileOutline): OutlineStage | undefined {
	return stage.name === undefined
		? then.stages[now.stages.indexOf(stage)]
		: then.stages.find(({ name }) => name === stage.name);
}

/** From `FROM` on, up to the first instruction that differs or takes something from a stage that does. */
function unchangedPairs(
	stage: OutlineStage,
	before: OutlineStage,
	now: Fingerprints,
	then: Fingerprints,
	whole: ReadonlySet<OutlineStage>,
): (readonly [OutlineInstruction, OutlineInstruction])[] {
	const base = baseStage(stage, now.outline);
	if (base && !whole.has(base)) {
		return [];
	}
	const old = [before.from, ...before.instructions];
	const pairs: (readonly [OutlineInstruction, OutlineInstruction])[] = [];
	for (const [index, instruction] of [stage.from, ...stage.instructions].entries()) {
		const other = old[index];
		if (
			!other ||
			now.of(instruction) !== then.of(other) ||
			sources(instruction, now.outline).some(it => !whole.has(it))
		) {
			break;
		}
		pairs.push([instruction, other]);
	}
	return pairs;
}

/** The stages that an instruction takes files from, by name or number. */
function sources({ text }: OutlineInstruction, { stages }: DockerfileOutline): OutlineStage[] {
	const names = [...text.matchAll(/(?:--|,)from=([\w.-]+)/g)].map(([, name = '']) => name.toLowerCase());
	return names.flatMap(name => stages.find((stage, index) => stage.name === name || String(index) === name) ?? []);
}

function isAsLong(stage: OutlineStage, before: OutlineStage): boolean {
	return stage.instructions.length === before.instructions.length;
}
