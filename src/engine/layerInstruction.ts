import type { DockerfileOutline, OutlineInstruction } from './dockerfileOutline.ts';
import { keywordOf } from './layerAdvice.ts';
import { baseStage } from './stepInstruction.ts';

export interface FoundInstructions {
	/** For each step, in the order given, the instruction that made it. */
	readonly instructions: readonly (OutlineInstruction | undefined)[];
	/** How many of them say in the Dockerfile what the image's history says. */
	readonly sure: number;
}

/**
 * Finds the instructions of a Dockerfile that made an image, by the commands of its history, oldest first. Both are gone
 * through from their ends, since an image begins with what came with its base. Any stage may be the one that was built.
 */
export function findInstructions(commands: readonly string[], outline: DockerfileOutline): FoundInstructions {
	let best: FoundInstructions = { instructions: [], sure: 0 };
	for (const [index] of outline.stages.entries()) {
		const found = align(commands, instructionsUpTo(outline, index));
		best = found.sure >= best.sure ? found : best;
	}
	return best;
}

/** Of a stage and those that it is built upon, the last one first. */
function instructionsUpTo(outline: DockerfileOutline, index: number): OutlineInstruction[] {
	const instructions: OutlineInstruction[] = [];
	for (let stage = outline.stages[index]; stage; stage = baseStage(stage, outline)) {
		instructions.push(...stage.instructions.toReversed());
	}
	return instructions;
}

function align(commands: readonly string[], instructions: readonly OutlineInstruction[]): FoundInstructions {
	const found = new Array<OutlineInstruction | undefined>(commands.length);
	let [next, sure] = [0, 0];
	for (let step = commands.length - 1; step >= 0 && next < instructions.length; step--) {
		const command = commands[step] as string;
		const same = instructions.findIndex((it, at) => at >= next && likeness(command, it) === 'same');
		const at = same >= 0 ? same : likeness(command, instructions[next] as OutlineInstruction) === 'maybe' ? next : -1;
		if (at >= 0) {
			found[step] = instructions[at];
			next = at + 1;
			sure += same >= 0 ? 1 : 0;
		}
	}
	return { instructions: found, sure };
}

/** What the builder has put in is not known: `maybe` is what it may have come to. */
function likeness(command: string, { keyword, text }: OutlineInstruction): 'same' | 'maybe' | 'no' {
	if (keywordOf(command) !== keyword) {
		return 'no';
	}
	if (keyword === 'RUN') {
		const script = text.replace(/^(?:--\S+ )*/, '');
		if (squeezed(scriptOf(command)) === squeezed(script)) {
			return 'same';
		}
		return /^(?:<<|\[)/.test(script) ? 'maybe' : 'no';
	}
	const said = command.replace(/^\/bin\/sh -c #\(nop\)\s+/, '').replace(/ # buildkit$/, '');
	if (pattern(`${keyword} ${text}`).test(squeezed(said))) {
		return 'same';
	}
	// The classic builder names files by their sums, and settings as they are stored.
	return /^\/bin\/sh -c #\(nop\)/.test(command) || /<</.test(text) ? 'maybe' : 'no';
}

/** What a shell is given, without the shell and the build arguments around it. */
function scriptOf(command: string): string {
	return command
		.replace(/^RUN /, '')
		.replace(/ # buildkit$/, '')
		.replace(/^(?:\|\d+ .*? )?(?=\/bin\/|cmd |powershell )/s, '')
		.replace(/^(?:\/bin\/(?:sh|bash|ash) (?:-\S+ )*-\S*c|cmd \/S \/C|powershell -Command) /, '');
}

function squeezed(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}

/** A variable may have become anything. */
function pattern(text: string): RegExp {
	const parts = squeezed(text).split(/\$(?:\{[^}]*\}|\w+)/);
	return new RegExp(`^${parts.map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`, 's');
}
