import type { Readable } from 'node:stream';

const mostCharacters = 4_096;
/** Milliseconds. What a program said earlier does not explain a failure now. */
const freshness = 5_000;

/** Keeps the end of what a program writes to its error output. */
export class StderrText {
	#text = '';
	#writtenAt = 0;

	constructor(stream: Readable) {
		stream.setEncoding('utf8');
		stream.on('data', (chunk: string) => {
			this.#text = (this.#text + chunk).slice(-mostCharacters);
			this.#writtenAt = Date.now();
		});
		stream.on('error', () => {});
	}

	/** The last line, which is where ssh says why it gives up; empty when that was not lately. */
	get lately(): string {
		return Date.now() - this.#writtenAt < freshness ? this.lastLine : '';
	}

	get lastLine(): string {
		const lines = this.#text.split(/[\r\n]+/).map(line => line.replace(/[\x00-\x1f\x7f-\x9f]/g, '').trim());
		return (
			lines
				.filter(line => line !== '')
				.at(-1)
				?.slice(0, 300) ?? ''
		);
	}
}
