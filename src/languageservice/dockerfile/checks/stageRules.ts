import type { BuilderExpansion, Stage } from '../model.ts';
import { nearest } from '../nearest.ts';
import { isWindows, type StageState, stageStates } from '../stages.ts';
import type { BaseVariables, KnownImages } from './baseVariables.ts';
import { isAlwaysDefined } from './buildkit.ts';
import type { Findings } from './problem.ts';
import { didYouMean, messageOf } from './ruleMessage.ts';

/** BuildKit's checks that depend on what a stage inherits: from its parents, and from its base image if it is known. */
export function checkStageRules(findings: Findings, images: KnownImages, variables: BaseVariables): void {
	const states = stageStates(findings.model);
	const windows = isWindows(findings.model);
	for (const stage of findings.model.stages) {
		checkShellForms(findings, stage, states, images);
		checkWorkdir(findings, stage, states, windows);
	}
	for (const expansion of findings.model.expansions) {
		if (expansion.unknown.length > 0 && expansion.stage && expansion.instruction.name !== 'EXPOSE') {
			reportUndefined(findings, expansion, variables.of(expansion.stage));
		}
	}
}

function checkShellForms(
	findings: Findings,
	stage: Stage,
	states: ReadonlyMap<Stage, StageState>,
	images: KnownImages,
): void {
	const state = states.get(stage);
	const parent = stage.parent && states.get(stage.parent);
	let hasShell = (parent?.hasShell ?? false) || (images.get(state?.root ?? '')?.shell?.length ?? 0) > 0;
	for (const instruction of stage.instructions) {
		if (instruction.name === 'SHELL') {
			hasShell = true;
		} else if (
			(instruction.name === 'CMD' || instruction.name === 'ENTRYPOINT') &&
			instruction.json === 'no' &&
			!hasShell
		) {
			findings.addKeyword('JSONArgsRecommended', instruction, messageOf('JSONArgsRecommended'), [instruction.name]);
		}
	}
}

function checkWorkdir(
	findings: Findings,
	stage: Stage,
	states: ReadonlyMap<Stage, StageState>,
	windows: boolean,
): void {
	const first = stage.instructions.find(({ name }) => name === 'WORKDIR');
	const inherited = stage.parent && states.get(stage.parent)?.hasWorkdir;
	const word = first?.words[0];
	if (!first || !word || inherited) {
		return;
	}
	const expansion = findings.model.expansions.length > 0 ? expansionOf(findings, first) : undefined;
	const path = expansion?.expansion.result ?? word.value;
	const absolute = path.startsWith('/') || (windows && /^([A-Za-z]:)?[\\/]|^[A-Za-z]:/.test(path));
	const unsure = expansion && !expansion.certain && expansion.unknown.length === 0;
	if (!absolute && !unsure) {
		findings.add('WorkdirRelativePath', first, word.start, word.end, messageOf('WorkdirRelativePath'), [path], {
			replacement: word.value.startsWith('$') ? undefined : `/${word.value.replace(/^\.\//, '')}`,
		});
	}
}

const expansionIndexes = new WeakMap<Findings, Map<unknown, BuilderExpansion>>();

function expansionOf(findings: Findings, instruction: unknown): BuilderExpansion | undefined {
	let index = expansionIndexes.get(findings);
	if (!index) {
		index = new Map(
			findings.model.expansions
				.filter(expansion => expansion.instruction.name === 'WORKDIR')
				.map(expansion => [expansion.instruction, expansion]),
		);
		expansionIndexes.set(findings, index);
	}
	return index.get(instruction);
}

/** In a file with more problems than this nobody reads suggestions, and they are the slow part. */
const mostSuggestions = 300;

const scopeNames = new WeakMap<Stage, readonly string[]>();

/** The names that a suggestion may come from; nobody mistypes one of a thousand. */
function namesFor(stage: Stage | undefined): readonly string[] {
	if (!stage) {
		return [];
	}
	const names = scopeNames.get(stage) ?? stage.scope.names().slice(0, 200);
	scopeNames.set(stage, names);
	return names;
}

function reportUndefined(
	findings: Findings,
	expansion: BuilderExpansion,
	imageVariables: ReadonlySet<string> | undefined,
): void {
	const { instruction, stage, word } = expansion;
	for (const name of expansion.unknown) {
		if (isAlwaysDefined(name) || imageVariables?.has(name)) {
			continue;
		}
		const suggestion = findings.problems.length < mostSuggestions ? nearest(name, namesFor(stage)) : undefined;
		// Of an unknown image anything may come, but it comes in capitals.
		if (!imageVariables && name === name.toUpperCase() && !suggestion) {
			continue;
		}
		const use = expansion.expansion.uses.find(candidate => candidate.name === name);
		const [message, values] = didYouMean('UndefinedVar', name, suggestion && `$${suggestion}`);
		const more = { replacement: suggestion };
		if (expansion.inDocument && use) {
			findings.addAt('UndefinedVar', use.start, use.end, message, values, { ...more, instruction });
		} else {
			const inJson = instruction.json === 'yes' || !use;
			const [start, end] = inJson ? [word.start, word.end] : [use.start, use.end];
			findings.add('UndefinedVar', instruction, start, end, message, values, inJson ? {} : more);
		}
	}
}
