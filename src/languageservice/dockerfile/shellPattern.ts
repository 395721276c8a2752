/** A shell pattern as the source of a regular expression; undefined for an escape that BuildKit refuses. */
export function shellPattern(pattern: string, greedy: boolean): string | undefined {
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

/** The value without the part at its end that matches: the shortest, or the longest if greedy. */
export function trimEnd(value: string, pattern: string, greedy: boolean): string {
	const whole = new RegExp(`^(?:${pattern})$`, 'su');
	const starts = Array.from({ length: value.length + 1 }, (_, index) => index);
	for (const start of greedy ? starts : starts.reverse()) {
		if (whole.test(value.slice(start))) {
			return value.slice(0, start);
		}
	}
	return value;
}
