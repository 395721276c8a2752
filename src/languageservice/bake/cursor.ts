/** Where in a bake file the cursor stands, told from the text before it alone, so that half-typed text is no hindrance. */
export interface BakeCursor {
	/** `undefined` at the top level. */
	readonly block: string | undefined;
	/** The block inside a block. */
	readonly inner: string | undefined;
	/** The attribute whose value is being written. */
	readonly attribute: string | undefined;
	/** The key of the map entry whose value is being written. */
	readonly key: string | undefined;
	/** `name`: of a block or attribute; `label`: of a block; `key`: in a map. */
	readonly role: 'name' | 'label' | 'key' | 'value' | 'none';
	readonly isInList: boolean;
	/** The text of the string before the cursor; undefined outside of strings. */
	readonly typed: string | undefined;
	/** Whether the cursor is inside `${…}`. */
	readonly isInTemplate: boolean;
	/** Where the word before the cursor begins. */
	readonly wordStart: number;
}

interface Frame {
	readonly kind: 'body' | 'object' | 'list' | 'call' | 'string' | 'template';
	/** Type of a block; where a string begins. */
	readonly type?: string;
	readonly start: number;
}

export function cursorAt(source: string, offset: number): BakeCursor {
	return new CursorScan(source, offset).result();
}

class CursorScan {
	readonly #source: string;
	readonly #offset: number;
	#at = 0;
	readonly #stack: Frame[] = [];
	#isComment = false;
	/** Words since the last end of a line or entry at body level. */
	#words: string[] = [];
	#attribute: string | undefined;
	#key: string | undefined;
	/** Whether an `=` or `:` came since the last entry began. */
	#isValue = false;

	constructor(source: string, offset: number) {
		this.#source = source;
		this.#offset = offset;
		while (this.#at < offset) {
			this.#step();
		}
	}

	result(): BakeCursor {
		const wordStart = this.#wordStart();
		const bodies = this.#stack.filter(frame => frame.kind === 'body');
		const strings = this.#stack.filter(frame => frame.kind === 'string');
		const inString = this.#top()?.kind === 'string' ? strings.at(-1) : undefined;
		return {
			block: bodies[0]?.type,
			inner: bodies[1]?.type,
			attribute: this.#attribute,
			key: this.#key,
			role: this.#isComment ? 'none' : this.#role(),
			isInList: this.#stack.some(frame => frame.kind === 'list'),
			typed: inString ? this.#source.slice(inString.start, this.#offset) : undefined,
			isInTemplate: this.#stack.some(frame => frame.kind === 'template'),
			wordStart,
		};
	}

	#role(): BakeCursor['role'] {
		const frame = this.#top();
		const outer = frame?.kind === 'string' ? this.#stack.at(-2) : frame;
		if (outer?.kind === 'object') {
			return this.#isValue ? 'value' : 'key';
		}
		if (outer !== undefined && outer.kind !== 'body') {
			return 'value';
		}
		if (this.#attribute !== undefined) {
			return 'value';
		}
		const before = this.#words.length - (this.#wordStart() < this.#offset && frame?.kind !== 'string' ? 1 : 0);
		return before <= 0 && frame?.kind !== 'string' ? 'name' : 'label';
	}

	#wordStart(): number {
		const inString = this.#top()?.kind === 'string';
		const word = (inString ? /[^\s"'/${},:=]*$/ : /[\p{L}\p{N}_-]*$/u).exec(this.#source.slice(0, this.#offset));
		return word?.index ?? this.#offset;
	}

	#top(): Frame | undefined {
		return this.#stack.at(-1);
	}

	#step(): void {
		if (this.#top()?.kind === 'string') {
			this.#stepInString();
			return;
		}
		const rest = this.#source.slice(this.#at, this.#at + 2);
		const character = rest[0] as string;
		if (character === '#' || rest === '//') {
			this.#skipComment('\n');
		} else if (rest === '/*') {
			this.#skipComment('*/');
		} else if (rest === '<<' && this.#skipHeredoc()) {
			return;
		} else if (/[\p{L}_]/u.test(character)) {
			this.#word();
		} else {
			this.#symbol(character);
			this.#at++;
		}
	}

	#stepInString(): void {
		const rest = this.#source.slice(this.#at, this.#at + 3);
		if (rest.startsWith('\\')) {
			this.#at += 2;
		} else if (rest === '$${' || rest === '%%{') {
			this.#at += 3;
		} else if (rest.startsWith('${') || rest.startsWith('%{')) {
			this.#at += 2;
			this.#stack.push({ kind: 'template', start: this.#at });
		} else {
			if (/["\n]/.test(rest[0] as string)) {
				this.#endString(rest.startsWith('\n'));
			}
			this.#at++;
		}
	}

	#endString(isBroken: boolean): void {
		const frame = this.#stack.pop() as Frame;
		this.#words.push(this.#source.slice(frame.start, this.#at));
		if (isBroken) {
			this.#newline();
		}
	}

	#skipComment(closing: string): void {
		const end = this.#source.indexOf(closing, this.#at + 1);
		const stop = end < 0 ? this.#source.length : closing === '\n' ? end : end + 2;
		this.#isComment = stop >= this.#offset && !(closing === '*/' && end >= 0 && stop === this.#offset);
		this.#at = stop;
	}

	#skipHeredoc(): boolean {
		const opening = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy;
		opening.lastIndex = this.#at;
		const match = opening.exec(this.#source);
		if (!match) {
			return false;
		}
		const closing = new RegExp(`^[ \\t]*${match[1]}[ \\t]*\\r?$`, 'gmu');
		closing.lastIndex = this.#at + match[0].length;
		const close = closing.exec(this.#source);
		const stop = close ? close.index + close[0].length : this.#source.length;
		this.#isComment = stop >= this.#offset;
		this.#at = stop;
		return true;
	}

	#word(): void {
		const pattern = /[\p{L}_][\p{L}\p{N}_-]*/uy;
		pattern.lastIndex = this.#at;
		const word = pattern.exec(this.#source)?.[0] ?? '?';
		this.#at = Math.min(this.#at + word.length, this.#offset);
		this.#words.push(word);
	}

	#symbol(character: string): void {
		const frame = this.#top();
		if (character === '"') {
			this.#stack.push({ kind: 'string', start: this.#at + 1 });
		} else if (character === '\n') {
			this.#newline();
		} else if (character === '=' || character === ':') {
			this.#equals();
		} else if (character === ',' && frame?.kind === 'object') {
			this.#isValue = false;
			this.#key = undefined;
			this.#words = [];
		} else if (/[{[(]/.test(character)) {
			this.#open(character);
		} else if (/[}\])]/.test(character)) {
			this.#close();
		}
	}

	#newline(): void {
		const kind = this.#top()?.kind;
		if (kind === undefined || kind === 'body') {
			this.#attribute = undefined;
			this.#words = [];
		} else if (kind === 'object') {
			this.#isValue = false;
			this.#key = undefined;
			this.#words = [];
		}
	}

	#equals(): void {
		const kind = this.#top()?.kind;
		const isComparison = /[=!<>]/.test(this.#source[this.#at - 1] ?? '') || this.#source[this.#at + 1] === '=';
		if (isComparison) {
			return;
		}
		if (kind === undefined || kind === 'body') {
			this.#attribute ??= this.#words.at(-1);
		} else if (kind === 'object' && !this.#isValue) {
			this.#key = this.#words.at(-1);
			this.#isValue = true;
		}
	}

	#open(character: string): void {
		const frame = this.#top();
		if (character === '{' && (frame === undefined || frame.kind === 'body') && this.#attribute === undefined) {
			this.#stack.push({ kind: 'body', type: this.#words[0] ?? '', start: this.#at });
			this.#words = [];
			return;
		}
		const kind = character === '{' ? 'object' : character === '[' ? 'list' : 'call';
		this.#stack.push({ kind, start: this.#at });
		if (kind === 'object') {
			this.#isValue = false;
			this.#key = undefined;
			this.#words = [];
		}
	}

	#close(): void {
		const frame = this.#stack.pop();
		if (frame?.kind === 'body') {
			this.#words = [];
			this.#attribute = undefined;
		} else if (this.#top()?.kind === 'object') {
			this.#isValue = true;
		}
	}
}
