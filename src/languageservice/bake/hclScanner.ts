import type { Text } from '../host.ts';
import type { Identifier, SyntaxProblem } from './hclSyntax.ts';
import { syntaxTexts } from './syntaxTexts.ts';

const deepest = 100;

/** A place in an HCL text that moves on; it collects what is wrong on the way and never throws. */
export class HclScanner {
	readonly text: string;
	readonly isJson: boolean;
	readonly problems: SyntaxProblem[] = [];
	offset = 0;
	/** Whether line breaks are blanks here, as between brackets. */
	linesAreBlank = false;
	#depth = 0;

	constructor(text: string, isJson = false) {
		this.text = text;
		this.isJson = isJson;
		if (text.startsWith('\uFEFF')) {
			this.offset = 1;
		}
	}

	get atEnd(): boolean {
		return this.offset >= this.text.length;
	}

	/** Skips blanks and comments, and line breaks where they mean nothing. */
	skip(lines = this.linesAreBlank): void {
		const blank = lines
			? /(?:[ \t\r\n]+|#.*|\/\/.*|\/\*[\s\S]*?(?:\*\/|$))*/y
			: /(?:[ \t\r]+|#.*|\/\/.*|\/\*[\s\S]*?(?:\*\/|$))*/y;
		this.offset += this.#match(blank)?.length ?? 0;
	}

	/** Whether the text goes on with this. */
	sees(text: string): boolean {
		return this.text.startsWith(text, this.offset);
	}

	/** Goes over a text if it stands here, after blanks. */
	take(text: string): boolean {
		this.skip();
		if (!this.sees(text)) {
			return false;
		}
		this.offset += text.length;
		return true;
	}

	identifier(): Identifier | undefined {
		const text = this.#match(/[\p{L}_][\p{L}\p{N}\p{M}_-]*/uy);
		return text === undefined ? undefined : this.#identified(text);
	}

	number(): string | undefined {
		const text = this.#match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
		this.offset += text?.length ?? 0;
		return text;
	}

	operator(): string | undefined {
		return this.#match(/\|\||&&|[=!<>]=|[<>+\-*/%]/y);
	}

	/** The end of the line that the offset is in, before its break. */
	lineEnd(): number {
		const end = this.text.indexOf('\n', this.offset);
		return end < 0 ? this.text.length : this.text[end - 1] === '\r' ? end - 1 : end;
	}

	/** Reads something inside of something else; undefined where that goes too deep for any honest text. */
	nested<T>(read: () => T): T | undefined {
		if (this.#depth >= deepest) {
			this.giveUp();
			return undefined;
		}
		this.#depth++;
		const result = read();
		this.#depth--;
		return result;
	}

	/** Leaves the rest of the text unread. */
	giveUp(): void {
		this.problem(syntaxTexts.tooDeep, this.offset, this.offset + 1);
		this.offset = this.text.length;
	}

	problem(message: Text, start: number, end: number, ...values: readonly string[]): void {
		this.problems.push({ message, start, end: Math.max(start, end), values });
	}

	#identified(text: string): Identifier {
		const start = this.offset;
		this.offset += text.length;
		return { text, start, end: this.offset };
	}

	#match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.offset;
		return pattern.exec(this.text)?.[0];
	}
}
