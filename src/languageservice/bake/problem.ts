import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { type ServiceHost, say } from '../host.ts';
import type { BakeDocument } from './document.ts';
import type { Span } from './hclSyntax.ts';
import { type BakeRuleName, bakeRules, didYouMean } from './rules.ts';

export interface Problem extends Span {
	readonly rule: BakeRuleName;
	readonly values: readonly string[];
	/** What was probably meant. */
	readonly nearest?: string | undefined;
}

/** What a diagnostic carries for its fixes. */
export interface BakeProblemData {
	readonly rule: BakeRuleName;
	readonly replacement?: string;
}

export function problem(rule: BakeRuleName, { start, end }: Span, ...values: readonly string[]): Problem {
	return { rule, start, end, values };
}

const severities = {
	error: DiagnosticSeverity.Error,
	warning: DiagnosticSeverity.Warning,
	info: DiagnosticSeverity.Information,
} as const;

export function toDiagnostic(document: BakeDocument, host: ServiceHost, each: Problem): Diagnostic {
	const { severity, message } = bakeRules[each.rule];
	const sentence = say(message, host.locale, ...each.values);
	const meant = each.nearest === undefined ? '' : say(didYouMean, host.locale, each.nearest);
	const data: BakeProblemData = {
		rule: each.rule,
		...(each.nearest === undefined ? {} : { replacement: each.nearest }),
	};
	return {
		range: document.range(each),
		severity: severities[severity],
		source: 'slipway',
		code: each.rule,
		message: sentence + meant,
		data,
		...(each.rule === 'IgnoredDockerfile' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
	};
}
