import type { SemanticTokens } from 'vscode-languageserver-types';
import type { Analysis } from './analysis.ts';
import { heredocName } from './entities.ts';
import { instructionData } from './instructions.ts';
import { fromParts } from './model.ts';
import type { Instruction } from './parse.ts';
import { tokenTypes } from './tokenLegend.ts';

type TokenType = (typeof tokenTypes)[number];

interface Token {
	readonly start: number;
	readonly end: number;
	readonly type: TokenType;
	readonly modifiers: number;
}

/** Names that a grammar cannot tell apart: stages, images, variables, heredoc words; linear in the text. */
export function semanticTokens(analysis: Analysis): SemanticTokens {
	const { file, model } = analysis;
	const tokens: Token[] = [];
	const add = (start: number, end: number, type: TokenType, modifiers = 0) =>
		tokens.push({ start, end, type, modifiers });
	for (const directive of file.directives) {
		add(directive.start, directive.nameStart, 'comment');
		add(directive.nameStart, directive.nameStart + directive.name.length, 'macro');
		add(directive.valueStart, directive.valueEnd, 'string');
	}
	for (const comment of file.comments) {
		add(comment.start, comment.end, 'comment');
	}
	for (const instruction of file.instructions) {
		addInstruction(instruction, add);
	}
	for (const stage of model.stages) {
		if (stage.name !== undefined) {
			add(stage.nameStart, stage.nameEnd, 'namespace', 1);
		}
	}
	for (const reference of model.stageReferences) {
		const isStage = reference.stage !== undefined || reference.byIndex;
		if (isStage || !reference.text.includes('$')) {
			add(reference.start, reference.end, isStage ? 'namespace' : 'type');
		}
	}
	for (const definition of model.definitions) {
		add(definition.start, definition.end, 'variable', 1);
	}
	for (const use of model.uses) {
		add(use.start, use.end, 'variable');
	}
	return encode(analysis, tokens);
}

function addInstruction(instruction: Instruction, add: (start: number, end: number, type: TokenType) => void): void {
	const { logical, keywordStart, keywordEnd, flags, name } = instruction;
	if (instructionData(name)) {
		add(logical.offsetAt(keywordStart), logical.endOffsetAt(keywordEnd), 'keyword');
	}
	for (const flag of flags) {
		add(logical.offsetAt(flag.start), logical.endOffsetAt(flag.nameEnd), 'parameter');
	}
	const { as } = name === 'FROM' ? fromParts(instruction) : { as: undefined };
	if (as) {
		add(logical.offsetAt(as.start), logical.endOffsetAt(as.end), 'keyword');
	}
	for (const heredoc of instruction.trigger ? [] : instruction.heredocs) {
		const [start, end] = heredocName(instruction, heredoc);
		add(start, end, 'label');
		if (heredoc.terminator >= 0) {
			add(heredoc.terminator, heredoc.terminator + heredoc.name.length, 'label');
		}
	}
	if (instruction.trigger) {
		addInstruction(instruction.trigger, add);
	}
}

function encode(analysis: Analysis, tokens: Token[]): SemanticTokens {
	const { lineStarts, text } = analysis.file;
	const data: number[] = [];
	let line = 0;
	let previousLine = 0;
	let previousCharacter = 0;
	let reached = 0;
	for (const token of tokens.sort((a, b) => a.start - b.start || b.end - a.end)) {
		if (token.start < reached) {
			continue;
		}
		while ((lineStarts[line + 1] ?? Number.POSITIVE_INFINITY) <= token.start) {
			line++;
		}
		// A token that a continuation splits is shown up to the end of its first line.
		const end = Math.min(token.end, (lineStarts[line + 1] ?? text.length + 1) - 1);
		const character = token.start - (lineStarts[line] ?? 0);
		if (end <= token.start) {
			continue;
		}
		const sameLine = line === previousLine;
		data.push(line - previousLine, sameLine ? character - previousCharacter : character, end - token.start);
		data.push(tokenTypes.indexOf(token.type), token.modifiers);
		previousLine = line;
		previousCharacter = character;
		reached = token.end;
	}
	return { data };
}
