/** One line of a `.dockerignore`. */
export interface IgnorePattern {
	readonly line: number;
	readonly text: string;
	readonly negated: boolean;
	readonly matches: (path: string) => boolean;
}

export interface IgnoreFile {
	readonly patterns: readonly IgnorePattern[];
	/** Whether a line takes something back with `!`. */
	readonly hasExceptions: boolean;
}

/** Reads a `.dockerignore` as the builder does. */
export function parseDockerignore(text: string): IgnoreFile {
	const patterns: IgnorePattern[] = [];
	text.split(/\r?\n/).forEach((raw, line) => {
		const trimmed = (line === 0 ? raw.replace(/^\uFEFF/, '') : raw).trim();
		if (trimmed === '' || raw.startsWith('#')) {
			return;
		}
		const negated = trimmed.startsWith('!');
		const pattern = cleanPath((negated ? trimmed.slice(1) : trimmed).trim());
		if (pattern !== '' && pattern !== '.') {
			patterns.push({ line, text: pattern, negated, matches: matcher(pattern) });
		}
	});
	return { patterns, hasExceptions: patterns.some(pattern => pattern.negated) };
}

/** Whether a path of the context, or a folder that it is in, is left out. */
export function isIgnored(file: IgnoreFile, path: string): boolean {
	const clean = cleanPath(path);
	const parts = clean.split('/').slice(0, 64);
	let ignored = false;
	for (const pattern of file.patterns) {
		if (pattern.negated === ignored && parts.some((_, index) => pattern.matches(parts.slice(0, index + 1).join('/')))) {
			ignored = !pattern.negated;
		}
	}
	return ignored;
}

/** A path without `.`, `..`, doubled and surrounding slashes. */
export function cleanPath(path: string): string {
	const parts: string[] = [];
	for (const part of path.split('/')) {
		if (part === '..') {
			parts.pop();
		} else if (part !== '' && part !== '.') {
			parts.push(part);
		}
	}
	return parts.join('/');
}

function matcher(pattern: string): (path: string) => boolean {
	if (pattern.length > 500) {
		return () => false;
	}
	try {
		const expression = new RegExp(`^${sourceOf(pattern)}$`, 's');
		return path => path.length < 1000 && expression.test(path);
	} catch {
		return () => false;
	}
}

function sourceOf(pattern: string): string {
	let source = '';
	for (let index = 0; index < pattern.length; index++) {
		const character = pattern[index] as string;
		if (character === '*' && pattern[index + 1] === '*') {
			while (pattern[index + 1] === '*') {
				index++;
			}
			const slash = pattern[index + 1] === '/';
			index += slash ? 1 : 0;
			source += slash ? '(?:.*/)?' : '.*';
		} else if (character === '*') {
			source += source.endsWith('[^/]*') ? '' : '[^/]*';
		} else if (character === '?') {
			source += '[^/]';
		} else if (character === '\\') {
			index++;
			source += escaped(pattern[index] ?? '\\');
		} else if (character === '[') {
			const close = pattern.indexOf(']', index + 2);
			source +=
				close < 0
					? '\\['
					: `[${pattern
							.slice(index + 1, close)
							.replace(/\\/g, '\\\\')
							.replace(/\[/g, '\\[')}]`;
			index = close < 0 ? index : close;
		} else {
			source += escaped(character);
		}
	}
	return source;
}

function escaped(character: string): string {
	return /[.+()|{}^$*?[\]\\/]/.test(character) ? `\\${character}` : character;
}
