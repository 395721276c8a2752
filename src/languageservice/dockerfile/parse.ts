import { type Heredoc, heredocsOfLine } from './heredocs.ts';
import { LogicalText, lastAtMost } from './logicalText.ts';
import { splitArguments } from './splitArguments.ts';
import { type FlagWord, isBlank, splitFlags, type Word } from './words.ts';

export interface Comment {
	/** Without the `#` and the blanks around. */
	readonly text: string;
	readonly line: number;
	/** Offset of the `#`. */
	readonly start: number;
	readonly end: number;
	/** Whether it stands inside a continued instruction. */
	readonly inside: boolean;
}

export type DirectiveName = 'syntax' | 'escape' | 'check';

/** `# syntax=…`, `# escape=…` or `# check=…` at the top of the file. All places are offsets. */
export interface Directive {
	readonly name: DirectiveName;
	readonly value: string;
	readonly line: number;
	readonly start: number;
	readonly nameStart: number;
	readonly valueStart: number;
	readonly valueEnd: number;
	/** A second one of its name, which BuildKit refuses. */
	readonly repeated: boolean;
}

export interface Instruction {
	/** Upper case. */
	readonly name: string;
	/** As written. */
	readonly keyword: string;
	/** Indexes below are into this text. */
	readonly logical: LogicalText;
	readonly keywordStart: number;
	readonly keywordEnd: number;
	readonly flags: readonly FlagWord[];
	/** Where the arguments after the flags begin and end, blanks left out. */
	readonly argumentsStart: number;
	readonly argumentsEnd: number;
	/** The arguments, split as BuildKit splits them for this instruction; for the JSON form, its strings. */
	readonly words: readonly Word[];
	/** Whether the arguments are a JSON array of strings. `broken` has something else than strings in it. */
	readonly json: 'yes' | 'no' | 'broken';
	readonly heredocs: readonly Heredoc[];
	readonly startLine: number;
	/** Last line of the instruction itself. */
	readonly lastLine: number;
	/** Last line with its heredocs. */
	readonly endLine: number;
	/** Offsets of the whole, heredocs included. */
	readonly start: number;
	readonly end: number;
	/** Blank lines between continuations. */
	readonly emptyLines: readonly number[];
	/** The comments above that belong to it. */
	readonly comments: readonly Comment[];
	/** What ONBUILD puts off. */
	readonly trigger: Instruction | undefined;
}

export interface ParsedDockerfile {
	readonly text: string;
	/** Offset of every line. */
	readonly lineStarts: readonly number[];
	readonly escape: '\\' | '`';
	readonly directives: readonly Directive[];
	readonly comments: readonly Comment[];
	readonly instructions: readonly Instruction[];
	/** The first line that is longer than BuildKit reads; -1 if there is none. */
	readonly longLine: number;
}

/** Reads a Dockerfile as BuildKit's parser does. Any text has a result; what BuildKit refuses is found by the checks. */
export function parseDockerfile(text: string): ParsedDockerfile {
	return new Reader(text).read();
}

export interface Place {
	readonly line: number;
	readonly character: number;
}

export function placeAt(file: ParsedDockerfile, offset: number): Place {
	const line = lastAtMost(file.lineStarts, offset);
	return { line, character: offset - (file.lineStarts[line] ?? 0) };
}

/** The text of a line without its end. */
export function lineText(file: ParsedDockerfile, line: number): string {
	const start = file.lineStarts[line];
	if (start === undefined) {
		return '';
	}
	const next = file.lineStarts[line + 1] ?? file.text.length;
	return file.text.slice(start, next).replace(/[\r\n]+$/, '');
}

/** The instruction that a line belongs to, found without walking through all. */
export function instructionAtLine(file: ParsedDockerfile, line: number): Instruction | undefined {
	let low = 0;
	let high = file.instructions.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const instruction = file.instructions[middle] as Instruction;
		if (line < instruction.startLine) {
			high = middle - 1;
		} else if (line > instruction.endLine) {
			low = middle + 1;
		} else {
			return instruction;
		}
	}
	return undefined;
}

const directivePattern = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S(?:.*\S)?)\s*$/;
const longestLine = 65_535;
const mayOpenHeredoc = new Set(['RUN', 'COPY', 'ADD']);

class Reader {
	readonly #text: string;
	readonly #lineStarts: number[] = [0];
	readonly #directives: Directive[] = [];
	readonly #comments: Comment[] = [];
	readonly #instructions: Instruction[] = [];
	#pending: Comment[] = [];
	#escape: '\\' | '`' = '\\';
	#line = 0;
	#longLine = -1;
	#mayBeDirective = true;

	constructor(text: string) {
		this.#text = text;
		for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
			this.#lineStarts.push(at + 1);
		}
	}

	read(): ParsedDockerfile {
		while (this.#line < this.#lineStarts.length) {
			this.#readTopLevelLine();
		}
		return {
			text: this.#text,
			lineStarts: this.#lineStarts,
			escape: this.#escape,
			directives: this.#directives,
			comments: this.#comments,
			instructions: this.#instructions,
			longLine: this.#longLine,
		};
	}

	#readTopLevelLine(): void {
		const line = this.#line;
		const { content, start } = this.#contentOf(line);
		if (content.startsWith('#')) {
			this.#line++;
			this.#readComment(content, start, line);
			return;
		}
		this.#mayBeDirective = false;
		if (content === '') {
			this.#line++;
			return;
		}
		this.#readInstruction(content, start);
	}

	/** A line without leading blanks and line end, and where it then begins. */
	#contentOf(line: number): { content: string; start: number } {
		const raw = this.#rawLine(line);
		const from = line === 0 && raw.startsWith('\uFEFF') ? 1 : 0;
		const content = raw.slice(from).trimStart();
		return { content, start: (this.#lineStarts[line] ?? 0) + raw.length - content.length };
	}

	#rawLine(line: number): string {
		const start = this.#lineStarts[line] ?? 0;
		let end = this.#lineStarts[line + 1] ?? this.#text.length;
		if (end - start > longestLine / 4 && this.#longLine < 0 && utf8Length(this.#text, start, end) > longestLine) {
			this.#longLine = line;
		}
		while (end > start && (this.#text[end - 1] === '\n' || this.#text[end - 1] === '\r')) {
			end--;
		}
		return this.#text.slice(start, end);
	}

	#readComment(content: string, start: number, line: number): void {
		const directive = this.#directiveOf(content, start, line);
		if (directive) {
			this.#directives.push(directive);
			return;
		}
		if (!(line === 0 && content.startsWith('#!'))) {
			this.#mayBeDirective = false;
		}
		const comment = asComment(content, start, line, false);
		this.#comments.push(comment);
		if (comment.text === '') {
			this.#pending = [];
		} else {
			this.#pending.push(comment);
		}
	}

	#directiveOf(content: string, start: number, line: number): Directive | undefined {
		const match = this.#mayBeDirective ? directivePattern.exec(content) : null;
		const name = match?.[1]?.toLowerCase();
		if (!match || (name !== 'syntax' && name !== 'escape' && name !== 'check')) {
			return undefined;
		}
		const value = match[2] as string;
		const repeated = this.#directives.some(known => known.name === name);
		if (name === 'escape' && !repeated && (value === '`' || value === '\\')) {
			this.#escape = value;
		}
		const nameStart = start + content.indexOf(match[1] as string);
		const valueStart = start + content.indexOf(value, content.indexOf('=') + 1);
		return { name, value, line, start, nameStart, valueStart, valueEnd: valueStart + value.length, repeated };
	}

	#readInstruction(content: string, start: number): void {
		const startLine = this.#line++;
		const logical = new LogicalText();
		const emptyLines: number[] = [];
		let continues = this.#addPart(logical, content, start);
		while (continues && this.#line < this.#lineStarts.length) {
			const line = this.#line;
			if (line === this.#lineStarts.length - 1 && this.#lineStarts[line] === this.#text.length) {
				break;
			}
			this.#line++;
			const raw = this.#rawLine(line);
			const trimmed = raw.trimStart();
			const lineStart = this.#lineStarts[line] as number;
			if (trimmed.startsWith('#')) {
				this.#comments.push(asComment(trimmed, lineStart + raw.length - trimmed.length, line, true));
			} else if (trimmed === '') {
				emptyLines.push(line);
			} else {
				continues = this.#addPart(logical, raw, lineStart);
			}
		}
		this.#finish(logical, start, startLine, emptyLines);
	}

	/** Adds a line without its continuation mark; whether there was one. */
	#addPart(logical: LogicalText, content: string, start: number): boolean {
		let end = content.length;
		while (end > 0 && (content[end - 1] === ' ' || content[end - 1] === '\t')) {
			end--;
		}
		const marked = content[end - 1] === this.#escape && content[end - 2] !== this.#escape;
		logical.add(marked ? content.slice(0, end - 1) : content, start);
		return marked;
	}

	#finish(logical: LogicalText, start: number, startLine: number, emptyLines: readonly number[]): void {
		const lastLine = this.#line - 1;
		const node = dissect(logical, 0, this.#escape);
		const carrier = node.name === 'ONBUILD' ? node.trigger : node;
		const heredocs =
			carrier && mayOpenHeredoc.has(carrier.name) && carrier.json !== 'yes' ? heredocsOfLine(logical.text, 0) : [];
		for (const heredoc of heredocs) {
			this.#readBody(heredoc);
		}
		const endLine = this.#line - 1;
		const place = {
			heredocs,
			startLine,
			lastLine,
			endLine,
			start,
			end: (this.#lineStarts[endLine] ?? 0) + this.#rawLine(endLine).length,
			emptyLines,
			comments: this.#pending,
		};
		const trigger = node.trigger && Object.assign(node.trigger, place, { trigger: undefined });
		this.#instructions.push(Object.assign(node, place, { trigger }));
		this.#pending = [];
	}

	#readBody(heredoc: Heredoc): void {
		heredoc.bodyStart = this.#lineStarts[this.#line] ?? this.#text.length;
		while (this.#line < this.#lineStarts.length) {
			const raw = this.#rawLine(this.#line);
			const lineStart = this.#lineStarts[this.#line] as number;
			this.#line++;
			const candidate = heredoc.stripsTabs ? raw.replace(/^\t+/, '') : raw;
			if (candidate === heredoc.name) {
				heredoc.bodyEnd = lineStart;
				heredoc.terminator = lineStart + raw.length - candidate.length;
				return;
			}
		}
		heredoc.bodyEnd = this.#text.length;
	}
}

function asComment(content: string, start: number, line: number, inside: boolean): Comment {
	return { text: content.slice(1).trim(), line, start, end: start + content.trimEnd().length, inside };
}

type Dissected = Pick<
	Instruction,
	| 'name'
	| 'keyword'
	| 'logical'
	| 'keywordStart'
	| 'keywordEnd'
	| 'flags'
	| 'argumentsStart'
	| 'argumentsEnd'
	| 'words'
	| 'json'
> & { readonly trigger: Dissected | undefined };

function dissect(logical: LogicalText, from: number, escapeMark: string): Dissected {
	const text = logical.text;
	let keywordStart = from;
	while (isBlank(text[keywordStart])) {
		keywordStart++;
	}
	let keywordEnd = keywordStart;
	while (keywordEnd < text.length && !isSeparator(text.charCodeAt(keywordEnd))) {
		keywordEnd++;
	}
	const keyword = text.slice(keywordStart, keywordEnd);
	const name = keyword.toUpperCase();
	const { flags, rest } = splitFlags(text, keywordEnd);
	let argumentsStart = rest;
	while (isBlank(text[argumentsStart])) {
		argumentsStart++;
	}
	const argumentsEnd = Math.max(argumentsStart, text.trimEnd().length);
	const head = { name, keyword, logical, keywordStart, keywordEnd, flags, argumentsStart, argumentsEnd };
	if (name === 'ONBUILD') {
		const inner = argumentsStart < argumentsEnd ? dissect(logical, argumentsStart, escapeMark) : undefined;
		return {
			...head,
			words: [],
			json: 'no',
			trigger: inner?.name === 'ONBUILD' ? { ...inner, trigger: undefined } : inner,
		};
	}
	return { ...head, ...splitArguments(name, text, argumentsStart, argumentsEnd, escapeMark), trigger: undefined };
}

/** Tab, vertical tab, form feed, carriage return, blank. */
function isSeparator(code: number): boolean {
	return code === 32 || code === 9 || (code >= 11 && code <= 13);
}

function utf8Length(text: string, from: number, to: number): number {
	let bytes = 0;
	for (let index = from; index < to; index++) {
		const code = text.charCodeAt(index);
		bytes +=
			code < 0x80
				? 1
				: code < 0x800
					? 2
					: code >= 0xd800 && code < 0xdc00
						? 2
						: code >= 0xdc00 && code < 0xe000
							? 2
							: 3;
	}
	return bytes;
}
