import type { Position } from 'vscode-languageserver-types';
import { type Analysis, offsetOf } from './analysis.ts';
import type { Heredoc } from './heredocs.ts';
import { type Instruction, instructionAtLine, lineText } from './parse.ts';
import type { FlagWord } from './words.ts';

/** What a position in a Dockerfile is in. */
export type Cursor =
	| {
			readonly kind: 'comment';
			readonly line: number;
			readonly text: string;
			readonly before: string;
			readonly isTop: boolean;
	  }
	| { readonly kind: 'blank'; readonly offset: number }
	| { readonly kind: 'heredoc'; readonly instruction: Instruction; readonly heredoc: Heredoc; readonly offset: number }
	| InstructionCursor;

export interface InstructionCursor {
	readonly kind: 'keyword' | 'flag' | 'argument';
	/** The instruction itself, or what ONBUILD puts off. */
	readonly instruction: Instruction;
	readonly inTrigger: boolean;
	readonly offset: number;
	/** In the logical line. */
	readonly index: number;
	/** The flag that the position is in. */
	readonly flag: FlagWord | undefined;
	/** Where the word at the position begins and ends, in the logical line. */
	readonly wordStart: number;
	readonly wordEnd: number;
}

export function cursorAt(analysis: Analysis, position: Position): Cursor {
	const { file } = analysis;
	const offset = offsetOf(file, position);
	const line = lineText(file, position.line);
	const instruction = instructionAtLine(file, position.line);
	const heredoc = instruction?.heredocs.find(
		candidate => offset >= candidate.bodyStart && (offset < candidate.bodyEnd || candidate.terminator < 0),
	);
	if (instruction && heredoc && position.line > instruction.lastLine) {
		return { kind: 'heredoc', instruction, heredoc, offset };
	}
	if (line.trimStart().startsWith('#') && !(instruction && position.line > instruction.lastLine)) {
		const before = line.slice(0, position.character);
		return {
			kind: 'comment',
			line: position.line,
			text: line,
			before,
			isTop: isAmongDirectives(analysis, position.line),
		};
	}
	if (!instruction || position.line > instruction.lastLine) {
		return { kind: 'blank', offset };
	}
	return instructionCursor(instruction, offset);
}

function instructionCursor(outer: Instruction, offset: number): Cursor {
	const { logical } = outer;
	const index = logical.indexOf(offset);
	const { trigger } = outer;
	const inTrigger = outer.name === 'ONBUILD' && index > outer.keywordEnd;
	const instruction = inTrigger && trigger ? trigger : outer;
	const text = logical.text;
	let wordStart = index;
	while (wordStart > instruction.keywordStart && !/\s/.test(text[wordStart - 1] as string)) {
		wordStart--;
	}
	let wordEnd = index;
	while (wordEnd < text.length && !/\s/.test(text[wordEnd] as string)) {
		wordEnd++;
	}
	const place = { instruction, inTrigger, offset, index, wordStart, wordEnd };
	if (index <= instruction.keywordEnd && !(inTrigger && !trigger)) {
		return { kind: 'keyword', ...place, flag: undefined };
	}
	if (inTrigger && !trigger) {
		return { kind: 'keyword', ...place, flag: undefined };
	}
	const flag = instruction.flags.find(candidate => index > candidate.start && index <= candidate.end);
	const dashes = index <= instruction.argumentsStart || wordStart <= instruction.argumentsStart;
	if (flag || (dashes && text.slice(wordStart, index).startsWith('-'))) {
		return { kind: 'flag', ...place, flag };
	}
	return { kind: 'argument', ...place, flag: undefined };
}

/** Whether a directive on this line would count. */
function isAmongDirectives(analysis: Analysis, line: number): boolean {
	for (let before = 0; before < line; before++) {
		if (analysis.file.directives[before]?.line !== before) {
			return false;
		}
	}
	return true;
}
