import { isBlank, jsonStrings, splitByBlanks, splitQuoted, type Word } from './words.ts';

export interface SplitArguments {
	readonly words: readonly Word[];
	/** Whether the arguments are a JSON array of strings. `broken` has something else than strings in it. */
	readonly json: 'yes' | 'no' | 'broken';
}

/** The arguments of an instruction, split as BuildKit splits them for it. */
export function splitArguments(
	name: string,
	text: string,
	from: number,
	to: number,
	escapeMark: string,
): SplitArguments {
	switch (name) {
		case 'ENV':
		case 'LABEL':
		case 'ARG':
			return { words: splitQuoted(text, from, to, escapeMark), json: 'no' };
		case 'FROM':
		case 'EXPOSE':
			return { words: splitByBlanks(text, from, to), json: 'no' };
		case 'COPY':
		case 'ADD':
		case 'VOLUME':
			return maybeJson(text, from, to, () => splitByBlanks(text, from, to));
		case 'RUN':
		case 'CMD':
		case 'ENTRYPOINT':
		case 'SHELL':
			return maybeJson(text, from, to, () => wholeArgument(text, from, to));
		case 'HEALTHCHECK':
			return healthcheckArguments(text, from, to);
		default:
			return { words: wholeArgument(text, from, to), json: 'no' };
	}
}

function healthcheckArguments(text: string, from: number, to: number): SplitArguments {
	let end = from;
	while (end < to && !isBlank(text[end])) {
		end++;
	}
	const kind = wholeArgument(text, from, end);
	let next = end;
	while (next < to && isBlank(text[next])) {
		next++;
	}
	const command = maybeJson(text, next, to, () => wholeArgument(text, next, to));
	return { words: [...kind, ...command.words], json: command.json };
}

function wholeArgument(text: string, from: number, to: number): Word[] {
	return from < to ? [{ value: text.slice(from, to), start: from, end: to }] : [];
}

function maybeJson(text: string, from: number, to: number, otherwise: () => Word[]): SplitArguments {
	const strings = jsonStrings(text, from, to);
	if (strings === 'not strings') {
		return { words: [], json: 'broken' };
	}
	return strings ? { words: strings, json: 'yes' } : { words: otherwise(), json: 'no' };
}
