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
export function lineEnd({ file }: Analysis): string {
	const { text } = file;
	const end = file.lineStarts[1] ?? 0;
	return end > 1 && text[end - 2] === '\r' ? '\r\n' : '\n';
}

/** The offset where something may be put in front of a line: behind a byte order mark. */
export function startOfLine(analysis: Analysis, line: number): number {
	const { lineStarts, text } = analysis.file;
	const start = lineStarts[line] ?? text.length;
	return start === 0 && text[0] === '\uFEFF' ? 1 : start;
}

const lowerCaseFiles = new WeakMap<Analysis, boolean>();

/** Whether most instructions of the file are in lower case. */
export function isLowerCaseFile(analysis: Analysis): boolean {
	let known = lowerCaseFiles.get(analysis);
	if (known === undefined) {
		let lower = 0;
		let upper = 0;
		for (const { keyword } of analysis.file.instructions) {
			lower += keyword === keyword.toLowerCase() ? 1 : 0;
			upper += keyword === keyword.toUpperCase() ? 1 : 0;
		}
		known = lower > upper;
		lowerCaseFiles.set(analysis, known);
	}
	return known;
}

/** A keyword as most instructions of the file write theirs. */
export function inCaseOfFile(analysis: Analysis, keyword: string): string {
	return isLowerCaseFile(analysis) ? keyword.toLowerCase() : keyword.toUpperCase();
}

/** Whether a comment stands between the first and the last line of an instruction. */
export function hasCommentInside(analysis: Analysis, instruction: Instruction): boolean {
	const { comments } = analysis.file;
	if (instruction.startLine === instruction.lastLine) {
		return false;
	}
	let low = 0;
	let high = comments.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((comments[middle]?.line ?? 0) > instruction.startLine) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return (comments[low]?.line ?? Number.POSITIVE_INFINITY) <= instruction.lastLine;
}

/** What ONBUILD puts off, or the instruction itself. */
export function innermost(instruction: Instruction): Instruction {
	return instruction.trigger ?? instruction;
}
