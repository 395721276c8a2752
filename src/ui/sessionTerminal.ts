import { StringDecoder } from 'node:string_decoder';
import type { Pseudoterminal, TerminalDimensions } from 'vscode';
import { Emitter } from '../base/event.ts';
import type { ExecSession } from '../engine/exec.ts';

export interface TerminalSize {
	readonly columns?: number;
	readonly rows?: number;
}

export interface SessionWords {
	readonly greeting?: string;
	ended(exitCode: number): string;
	lost(reason: string): string;
}

const largestWrite = 8 * 1024;
const interrupt = '\x03';

/** A process in a container as VS Code's terminal sees it: bytes in order both ways, resizes, and how it ended. */
export class SessionTerminal implements Pseudoterminal {
	readonly #openSession: (size: TerminalSize) => Promise<ExecSession>;
	readonly #words: SessionWords;
	readonly #wrote = new Emitter<string>();
	readonly onDidWrite = this.#wrote.event;
	readonly #closed = new Emitter<number | undefined>();
	readonly onDidClose = this.#closed.event;
	/** Settles when the session is open or could not be opened. */
	readonly opened: Promise<void>;
	#settleOpened: { resolve(): void; reject(error: unknown): void } | undefined;
	#session: ExecSession | undefined;
	#size: TerminalSize = {};
	#pending: Buffer[] = [];
	#writing = false;
	#state: 'opening' | 'open' | 'ended' | 'closed' = 'opening';

	constructor(openSession: (size: TerminalSize) => Promise<ExecSession>, words: SessionWords) {
		this.#openSession = openSession;
		this.#words = words;
		this.opened = new Promise((resolve, reject) => {
			this.#settleOpened = { resolve, reject };
		});
	}

	open(dimensions: TerminalDimensions | undefined): void {
		this.#size = dimensions ? { columns: dimensions.columns, rows: dimensions.rows } : {};
		const asked = this.#size;
		this.#openSession(asked).then(
			session => this.#start(session, asked),
			error => this.#settleOpened?.reject(error),
		);
	}

	close(): void {
		this.#state = 'closed';
		this.#pending = [];
		this.#session?.close();
		this.#settleOpened?.resolve();
	}

	setDimensions(dimensions: TerminalDimensions): void {
		this.#size = { columns: dimensions.columns, rows: dimensions.rows };
		if (this.#state === 'open') {
			// A process that has just ended cannot be resized; its end is about to be shown.
			this.#session?.resize(dimensions.columns, dimensions.rows).catch(() => {});
		}
	}

	handleInput(data: string): void {
		if (this.#state === 'ended') {
			if (data === '\r') {
				this.#closed.fire(undefined);
			}
			return;
		}
		if (data === interrupt) {
			// What was pasted and not yet sent is what the user wants to stop.
			this.#pending = [];
		}
		const bytes = Buffer.from(data, 'utf8');
		for (let offset = 0; offset < bytes.length; offset += largestWrite) {
			this.#pending.push(bytes.subarray(offset, offset + largestWrite));
		}
		this.#writePending();
	}

	#start(session: ExecSession, asked: TerminalSize): void {
		if (this.#state === 'closed') {
			session.close();
			return;
		}
		this.#session = session;
		this.#state = 'open';
		if (this.#words.greeting !== undefined) {
			this.#wrote.fire(`\x1b[2m${this.#words.greeting}\x1b[0m\r\n`);
		}
		if (this.#size !== asked && this.#size.columns && this.#size.rows) {
			session.resize(this.#size.columns, this.#size.rows).catch(() => {});
		}
		const outputEnded = this.#showOutput(session);
		session.input.on('error', () => {});
		session.exit.then(
			code => outputEnded.then(() => this.#end(code)),
			(error: unknown) => this.#lose(error),
		);
		this.#settleOpened?.resolve();
		this.#writePending();
	}

	#showOutput(session: ExecSession): Promise<void> {
		const decoder = new StringDecoder('utf8');
		session.output.on('data', (chunk: Buffer) => {
			const text = decoder.write(chunk);
			if (text !== '') {
				this.#wrote.fire(text);
			}
		});
		return new Promise(resolve => {
			const finish = () => {
				const rest = decoder.end();
				if (rest !== '') {
					this.#wrote.fire(rest);
				}
				resolve();
			};
			session.output.once('end', finish);
			session.output.once('close', resolve);
			session.output.once('error', resolve);
		});
	}

	/** One write at a time; a full pipe is waited for, so that a large paste arrives whole and in order. */
	#writePending(): void {
		if (this.#writing || this.#state !== 'open') {
			return;
		}
		const input = this.#session?.input;
		while (input && this.#pending.length > 0) {
			const chunk = this.#pending.shift() as Buffer;
			if (!input.write(chunk)) {
				this.#writing = true;
				input.once('drain', () => {
					this.#writing = false;
					this.#writePending();
				});
				return;
			}
		}
	}

	#end(code: number): void {
		if (this.#state === 'closed') {
			return;
		}
		this.#state = 'ended';
		if (code === 0) {
			this.#closed.fire(0);
		} else {
			this.#wrote.fire(`\r\n\x1b[0m\x1b[2m${this.#words.ended(code)}\x1b[0m\r\n`);
		}
	}

	#lose(error: unknown): void {
		if (this.#state === 'closed') {
			return;
		}
		this.#state = 'ended';
		const reason = error instanceof Error ? error.message : String(error);
		this.#wrote.fire(`\r\n\x1b[0m\x1b[31m${this.#words.lost(reason)}\x1b[0m\r\n`);
	}
}
