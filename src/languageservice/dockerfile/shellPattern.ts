/** More steps than this are not taken for a value that is only shown and checked. */
const mostSteps = 1_000_000;

/** `${name#word}` or `${name%word}`; undefined for a pattern that BuildKit refuses. */
export function trimmed(value: string, operator: '#' | '%', word: string): string | undefined {
	const greedy = word.startsWith(operator);
	const pattern = greedy ? word.slice(1) : word;
	const source = shellPattern(operator === '%' ? reversedPattern(pattern) : pattern, greedy);
	if (source === undefined || isLaborious(value, word, 1)) {
		return source === undefined ? undefined : value;
	}
	const matcher = new RegExp(`^(?:${source})`, 'su');
	return operator === '#' ? value.replace(matcher, '') : reversed(reversed(value).replace(matcher, ''));
}

/** `${name/word/replacement}`, or with two slashes for all; undefined for a pattern that BuildKit refuses. */
export function replaced(value: string, word: string, replacement: string, all: boolean): string | undefined {
	const source = shellPattern(word, true);
	if (source === undefined || isLaborious(value, word, 2)) {
		return source === undefined ? undefined : value;
	}
	return value.replace(new RegExp(source, all ? 'gsu' : 'su'), () => replacement);
}

/** Every `*` may have to be tried at every length, and a match that is not anchored at every place. */
function isLaborious(value: string, pattern: string, places: number): boolean {
	const stars = pattern.split('*').length - 1;
	return pattern.length * value.length ** (stars + places) > mostSteps;
}

/** A shell pattern as the source of a regular expression. */
function shellPattern(pattern: string, greedy: boolean): string | undefined {
	let source = '';
	for (let index = 0; index < pattern.length; index++) {
		const character = pattern[index] as string;
		if (character === '*') {
			source += greedy ? '.*' : '.*?';
		} else if (character === '?') {
			source += '.';
		} else if (character === '\\') {
			const next = pattern[index + 1] ?? '';
			if (next === '}' || next === '/') {
				continue;
			}
			if (next !== '*' && next !== '?' && next !== '\\') {
				return undefined;
			}
			source += `\\${next}`;
			index++;
		} else {
			source += /[[\]{}.+()|^$/]/.test(character) ? `\\${character}` : character;
		}
	}
	return source;
}

/** The shortest match at the end is the shortest at the beginning of what is reversed; escapes stay before their character. */
function reversedPattern(pattern: string): string {
	return (pattern.match(/\\.|./gsu) ?? []).reverse().join('');
}

function reversed(text: string): string {
	return [...text].reverse().join('');
}
