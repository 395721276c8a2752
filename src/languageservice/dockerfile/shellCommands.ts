import type { Instruction, ParsedDockerfile } from './parse.ts';

/** A word of a shell command; places are offsets in the document. */
export interface ShellWord {
	/** Without quotes. */
	readonly value: string;
	readonly start: number;
	readonly end: number;
}

/** One simple command of a RUN, and the operator that stands before it. */
export interface ShellCommand {
	readonly words: readonly ShellWord[];
	/** `&&`, `||`, `;`, `|`, `&`, a line end, `(` … or nothing for the first. */
	readonly operator: string;
	readonly operatorStart: number;
}

/** The commands of RUN, CMD or ENTRYPOINT in shell form, heredoc scripts included. A reading good enough for hints. */
export function shellCommands(file: ParsedDockerfile, instruction: Instruction): ShellCommand[] {
	if (instruction.json !== 'no') {
		return [];
	}
	const { logical, argumentsStart, argumentsEnd } = instruction;
	const commands = readCommands(logical.text, argumentsStart, argumentsEnd, index => logical.offsetAt(index));
	const first = instruction.heredocs[0];
	// A heredoc that stands alone is the script itself; after a command it is input, of which we know nothing.
	if (first && logical.text.slice(argumentsStart, argumentsEnd).trim() === logical.text.slice(first.start, first.end)) {
		return readCommands(file.text, first.bodyStart, first.bodyEnd, offset => offset);
	}
	return commands;
}

function readCommands(text: string, from: number, to: number, offsetOf: (index: number) => number): ShellCommand[] {
	const commands: ShellCommand[] = [];
	let words: ShellWord[] = [];
	let operator = '';
	let operatorStart = offsetOf(from);
	let index = from;
	const finish = (next: string, at: number) => {
		if (words.length > 0) {
			commands.push({ words: withoutAssignments(words), operator, operatorStart });
		}
		words = [];
		operator = next;
		operatorStart = offsetOf(at);
	};
	while (index < to) {
		const character = text[index] as string;
		const separator = operatorAt(text, index, to);
		if (separator !== '') {
			finish(separator, index);
			index += separator.length;
		} else if (character === '#') {
			const end = text.indexOf('\n', index);
			index = end < 0 || end > to ? to : end;
		} else if (/\s/.test(character)) {
			index++;
		} else {
			const end = endOfWord(text, index, to);
			const value = text.slice(index, end).replace(/^(['"])(.*)\1$/s, '$2');
			words.push({ value, start: offsetOf(index), end: offsetOf(end - 1) + 1 });
			index = end;
		}
	}
	finish('', Math.max(to - 1, from));
	return commands;
}

const operators = ['&&', '||', ';;', '|&', '$(', ';', '|', '&', '(', ')', '\n', '`'];

function operatorAt(text: string, index: number, to: number): string {
	if (!'&|;$()\n`'.includes(text[index] as string)) {
		return '';
	}
	for (const operator of operators) {
		if (index + operator.length <= to && text.startsWith(operator, index)) {
			return operator;
		}
	}
	return '';
}

function endOfWord(text: string, from: number, to: number): number {
	let index = from;
	while (index < to) {
		const character = text[index] as string;
		if (character === '\\') {
			index += 2;
		} else if (character === "'" || character === '"') {
			index = endOfQuote(text, index, to);
		} else if (character === '>' && text[index + 1] === '&') {
			index += 2;
		} else if (index > from && (/[\s;|&()`]/.test(character) || text.startsWith('$(', index))) {
			return index;
		} else {
			index++;
		}
	}
	return Math.min(index, to);
}

function endOfQuote(text: string, from: number, to: number): number {
	const quote = text[from] as string;
	for (let index = from + 1; index < to; index++) {
		if (text[index] === '\\' && quote === '"') {
			index++;
		} else if (text[index] === quote) {
			return index + 1;
		}
	}
	return to;
}

const keywords = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{', 'time', 'exec', 'command']);

/** Leaves out `NAME=value` and shell keywords, so that the first word is the program. */
function withoutAssignments(words: readonly ShellWord[]): readonly ShellWord[] {
	const first = words.findIndex(word => !/^[A-Za-z_]\w*=/.test(word.value) && !keywords.has(word.value));
	return first < 0 ? words : words.slice(first);
}
