import { Duplex, type Readable, type Writable } from 'node:stream';

/** Two streams that make one connection; a socket is both. */
export interface Ends {
	readonly readable: Readable;
	readonly writable: Writable;
	close(): void;
}

/**
 * A connection an http agent can have at once, while it is still being made: an agent counts only the connections it
 * has, and would open one for every waiting call.
 */
export class RelaySocket extends Duplex {
	readonly #connect: () => Promise<Ends>;
	#ends: Ends | undefined;

	constructor(connect: () => Promise<Ends>) {
		super();
		this.#connect = connect;
	}

	override _construct(callback: (error?: Error | null) => void): void {
		this.#connect().then(ends => {
			this.#attach(ends);
			callback();
		}, callback);
	}

	override _read(): void {
		this.#ends?.readable.resume();
	}

	override _write(chunk: Buffer, _: BufferEncoding, callback: (error?: Error | null) => void): void {
		this.#ends?.writable.write(chunk, callback);
	}

	override _final(callback: (error?: Error | null) => void): void {
		this.#ends?.writable.end(() => callback());
	}

	override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
		this.#ends?.close();
		callback(error);
	}

	#attach(ends: Ends): void {
		this.#ends = ends;
		ends.readable.on('data', chunk => {
			if (!this.push(chunk)) {
				ends.readable.pause();
			}
		});
		ends.readable.on('end', () => this.push(null));
		for (const end of new Set([ends.readable, ends.writable])) {
			end.on('error', error => this.destroy(error));
		}
	}

	/** What http asks of a socket; there is nothing to set here. */
	setTimeout(): this {
		return this;
	}

	setNoDelay(): this {
		return this;
	}

	setKeepAlive(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}
}
