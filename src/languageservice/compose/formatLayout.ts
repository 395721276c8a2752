import type { CST } from 'yaml';
import { type Collection, firstOffset, headOffset, TokenEnds } from './formatTokens.ts';

/** A text change in offsets. */
export interface TextChange {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** What a document would look like: nothing in it changes what is written, only the blanks around it. */
export interface Layout {
	/** The column at which a line should begin, for the lines that move or must stay where they are. */
	readonly columns: ReadonlyMap<number, number>;
	/** Blanks between the words of a line. */
	readonly gaps: readonly TextChange[];
	/** Lines whose blanks belong to a value or a comment. */
	readonly protectedLines: ReadonlySet<number>;
	/** Lines with nothing but a comment. */
	readonly commentLines: readonly number[];
}

/** The lines of a text, numbered from 0. */
export interface Lines {
	readonly text: string;
	/** Offsets at which lines begin. */
	readonly starts: readonly number[];
	lineOf(offset: number): number;
	/** Number of blanks that a line begins with; undefined where it begins with a tab or is empty. */
	columnOf(line: number): number | undefined;
}

/** Where every line of a token stream belongs, if indented by `step`. Parts of which `mayMove` says no stay as they are. */
export function layOut(
	tokens: readonly CST.Token[],
	lines: Lines,
	step: number,
	mayMove: (startLine: number, endLine: number) => boolean,
): Layout {
	const layout = new LayoutBuilder(lines, step, mayMove);
	for (const token of tokens) {
		layout.token(token);
	}
	return layout;
}

/** The indentation of the collection that a value belongs to, before and after. */
interface Owner {
	readonly old: number;
	readonly new: number;
	/** Whether the blanks between it and what stands on its lines may change. */
	readonly moves: boolean;
}

class LayoutBuilder implements Layout {
	readonly columns = new Map<number, number>();
	readonly gaps: TextChange[] = [];
	readonly protectedLines = new Set<number>();
	readonly commentLines: number[] = [];
	readonly #lines: Lines;
	readonly #step: number;
	readonly #mayMove: (startLine: number, endLine: number) => boolean;
	readonly #ends = new TokenEnds();

	constructor(lines: Lines, step: number, mayMove: (startLine: number, endLine: number) => boolean) {
		this.#lines = lines;
		this.#step = step;
		this.#mayMove = mayMove;
	}

	token(token: CST.Token): void {
		if (token.type === 'document') {
			this.#marks(token.start);
			this.#marks(token.end);
			if (token.value) {
				this.#value(token.value, { old: -1, new: -1, moves: true }, 0);
			}
		} else if (token.type === 'comment') {
			this.#comment(token.offset);
		} else if (token.type === 'doc-end') {
			this.#marks(token.end);
		}
	}

	#value(token: CST.Token, owner: Owner, wanted: number): void {
		switch (token.type) {
			case 'block-map':
			case 'block-seq':
				this.#collection(token, owner, wanted);
				break;
			case 'block-scalar':
				this.#blockScalar(token, owner, wanted);
				break;
			case 'flow-collection':
				this.#flowMarks(token);
				this.#followingLines(token, owner, 'plain');
				break;
			case 'scalar':
				this.#marks(token.end);
				this.#followingLines(token, owner, 'plain');
				break;
			case 'single-quoted-scalar':
			case 'double-quoted-scalar':
				this.#marks(token.end);
				this.#followingLines(token, owner, 'quoted');
				break;
			case 'alias':
				this.#marks(token.end);
				break;
		}
	}

	#collection(token: Collection, owner: Owner, wanted: number): void {
		const first = this.#firstLine(token);
		const standsInline = !this.#isFirstOnLine(firstOffset(token));
		const moves =
			(owner.moves || !standsInline) &&
			this.#mayMove(first, this.#lines.lineOf(Math.max(this.#ends.end(token) - 1, 0)));
		const column = moves ? wanted : token.indent + (standsInline ? owner.new - owner.old : 0);
		const own: Owner = { old: token.indent, new: column, moves };
		for (const item of token.items) {
			this.#marks(item.start);
			this.#marks(item.sep);
			this.#head(item, column);
			if (moves) {
				this.#itemGaps(item, token.type);
			}
			if (item.key) {
				this.#value(item.key, own, column + this.#step);
			}
			if (item.value) {
				this.#value(item.value, own, this.#wantedFor(token, item.value, column));
			}
		}
	}

	#wantedFor(parent: Collection, value: CST.Token, column: number): number {
		if (parent.type === 'block-seq') {
			return column + 2;
		}
		// A list may stand right below its key; that is the author's style.
		const isFlush = value.type === 'block-seq' && value.indent === parent.indent;
		return isFlush ? column : column + this.#step;
	}

	#head(item: CST.CollectionItem, column: number): void {
		const offset = headOffset(item);
		if (offset !== undefined && this.#isFirstOnLine(offset)) {
			this.columns.set(this.#lines.lineOf(offset), column);
		}
		// An explicit key has its colon on a line of its own.
		const colon = item.sep?.find(({ type }) => type === 'map-value-ind');
		if (colon && this.#isFirstOnLine(colon.offset) && colon.offset !== offset) {
			this.columns.set(this.#lines.lineOf(colon.offset), column);
		}
	}

	#itemGaps(item: CST.CollectionItem, type: Collection['type']): void {
		if (item.start.some(({ type: kind }) => kind === 'explicit-key-ind')) {
			return;
		}
		if (type === 'block-seq') {
			this.#oneBlankEach(item.start, item.value);
			return;
		}
		const { key, sep } = item;
		const [before] = sep ?? [];
		if (before?.type === 'space' && key && key.type !== 'alias' && sep?.[1]?.type === 'map-value-ind') {
			this.gaps.push({ start: before.offset, end: before.offset + before.source.length, text: '' });
		}
		const colon = sep?.findIndex(({ type: kind }) => kind === 'map-value-ind') ?? -1;
		this.#oneBlankEach(sep?.slice(colon + 1) ?? [], item.value);
	}

	#oneBlankEach(tokens: readonly CST.SourceToken[], value: CST.Token | null | undefined): void {
		tokens.forEach((token, index) => {
			const next = tokens[index + 1] ?? value;
			const isBetween = next && next.type !== 'comment' && next.type !== 'newline';
			const isIndentation = /^[\n\uFEFF]?$/.test(this.#lines.text[token.offset - 1] ?? '');
			if (token.type === 'space' && isBetween && !isIndentation) {
				this.gaps.push({ start: token.offset, end: token.offset + token.source.length, text: ' ' });
			}
		});
	}

	#blockScalar(token: CST.BlockScalar, owner: Owner, wanted: number): void {
		let header = '';
		for (const prop of token.props) {
			this.#marks([prop as CST.SourceToken]);
			header = prop.type === 'block-scalar-header' ? (prop.source as string) : header;
		}
		const end = this.#ends.end(token);
		const first = this.#lines.lineOf(end - token.source.length);
		const last = this.#lines.lineOf(Math.max(end - 1, 0));
		const text = token.source;
		if (text === '') {
			return;
		}
		const indent = /^(?:[ \t]*\r?\n)*( *)/.exec(text)?.[1]?.length ?? 0;
		const isExplicit = /\d/.test(header);
		const shift = owner.new === owner.old ? 0 : isExplicit ? owner.new - owner.old : wanted - indent;
		for (let line = first; line <= last; line++) {
			this.protectedLines.add(line);
			const column = this.#blanksAt(line);
			if (shift !== 0 && column > 0 && (column >= indent || this.#lines.columnOf(line) !== undefined)) {
				this.columns.set(line, Math.max(column + shift, 0));
			}
		}
	}

	#blanksAt(line: number): number {
		const { text, starts } = this.#lines;
		let end = starts[line] ?? text.length;
		const start = end;
		while (text[end] === ' ') {
			end++;
		}
		return end - start;
	}

	/** The further lines of a value keep their distance to the first, but never fall back to their owner's column. */
	#followingLines(token: CST.Token, owner: Owner, kind: 'plain' | 'quoted'): void {
		const first = this.#lines.lineOf(token.offset);
		const last = this.#lines.lineOf(Math.max(this.#ends.valueEnd(token) - 1, token.offset));
		if (this.#isFirstOnLine(token.offset)) {
			this.#shiftLine(first, owner);
		}
		for (let line = first; line <= last; line++) {
			if (kind === 'quoted' && line < last) {
				this.protectedLines.add(line);
			}
			if (line > first) {
				this.#shiftLine(line, owner);
			}
		}
	}

	#shiftLine(line: number, owner: Owner): void {
		const column = this.#lines.columnOf(line);
		if (column !== undefined && !this.columns.has(line)) {
			const least = column > owner.old ? owner.new + 1 : 0;
			this.columns.set(line, Math.max(column + owner.new - owner.old, least));
		}
	}

	#flowMarks(token: CST.FlowCollection): void {
		this.#marks(token.end);
		for (const item of token.items) {
			this.#marks(item.start);
			this.#marks(item.sep);
			for (const part of [item.key, item.value]) {
				if (part?.type === 'flow-collection') {
					this.#flowMarks(part);
				} else if (part && 'end' in part) {
					this.#marks(part.end as CST.SourceToken[] | undefined);
				}
				this.#protectQuoted(part);
			}
		}
	}

	#protectQuoted(token: CST.Token | null | undefined): void {
		if (token?.type === 'double-quoted-scalar' || token?.type === 'single-quoted-scalar') {
			const last = this.#lines.lineOf(token.offset + token.source.length);
			for (let line = this.#lines.lineOf(token.offset); line < last; line++) {
				this.protectedLines.add(line);
			}
		}
	}

	#marks(tokens: readonly CST.SourceToken[] | undefined): void {
		for (const token of tokens ?? []) {
			if (token.type === 'comment') {
				this.#comment(token.offset);
			}
		}
	}

	#comment(offset: number): void {
		const line = this.#lines.lineOf(offset);
		this.protectedLines.add(line);
		if (this.#isFirstOnLine(offset)) {
			this.commentLines.push(line);
		}
	}

	#isFirstOnLine(offset: number): boolean {
		const { text } = this.#lines;
		let before = offset - 1;
		while (text[before] === ' ') {
			before--;
		}
		return before < 0 || text[before] === '\n' || text[before] === '\uFEFF';
	}

	#firstLine(token: Collection): number {
		return this.#lines.lineOf(firstOffset(token));
	}
}
