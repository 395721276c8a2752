/** What of an escape sequence has been read so far. */
type State = 'text' | 'escape' | 'csi' | 'string' | 'stringEscape' | 'charset';

const longestColour = 64;

/**
 * Makes a container's log safe to show in a terminal: colours (SGR) stay, every other escape sequence goes, control
 * characters become visible symbols, lines end as terminals want it. Sequences may be split between chunks.
 */
export class TerminalTextFilter {
	readonly #prefix: string;
	#state: State = 'text';
	#sequence = '';
	#atLineStart = true;
	#afterReturn = false;

	/** With a prefix every line starts with it, and colours end with the line. */
	constructor(prefix = '') {
		this.#prefix = prefix;
	}

	get atLineStart(): boolean {
		return this.#atLineStart;
	}

	write(chunk: string): string {
		let shown = '';
		for (const character of chunk) {
			shown += this.#state === 'text' ? this.#text(character) : this.#inSequence(character);
		}
		return shown;
	}

	#text(character: string): string {
		const code = character.codePointAt(0) as number;
		if (character === '\n') {
			this.#afterReturn = false;
			return this.#startLine() + this.#endLine();
		}
		if (character === '\r') {
			this.#afterReturn = true;
			return '';
		}
		// A return without a line feed starts the same line anew: progress bars.
		const again = this.#afterReturn && !this.#atLineStart ? this.#restartLine() : '';
		this.#afterReturn = false;
		if (code === 0x1b) {
			this.#state = 'escape';
			return again;
		}
		if (code === 0x9b || code === 0x90 || code === 0x9d || code === 0x98 || code === 0x9e || code === 0x9f) {
			this.#enter(code === 0x9b ? 'csi' : 'string');
			return again;
		}
		return again + this.#startLine() + visible(character, code);
	}

	#inSequence(character: string): string {
		const code = character.codePointAt(0) as number;
		if (character === '\n' && this.#state !== 'string') {
			this.#state = 'text';
			return this.#text(character);
		}
		switch (this.#state) {
			case 'escape':
				this.#afterEscape(character, code);
				return '';
			case 'charset':
				this.#state = 'text';
				return '';
			case 'csi':
				return this.#inCsi(character, code);
			case 'stringEscape':
				this.#state = character === '\\' ? 'text' : 'string';
				return '';
			default:
				return this.#inString(character, code);
		}
	}

	#afterEscape(character: string, code: number): void {
		if (character === '[') {
			this.#enter('csi');
		} else if (']PX^_'.includes(character)) {
			this.#enter('string');
		} else if (code >= 0x20 && code <= 0x2f) {
			this.#state = 'charset';
		} else if (code !== 0x1b) {
			this.#state = 'text';
		}
	}

	#inCsi(character: string, code: number): string {
		if (code === 0x1b) {
			this.#state = 'escape';
			return '';
		}
		if (code < 0x40 || code > 0x7e) {
			this.#sequence += character;
			return '';
		}
		this.#state = 'text';
		const isColour = character === 'm' && this.#sequence.length <= longestColour && /^[\d;:]*$/.test(this.#sequence);
		return isColour ? `${this.#startLine()}\x1b[${this.#sequence}m` : '';
	}

	/** A title, a link, a device command: swallowed up to its end, or to the end of the line so that no log is lost. */
	#inString(character: string, code: number): string {
		if (code === 0x1b) {
			this.#state = 'stringEscape';
		} else if (code === 0x07 || code === 0x9c) {
			this.#state = 'text';
		} else if (character === '\n') {
			this.#state = 'text';
			return this.#text(character);
		}
		return '';
	}

	#enter(state: State): void {
		this.#state = state;
		this.#sequence = '';
	}

	#startLine(): string {
		if (!this.#atLineStart) {
			return '';
		}
		this.#atLineStart = false;
		return this.#prefix;
	}

	#restartLine(): string {
		return `\r\x1b[K${this.#prefix}`;
	}

	#endLine(): string {
		this.#atLineStart = true;
		return this.#prefix === '' ? '\r\n' : '\x1b[0m\r\n';
	}
}

function visible(character: string, code: number): string {
	if (character === '\t' || (code >= 0x20 && code < 0x7f)) {
		return character;
	}
	if (code < 0x20) {
		return String.fromCodePoint(0x2400 + code);
	}
	if (code === 0x7f) {
		return '\u2421';
	}
	return code < 0xa0 ? '\ufffd' : character;
}
