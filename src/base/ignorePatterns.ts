import { cleanPath } from './cleanPath.ts';
import { globPattern, type PathTest } from './globPattern.ts';

/** One line of a file such as `.dockerignore`. */
export interface IgnorePattern {
	readonly line: number;
	readonly text: string;
	/** Takes back what lines above leave out: `!`. */
	readonly negated: boolean;
	/** The path itself; what is in a folder that matches is left out too. */
	readonly matches: PathTest;
}

export interface IgnoreFile {
	readonly patterns: readonly IgnorePattern[];
	/** Whether a line takes something back: then files below a folder that is left out may be wanted all the same. */
	readonly hasExceptions: boolean;
}

/** Reads lines of patterns that are matched from the top of a folder; `#` in the first column begins a comment. */
export function parseIgnoreFile(text: string): IgnoreFile {
	const patterns: IgnorePattern[] = [];
	text.split(/\r?\n/).forEach((raw, line) => {
		const trimmed = (line === 0 ? raw.replace(/^\uFEFF/, '') : raw).trim();
		if (trimmed === '' || raw.startsWith('#')) {
			return;
		}
		const negated = trimmed.startsWith('!');
		const pattern = cleanPath((negated ? trimmed.slice(1) : trimmed).trim());
		if (pattern !== '' && pattern !== '.') {
			patterns.push({ line, text: pattern, negated, matches: globPattern(pattern) });
		}
	});
	return { patterns, hasExceptions: patterns.some(pattern => pattern.negated) };
}

/** What is known of a path: which patterns match it, or a folder that it is in. */
export interface IgnoreVerdict {
	readonly ignored: boolean;
	/** The line that has decided; undefined where none speaks of the path. */
	readonly by: IgnorePattern | undefined;
	readonly matched: readonly boolean[];
}

/** Judges one path with what is known of its folder, so that a walk through a tree asks every pattern once per entry. */
export function judgePath(file: IgnoreFile, path: string, folder: IgnoreVerdict | undefined): IgnoreVerdict {
	let by: IgnorePattern | undefined;
	const matched = file.patterns.map((pattern, index) => {
		const isMatch = folder?.matched[index] === true || pattern.matches(path);
		if (isMatch && pattern.negated === (by !== undefined && !by.negated)) {
			by = pattern;
		}
		return isMatch;
	});
	return { ignored: by !== undefined && !by.negated, by, matched };
}

/** Whether a path, or a folder that it is in, is left out. */
export function isIgnored(file: IgnoreFile, path: string): boolean {
	// Anything may stand in a document; no path of a disk is as deep.
	return ignoreTest(file)(cleanPath(path).split('/').slice(0, 64).join('/'));
}

/** The same for many clean paths of one tree: what is known of a folder is remembered. */
export function ignoreTest(file: IgnoreFile): PathTest {
	const folders = new Map<string, IgnoreVerdict>();
	const folderVerdict = (path: string): IgnoreVerdict | undefined => {
		const slash = path.lastIndexOf('/');
		if (slash < 0) {
			return undefined;
		}
		const folder = path.slice(0, slash);
		let verdict = folders.get(folder);
		if (!verdict) {
			verdict = judgePath(file, folder, folderVerdict(folder));
			folders.set(folder, verdict);
		}
		return verdict;
	};
	return path => judgePath(file, path, folderVerdict(path)).ignored;
}
