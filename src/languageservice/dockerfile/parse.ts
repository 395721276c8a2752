import { type Directive, DirectiveReader, type EscapeMark } from './directives.ts';
import { type Dissected, dissect } from './dissect.ts';
import { type Heredoc, heredocsOfLine } from './heredocs.ts';
import { LogicalText, lastAtMost } from './logicalText.ts';
import { isBlank, skipBlanks, trimmedLength } from './words.ts';

export interface Comment {
	/** Without the `#` and the blanks around. */
	readonly text: string;
	readonly line: number;
	/** Offset of the `#`. */
	readonly start: number;
	readonly end: number;
	/** Whether it stands inside a continued instruction. */
	readonly inside: boolean;
	/** Whether blanks stand before the `#`, outside of a continued instruction. */
	readonly indented: boolean;
}

export interface Instruction extends Dissected {
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
	readonly escape: EscapeMark;
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

const longestLine = 65_535;
const mayOpenHeredoc = new Set(['RUN', 'COPY', 'ADD']);

class Reader {
	readonly #text: string;
	readonly #lineStarts: number[] = [0];
	readonly #directives = new DirectiveReader();
	readonly #comments: Comment[] = [];
	readonly #instructions: Instruction[] = [];
	#pending: Comment[] = [];
	#line = 0;
	#longLine = -1;

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
			escape: this.#directives.escape,
			directives: this.#directives.directives,
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
		this.#directives.end();
		if (content === '') {
			this.#line++;
			return;
		}
		this.#readInstruction(content, start);
	}

	/** A line without leading blanks and line end, and where it then begins. */
	#contentOf(line: number): { content: string; start: number } {
		const raw = this.#rawLine(line);
		const content = raw.slice(skipBlanks(raw, this.#indentStart(line, raw)));
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

	/** Where a line begins that may have a byte order mark. */
	#indentStart(line: number, raw: string): number {
		return line === 0 && raw.startsWith('\uFEFF') ? 1 : 0;
	}

	#readComment(content: string, start: number, line: number): void {
		const indented = isBlank(this.#text[(this.#lineStarts[line] ?? 0) + this.#indentStart(line, this.#text)]);
		if (this.#directives.read(content, start, line, indented)) {
			return;
		}
		const comment = asComment(content, start, line, false, indented);
		this.#comments.push(comment);
		// BuildKit sees the `#` of an indented comment as its text.
		if (comment.text === '' && !indented) {
			this.#pending = [];
		} else {
			this.#pending.push(comment);
		}
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
			const trimmed = raw.slice(skipBlanks(raw, 0));
			const lineStart = this.#lineStarts[line] as number;
			if (trimmed.startsWith('#')) {
				this.#comments.push(asComment(trimmed, lineStart + raw.length - trimmed.length, line, true, false));
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
		const mark = this.#directives.escape;
		const marked = content[end - 1] === mark && content[end - 2] !== mark;
		logical.add(marked ? content.slice(0, end - 1) : content, start);
		return marked;
	}

	#finish(logical: LogicalText, start: number, startLine: number, emptyLines: readonly number[]): void {
		const lastLine = this.#line - 1;
		const node = dissect(logical, 0, this.#directives.escape);
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

function asComment(content: string, start: number, line: number, inside: boolean, indented: boolean): Comment {
	const length = trimmedLength(content);
	return { text: content.slice(skipBlanks(content, 1), length), line, start, end: start + length, inside, indented };
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
