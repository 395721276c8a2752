/** More work than this is not done for a value that is only shown and checked. */
const mostWork = 20_000;

/** `${name#word}` or `${name%word}`; undefined for a pattern that BuildKit refuses. */
export function trimmed(value: string, operator: '#' | '%', word: string): string | undefined {
	const greedy = word.startsWith(operator);
	const pattern = greedy ? word.slice(1) : word;
	const source = shellPattern(operator === '%' ? reversedPattern(pattern) : pattern, greedy);
	if (source === undefined || value.length * word.length > mostWork) {
		return source === undefined ? undefined : value;
	}
	const matcher = new RegExp(`^(?:${source})`, 'su');
	return operator === '#' ? value.replace(matcher, '') : reversed(reversed(value).replace(matcher, ''));
}

/** `${name/word/replacement}`, or with two slashes for all; undefined for a pattern that BuildKit refuses. */
export function replaced(value: string, word: string, replacement: string, all: boolean): string | undefined {
	const source = shellPattern(word, true);
	if (source === undefined || value.length * word.length > mostWork) {
		return source === undefined ? undefined : value;
	}
	return value.replace(new RegExp(source, all ? 'gsu' : 'su'), () => replacement);
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
