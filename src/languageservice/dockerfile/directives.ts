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
	/**
	 * Whether BuildKit acts on it. It looks for `check` and `syntax` in a way of their own: below a first line `#!`,
	 * but no further than the first indented line.
	 */
	readonly effective: boolean;
}

export type EscapeMark = '\\' | '`';

const pattern = /^#[\t\f\r ]*([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=[\t\f\r ]*([^\t\f\r ](?:.*[^\t\f\r ])?)[\t\f\r ]*$/;

/** Reads the directives line by line for as long as the block of them lasts. */
export class DirectiveReader {
	readonly directives: Directive[] = [];
	escape: EscapeMark = '\\';
	#done = false;
	#indented = false;
	#afterShebang = false;

	/** A comment line without its leading blanks; false once it is no directive. */
	read(content: string, start: number, line: number, indented: boolean): boolean {
		const match = this.#done ? null : pattern.exec(content);
		const name = match?.[1]?.toLowerCase();
		this.#indented ||= indented;
		if (!match || (name !== 'syntax' && name !== 'escape' && name !== 'check')) {
			this.#afterShebang ||= line === 0 && content.startsWith('#!');
			this.#done ||= !(line === 0 && this.#afterShebang);
			return false;
		}
		const value = match[2] as string;
		const repeated = !this.#afterShebang && this.directives.some(known => known.name === name);
		const effective = name === 'escape' ? !this.#afterShebang : !this.#indented;
		if (name === 'escape' && effective && !repeated && (value === '`' || value === '\\')) {
			this.escape = value;
		}
		const nameStart = start + content.indexOf(match[1] as string);
		const valueStart = start + content.indexOf(value, content.indexOf('=') + 1);
		const valueEnd = valueStart + value.length;
		this.directives.push({ name, value, line, start, nameStart, valueStart, valueEnd, repeated, effective });
		return true;
	}

	/** What follows is no comment, so there are no more directives. */
	end(): void {
		this.#done = true;
	}
}
