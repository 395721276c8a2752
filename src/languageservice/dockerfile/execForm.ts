import { expand } from './expansion.ts';
import type { Instruction } from './parse.ts';

/** A shell-form command as a JSON array, where it needs no shell; undefined otherwise. */
export function execFormOf(instruction: Instruction, escapeMark: string): string | undefined {
	const text = commandText(instruction);
	if (text === '' || /[$`|&;<>(){}*?~#!\\[\]\n]/.test(text) || /^[A-Za-z_]\w*=/.test(text)) {
		return undefined;
	}
	const { words, error } = expand(text, 0, text.length, { escape: escapeMark });
	return error || words.length === 0 ? undefined : `[${words.map(word => JSON.stringify(word)).join(', ')}]`;
}

/** The same command through `/bin/sh -c`, as an array. */
export function shellFormAsJson(instruction: Instruction, escapeMark: string): string | undefined {
	const text = commandText(instruction);
	return text === '' || escapeMark === '`' ? undefined : `["/bin/sh", "-c", ${JSON.stringify(text)}]`;
}

function commandText(instruction: Instruction): string {
	const { logical, argumentsStart, argumentsEnd, heredocs, words, name } = instruction;
	if (heredocs.length > 0) {
		return '';
	}
	const start = name === 'HEALTHCHECK' ? (words[1]?.start ?? argumentsEnd) : argumentsStart;
	return logical.text.slice(start, argumentsEnd);
}
