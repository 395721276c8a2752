export interface MultiplexedPiece {
	readonly stream: 'stdout' | 'stderr';
	readonly data: Buffer;
	/** First and last piece of its frame; frames that are larger than a chunk come in several pieces. */
	readonly startsFrame: boolean;
	readonly endsFrame: boolean;
}

const headerLength = 8;

/**
 * Takes the engine's multiplexed stream apart: frames of a header (stream, three zeros, length) and a payload. Payloads
 * are passed on as they arrive, as views upon the chunks; nothing is copied or kept but a header cut by a chunk's end.
 */
export class Demultiplexer {
	readonly #header = Buffer.alloc(headerLength);
	#headerFilled = 0;
	#stream: 'stdout' | 'stderr' = 'stdout';
	#missing = 0;
	#starts = false;

	/** The pieces in a chunk, in order. */
	*push(chunk: Buffer): Generator<MultiplexedPiece> {
		let offset = 0;
		while (offset < chunk.length) {
			if (this.#missing === 0) {
				offset += this.#readHeader(chunk, offset);
				continue;
			}
			const data = chunk.subarray(offset, offset + this.#missing);
			offset += data.length;
			this.#missing -= data.length;
			const startsFrame = this.#starts;
			this.#starts = false;
			yield { stream: this.#stream, data, startsFrame, endsFrame: this.#missing === 0 };
		}
	}

	#readHeader(chunk: Buffer, offset: number): number {
		const taken = chunk.copy(this.#header, this.#headerFilled, offset, offset + headerLength - this.#headerFilled);
		this.#headerFilled += taken;
		if (this.#headerFilled === headerLength) {
			this.#headerFilled = 0;
			this.#stream = this.#header[0] === 2 || this.#header[0] === 3 ? 'stderr' : 'stdout';
			this.#missing = this.#header.readUInt32BE(4);
			this.#starts = true;
		}
		return taken;
	}
}

/** As `Demultiplexer`, pulled: the source is read only as fast as its consumer goes. */
export async function* demultiplex(source: AsyncIterable<Buffer>): AsyncGenerator<MultiplexedPiece> {
	const demultiplexer = new Demultiplexer();
	for await (const chunk of source) {
		yield* demultiplexer.push(chunk);
	}
}
