import { nearest } from '../../dockerfile/nearest.ts';
import { platformDefaults, proxyVariables, scannerArguments } from '../../dockerfile/predefined.ts';
import type { ServiceHost } from '../../host.ts';
import { dockerfileOf, type TargetDockerfile } from '../dockerfileOfTarget.ts';
import { type Definition, plainString } from '../document.ts';
import { type Problem, problem } from '../problem.ts';
import { indexOf } from '../projectIndex.ts';
import type { BakeProject } from '../siblings.ts';

/** Stages and arguments that the Dockerfile of a target does not have. */
export async function checkDockerfiles(
	project: BakeProject,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<Problem[]> {
	const problems: Problem[] = [];
	for (const target of project.document.definitions) {
		const isWorth = ['target', 'args', 'dockerfile'].some(name => target.attributes.has(name));
		if (target.kind === 'target' && isWorth && !signal.aborted) {
			const dockerfile = await dockerfileOf(project, target, host, signal);
			const others = await dockerfilesOfHeirs(project, target, host, signal);
			problems.push(...checkTarget(target, dockerfile, others));
		}
	}
	return problems;
}

/** A target that others inherit may hold arguments for theirs. */
async function dockerfilesOfHeirs(
	project: BakeProject,
	parent: Definition,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<(TargetDockerfile | undefined)[]> {
	const heirs = indexOf(project).heirsOf(parent.name.text);
	return await Promise.all(heirs.map(heir => dockerfileOf(project, heir, host, signal)));
}

function checkTarget(
	target: Definition,
	dockerfile: TargetDockerfile | undefined,
	heirs: readonly (TargetDockerfile | undefined)[],
): Problem[] {
	const all = [dockerfile, ...heirs];
	const written = plainString(target.attributes.get('dockerfile')?.value);
	if (dockerfile?.isCertain && !dockerfile.document && heirs.length === 0) {
		return written && !target.attributes.has('dockerfile-inline')
			? [problem('MissingDockerfile', written, written.text)]
			: [];
	}
	if (all.some(each => !each?.model || !each.isCertain)) {
		return [];
	}
	return [...checkStage(target, all), ...checkArguments(target, all)];
}

function checkStage(target: Definition, dockerfiles: readonly (TargetDockerfile | undefined)[]): Problem[] {
	const stage = plainString(target.attributes.get('target')?.value);
	const stages = dockerfiles.flatMap(each => each?.model?.stages ?? []);
	const isKnown =
		!stage ||
		stage.text === '' ||
		stages.some(each => each.name === stage.text.toLowerCase() || String(each.index) === stage.text);
	if (isKnown) {
		return [];
	}
	const names = stages.flatMap(each => each.writtenName ?? []);
	return [{ ...problem('UndefinedStage', stage, stage.text), nearest: nearest(stage.text, names) }];
}

const alwaysKnown = new Set([
	...Object.keys(platformDefaults),
	...scannerArguments,
	...proxyVariables,
	'SOURCE_DATE_EPOCH',
	'BUILDKIT_SYNTAX',
]);

function checkArguments(target: Definition, dockerfiles: readonly (TargetDockerfile | undefined)[]): Problem[] {
	const args = target.attributes.get('args')?.value;
	const declared = new Set(
		dockerfiles
			.flatMap(each => each?.model?.definitions ?? [])
			.flatMap(each => (each.kind === 'ARG' ? [each.name] : [])),
	);
	const problems: Problem[] = [];
	for (const { name } of args?.kind === 'object' ? args.entries : []) {
		const isKnown = !name || declared.has(name.text) || alwaysKnown.has(name.text) || name.text.startsWith('BUILDKIT_');
		if (!isKnown) {
			problems.push({ ...problem('UndefinedArgument', name, name.text), nearest: nearest(name.text, declared) });
		}
	}
	return problems;
}
