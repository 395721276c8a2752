import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { type LocalImage, type RuleSeverity, type ServiceHost, say } from '../host.ts';
import { type Analysis, rangeOf } from './analysis.ts';
import { BuildContext, folderOf, joinUri } from './buildContext.ts';
import { checkBasePlatforms } from './checks/basePlatforms.ts';
import { BaseVariables } from './checks/baseVariables.ts';
import { checkBuildkitRules } from './checks/buildkit.ts';
import { checkContextRules } from './checks/contextRules.ts';
import { fileCheckOptions } from './checks/directives.ts';
import { checkHadolintRules } from './checks/hadolint.ts';
import { checkOwnRules } from './checks/own.ts';
import { checkParserRules } from './checks/parserRules.ts';
import { pinningRules } from './checks/pinning.ts';
import { Findings, type Problem } from './checks/problem.ts';
import { ruleLink, ruleNamed } from './checks/rules.ts';
import { checkStageRules } from './checks/stageRules.ts';
import { withoutSuppressed } from './checks/suppress.ts';
import { type HadolintConfig, parseHadolintConfig } from './hadolintConfig.ts';
import { stageStates } from './stages.ts';

/** What a diagnostic of ours carries for the fixes. */
export interface ProblemData {
	readonly rule: string;
	readonly replacement?: string | undefined;
	/** Line of the instruction, for comments above it. */
	readonly line?: number | undefined;
	/** No build gets past it, whatever is ignored. */
	readonly fatal?: boolean;
}

/** All problems of a Dockerfile, in the order of the file. */
export async function diagnose(analysis: Analysis, host: ServiceHost, signal: AbortSignal): Promise<Diagnostic[]> {
	const { document, model } = analysis;
	const findings = new Findings(model);
	const images = await knownImages(analysis, host, signal);
	const hadolint = await hadolintConfig(document.uri, host, signal);
	const variables = new BaseVariables(model, images);
	checkParserRules(findings, variables);
	checkBuildkitRules(findings);
	checkHadolintRules(findings, hadolint.trustedRegistries);
	checkOwnRules(findings, host.frontendVersion?.());
	checkStageRules(findings, images, variables);
	checkBasePlatforms(findings, images, variables, host.enginePlatform?.());
	if (host.readFolder && !signal.aborted) {
		await checkContextRules(findings, new BuildContext(host, document.uri, signal));
	}
	const kept = withoutSuppressed(findings.problems, model.file, hadolint);
	const diagnostics = toDiagnostics(analysis, kept, host, hadolint);
	analysis.diagnostics = diagnostics;
	return diagnostics;
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

async function hadolintConfig(uri: string, host: ServiceHost, signal: AbortSignal): Promise<HadolintConfig> {
	if (host.hadolintConfig) {
		return await parseHadolintConfig(await host.hadolintConfig(uri, signal));
	}
	const folder = host.contextFolder?.(uri) ?? folderOf(uri);
	if (!folder || !host.readFile || signal.aborted) {
		return await parseHadolintConfig(undefined);
	}
	const text =
		(await host.readFile(joinUri(folder, '.hadolint.yaml'), signal)) ??
		(await host.readFile(joinUri(folder, '.hadolint.yml'), signal));
	return await parseHadolintConfig(text);
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
	hadolint: HadolintConfig,
): Diagnostic[] {
	const chosen = { ...hadolint.severities, ...host.ruleSeverities?.() };
	const diagnostics: Diagnostic[] = [];
	const { asError } = fileCheckOptions(analysis.file);
	for (const problem of [...problems].sort((a, b) => a.start - b.start || b.end - a.end)) {
		const rule = ruleNamed(problem.rule);
		const own = chosenFor(problem.rule, chosen);
		const severity = own ?? problem.severity ?? (rule?.severity || 'warning');
		if (severity === 'off') {
			continue;
		}
		const stopsBuild = asError && rule?.source === 'buildkit';
		const data: ProblemData = {
			rule: problem.rule,
			replacement: problem.replacement,
			line: problem.instruction?.startLine,
			fatal: rule?.source === 'parser' || problem.severity === 'error',
		};
		diagnostics.push({
			range: rangeOf(analysis.file, problem.start, problem.end),
			severity: severities[stopsBuild ? 'error' : severity],
			code: problem.rule,
			codeDescription: { href: ruleLink(problem.rule, host.rulesPage) },
			source: 'slipway',
			message: say(problem.message, host.locale, ...problem.values),
			...(rule?.tag ? { tags: [tags[rule.tag]] } : {}),
			data,
		});
	}
	return diagnostics;
}

/** Pinned versions are one question for all package managers: DL3008 answers it for those that say nothing else. */
function chosenFor(rule: string, chosen: Readonly<Record<string, RuleSeverity>>): RuleSeverity | undefined {
	if (Object.hasOwn(chosen, rule)) {
		return chosen[rule];
	}
	return pinningRules.has(rule) && Object.hasOwn(chosen, 'DL3008') ? chosen.DL3008 : undefined;
}
