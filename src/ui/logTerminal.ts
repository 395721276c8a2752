import type { Pseudoterminal } from 'vscode';
import { Emitter } from '../base/event.ts';
import { TerminalTextFilter } from './terminalText.ts';

const longestLine = 1024 * 1024;

export interface LogSource {
	/** Written before each line; empty for a single source. */
	readonly prefix: string;
	read(signal: AbortSignal): AsyncIterable<{ readonly stream: 'stdout' | 'stderr'; readonly text: string }>;
	/** The line below the last one. */
	ended(error: unknown): string;
}

/** Shows the logs of one or several containers; nothing can be typed into it but Ctrl+C, which stops the following. */
export class LogTerminal implements Pseudoterminal {
	readonly #sources: readonly LogSource[];
	readonly #wrote = new Emitter<string>();
	readonly onDidWrite = this.#wrote.event;
	readonly #controller = new AbortController();
	readonly opened: Promise<void>;
	/** Settles when every source has been read to its end, or the terminal was closed. Never rejects. */
	readonly finished: Promise<void>;
	#begin: (() => void) | undefined;

	constructor(sources: readonly LogSource[]) {
		this.#sources = sources;
		this.opened = new Promise(resolve => {
			this.#begin = resolve;
		});
		this.finished = this.opened.then(() => this.#showAll());
	}

	open(): void {
		this.#begin?.();
	}

	close(): void {
		this.#controller.abort();
		this.#begin?.();
	}

	handleInput(data: string): void {
		if (data === '\x03') {
			this.#controller.abort();
		}
	}

	async #showAll(): Promise<void> {
		await Promise.all(this.#sources.map(source => this.#show(source)));
	}

	async #show(source: LogSource): Promise<void> {
		const writers =
			this.#sources.length > 1
				? { stdout: new LineWriter(source.prefix), stderr: new LineWriter(source.prefix) }
				: sameForBoth(new TextWriter());
		let failure: unknown;
		try {
			for await (const { stream, text } of source.read(this.#controller.signal)) {
				this.#fire(writers[stream].write(text));
			}
		} catch (error) {
			failure = error;
		}
		for (const writer of new Set([writers.stdout, writers.stderr])) {
			this.#fire(writer.end());
		}
		if (!this.#controller.signal.aborted) {
			this.#fire(`\x1b[0m\x1b[2m${source.ended(failure)}\x1b[0m\r\n`);
		}
	}

	#fire(text: string): void {
		if (text !== '') {
			this.#wrote.fire(text);
		}
	}
}

interface Writer {
	write(text: string): string;
	end(): string;
}

function sameForBoth(writer: Writer): Record<'stdout' | 'stderr', Writer> {
	return { stdout: writer, stderr: writer };
}

/** Of a single source: everything at once, a prompt without a line feed too. */
class TextWriter implements Writer {
	readonly #filter = new TerminalTextFilter();

	write(text: string): string {
		return this.#filter.write(text);
	}

	end(): string {
		return this.#filter.atLineStart ? '' : this.#filter.write('\n');
	}
}

/** Of one among several: whole lines only, so that lines of different sources never mix. */
class LineWriter implements Writer {
	readonly #filter: TerminalTextFilter;
	#rest = '';

	constructor(prefix: string) {
		this.#filter = new TerminalTextFilter(prefix);
	}

	write(text: string): string {
		const known = this.#rest + text;
		const end = known.length > longestLine ? known.length : known.lastIndexOf('\n') + 1;
		this.#rest = known.slice(end);
		return this.#filter.write(known.slice(0, end));
	}

	end(): string {
		const shown = this.#filter.write(this.#rest);
		this.#rest = '';
		return this.#filter.atLineStart ? shown : shown + this.#filter.write('\n');
	}
}
