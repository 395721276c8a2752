/** Whether a path, with `/` and relative, is the one that a pattern speaks of. */
export type PathTest = (path: string) => boolean;

const longestPattern = 500;
const longestPath = 4_000;
/** With more, a regular expression may try more ways than there is time for. */
const mostWildcards = 3;

/**
 * A pattern as Go's `filepath.Match` reads it, with `**` for any folders: `*`, `?`, `[a-z]`, `\` before what is meant
 * literally. One that is no pattern matches nothing.
 */
export function globPattern(pattern: string): PathTest {
	if (pattern.length > longestPattern) {
		return () => false;
	}
	if (!/[*?[\]\\]/.test(pattern)) {
		return path => path === pattern;
	}
	const parts = partsOf(pattern);
	const wildcards = parts.filter(part => typeof part === 'object' && part.repeats).length;
	const test = wildcards > mostWildcards ? stepwise(parts) : byExpression(parts);
	return path => path.length < longestPath && test(path);
}

/** A character that stands for itself, or what may stand in its place. */
type Part = string | Wildcard;

interface Wildcard {
	readonly source: string;
	/** Which single characters it takes. */
	readonly takes: (character: string) => boolean;
	readonly repeats?: 'anything' | 'folders' | 'name';
}

const notSlash = (character: string) => character !== '/';
const name: Wildcard = { source: '[^/]*', takes: notSlash, repeats: 'name' };
const anything: Wildcard = { source: '.*', takes: () => true, repeats: 'anything' };
const folders: Wildcard = { source: '(?:.*/)?', takes: () => true, repeats: 'folders' };
const oneOfName: Wildcard = { source: '[^/]', takes: notSlash };

function partsOf(pattern: string): Part[] {
	const parts: Part[] = [];
	for (const [piece] of pattern.matchAll(/\*\*+\/?|\*|\?|\\[\s\S]|\[(?!\])[^\]]+\]|[\s\S]/g)) {
		const part = partOf(piece);
		// Twice the same is once.
		if (typeof part === 'string' || !part.repeats || parts.at(-1) !== part) {
			parts.push(part);
		}
	}
	return parts;
}

function partOf(piece: string): Part {
	if (piece.startsWith('**')) {
		return piece.endsWith('/') ? folders : anything;
	}
	if (piece === '*') {
		return name;
	}
	if (piece === '?') {
		return oneOfName;
	}
	if (piece.length > 1 && piece.startsWith('[')) {
		return setOf(piece);
	}
	return piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : piece;
}

function setOf(piece: string): Wildcard {
	const source = `[${piece
		.slice(1, -1)
		.replace(/\\(?![\]\\^-])/g, '\\\\')
		.replace(/\[/g, '\\[')}]`;
	try {
		const expression = new RegExp(source, 's');
		return { source, takes: character => expression.test(character) };
	} catch {
		return { source: '(?!)', takes: () => false };
	}
}

function byExpression(parts: readonly Part[]): PathTest {
	const sources = parts.map(part =>
		typeof part === 'string' ? part.replace(/[.+()|{}^$*?[\]\\/]/, '\\$&') : part.source,
	);
	const expression = new RegExp(`^${sources.join('')}$`, 's');
	return path => expression.test(path);
}

/** Goes through the path once, with every place of the pattern that is possible so far. */
function stepwise(parts: readonly Part[]): PathTest {
	return path => {
		let places = enter(new Set(), parts, 0);
		for (const character of path) {
			const next = new Set<number>();
			for (const place of places) {
				step(next, parts, place, character);
			}
			places = next;
		}
		return places.has(parts.length);
	};
}

function step(next: Set<number>, parts: readonly Part[], place: number, character: string): void {
	const part = parts[place];
	if (typeof part === 'string') {
		if (part === character) {
			enter(next, parts, place + 1);
		}
	} else if (part?.takes(character)) {
		if (part.repeats) {
			next.add(place);
		}
		if (part.repeats !== 'folders' || character === '/') {
			enter(next, parts, place + 1);
		}
	}
}

/** What may be empty can be left at once. */
function enter(places: Set<number>, parts: readonly Part[], place: number): Set<number> {
	places.add(place);
	const part = parts[place];
	return typeof part === 'object' && part.repeats ? enter(places, parts, place + 1) : places;
}
