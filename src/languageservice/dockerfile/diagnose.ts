import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { type LocalImage, type ServiceHost, say } from '../host.ts';
import { type Analysis, rangeOf } from './analysis.ts';
import { BuildContext, folderOf, joinUri } from './buildContext.ts';
import { checkArguments } from './checks/arguments.ts';
import { checkBuildkitRules } from './checks/buildkit.ts';
import { checkContextRules } from './checks/contextRules.ts';
import { checkDirectives } from './checks/directives.ts';
import { checkExpansions } from './checks/expansions.ts';
import { checkFlags } from './checks/flags.ts';
import { checkHadolintRules } from './checks/hadolint.ts';
import { checkMount } from './checks/mounts.ts';
import { checkOwnRules } from './checks/own.ts';
import { Findings, type Problem } from './checks/problem.ts';
import { ruleNamed, rulePage } from './checks/rules.ts';
import { checkStageGraph } from './checks/stageGraph.ts';
import { checkStageRules } from './checks/stageRules.ts';
import { checkStructure } from './checks/structure.ts';
import { type HadolintConfiguration, readHadolintConfiguration, withoutSuppressed } from './checks/suppress.ts';
import type { Instruction } from './parse.ts';
import { stageStates, workdirs } from './stages.ts';

/** What a diagnostic of ours carries for the fixes. */
export interface ProblemData {
	readonly rule: string;
	readonly replacement?: string | undefined;
	/** Line of the instruction, for comments above it. */
	readonly line?: number | undefined;
}

/** All problems of a Dockerfile, in the order of the file. */
export async function diagnose(analysis: Analysis, host: ServiceHost, signal: AbortSignal): Promise<Diagnostic[]> {
	const { document, model } = analysis;
	const findings = new Findings(model);
	checkParserRules(findings);
	checkBuildkitRules(findings);
	checkHadolintRules(findings);
	checkOwnRules(findings, host.frontendVersion?.());
	checkStageRules(findings, await knownImages(analysis, host, signal));
	if (host.readFolder && !signal.aborted) {
		await checkContextRules(findings, new BuildContext(host, document.uri, signal));
	}
	const hadolint = await hadolintConfiguration(document.uri, host, signal);
	const kept = withoutSuppressed(findings.problems, model.file, hadolint);
	const diagnostics = toDiagnostics(analysis, kept, host, hadolint);
	analysis.diagnostics = diagnostics;
	return diagnostics;
}

/** What BuildKit's parser refuses, and no comment can silence. */
export function checkParserRules(findings: Findings): void {
	const { file, mounts } = findings.model;
	checkDirectives(findings);
	checkStructure(findings);
	const folders = mounts.size > 0 ? workdirs(findings.model) : undefined;
	for (const instruction of file.instructions) {
		checkFlags(findings, instruction);
		checkArguments(findings, instruction);
		for (const mount of mounts.get(instruction) ?? []) {
			checkMount(findings, instruction, mount, folders?.get(instruction) ?? '/');
		}
		if (instruction.trigger) {
			checkTrigger(findings, instruction.trigger);
		}
	}
	checkStageGraph(findings);
	checkExpansions(findings);
}

/** What ONBUILD puts off is read when another image is built: that build fails, not this one. */
function checkTrigger(findings: Findings, trigger: Instruction): void {
	const before = findings.problems.length;
	checkFlags(findings, trigger);
	checkArguments(findings, trigger);
	for (let index = before; index < findings.problems.length; index++) {
		const problem = findings.problems[index] as Problem;
		const fatal =
			trigger.json === 'broken' || ((trigger.name === 'ENV' || trigger.name === 'LABEL') && trigger.words.length > 0);
		if (!fatal) {
			findings.problems[index] = { ...problem, severity: 'warning' };
		}
	}
}

async function knownImages(
	analysis: Analysis,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, LocalImage>> {
	const images = new Map<string, LocalImage>();
	const look = host.knownImage ?? host.inspectImage;
	if (!look) {
		return images;
	}
	const names = new Set([...stageStates(analysis.model).values()].map(state => state.root));
	for (const name of [...names].slice(0, 30)) {
		const image = name === 'scratch' || name === '' || signal.aborted ? undefined : await look(name, signal);
		if (image) {
			images.set(name, image);
		}
	}
	return images;
}

async function hadolintConfiguration(
	uri: string,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<HadolintConfiguration> {
	const folder = host.contextFolder?.(uri) ?? folderOf(uri);
	if (!folder || !host.readFile || signal.aborted) {
		return await readHadolintConfiguration(undefined);
	}
	const text =
		(await host.readFile(joinUri(folder, '.hadolint.yaml'), signal)) ??
		(await host.readFile(joinUri(folder, '.hadolint.yml'), signal));
	return await readHadolintConfiguration(text);
}

const severities = {
	error: DiagnosticSeverity.Error,
	warning: DiagnosticSeverity.Warning,
	info: DiagnosticSeverity.Information,
	hint: DiagnosticSeverity.Hint,
} as const;

const tags = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary } as const;

function toDiagnostics(
	analysis: Analysis,
	problems: readonly Problem[],
	host: ServiceHost,
	hadolint: HadolintConfiguration,
): Diagnostic[] {
	const chosen = { ...hadolint.severities, ...host.ruleSeverities?.() };
	const diagnostics: Diagnostic[] = [];
	for (const problem of [...problems].sort((a, b) => a.start - b.start || b.end - a.end)) {
		const rule = ruleNamed(problem.rule);
		const own = Object.hasOwn(chosen, problem.rule) ? chosen[problem.rule] : undefined;
		const severity = own ?? problem.severity ?? (rule?.severity || 'warning');
		if (severity === 'off') {
			continue;
		}
		const data: ProblemData = {
			rule: problem.rule,
			replacement: problem.replacement,
			line: problem.instruction?.startLine,
		};
		diagnostics.push({
			range: rangeOf(analysis.file, problem.start, problem.end),
			severity: severities[severity],
			code: problem.rule,
			codeDescription: { href: rulePage(problem.rule) },
			source: 'slipway',
			message: say(problem.message, host.locale, ...problem.values),
			...(rule?.tag ? { tags: [tags[rule.tag]] } : {}),
			data,
		});
	}
	return diagnostics;
}
