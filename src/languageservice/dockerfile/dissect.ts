import type { LogicalText } from './logicalText.ts';
import { splitArguments } from './splitArguments.ts';
import { type FlagWord, skipBlanks, splitFlags, trimmedLength, type Word } from './words.ts';

/** What one logical line consists of. */
export interface Dissected {
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
	/** What ONBUILD puts off. */
	readonly trigger: Dissected | undefined;
}

/** Takes a logical line apart, from an index on. */
export function dissect(logical: LogicalText, from: number, escapeMark: string, inTrigger = false): Dissected {
	const text = logical.text;
	const keywordStart = skipBlanks(text, from);
	const length = trimmedLength(text);
	let keywordEnd = keywordStart;
	while (keywordEnd < length && !isSeparator(text.charCodeAt(keywordEnd))) {
		keywordEnd++;
	}
	const keyword = text.slice(keywordStart, keywordEnd);
	const name = keyword.toUpperCase();
	const { flags, rest } = splitFlags(text, keywordEnd, escapeMark);
	const argumentsStart = skipBlanks(text, rest);
	const argumentsEnd = Math.max(argumentsStart, length);
	const head = { name, keyword, logical, keywordStart, keywordEnd, flags, argumentsStart, argumentsEnd };
	if (name === 'ONBUILD') {
		const hasTrigger = argumentsStart < argumentsEnd && !inTrigger;
		const trigger = hasTrigger ? dissect(logical, argumentsStart, escapeMark, true) : undefined;
		return { ...head, words: [], json: 'no', trigger };
	}
	return { ...head, ...splitArguments(name, text, argumentsStart, argumentsEnd, escapeMark), trigger: undefined };
}

/** Tab, vertical tab, form feed, carriage return, blank. */
function isSeparator(code: number): boolean {
	return code === 32 || code === 9 || (code >= 11 && code <= 13);
}
