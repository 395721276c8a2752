/**
 * The text of one instruction after its continuations were joined, with the way back to the document. Indexes count in
 * the joined text, offsets in the document.
 */
export class LogicalText {
	readonly #parts: string[] = [];
	readonly #starts: number[] = [];
	readonly #offsets: number[] = [];
	#length = 0;
	#text: string | undefined;

	add(part: string, offset: number): void {
		if (part.length === 0 && this.#starts.length > 0) {
			return;
		}
		this.#parts.push(part);
		this.#starts.push(this.#length);
		this.#offsets.push(offset);
		this.#length += part.length;
		this.#text = undefined;
	}

	get text(): string {
		this.#text ??= this.#parts.length === 1 ? (this.#parts[0] as string) : this.#parts.join('');
		return this.#text;
	}

	get length(): number {
		return this.#length;
	}

	/** Indexes where a further physical line begins. */
	get breaks(): readonly number[] {
		return this.#starts.slice(1);
	}

	/** Where the character at `index` stands in the document. */
	offsetAt(index: number): number {
		const segment = lastAtMost(this.#starts, index);
		return (this.#offsets[segment] ?? 0) + index - (this.#starts[segment] ?? 0);
	}

	/** Where a range that ends before `index` ends in the document: not on the line after a continuation. */
	endOffsetAt(index: number): number {
		return index === 0 ? this.offsetAt(0) : this.offsetAt(index - 1) + 1;
	}

	/** The index of a document offset; an offset in a continuation or comment counts as the end of the part before. */
	indexOf(offset: number): number {
		const segment = lastAtMost(this.#offsets, offset);
		const start = this.#starts[segment] ?? 0;
		const length = (this.#starts[segment + 1] ?? this.#length) - start;
		return start + Math.max(0, Math.min(offset - (this.#offsets[segment] ?? 0), length));
	}
}

/** The index of the last element that is not greater than `value`; 0 if there is none. */
export function lastAtMost(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((sorted[middle] as number) <= value) {
			low = middle;
		} else {
			high = middle - 1;
		}
	}
	return low;
}
