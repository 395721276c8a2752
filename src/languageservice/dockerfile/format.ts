import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { type Analysis, offsetOf, rangeOf } from './analysis.ts';
import { type OffsetEdit as Edit, isLowerCaseFile } from './fix.ts';
import { formatLines, unit } from './formatContinuation.ts';
import { instructionData } from './instructions.ts';
import { fromParts } from './model.ts';
import { type Instruction, instructionAtLine, lineText } from './parse.ts';

/** The edits never touch heredoc bodies, quoted text, comments or indentation that is already there. */
export function formatDocument(analysis: Analysis, options: FormattingOptions): TextEdit[] {
	return toTextEdits(analysis, [
		...analysis.file.instructions.flatMap(instruction => formatInstruction(analysis, instruction, options)),
		...blankLines(analysis),
		...finalLines(analysis, options),
	]);
}

/** Lines of nothing but blanks between instructions. */
function blankLines({ file }: Analysis): Edit[] {
	const edits: Edit[] = [];
	let line = 0;
	for (const end of [...file.instructions, undefined]) {
		for (; line < (end?.startLine ?? file.lineStarts.length); line++) {
			const text = lineText(file, line);
			const start = file.lineStarts[line] ?? 0;
			if (text !== '' && /^[ \t]+$/.test(text)) {
				edits.push({ start, end: start + text.length, text: '' });
			}
		}
		line = (end?.endLine ?? line) + 1;
	}
	return edits;
}

export function formatRange(analysis: Analysis, range: Range, options: FormattingOptions): TextEdit[] {
	const [start, end] = [offsetOf(analysis.file, range.start), offsetOf(analysis.file, range.end)];
	const edits = analysis.file.instructions
		.filter(instruction => instruction.end >= start && instruction.start <= end)
		.flatMap(instruction => formatInstruction(analysis, instruction, options))
		.filter(edit => edit.start >= start && edit.end <= end);
	return toTextEdits(analysis, edits);
}

/** After a line break or the escape character: the lines of the instruction that was typed in. */
export function formatOnType(
	analysis: Analysis,
	position: Position,
	character: string,
	options: FormattingOptions,
): TextEdit[] {
	const line = character === '\n' ? position.line - 1 : position.line;
	const instruction = instructionAtLine(analysis.file, line);
	const inBody = instruction !== undefined && line > instruction.lastLine;
	if (!instruction || inBody || (character !== '\n' && character !== analysis.file.escape)) {
		return [];
	}
	const cursor = offsetOf(analysis.file, position);
	const edits = formatInstruction(analysis, instruction, options);
	if (character === '\n') {
		edits.push(...indentNewLine(analysis, instruction, position, options));
	}
	return toTextEdits(
		analysis,
		edits.filter(edit => edit.end < cursor || edit.start === cursor),
	);
}

function indentNewLine(
	analysis: Analysis,
	instruction: Instruction,
	position: Position,
	options: FormattingOptions,
): Edit[] {
	const { file } = analysis;
	const start = file.lineStarts[position.line];
	const before = file.text.slice(file.lineStarts[position.line - 1] ?? 0, (start ?? 1) - 1).trimEnd();
	const continues = before.endsWith(file.escape) && !before.endsWith(file.escape.repeat(2));
	const isEmpty = start !== undefined && /^[ \t]*(\r?\n|$)/.test(file.text.slice(start, start + 200));
	if (start === undefined || !continues || !isEmpty || instruction.lastLine > position.line) {
		return [];
	}
	const indent = /^[ \t]*/.exec(before)?.[0] || unit(options);
	const present = /^[ \t]*/.exec(file.text.slice(start, start + 200))?.[0].length ?? 0;
	return present === 0 ? [{ start, end: start, text: indent }] : [];
}

function toTextEdits(analysis: Analysis, edits: readonly Edit[]): TextEdit[] {
	// What is put in front of a word comes before what replaces the word.
	return edits
		.filter(edit => analysis.file.text.slice(edit.start, edit.end) !== edit.text)
		.sort((a, b) => a.start - b.start || a.end - b.end)
		.map(edit => ({ range: rangeOf(analysis.file, edit.start, edit.end), newText: edit.text }));
}

function formatInstruction(analysis: Analysis, instruction: Instruction, options: FormattingOptions): Edit[] {
	if (!instructionData(instruction.name)) {
		return [];
	}
	return [
		...formatHead(analysis, instruction),
		...(instruction.trigger && instructionData(instruction.trigger.name) ? formatGap(instruction.trigger) : []),
		...formatLines(analysis, instruction, options),
	];
}

/** No indentation before the keyword, the keyword in the file's case, one blank after it. */
function formatHead(analysis: Analysis, instruction: Instruction): Edit[] {
	const { file } = analysis;
	const { keyword, name, logical, keywordStart, keywordEnd } = instruction;
	const start = logical.offsetAt(keywordStart);
	const lineStart = file.lineStarts[instruction.startLine] ?? 0;
	if (logical.endOffsetAt(keywordEnd) - start !== keyword.length) {
		return [];
	}
	const edits: Edit[] = [];
	const bom = file.text[lineStart] === '\uFEFF' ? 1 : 0;
	if (start > lineStart && /^[ \t]*$/.test(file.text.slice(lineStart + bom, start))) {
		edits.push({ start: lineStart + bom, end: start, text: '' });
	}
	const wanted = isLowerCaseFile(analysis) ? keyword.toLowerCase() : name;
	edits.push({ start, end: start + keyword.length, text: wanted });
	const { as } = name === 'FROM' ? fromParts(instruction) : { as: undefined };
	if (as) {
		const text = wanted === name ? 'AS' : 'as';
		edits.push({ start: logical.offsetAt(as.start), end: logical.endOffsetAt(as.end), text });
	}
	return [...edits, ...formatGap(instruction)];
}

function formatGap(instruction: Instruction): Edit[] {
	const { logical, keywordEnd, flags, argumentsStart, argumentsEnd, name, words } = instruction;
	const edits: Edit[] = [];
	const stops = [keywordEnd, ...flags.map(flag => flag.end)];
	const starts = [...flags.map(flag => flag.start), ...(argumentsStart < argumentsEnd ? [argumentsStart] : [])];
	if (name === 'FROM') {
		for (let index = 0; index + 1 < words.length; index++) {
			stops.push(words[index]?.end ?? 0);
			starts.push(words[index + 1]?.start ?? 0);
		}
	}
	const bounds = stops.sort((a, b) => a - b);
	starts
		.sort((a, b) => a - b)
		.forEach((to, index) => {
			const from = bounds[index] as number;
			const [start, end] = [logical.endOffsetAt(from), logical.offsetAt(to)];
			// A gap that a continuation goes through has another length in the document.
			if (to > from && end - start === to - from) {
				edits.push({ start, end, text: ' ' });
			}
		});
	return edits;
}

function finalLines(analysis: Analysis, options: FormattingOptions): Edit[] {
	const { text, instructions } = analysis.file;
	const last = instructions.at(-1);
	const open = last?.heredocs.some(heredoc => heredoc.terminator < 0);
	if (text === '' || open) {
		return [];
	}
	if (options.trimFinalNewlines) {
		const tail = /(\r?\n)(?:[ \t]*\r?\n)+$/.exec(text.slice(-2000));
		if (tail) {
			const start = text.length - tail[0].length;
			return [{ start, end: text.length, text: tail[1] as string }];
		}
	}
	return options.insertFinalNewline && !text.endsWith('\n')
		? [{ start: text.length, end: text.length, text: '\n' }]
		: [];
}
