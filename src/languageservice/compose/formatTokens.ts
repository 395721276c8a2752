import type { CST } from 'yaml';

export type Collection = CST.BlockMap | CST.BlockSequence;

const isMark = ({ type }: CST.SourceToken) => type !== 'space' && type !== 'newline' && type !== 'comment';

/** Where an item really begins: past the blanks and comments above it. */
export function headOffset(item: CST.CollectionItem): number | undefined {
	return (item.start.find(isMark) ?? item.key ?? item.sep?.find(isMark) ?? item.value)?.offset;
}

export function firstOffset(token: Collection): number {
	for (const item of token.items) {
		const offset = headOffset(item);
		if (offset !== undefined) {
			return offset;
		}
	}
	return token.offset;
}

/** Where tokens end, each measured once. */
export class TokenEnds {
	readonly #ends = new Map<CST.Token, number>();

	/** Where a value ends, without the blanks and comments behind it. */
	valueEnd(token: CST.Token): number {
		if (token.type === 'flow-collection') {
			const close = token.end[0];
			return close ? close.offset + close.source.length : this.end(token);
		}
		return token.offset + ('source' in token ? token.source.length : 0);
	}

	end(token: CST.Token): number {
		let end = this.#ends.get(token);
		if (end === undefined) {
			end = this.#measure(token);
			this.#ends.set(token, end);
		}
		return end;
	}

	#measure(token: CST.Token): number {
		let end = token.offset + ('source' in token ? token.source.length : 0);
		if (token.type === 'block-scalar') {
			const last = token.props.at(-1);
			const from = last && 'source' in last ? last.offset + last.source.length : token.offset;
			return from + token.source.length;
		}
		const see = (part: CST.Token | null | undefined) => {
			end = part ? Math.max(end, this.end(part)) : end;
		};
		if (token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection') {
			for (const { start, key, sep, value } of token.items) {
				see(start.at(-1));
				see(key);
				see(sep?.at(-1));
				see(value);
			}
		}
		if (token.type === 'flow-collection') {
			see(token.end[0]);
		}
		return end;
	}
}
