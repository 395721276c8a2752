import type { FormattingOptions } from 'vscode-languageserver-types';
import type { Analysis } from './analysis.ts';
import { innermost, type OffsetEdit } from './fix.ts';
import { isLegacyPair } from './model.ts';
import { type Instruction, lineText, type ParsedDockerfile } from './parse.ts';

/** Trailing blanks, and an indentation for continued lines that have none. */
export function formatLines(analysis: Analysis, instruction: Instruction, options: FormattingOptions): OffsetEdit[] {
	const { file } = analysis;
	if (instruction.startLine === instruction.lastLine) {
		return trailingBlanks(file, instruction.startLine);
	}
	const edits: OffsetEdit[] = [];
	const comments = commentLines(analysis, instruction);
	const quotes = new QuoteState(file.escape);
	const mayFollow = ends(instruction, file.escape);
	const indent = indentation(analysis, instruction, comments, options);
	let previous = '';
	for (let line = instruction.startLine; line <= instruction.lastLine; line++) {
		const start = file.lineStarts[line] ?? 0;
		const text = lineText(file, line);
		if (comments.has(line)) {
			continue;
		}
		const inQuote = quotes.open;
		const blanks = trailingBlanks(file, line);
		const trimmed = blanks[0] ? text.slice(0, blanks[0].start - start) : text;
		edits.push(...blanks);
		if (
			line > instruction.startLine &&
			trimmed !== '' &&
			!inQuote &&
			/^\S/.test(trimmed) &&
			// A blank before it would make `<<` open a heredoc.
			!trimmed.startsWith('<') &&
			mayFollow(previous, start)
		) {
			edits.push({ start, end: start, text: indent });
		}
		const content = trimmed.endsWith(file.escape) ? trimmed.slice(0, -1) : trimmed;
		quotes.read(content);
		previous = content === '' ? previous : content;
	}
	return edits;
}

function trailingBlanks(file: ParsedDockerfile, line: number): OffsetEdit[] {
	const { text, lineStarts } = file;
	const first = lineStarts[line] ?? 0;
	let end = lineStarts[line + 1] ?? text.length;
	while (end > first && (text[end - 1] === '\n' || text[end - 1] === '\r')) {
		end--;
	}
	let start = end;
	while (start > first && (text[start - 1] === ' ' || text[start - 1] === '\t')) {
		start--;
	}
	return start < end ? [{ start, end, text: '' }] : [];
}

/** The rest of the line is one argument, in which every blank counts. */
const wholeLine = new Set(['MAINTAINER', 'WORKDIR', 'USER', 'STOPSIGNAL']);

/** Whether blanks may be put behind the end of a continued line without a change of meaning. */
function ends(outer: Instruction, escapeMark: string): (previous: string, start: number) => boolean {
	const instruction = innermost(outer);
	const { name, json, logical, argumentsStart } = instruction;
	const countsBlanks = wholeLine.has(name) || ((name === 'ENV' || name === 'LABEL') && isLegacyPair(instruction));
	const isShell = json === 'no' && (name === 'RUN' || name === 'CMD' || name === 'ENTRYPOINT');
	const mayBeArray = logical.text[argumentsStart] === '[';
	return (previous, start) => {
		if (countsBlanks || previous.trimEnd().endsWith(escapeMark)) {
			return false;
		}
		const isArgument = logical.indexOf(start) > argumentsStart;
		const operator = json === 'yes' ? /[,[]$/ : isShell && !mayBeArray ? /[&|;(]$/ : undefined;
		return /\s$/.test(previous) || (isArgument && operator?.test(previous) === true);
	};
}

/** As deep as the shallowest continued line that is indented, so that what belongs together stays so. */
function indentation(
	analysis: Analysis,
	instruction: Instruction,
	comments: ReadonlySet<number>,
	options: FormattingOptions,
): string {
	const usual = unit(options);
	let shallowest = usual;
	for (let line = instruction.startLine + 1; line <= instruction.lastLine; line++) {
		const indent = /^[ \t]+(?=\S)/.exec(lineText(analysis.file, line))?.[0];
		if (indent && !comments.has(line) && indent.length < shallowest.length) {
			shallowest = indent;
		}
	}
	return shallowest;
}

function commentLines(analysis: Analysis, instruction: Instruction): Set<number> {
	const { comments } = analysis.file;
	let low = 0;
	let high = comments.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((comments[middle]?.line ?? 0) < instruction.startLine) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	const lines = new Set<number>();
	for (let index = low; index < comments.length && (comments[index]?.line ?? 0) <= instruction.lastLine; index++) {
		lines.add(comments[index]?.line ?? -1);
	}
	return lines;
}

class QuoteState {
	readonly #escape: string;
	#quote = '';

	constructor(escapeMark: string) {
		this.#escape = escapeMark;
	}

	get open(): boolean {
		return this.#quote !== '';
	}

	read(text: string): void {
		for (let index = 0; index < text.length; index++) {
			const character = text[index] as string;
			if (character === this.#escape && this.#quote !== "'") {
				index++;
			} else if (character === this.#quote) {
				this.#quote = '';
			} else if (this.#quote === '' && (character === '"' || character === "'")) {
				this.#quote = character;
			}
		}
	}
}

/** One step of indentation. */
export function unit(options: FormattingOptions): string {
	return options.insertSpaces === false ? '\t' : ' '.repeat(Math.max(1, Math.min(options.tabSize || 4, 16)));
}
