import { type ContextEntry, readContextIgnoreFile, walkContext } from './contextWalk.ts';

export interface ListedFile {
	/** Relative to the context, with `/`. */
	readonly path: string;
	readonly bytes: number;
}

export interface ListedFolder extends ListedFile {
	readonly files: number;
}

/** What one line of the ignore file leaves out. */
export interface ListedPattern {
	readonly pattern: string;
	/** Counted from 1. */
	readonly line: number;
	readonly files: number;
	readonly bytes: number;
}

/** What a build could send, and what it could not. */
export interface ContextListing {
	readonly files: number;
	readonly bytes: number;
	/** The largest first. */
	readonly largest: readonly ListedFile[];
	/** The folders at the top, and those in them that make up most of them; the largest first. */
	readonly folders: readonly ListedFolder[];
	readonly excluded: {
		readonly files: number;
		readonly bytes: number;
		readonly largest: readonly ListedFile[];
		/** The one that leaves out most first; those that leave out nothing too. */
		readonly patterns: readonly ListedPattern[];
	};
	/** Absolute path of the ignore file that was read; undefined where there is none. */
	readonly ignoreFile: string | undefined;
	/** False when there are more files than were looked at. */
	readonly complete: boolean;
}

const mostFiles = 500_000;
const mostLargest = 50;
const mostFolders = 30;
const deepest = 3;

/** Looks at every file of a context folder. `report` hears now and then how many there were; the signal ends it. */
export async function listContext(
	context: string,
	dockerfile: string,
	{
		signal,
		report = () => {},
		most = mostFiles,
	}: {
		readonly signal?: AbortSignal;
		readonly report?: (files: number) => void;
		readonly most?: number;
	} = {},
): Promise<ContextListing> {
	const ignore = await readContextIgnoreFile(context, dockerfile);
	const sent = new Sums();
	const left = new Sums();
	const byLine = new Map<number, { files: number; bytes: number }>();
	let seen = 0;
	for await (const entries of walkContext(context, ignore.patterns, { intoIgnored: true, signal })) {
		for (const entry of entries.slice(0, most - seen)) {
			const { ignored, by } = entry.verdict;
			(ignored ? left : sent).add(entry);
			if (ignored && by) {
				const sum = byLine.get(by.line) ?? { files: 0, bytes: 0 };
				byLine.set(by.line, { files: sum.files + 1, bytes: sum.bytes + entry.bytes });
			}
		}
		seen += entries.length;
		report(Math.min(seen, most));
		if (seen > most) {
			break;
		}
	}
	const patterns = ignore.patterns.patterns
		.filter(({ negated }) => !negated)
		.map(({ text, line }) => ({ pattern: text, line: line + 1, ...(byLine.get(line) ?? { files: 0, bytes: 0 }) }))
		.sort((a, b) => b.bytes - a.bytes || b.files - a.files || a.line - b.line);
	return {
		files: sent.files,
		bytes: sent.bytes,
		largest: sent.largest(),
		folders: sent.largestFolders(),
		excluded: { files: left.files, bytes: left.bytes, largest: left.largest(), patterns },
		ignoreFile: ignore.path,
		complete: seen <= most,
	};
}

class Sums {
	files = 0;
	bytes = 0;
	#largest: ListedFile[] = [];
	readonly #folders = new Map<string, { files: number; bytes: number }>();

	add({ path, bytes }: ContextEntry): void {
		this.files++;
		this.bytes += bytes;
		this.#largest.push({ path, bytes });
		if (this.#largest.length > mostLargest * 40) {
			this.#largest = this.largest();
		}
		const parts = path.split('/').slice(0, -1);
		for (let depth = 1; depth <= Math.min(parts.length, deepest); depth++) {
			const folder = parts.slice(0, depth).join('/');
			const sum = this.#folders.get(folder) ?? { files: 0, bytes: 0 };
			sum.files++;
			sum.bytes += bytes;
			this.#folders.set(folder, sum);
		}
	}

	largest(): ListedFile[] {
		return [...this.#largest].sort(byBytes).slice(0, mostLargest);
	}

	/** Below the top only folders of a tenth of everything, and not those that are nearly all of the folder above. */
	largestFolders(): ListedFolder[] {
		return [...this.#folders]
			.map(([path, sum]) => ({ path, ...sum }))
			.filter(
				({ path, bytes }) => !path.includes('/') || (bytes * 10 >= this.bytes && bytes * 10 < this.#above(path) * 9),
			)
			.sort(byBytes)
			.slice(0, mostFolders);
	}

	#above(path: string): number {
		return this.#folders.get(path.slice(0, path.lastIndexOf('/')))?.bytes ?? 0;
	}
}

function byBytes(a: ListedFile, b: ListedFile): number {
	return b.bytes - a.bytes || (a.path < b.path ? -1 : 1);
}
