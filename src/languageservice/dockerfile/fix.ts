import type { ServiceHost, Text } from '../host.ts';
import type { Analysis } from './analysis.ts';
import type { ProblemData } from './diagnose.ts';
import type { Instruction } from './parse.ts';

export interface OffsetEdit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

export interface Fix {
	readonly title: Text;
	readonly values?: readonly (string | number)[];
	readonly edits: readonly OffsetEdit[];
	/** Whether it is safe to apply without asking. */
	readonly preferred?: boolean;
	/** `quickfix` unless said otherwise. */
	readonly kind?: string;
}

export interface FixInput {
	readonly analysis: Analysis;
	readonly host: ServiceHost;
	/** Offsets of the problem. */
	readonly start: number;
	readonly end: number;
	readonly instruction: Instruction | undefined;
	readonly data: ProblemData;
}

/** A single fix as a list. */
export const one = (
	title: Text,
	edits: readonly OffsetEdit[],
	values: readonly (string | number)[] = [],
	preferred = true,
): Fix[] => [{ title, edits, values, preferred }];

/** How lines end in this document. */
export function lineEnd(analysis: Analysis): string {
	return analysis.file.text.includes('\r\n') ? '\r\n' : '\n';
}
