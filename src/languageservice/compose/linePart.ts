/** What stands in place of the word at the cursor: a letter that no compose file has. */
export const markText = 'ꙮ';

/** The scalar that the cursor is in, as one line alone tells. Columns are in the line. */
export interface LinePart {
	/** The line with the mark in place of the scalar, the likeliest reading first. */
	readonly lines: readonly string[];
	readonly before: string;
	readonly after: string;
	readonly start: number;
	readonly end: number;
	readonly quote: '' | '"' | "'";
	readonly gap: '' | ' ';
	readonly hasColon: boolean;
	readonly extraIndent: number;
}

const keyBefore = /^(?:"[^"]*"|'[^']*'|[^\s"'#{[&*!|>%@`,][^#]*?|<<)\s*:(?:[ \t]+|$)/;
const properties = /^(?:[!&][^\s,[\]{}]*[ \t]+)+/;

/** The scalar at a column of a line; undefined in comments and behind complete values. */
export function partOfLine(line: string, cursor: number, asText: boolean): LinePart | undefined {
	const before = line.slice(0, cursor);
	const lead = /^[ \t]*(?:-[ \t]+)*(?:-$)?/.exec(before)?.[0] ?? '';
	const indent = /^[ \t]*/.exec(lead)?.[0].length ?? 0;
	const extraIndent = lead.endsWith('-') ? lead.length + 1 - indent : lead.length - indent;
	const rest = before.slice(lead.length);
	const keyed = asText ? '' : (keyBefore.exec(rest)?.[0] ?? '');
	let start = lead.length + keyed.length;
	start += properties.exec(before.slice(start))?.[0].length ?? 0;
	const isGap = /[:-]$/.test(before) && start === before.length;
	const scalar = before.slice(start);
	const shape: Shape = {
		line,
		cursor,
		start,
		gap: isGap ? ' ' : '',
		extraIndent,
		isKeyed: keyed !== '',
		isItem: extraIndent > 0,
	};
	if ((/^[|>]/.test(scalar) && keyed !== '') || (scalar === '' && isBeforeValue(line.slice(cursor), isGap))) {
		return undefined;
	}
	if (/^[[{]/.test(scalar)) {
		return flowPart(shape);
	}
	if (/^["']/.test(scalar)) {
		return quotedPart(shape);
	}
	if (/(?:^|\s)#/.test(scalar)) {
		return undefined;
	}
	return plainPart(shape);
}

/** Whether a value stands behind the cursor that is not the word at the cursor. */
function isBeforeValue(after: string, isGap: boolean): boolean {
	return /^\s+[^\s#,\]}]/.test(after) || (isGap ? /^[^\s,\]}]/.test(after) : /^[[{&*!|>"']/.test(after));
}

interface Shape {
	readonly line: string;
	readonly cursor: number;
	/** Where the scalar begins. */
	readonly start: number;
	readonly gap: '' | ' ';
	readonly extraIndent: number;
	readonly isKeyed: boolean;
	readonly isItem: boolean;
}

function part(shape: Shape, start: number, end: number, lines: readonly string[], more: Partial<LinePart>): LinePart {
	const { line, cursor, gap, extraIndent } = shape;
	return {
		lines,
		before: line.slice(start, cursor),
		after: line.slice(cursor, end),
		start,
		end,
		quote: '',
		gap,
		hasColon: /^["']?\s*:(?:\s|$)/.test(line.slice(end)),
		extraIndent,
		...more,
	};
}

function plainPart(shape: Shape): LinePart | undefined {
	const { line, cursor, start, isKeyed, isItem, gap } = shape;
	const after = line.slice(cursor);
	const head = line.slice(0, start) + gap;
	const renamed = isKeyed ? undefined : /^[^\s:#"'[\]{},]*(?=\s*:(?:\s|$))/.exec(after);
	if (renamed && /^[^\s]*$/.test(line.slice(start, cursor))) {
		const end = cursor + renamed[0].length;
		return part(shape, start, end, [head + markText + line.slice(end)], {});
	}
	const end = cursor + after.replace(/(?:^|\s+)#.*$/, '').trimEnd().length;
	const scalar = line.slice(start, end);
	const tail = line.slice(end);
	const isBehind = /\s$/.test(line.slice(start, cursor)) && start < cursor;
	if (!isKeyed && !isItem && /^[^\s[\]{},]*$/.test(scalar)) {
		return part(shape, start, end, [`${head}${markText}:${tail}`, `${head}${markText}${tail}`], {});
	}
	const raw = !isKeyed && !isItem ? rawLine(shape) : undefined;
	if (raw) {
		return raw;
	}
	// Behind a complete word nothing can follow, but in the middle of a longer text a variable may.
	return isBehind && !/\$\{?\w*$/.test(line.slice(0, cursor))
		? undefined
		: part(shape, start, end, [`${head}${markText}${tail}`], {});
}

/** A line inside of a flow collection or a longer text: only what is between separators is known. */
function rawLine(shape: Shape): LinePart | undefined {
	const { line, cursor, start } = shape;
	const scan = scanFlow(line, start, cursor);
	return elementPart({ ...shape, gap: '' }, scan, false);
}

function quotedPart(shape: Shape): LinePart | undefined {
	const { line, cursor, start, isKeyed, isItem } = shape;
	const quote = line[start] as '"' | "'";
	const closing = closingQuote(line, start);
	if (closing >= 0 && closing < cursor) {
		return isKeyed || isItem ? undefined : rawLine(shape);
	}
	const end = closing < 0 ? cursor + line.slice(cursor).trimEnd().length : closing;
	const head = line.slice(0, start + 1) + markText + quote;
	const tail = closing < 0 ? '' : line.slice(closing + 1);
	const isKey = !isKeyed && !isItem && !/^\s*:/.test(tail);
	return part(shape, start + 1, end, isKey ? [`${head}:${tail}`, head + tail] : [head + tail], { quote });
}

/** Where the quote at `start` is closed; -1 if it is not in this line. */
function closingQuote(line: string, start: number): number {
	const quote = line[start];
	for (let index = start + 1; index < line.length; index++) {
		if (line[index] === '\\' && quote === '"') {
			index++;
		} else if (line[index] === quote) {
			if (quote === "'" && line[index + 1] === "'") {
				index++;
			} else {
				return index;
			}
		}
	}
	return -1;
}

interface FlowScan {
	/** Where the element at the cursor begins, behind its quote if it has one. */
	readonly start: number;
	readonly quote: '' | '"' | "'";
	/** What closes the brackets that are open at the cursor, innermost first. */
	readonly open: readonly string[];
	/** Whether a complete quoted text stands between the separator and the cursor. */
	readonly isBehind: boolean;
}

function scanFlow(line: string, from: number, cursor: number): FlowScan {
	const open: string[] = [];
	let start = from;
	let isBehind = false;
	for (let index = from; index < cursor; index++) {
		const character = line[index] as string;
		if (character === '"' || character === "'") {
			if (line.slice(start, index).trim() === '') {
				const closing = closingQuote(line, index);
				if (closing < 0 || closing >= cursor) {
					return { start: index + 1, quote: character, open, isBehind: false };
				}
				index = closing;
				isBehind = true;
			}
		} else if (character === '[' || character === '{') {
			open.unshift(character === '[' ? ']' : '}');
			[start, isBehind] = [index + 1, false];
		} else if (character === ']' || character === '}') {
			open.shift();
			isBehind = true;
		} else if (character === ',' || (character === ':' && /\s|$/.test(line[index + 1] ?? ''))) {
			[start, isBehind] = [index + 1, false];
		}
	}
	return { start, quote: '', open, isBehind };
}

function flowPart(shape: Shape): LinePart | undefined {
	const scan = scanFlow(shape.line, shape.start, shape.cursor);
	return scan.open.length === 0 ? undefined : elementPart({ ...shape, gap: '', extraIndent: 0 }, scan, true);
}

function elementPart(shape: Shape, scan: FlowScan, closes: boolean): LinePart | undefined {
	const { line, cursor } = shape;
	if (scan.isBehind) {
		return undefined;
	}
	const blanks = scan.quote ? 0 : (/^\s*/.exec(line.slice(scan.start, cursor))?.[0].length ?? 0);
	const start = scan.start + blanks;
	const needsGap = start > 0 && start === cursor && line[start - 1] === ':';
	if (!scan.quote && start === cursor && isBeforeValue(line.slice(cursor), needsGap)) {
		return undefined;
	}
	const { end, closing } = scan.quote
		? endOfQuoted(line, scan.start - 1, cursor)
		: { end: cursor + (/^[^\s,[\]{}#:]*/.exec(line.slice(cursor))?.[0].length ?? 0), closing: '' };
	const head = line.slice(0, start) + (needsGap ? ' ' : '') + markText + closing;
	const tail = line.slice(end);
	const lines = closes ? [head + tail, head + tail.replace(/\s*(#.*)?$/, '') + scan.open.join('')] : [head + tail];
	return part({ ...shape, gap: needsGap ? ' ' : '' }, start, end, lines, { quote: scan.quote });
}

function endOfQuoted(line: string, opening: number, cursor: number): { end: number; closing: string } {
	const closing = closingQuote(line, opening);
	if (closing >= 0) {
		return { end: closing, closing: '' };
	}
	const end = cursor + (/^[^\s,\]}]*/.exec(line.slice(cursor))?.[0].length ?? 0);
	return { end, closing: line[opening] as string };
}
