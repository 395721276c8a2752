/** A file and a place in it, as a line of a log names them. */
export interface PathLink {
	/** Where it stands in the text. */
	readonly start: number;
	readonly end: number;
	readonly path: string;
	/** From 1, as is the column. */
	readonly line: number;
	readonly column?: number;
}

const mostLinks = 5;
const longestText = 8_000;
const pathPattern = String.raw`(?:[A-Za-z]:)?[\w@.+~/\\-]{0,400}?[\w@+-]\.[A-Za-z]\w{0,9}`;
/** `src/a.ts:10:5`, `(Main.java:7)`, `File "/app/main.py", line 3`, `in /src/A.cs:line 12`, `a.cpp(12,5)`. */
const links = new RegExp(
	String.raw`File "(?<python>[^"\n]{1,400})", line (?<pythonLine>\d{1,7})|(?<![\w@.+~/\\:-])(?<path>${pathPattern})(?::(?:line )?(?<line>\d{1,7})(?::(?<column>\d{1,7}))?|\((?<msLine>\d{1,7}),(?<msColumn>\d{1,7})\))(?![\w.])`,
	'g',
);

/** Names of files with a line number. Whether there is such a file is for somebody else to say. */
export function findPathLinks(text: string): readonly PathLink[] {
	const found: PathLink[] = [];
	for (const match of text.slice(0, longestText).matchAll(links)) {
		const { python, pythonLine, path, line, column, msLine, msColumn } = match.groups as Record<
			string,
			string | undefined
		>;
		const named = python ?? path ?? '';
		// The pattern begins at the scheme's last letter, or behind its slashes.
		if (!/^(?:[a-z]{2,}:)?\/\//.test(named)) {
			const columnText = column ?? msColumn;
			found.push({
				start: match.index,
				end: match.index + match[0].length,
				path: named,
				line: Number(pythonLine ?? line ?? msLine),
				...(columnText === undefined ? {} : { column: Number(columnText) }),
			});
		}
		if (found.length === mostLinks) {
			break;
		}
	}
	return found;
}

/** The last part of a path: the name to look for. */
export function fileNameOf(path: string): string {
	return path.split(/[\\/]/).at(-1) ?? '';
}

/**
 * Which of these files a path means that may have been written in a container, where folders above the project have
 * other names: those that share the most at the end, unless that is the mere name of a file deep in somewhere else.
 */
export function meantFiles(path: string, files: readonly string[]): readonly string[] {
	const wanted = partsOf(path);
	const shared = files.map(file => sharedAtEnd(wanted, partsOf(file)));
	const most = Math.max(0, ...shared);
	return files.filter((file, index) => {
		const count = shared[index] as number;
		const isEnough = count >= 2 || count === wanted.length || count === partsOf(file).length || wanted.length <= 2;
		return count > 0 && count === most && isEnough;
	});
}

function partsOf(path: string): readonly string[] {
	return path
		.replace(/^[A-Za-z]:/, '')
		.split(/[\\/]/)
		.filter(part => part !== '' && part !== '.');
}

function sharedAtEnd(one: readonly string[], other: readonly string[]): number {
	let count = 0;
	while (count < Math.min(one.length, other.length) && one.at(-1 - count) === other.at(-1 - count)) {
		count++;
	}
	return count;
}
