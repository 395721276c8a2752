export type ExpansionProblem =
	| 'unclosedQuote'
	| 'unclosedBrace'
	| 'badSubstitution'
	| 'unsupportedModifier'
	| 'missingSlash'
	| 'required'
	| 'invalidPattern';

export interface ExpansionError {
	readonly problem: ExpansionProblem;
	readonly start: number;
	readonly end: number;
	readonly detail: string;
}

/** Ends an expansion that BuildKit refuses. */
export class ExpansionFailure extends Error {
	readonly error: ExpansionError;

	constructor(problem: ExpansionProblem, start: number, end: number, detail = '') {
		super(problem);
		this.error = { problem, start, end, detail };
	}
}
