/** Below this many characters a text is parsed as it is. */
const smallest = 15_000;

const sections = new Set(['services', 'networks', 'volumes', 'configs', 'secrets', 'models']);

/**
 * A large text with everything commented out that completion at an offset does not need: of the sections only the names
 * stay, and the one entry that the offset is in. It has the same length, so that offsets stay what they are, and is
 * parsed in a fraction of the time. Undefined for small texts, and where the layout is not the usual one.
 */
export function reduceAround(source: string, offset: number): string | undefined {
	if (source.length < smallest || source.includes('\n---') || source.startsWith('---')) {
		return undefined;
	}
	const lines = linesOf(source);
	const cursor = lines.findIndex(line => offset <= line.end);
	const blocks = blocksOf(lines, cursor);
	const own = blocks?.findLast(block => block.first <= cursor);
	if (!blocks || !own || own.name.startsWith('x-')) {
		return undefined;
	}
	const kept = new Uint8Array(lines.length);
	kept[cursor] = 1;
	for (const block of blocks) {
		if (!keepBlock(lines, block, cursor, kept)) {
			return undefined;
		}
	}
	return commentedOut(source, lines, kept);
}

interface Line {
	readonly start: number;
	/** Without the line break. */
	readonly end: number;
	/** -1 for lines that are blank or only a comment. */
	readonly indent: number;
	readonly text: string;
}

function linesOf(source: string): Line[] {
	const lines: Line[] = [];
	for (let start = 0; start <= source.length; ) {
		const next = source.indexOf('\n', start);
		const end = next < 0 ? source.length : next;
		const text = source.slice(start, end);
		const indent = text.search(/[^ ]/);
		const isBlank = indent < 0 || text[indent] === '#' || text[indent] === '\r';
		lines.push({ start, end, indent: isBlank ? -1 : indent, text });
		start = end + 1;
	}
	return lines;
}

interface Block {
	readonly name: string;
	readonly first: number;
	/** The line behind its last. */
	readonly end: number;
}

/** The parts of a text that begin in the first column; undefined where one of them is no key. */
function blocksOf(lines: readonly Line[], cursor: number): Block[] | undefined {
	const blocks: Block[] = [];
	for (const [index, line] of lines.entries()) {
		if (line.indent !== 0 || line.text.startsWith('- ')) {
			continue;
		}
		const name = /^([\w.-]+):/.exec(line.text)?.[1];
		if (name === undefined && index !== cursor) {
			return undefined;
		}
		const before = blocks.at(-1);
		if (before) {
			blocks[blocks.length - 1] = { ...before, end: index };
		}
		blocks.push({ name: name ?? '', first: index, end: lines.length });
	}
	return blocks;
}

const plainHead = /^ *[\w."'-]+:(?:\s*(?:&\S+\s*)?(?:#.*)?| +\{[^{}]*\}\s*| +\*\S+\s*)$/;

/** Marks the lines of a block that stay; false where only the whole text would do. */
function keepBlock(lines: readonly Line[], block: Block, cursor: number, kept: Uint8Array): boolean {
	const { name, first, end } = block;
	kept[first] = 1;
	const isOwn = first <= cursor && cursor < end;
	if (!sections.has(name)) {
		if (isOwn || name === 'include') {
			kept.fill(1, first, end);
		}
		return isOwn || name === 'include' || /^x-/.test(name) || !/[[{]\s*$/.test(lines[first]?.text ?? '');
	}
	if (!/^[\w.-]+:\s*(?:#.*)?$/.test(lines[first]?.text ?? '') && first !== cursor) {
		kept.fill(1, first, end);
		return true;
	}
	return keepNames(lines, block, cursor, kept);
}

function keepNames(lines: readonly Line[], { first, end }: Block, cursor: number, kept: Uint8Array): boolean {
	const child = lines
		.slice(first + 1, end)
		.find((line, index) => line.indent > 0 && first + 1 + index !== cursor)?.indent;
	let entry = -1;
	for (let index = first + 1; index < end; index++) {
		const { indent, text } = lines[index] as Line;
		const isCursor = index === cursor;
		if (!isCursor && indent >= 0 && child !== undefined && indent < child) {
			return false;
		}
		if (indent === child && !isCursor) {
			if (!plainHead.test(text)) {
				return false;
			}
			keepEntry(kept, entry, index, cursor);
			entry = index;
			kept[index] = 1;
		}
	}
	keepEntry(kept, entry, end, cursor);
	return true;
}

/** Keeps an entry as a whole if the cursor is in it. */
function keepEntry(kept: Uint8Array, first: number, end: number, cursor: number): void {
	if (first >= 0 && first <= cursor && cursor < end) {
		kept.fill(1, first, end);
	}
}

/** The text with each run of other lines turned into one comment of the same length. */
function commentedOut(source: string, lines: readonly Line[], kept: Uint8Array): string {
	const parts: string[] = [];
	for (let index = 0; index < lines.length; index++) {
		const line = lines[index] as Line;
		if (kept[index]) {
			parts.push(source.slice(line.start, line.end + 1));
			continue;
		}
		const from = line.start;
		while (index + 1 < lines.length && !kept[index + 1]) {
			index++;
		}
		const to = (lines[index] as Line).end;
		parts.push(to > from ? `#${'.'.repeat(to - from - 1)}` : '', source.slice(to, to + 1));
	}
	return parts.join('');
}

/**
 * A text with the other lines commented out that are half-typed: a lone word, a quote that is not closed. It has the same
 * length. Only for texts of which nothing else can be made, since a script has such lines too.
 */
export function withoutBrokenLines(source: string, offset: number): string {
	const lines = linesOf(source);
	const kept = new Uint8Array(lines.length).fill(1);
	for (const [index, { start, end, text }] of lines.entries()) {
		const isCursor = start <= offset && offset <= end;
		kept[index] = isCursor || !isBroken(text) ? 1 : 0;
	}
	return kept.includes(0) ? commentedOut(source, lines, kept) : source;
}

function isBroken(line: string): boolean {
	return /^\s*[\w.-]+\s*$/.test(line) || /:\s+(?:"(?:[^"\\]|\\.)*|'[^']*)$/.test(line.trimEnd());
}
