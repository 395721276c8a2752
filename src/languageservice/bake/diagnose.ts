import type { Diagnostic } from 'vscode-languageserver-types';
import { type ServiceHost, say } from '../host.ts';
import { checkDockerfiles } from './checks/dockerfile.ts';
import { checkOperands } from './checks/operands.ts';
import { checkReferences } from './checks/references.ts';
import { checkStructure } from './checks/structure.ts';
import { checkValues } from './checks/values.ts';
import type { BakeDocument } from './document.ts';
import { type Problem, problem, toDiagnostic } from './problem.ts';
import { loadBakeProject } from './siblings.ts';

/** Everything that bake would refuse, and what would not do what it says. */
export async function diagnose(document: BakeDocument, host: ServiceHost, signal: AbortSignal): Promise<Diagnostic[]> {
	const project = await loadBakeProject(document, host, signal);
	const problems = [
		...document.problems.map(each => syntaxProblem(document, host, each)),
		...checkStructure(document),
		...checkValues(document, host.locale),
		...checkOperands(document),
		...checkReferences(project),
		...(await checkDockerfiles(project, host, signal)),
	];
	return problems.sort((a, b) => a.start - b.start || a.end - b.end).map(each => toDiagnostic(document, host, each));
}

/** An empty place is widened by the character before it, so that it can be seen. */
function syntaxProblem(
	document: BakeDocument,
	host: ServiceHost,
	{ message, values, start, end }: BakeDocument['problems'][number],
): Problem {
	const last = Math.min(end, document.source.length);
	const first = Math.min(start, last);
	const span = first < last ? { start: first, end: last } : { start: Math.max(0, first - 1), end: last };
	return problem('InvalidSyntax', span, say(message, host.locale, ...values));
}
