/** As much of a `Diagnostic` as it takes to see whether two say the same. */
export interface FoundProblem {
	readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
	readonly code?: string | number | { readonly value: string | number } | undefined;
	/** 0 is an error. */
	readonly severity: number;
}

/**
 * The extension's own problems and BuildKit's findings without a repetition. The own ones stay, since they underline
 * words and can be fixed; BuildKit's are of whole instructions. An error that both have is one, whatever its name,
 * and BuildKit counts one line less for some.
 */
export function mergeFindings<T extends FoundProblem>(own: readonly T[], findings: readonly T[]): T[] {
	const isKnown = (finding: T) =>
		own.some(problem =>
			finding.severity === 0 && problem.severity === 0
				? isWithin(problem, finding, 1)
				: codeOf(problem) === codeOf(finding) && isWithin(problem, finding),
		);
	return [...own, ...findings.filter(finding => !isKnown(finding))];
}

function isWithin({ range: { start } }: FoundProblem, { range }: FoundProblem, more = 0): boolean {
	return start.line >= range.start.line && start.line <= range.end.line + more;
}

function codeOf({ code }: FoundProblem): string | number | undefined {
	return typeof code === 'object' ? code.value : code;
}
