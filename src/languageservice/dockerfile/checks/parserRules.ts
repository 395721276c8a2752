import type { Stage } from '../model.ts';
import type { Instruction } from '../parse.ts';
import { neededStages, workdirs } from '../stages.ts';
import { checkArguments } from './arguments.ts';
import type { BaseVariables } from './baseVariables.ts';
import { checkDirectives } from './directives.ts';
import { checkExpansions } from './expansions.ts';
import { checkFlags } from './flags.ts';
import { checkMount } from './mounts.ts';
import { expandedMounts } from './mountValues.ts';
import type { Findings, Problem } from './problem.ts';
import { checkStageGraph } from './stageGraph.ts';
import { checkStructure } from './structure.ts';

/** What BuildKit's parser refuses, and no comment can silence. */
export function checkParserRules(findings: Findings, variables: BaseVariables): void {
	const { file, mounts } = findings.model;
	checkDirectives(findings);
	checkStructure(findings);
	const folders = mounts.size > 0 ? workdirs(findings.model) : undefined;
	const expanded = expandedMounts(findings.model, variables);
	const failing = new Map<Instruction, Problem>();
	for (const instruction of file.instructions) {
		checkFlags(findings, instruction);
		checkArguments(findings, instruction);
		for (const mount of mounts.get(instruction) ?? []) {
			checkMount(findings, instruction, expanded(instruction, mount), folders?.get(instruction) ?? '/');
		}
		if (instruction.trigger) {
			const failure = checkTrigger(findings, instruction.trigger);
			if (failure) {
				failing.set(instruction, failure);
			}
		}
	}
	for (const stage of failing.size > 0 ? neededStages(findings.model) : []) {
		reportInherited(findings, stage, failing);
	}
	checkStageGraph(findings);
	checkExpansions(findings, variables);
}

/** What ONBUILD puts off is read when another image is built: that build fails, not this one. */
function checkTrigger(findings: Findings, trigger: Instruction): Problem | undefined {
	const before = findings.problems.length;
	checkFlags(findings, trigger);
	checkArguments(findings, trigger);
	for (let index = before; index < findings.problems.length; index++) {
		const problem = findings.problems[index] as Problem;
		if (!isFatal(trigger, problem)) {
			findings.problems[index] = { ...problem, severity: 'warning' };
		}
	}
	return findings.problems[before];
}

/** The little that is looked at where the ONBUILD stands. */
function isFatal(trigger: Instruction, problem: Problem): boolean {
	const isPairs = (trigger.name === 'ENV' || trigger.name === 'LABEL') && trigger.words.length > 0;
	return trigger.json === 'broken' || (isPairs && problem.rule !== 'BlankName' && problem.rule !== 'UnknownFlag');
}

/** A stage carries out the ONBUILDs of the stage that it is based on. */
function reportInherited(findings: Findings, stage: Stage, failing: ReadonlyMap<Instruction, Problem>): void {
	const culprit = stage.parent?.instructions.find(instruction => failing.has(instruction));
	if (culprit?.trigger) {
		findings.addKeyword(
			'InvalidOnbuild',
			stage.from,
			{
				en: 'The stage this is based on has an ONBUILD {0} that fails here.',
				ko: '베이스가 되는 스테이지의 ONBUILD {0}이(가) 여기서 실패합니다.',
			},
			[culprit.trigger.name],
		);
	}
}
