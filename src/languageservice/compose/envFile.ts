import { substitute } from './interpolation.ts';

/** One line of an env file. Offsets are in its text. */
export interface EnvEntry {
	readonly name: string;
	/** Undefined for a name alone that is passed on from the environment. */
	readonly value: string | undefined;
	readonly start: number;
	readonly end: number;
	readonly line: number;
}

export interface EnvFile {
	readonly entries: readonly EnvEntry[];
	/** What makes Compose refuse the whole file. */
	readonly problem: { readonly text: string; readonly line: number } | undefined;
}

/**
 * Reads an env file as Compose does: quotes, escapes, comments, `export`, and variables that were set before or that the
 * environment has.
 */
export function parseEnvFile(text: string, lookup: (name: string) => string | undefined = () => undefined): EnvFile {
	return new EnvReader(text, lookup).read();
}

/** Reads an env file of the format `raw`: every line as it is, without quotes or variables. */
export function parseRawEnvFile(text: string): EnvFile {
	const entries: EnvEntry[] = [];
	let start = 0;
	for (const [line, raw] of text.split('\n').entries()) {
		const content = raw.replace(/^\s+|\r$/g, '');
		const name = content.split('=')[0] as string;
		if (content !== '' && !content.startsWith('#')) {
			if (name === '' || /\s/.test(name)) {
				return { entries, problem: { text: `no variable name without blanks in "${name}"`, line } };
			}
			const value = content.includes('=') ? content.slice(name.length + 1) : undefined;
			entries.push({ name, value, start, end: start + name.length, line });
		}
		start += raw.length + 1;
	}
	return { entries, problem: undefined };
}

class EnvReader {
	readonly #text: string;
	readonly #lookup: (name: string) => string | undefined;
	readonly #values = new Map<string, string>();
	readonly #entries: EnvEntry[] = [];
	#position = 0;
	#line = 0;
	#counted = 0;

	constructor(text: string, lookup: (name: string) => string | undefined) {
		this.#text = text.replaceAll('\r\n', '\n');
		this.#lookup = lookup;
	}

	read(): EnvFile {
		if (this.#text.startsWith('\uFEFF')) {
			this.#position = 1;
		}
		while (this.#skipToStatement()) {
			const problem = this.#statement();
			if (problem !== undefined) {
				return { entries: this.#entries, problem: { text: problem, line: this.#lineAt(this.#position) } };
			}
		}
		return { entries: this.#entries, problem: undefined };
	}

	#lineAt(offset: number): number {
		for (; this.#counted < offset; this.#counted++) {
			if (this.#text[this.#counted] === '\n') {
				this.#line++;
			}
		}
		return this.#line;
	}

	#skipToStatement(): boolean {
		for (;;) {
			while (this.#position < this.#text.length && /\s/.test(this.#text[this.#position] as string)) {
				this.#position++;
			}
			if (this.#text[this.#position] !== '#') {
				return this.#position < this.#text.length;
			}
			const end = this.#text.indexOf('\n', this.#position);
			this.#position = end < 0 ? this.#text.length : end;
		}
	}

	#statement(): string | undefined {
		const exported = /export[^\S\n]+/y;
		exported.lastIndex = this.#position;
		this.#position += exported.exec(this.#text)?.[0].length ?? 0;
		const start = this.#position;
		let index = start;
		while (index < this.#text.length && !/[=:\n]/.test(this.#text[index] as string)) {
			if (!/[\p{L}\p{N}_.\-[\]]|[^\S\n]/u.test(this.#text[index] as string)) {
				return `unexpected character "${this.#text[index]}" in variable name`;
			}
			index++;
		}
		const name = this.#text.slice(start, index).trimEnd();
		if (/\s/.test(name)) {
			return 'key cannot contain a space';
		}
		const line = this.#lineAt(start);
		const isInherited = this.#text[index] === undefined || this.#text[index] === '\n';
		this.#position = index + 1;
		if (isInherited) {
			const value = this.#lookup(name);
			this.#add({ name, value, start, end: start + name.length, line });
			return undefined;
		}
		const read = this.#value();
		if (typeof read !== 'object') {
			return read;
		}
		this.#add({ name, value: read.value, start, end: start + name.length, line });
		return undefined;
	}

	#add(entry: EnvEntry): void {
		this.#entries.push(entry);
		if (entry.value !== undefined) {
			this.#values.set(entry.name, entry.value);
		}
	}

	#value(): { value: string } | string {
		while (/[^\S\n]/.test(this.#text[this.#position] ?? '\n')) {
			this.#position++;
		}
		const quote = this.#text[this.#position];
		return quote === '"' || quote === "'" ? this.#quoted(quote) : this.#plain();
	}

	#plain(): { value: string } | string {
		const next = this.#text.indexOf('\n', this.#position);
		const end = next < 0 ? this.#text.length : next;
		const raw = this.#text.slice(this.#position, end);
		// A "#" right behind the equals sign begins no comment, whatever blanks stand between.
		const value = this.#expand((raw.split(' #')[0] as string).trim());
		this.#position = value === undefined ? this.#position : end;
		return value === undefined ? `invalid template: ${raw}` : { value };
	}

	#quoted(quote: string): { value: string } | string {
		const start = this.#position + 1;
		let index = start;
		while (index < this.#text.length && this.#text[index] !== quote) {
			index += this.#text[index] === '\\' ? 2 : 1;
		}
		if (index >= this.#text.length) {
			return 'unterminated quoted value';
		}
		const raw = this.#text.slice(start, index);
		if (quote === "'") {
			this.#position = index + 1;
			return { value: raw.replaceAll("\\'", "'") };
		}
		const value = this.#expand(unescaped(raw));
		this.#position = value === undefined ? this.#position : index + 1;
		return value === undefined ? `invalid template: ${raw}` : { value };
	}

	#expand(text: string): string | undefined {
		const lookup = (name: string) => this.#lookup(name) ?? this.#values.get(name);
		const { text: value, problems } = substitute(text, lookup);
		return problems.some(problem => problem.kind !== 'unset') ? undefined : value;
	}
}

const escapes: Readonly<Record<string, string>> = {
	n: '\n',
	r: '\r',
	t: '\t',
	a: '\x07',
	b: '\b',
	f: '\f',
	v: '\v',
	'"': '"',
	'\\': '\\',
};

function unescaped(text: string): string {
	return text.replace(/\\(.)/g, (whole, character: string) =>
		character === '$' ? '$$' : (escapes[character] ?? whole),
	);
}
