import type { Stage } from '../model.ts';
import { type Platform, parsePlatform, samePlatform } from '../platform.ts';
import type { BaseVariables, KnownImages } from './baseVariables.ts';
import type { Findings } from './problem.ts';
import { messageOf } from './ruleMessage.ts';

/** Local base images that are for another platform than the build asks for. `engine` is what it asks for by itself. */
export function checkBasePlatforms(
	findings: Findings,
	images: KnownImages,
	variables: BaseVariables,
	engine: string | undefined,
): void {
	const native = engine === undefined ? undefined : parsePlatform(engine);
	for (const stage of findings.model.stages) {
		const platform = stage.parent ? undefined : images.get(stage.resolvedBase)?.platform;
		const actual = platform === undefined ? undefined : parsePlatform(platform);
		const expected = actual && expectedPlatform(findings, stage, variables, native);
		const [word] = stage.from.words;
		if (word && actual && expected && !samePlatform(actual, expected)) {
			const rule = 'InvalidBaseImagePlatform';
			const values = [stage.resolvedBase, nameOf(actual), nameOf(expected)];
			findings.add(rule, stage.from, word.start, word.end, messageOf(rule), values);
		}
	}
}

function expectedPlatform(
	findings: Findings,
	stage: Stage,
	variables: BaseVariables,
	native: Platform | undefined,
): Platform | undefined {
	const flag = stage.from.flags.find(({ name, flagValue }) => name === 'platform' && flagValue !== '');
	if (!flag) {
		return native;
	}
	const written = findings.model.expansions.find(
		({ role, instruction }) => role === 'platform' && instruction === stage.from,
	);
	// Which platform a variable of the builder means only the engine knows.
	const depends = (written?.expansion.uses ?? []).some(({ name }) => /^(BUILD|TARGET)/.test(name));
	if (!written || !variables.isSettled(written) || depends) {
		return depends ? native : undefined;
	}
	return parsePlatform(written.expansion.result);
}

function nameOf({ os, architecture }: Platform): string {
	return `${os}/${architecture}`;
}
