import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { type ServiceHost, say, type Text } from '../host.ts';
import { checkBeyond, checkTags } from './checks/beyond.ts';
import { checkBeyondFiles } from './checks/beyondFiles.ts';
import { checkConflicts } from './checks/conflicts.ts';
import { checkCycles } from './checks/cycles.ts';
import { servicesOf } from './checks/enabled.ts';
import { checkFiles } from './checks/files.ts';
import { checkReferences } from './checks/references.ts';
import { checkResources } from './checks/resources.ts';
import { isIgnored } from './checks/suppress.ts';
import { checkSyntax } from './checks/syntax.ts';
import type { ComposeDocument } from './document.ts';
import { nameOf } from './loadState.ts';
import { type Problem, type ProblemData, Problems } from './problems.ts';
import { type LoadedProject, load, remember, withFiles } from './project.ts';
import { ruleNamed, rulePage } from './rules.ts';
import type { Source, Spot } from './values.ts';

/** All problems of a compose file, in the order of their places. */
export async function diagnose(
	document: ComposeDocument,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<Diagnostic[]> {
	const project = await withFiles(document, host, signal, files => {
		const found = load(document, host, files, new Problems());
		check(document, found, host, found.problems);
		return found;
	});
	if (signal.aborted) {
		return [];
	}
	remember(document, host, project);
	return toDiagnostics(document, project.problems.list, host);
}

function check(document: ComposeDocument, project: LoadedProject, host: ServiceHost, problems: Problems): void {
	const source: Source = { document, folder: project.main.folder, via: undefined };
	for (const doc of document.docs) {
		checkSyntax(source, doc, problems);
		checkTags(source, doc, problems);
	}
	const { model, variables, projectFiles } = project;
	const isEmpty = model && [...model.entries.keys()].every(key => key === 'version');
	if (!model || isEmpty) {
		if (problems.list.length === 0) {
			problems.add('EmptyFile', { source, start: 0, end: document.source.length });
		}
		return;
	}
	const name = model.entries.get('name');
	if (name?.value.kind === 'string' && name.value.value === '' && name.value.source !== '') {
		problems.add('InvalidValue', name.value.at, [], { name: 'name' }, blankName);
	}
	const profiles = (variables.get('COMPOSE_PROFILES') ?? '').split(',').filter(name => name !== '');
	const services = servicesOf(model, profiles);
	checkResources(model, problems);
	checkConflicts(services, project.isIncomplete, problems);
	checkFiles(services, variables, projectFiles, problems);
	if (!project.isIncomplete) {
		checkReferences(model, services, problems);
		checkCycles(services, problems);
	}
	checkBeyond(services, host, problems);
	checkBeyondFiles(model, services, projectFiles, problems);
	const version = model.entries.get('version');
	if (version) {
		problems.add('ObsoleteVersion', version.keyAt, [], { name: 'version' });
		problems.add('UnneededVersion', version.value.at, [], { name: 'version' });
	}
}

const blankName: Text = {
	en: 'The project name is blank once its variables are filled in.',
	ko: '변수를 채우고 나면 프로젝트 이름이 비어 있습니다.',
};

/** Rules that say the truth about what stands before a syntax error, whatever comes after it. */
const local = new Set([
	'DuplicateKey',
	'InvalidBoolean',
	'InvalidDuration',
	'InvalidInterpolation',
	'InvalidNumber',
	'InvalidPort',
	'InvalidSize',
	'InvalidValue',
	'InvalidVolume',
	'NonStringKey',
	'ObsoleteVersion',
	'RequiredVariable',
	'UnknownKey',
	'UnsetVariable',
	'WrongType',
]);

const severities = {
	error: DiagnosticSeverity.Error,
	warning: DiagnosticSeverity.Warning,
	info: DiagnosticSeverity.Information,
	hint: DiagnosticSeverity.Hint,
} as const;

function toDiagnostics(document: ComposeDocument, problems: readonly Problem[], host: ServiceHost): Diagnostic[] {
	const chosen = host.ruleSeverities?.() ?? {};
	const errors = document.docs.flatMap(doc => doc.errors);
	const broken = Math.min(...errors.map(error => lineStart(document, error.pos[0])));
	const diagnostics: Diagnostic[] = [];
	for (const problem of problems) {
		const shown = seenFrom(document, problem, host);
		if (!shown) {
			continue;
		}
		const { at, message, data } = shown;
		const isSyntax = ['InvalidYaml', 'TabIndentation', 'SplitValue'].includes(data.rule);
		if (!isSyntax && Number.isFinite(broken) && !isCertain(document, at, data.rule, broken)) {
			continue;
		}
		const rule = ruleNamed(data.rule);
		const severity = (Object.hasOwn(chosen, data.rule) ? chosen[data.rule] : undefined) ?? rule?.severity ?? 'error';
		if (severity === 'off' || isIgnored(document, at.start, data.rule)) {
			continue;
		}
		diagnostics.push({
			range: document.range(at.start, endOnLine(document, at)),
			severity: severities[severity],
			code: data.rule,
			codeDescription: { href: rulePage(data.rule) },
			source: 'slipway',
			message,
			...(rule?.tag ? { tags: [DiagnosticTag.Unnecessary] } : {}),
			data,
		});
	}
	return diagnostics.sort(
		(a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
	);
}

/** Whether a problem is there whatever a syntax error, which is further down, makes of the rest. */
function isCertain({ source }: ComposeDocument, at: Spot, rule: string, broken: number): boolean {
	const isBlankValue = rule === 'WrongType' && source[at.end] === ':';
	return at.start < broken && local.has(rule) && !isBlankValue;
}

/** What spreads over lines is underlined in its first one. */
function endOnLine({ source }: ComposeDocument, { start, end }: Spot): number {
	const next = source.indexOf('\n', start);
	const lineEnd = next < 0 ? source.length : next > start && source[next - 1] === '\r' ? next - 1 : next;
	return Math.max(start, Math.min(end, lineEnd));
}

function lineStart(document: ComposeDocument, offset: number): number {
	return document.source.lastIndexOf('\n', offset - 1) + 1;
}

interface Shown {
	readonly at: Spot;
	readonly message: string;
	readonly data: ProblemData;
}

/** A problem as this document shows it: one of a file that it uses stands where that file is named. */
function seenFrom(document: ComposeDocument, problem: Problem, host: ServiceHost): Shown | undefined {
	const { at, text, values, data } = problem;
	const message = say(withSuggestion(text, data.suggestion), host.locale, ...values);
	if (at.source.document === document) {
		return { at, message, data };
	}
	const { via, document: other } = at.source;
	const severity = ruleNamed(problem.rule)?.severity;
	if (via?.source.document !== document || severity !== 'error') {
		return undefined;
	}
	const rule = ruleNamed('OtherFileProblem');
	const line = other.text.positionAt(at.start).line + 1;
	const whole = rule ? say(rule.message, host.locale, nameOf(other.text.uri), line, message) : message;
	return { at: via, message: whole, data: { ...data, rule: 'OtherFileProblem', uri: other.text.uri } };
}

function withSuggestion(text: Problem['text'], suggestion: string | undefined): Problem['text'] {
	const { en, ko } = text;
	if (suggestion === undefined) {
		return { en: en.replace('.{1}', '.'), ko: ko.replace('.{1}', '.') };
	}
	return {
		en: en.replace('.{1}', `. Did you mean "${suggestion}"?`),
		ko: ko.replace('.{1}', `. 혹시 "${suggestion}"을(를) 찾으셨나요?`),
	};
}
