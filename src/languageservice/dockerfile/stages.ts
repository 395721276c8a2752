import type { DockerfileModel, Stage } from './model.ts';
import type { Instruction } from './parse.ts';

/** The stage and everything it is based on, nearest first. */
export function stageChain(stage: Stage): Stage[] {
	const chain: Stage[] = [];
	for (let current: Stage | undefined = stage; current; current = current.parent) {
		chain.push(current);
	}
	return chain;
}

/** What of a stage its children inherit, gathered once for all stages, parents first. */
export interface StageState {
	readonly root: string;
	/** Whether the stage or a parent has a WORKDIR. */
	readonly hasWorkdir: boolean;
	readonly hasShell: boolean;
}

export function stageStates(model: DockerfileModel): ReadonlyMap<Stage, StageState> {
	const states = new Map<Stage, StageState>();
	for (const stage of model.stages) {
		const parent = stage.parent && states.get(stage.parent);
		states.set(stage, {
			root: parent ? parent.root : stage.resolvedBase,
			hasWorkdir: (parent?.hasWorkdir ?? false) || stage.instructions.some(({ name }) => name === 'WORKDIR'),
			hasShell: (parent?.hasShell ?? false) || stage.instructions.some(({ name }) => name === 'SHELL'),
		});
	}
	return states;
}

/** The stages whose layers end in an image that somebody keeps, not only in a COPY --from. */
export function keptStages(model: DockerfileModel): ReadonlySet<Stage> {
	const used = new Set<Stage>();
	for (const reference of model.stageReferences) {
		if (reference.stage) {
			used.add(reference.stage);
		}
	}
	const kept = new Set<Stage>();
	for (const stage of [...model.stages].reverse()) {
		if (stage.index === model.stages.length - 1 || !used.has(stage) || kept.has(stage)) {
			kept.add(stage);
			if (stage.parent) {
				kept.add(stage.parent);
			}
		}
	}
	return kept;
}

/** The stages that a build of the last one needs. */
export function neededStages(model: DockerfileModel): ReadonlySet<Stage> {
	const sources = new Map<Stage, Stage[]>();
	for (const { within, stage } of model.stageReferences) {
		if (within && stage) {
			sources.set(within, [...(sources.get(within) ?? []), stage]);
		}
	}
	const needed = new Set<Stage>();
	const waiting = model.stages.slice(-1);
	for (let stage = waiting.pop(); stage; stage = waiting.pop()) {
		if (!needed.has(stage)) {
			needed.add(stage);
			waiting.push(...(sources.get(stage) ?? []));
		}
	}
	return needed;
}

/** Whether the file is for Windows containers, as far as its text tells. */
export function isWindows(model: DockerfileModel): boolean {
	return (
		model.file.escape === '`' ||
		model.stages.some(stage => /windows|nanoserver|servercore|ltsc20/i.test(stage.resolvedBase))
	);
}

/** The folder that RUN, COPY and ADD work in; `/` where no WORKDIR was set. */
export function workdirs(model: DockerfileModel): ReadonlyMap<Instruction, string> {
	const folders = new Map<Instruction, string>();
	const final = new Map<Stage, string>();
	const paths = new Map<Instruction, string>();
	for (const { instruction, expansion } of model.expansions) {
		if (instruction.name === 'WORKDIR') {
			paths.set(instruction, expansion.result);
		}
	}
	for (const stage of model.stages) {
		let folder = (stage.parent && final.get(stage.parent)) ?? '/';
		for (const instruction of stage.instructions) {
			folders.set(instruction, folder);
			const path = paths.get(instruction) ?? '';
			if (path !== '') {
				folder = path.startsWith('/') ? path : `${folder.replace(/\/$/, '')}/${path}`.slice(0, 4096);
			}
		}
		final.set(stage, folder);
	}
	return folders;
}
