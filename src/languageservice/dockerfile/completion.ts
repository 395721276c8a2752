import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import type { Analysis } from './analysis.ts';
import { completeArguments } from './completeArguments.ts';
import { completeComment } from './completeComments.ts';
import { completeFlags } from './completeFlags.ts';
import { modifierItems, variableItems } from './completeVariables.ts';
import { type CompletionContext, createCompletionContext } from './completionContext.ts';
import { type Cursor, cursorAt, type InstructionCursor } from './cursor.ts';
import { instructionMarkdown } from './hoverTexts.ts';
import { type InstructionData, instructions, notInOnbuild } from './instructions.ts';

export async function complete(
	analysis: Analysis,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<CompletionItem[]> {
	const cursor = cursorAt(analysis, position);
	const context = createCompletionContext(analysis, host, signal);
	switch (cursor.kind) {
		case 'comment':
			return completeComment(context, cursor);
		case 'blank':
			return instructionItems(context, cursor.offset, cursor.offset, false);
		case 'heredoc':
			return await completeHeredoc(context, cursor);
		case 'keyword':
			return completeKeyword(context, cursor);
		default:
			return await completeInstruction(context, cursor);
	}
}

async function completeHeredoc(
	context: CompletionContext,
	cursor: Cursor & { kind: 'heredoc' },
): Promise<CompletionItem[]> {
	const { text } = context.analysis.file;
	const dollar = dollarBefore(text, cursor.offset, cursor.heredoc.bodyStart);
	const expands = cursor.instruction.name === 'RUN' || cursor.heredoc.expands;
	return dollar >= 0 && expands ? await variableItems(context, cursor.instruction, dollar, cursor.offset) : [];
}

function completeKeyword(context: CompletionContext, cursor: InstructionCursor): CompletionItem[] {
	const { logical } = cursor.instruction;
	const start = logical.offsetAt(cursor.wordStart);
	const end = Math.max(cursor.offset, logical.endOffsetAt(cursor.wordEnd));
	return instructionItems(context, start, end, cursor.inTrigger);
}

async function completeInstruction(context: CompletionContext, cursor: InstructionCursor): Promise<CompletionItem[]> {
	const { logical } = cursor.instruction;
	const mayExpand = !isLiteral(cursor);
	const dollar = mayExpand ? dollarBefore(logical.text, cursor.index, cursor.wordStart) : -1;
	if (dollar >= 0) {
		return await variableItems(context, cursor.instruction, logical.offsetAt(dollar), cursor.offset);
	}
	const modified = mayExpand ? modifierItems(context, cursor.offset) : [];
	if (modified.length > 0) {
		return modified;
	}
	if (cursor.kind === 'flag') {
		return await completeFlags(context, cursor);
	}
	const items = await completeArguments(context, cursor);
	const beforeArguments = cursor.index <= cursor.instruction.argumentsStart;
	const flags = beforeArguments && cursor.wordStart === cursor.index ? await completeFlags(context, cursor) : [];
	return [...items, ...flags];
}

const literalFlags = new Set(['from', 'exclude', 'network', 'security', 'device', 'link', 'parents', 'unpack']);

/** Whether the builder takes the text at a position as it is. */
function isLiteral({ flag, instruction }: InstructionCursor): boolean {
	const isTime = instruction.name === 'HEALTHCHECK' && flag !== undefined;
	return isTime || (flag !== undefined && literalFlags.has(flag.name));
}

/** Where the `$` of the variable that is being written stands; -1 if none is. */
function dollarBefore(text: string, index: number, from: number): number {
	let position = index;
	while (position > from && /[\w{]/.test(text[position - 1] as string)) {
		position--;
	}
	const found = position > from && text[position - 1] === '$' && text[position - 2] !== '\\';
	return found && /^\$\{?\w*$/.test(text.slice(position - 1, index)) ? position - 1 : -1;
}

function instructionItems(
	context: CompletionContext,
	start: number,
	end: number,
	afterOnbuild: boolean,
): CompletionItem[] {
	const { file, model } = context.analysis;
	const lower = prefersLowerCase(context.analysis);
	const isEmpty = file.instructions.every(
		instruction => file.text.slice(instruction.start, instruction.end).trim().length < 3,
	);
	const begun = model.stages.some(stage => stage.from.start < start);
	const offered = instructions.filter(({ name }) => {
		if (name === 'MAINTAINER' || (afterOnbuild && notInOnbuild.has(name))) {
			return false;
		}
		return afterOnbuild || begun || !isEmpty || name === 'FROM' || name === 'ARG';
	});
	return offered.map(data => instructionItem(context, data, start, end, lower));
}

function instructionItem(
	context: CompletionContext,
	data: InstructionData,
	start: number,
	end: number,
	lower: boolean,
): CompletionItem {
	const label = lower ? data.name.toLowerCase() : data.name;
	const order = instructions.indexOf(data).toString().padStart(2, '0');
	return {
		...context.item(label, CompletionItemKind.Keyword, start, end, {
			insert: label + data.snippet.slice(data.name.length),
			snippet: true,
			detail: data.forms[0] ?? '',
			sort: order,
		}),
		documentation: { kind: 'markdown', value: instructionMarkdown(data, context.host.locale) },
	};
}

function prefersLowerCase(analysis: Analysis): boolean {
	const keywords = analysis.file.instructions
		.slice(0, 200)
		.map(instruction => instruction.keyword)
		.filter(keyword => keyword.length > 2);
	const lower = keywords.filter(keyword => keyword === keyword.toLowerCase()).length;
	return lower > 0 && lower * 2 > keywords.length;
}
