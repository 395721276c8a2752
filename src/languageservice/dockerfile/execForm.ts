import { expand } from './expansion.ts';
import type { Instruction } from './parse.ts';

const shellWords = new Set(
	'. alias bg break cd continue eval exit export fg if for case while until function hash jobs let local read readonly return set shift shopt source trap type ulimit umask unalias unset wait exec time'.split(
		' ',
	),
);

/** A shell-form command as a JSON array, where it needs no shell; undefined otherwise. */
export function execFormOf(instruction: Instruction, escapeMark: string): string | undefined {
	const text = commandText(instruction);
	if (text === '' || /[$`|&;<>(){}*?~#!\\[\]\n]/.test(text) || /^[A-Za-z_]\w*=/.test(text)) {
		return undefined;
	}
	const { words: all, error } = expand(text, 0, text.length, { escape: escapeMark });
	// `exec` only takes the shell out of the way, which there is none of; other words of the shell are no programs.
	const words = all[0] === 'exec' ? all.slice(1) : all;
	return error || words.length === 0 || shellWords.has(words[0] as string)
		? undefined
		: `[${words.map(word => JSON.stringify(word)).join(', ')}]`;
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
