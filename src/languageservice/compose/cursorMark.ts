import { TextDocument } from 'vscode-languageserver-textdocument';
import { isMap, isScalar, isSeq } from 'yaml';
import { type ComposeDocument, parseCompose } from './document.ts';
import { type LinePart, markText, partOfLine } from './linePart.ts';
import { type Place, placeAt } from './nodeAt.ts';
import { reduceAround, withoutBrokenLines } from './reducedText.ts';

/**
 * The cursor as completion sees it. The word at the cursor is replaced by a mark before parsing, so that the tree stands
 * whatever is half-typed, and tells exactly where the word belongs.
 */
export interface CursorMark {
	/** The text with the mark in it. */
	readonly document: ComposeDocument;
	/** Where the mark is. For `text` the scalar that surrounds it. */
	readonly place: Place;
	/** `text`: inside of a longer scalar, such as a script, of which only the line is known. */
	readonly role: 'key' | 'value' | 'item' | 'text';
	/** The scalar before and after the cursor, as written and without quotes; for `text` the whole line. */
	readonly before: string;
	readonly after: string;
	/** Offsets of the scalar in the original text, without quotes. */
	readonly start: number;
	readonly end: number;
	readonly quote: '' | '"' | "'";
	/** A blank that must come before what is inserted, behind a `-` or `:` at the cursor. */
	readonly gap: '' | ' ';
	/** Whether a colon follows the word already. */
	readonly hasColon: boolean;
	readonly inFlow: boolean;
	/** How much further than the beginning of its line the word stands, because of `- ` before it. */
	readonly extraIndent: number;
	/** Whether the document holds only what is near the cursor and the names of the rest. */
	readonly isReduced: boolean;
	/** Whether the collection around the mark holds nothing but it. */
	readonly isAlone: boolean;
}

/**
 * Undefined in comments, behind complete values, and where the indentation fits nowhere.
 * @param asText whether `- name:` is the beginning of a text, `- name:/path`, and not of a map.
 */
export function markCursor(text: TextDocument, offset: number, asText = false): CursorMark | undefined {
	const whole = text.getText();
	const reduced = reduceAround(whole, offset);
	const found = reduced === undefined ? undefined : markIn(reduced, text, offset, asText);
	if (found && !needsWhole(found)) {
		return { ...found, isReduced: true };
	}
	const plain = markIn(whole, text, offset, asText);
	if (plain && !isSwallowed(plain)) {
		return plain;
	}
	const mended = markIn(withoutBrokenLines(whole, offset), text, offset, asText);
	return mended && mended.role !== 'text' ? mended : plain;
}

/** Whether the mark is part of a text only because the text before it was left unfinished. */
function isSwallowed({ role, place }: CursorMark): boolean {
	const type = isScalar(place.node) ? place.node.type : undefined;
	return role === 'text' && !type?.startsWith('BLOCK') && place.doc.errors.length > 0;
}

/** Whether something of the rest of the file is asked for: anchors, profiles. */
function needsWhole({ before, place }: CursorMark): boolean {
	return before.startsWith('*') || place.path.includes('<<') || place.path.includes('profiles');
}

function markIn(source: string, text: TextDocument, offset: number, asText: boolean): CursorMark | undefined {
	const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
	const next = source.indexOf('\n', offset);
	const rawEnd = next < 0 ? source.length : next;
	const lineEnd = rawEnd > lineStart && source[rawEnd - 1] === '\r' ? rawEnd - 1 : rawEnd;
	const cursor = Math.min(offset, lineEnd) - lineStart;
	const part = partOfLine(source.slice(lineStart, lineEnd), cursor, asText);
	if (!part) {
		return undefined;
	}
	for (const line of part.lines) {
		const changed = source.slice(0, lineStart) + line + source.slice(lineEnd);
		const at = lineStart + line.indexOf(markText);
		const document = parseCompose(TextDocument.create(text.uri, text.languageId, text.version, changed));
		const found = locate(document, at, part);
		if (found) {
			const isText = found.role === 'text';
			const { before, after, start, end, quote, gap, hasColon, extraIndent } = part;
			return {
				...found,
				document,
				isReduced: false,
				before: isText ? source.slice(lineStart, lineStart + cursor) : before,
				after: isText ? source.slice(lineStart + cursor, lineEnd) : after,
				start: isText ? lineStart : lineStart + start,
				end: lineStart + end,
				quote,
				gap,
				hasColon,
				extraIndent,
			};
		}
	}
	return undefined;
}

type Located = Pick<CursorMark, 'place' | 'role' | 'inFlow' | 'isAlone'>;

function locate(document: ComposeDocument, at: number, line: LinePart): Located | undefined {
	const place = placeAt(document, at + 1);
	const { node, parent, role } = place;
	if (!isScalar(node) || typeof node.value !== 'string' || !node.value.includes(markText)) {
		return undefined;
	}
	const inFlow = parent?.flow === true;
	if (inFlow && !/[[{,:]\s*["']?$/.test(document.source.slice(Math.max(0, at - 500), at))) {
		return undefined;
	}
	if (node.value !== markText || (node.range?.[0] ?? 0) < at - 1) {
		return { place, role: 'text', inFlow, isAlone: false };
	}
	const isAlone = parent?.items.length === 1;
	if (role === 'key') {
		return pairInList(place) ?? (fits(document, place, at) ? { place, role, inFlow, isAlone } : undefined);
	}
	if (role === 'none' || (role === 'item' && !inFlow && !isBehindDash(document, at))) {
		return undefined;
	}
	return !line.hasColon ? { place, role, inFlow, isAlone } : undefined;
}

/** `[a, x:]` is a list of which one item is a map of one pair: the mark itself is meant to be the item. */
function pairInList(place: Place): Located | undefined {
	const { doc, parent, path } = place;
	const list = parent && doc.parentOf(parent);
	if (!isMap(parent) || !parent.flow || parent.items.length !== 1 || !isSeq(list) || !list.flow) {
		return undefined;
	}
	const isBare = parent.range?.[0] === place.node?.range?.[0];
	return isBare
		? { place: { ...place, path: path.slice(0, -1), parent: list }, role: 'item', inFlow: true, isAlone: false }
		: undefined;
}

/** Whether nothing stands between a place and the dash before it; a parser forgives a missing one. */
function isBehindDash(document: ComposeDocument, at: number): boolean {
	return /-\s+(?:[!&]\S+\s+)*["']?$/.test(document.source.slice(Math.max(0, at - 500), at));
}

/** Whether a key of a block stands in the column of its siblings. */
function fits(document: ComposeDocument, place: Place, at: number): boolean {
	const { parent, node } = place;
	if (!isMap(parent) || parent.flow) {
		return true;
	}
	const isFirst = parent.items[0]?.key === node;
	if (isFirst && isSeq(place.doc.parentOf(parent)) && !isBehindDash(document, at)) {
		return false;
	}
	const column = (offset: number) => offset - document.source.lastIndexOf('\n', offset - 1);
	const others = parent.items.map(pair => pair.key).filter(key => key !== node);
	return others.every(key => {
		const start = (key as { range?: readonly [number, number, number] | null } | null)?.range?.[0];
		const own = node?.range?.[0] ?? at;
		return start === undefined || column(start) === column(own);
	});
}
