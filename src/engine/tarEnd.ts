import { engineErrorFromMessage } from './errorMapping.ts';
import { EngineError } from './errors.ts';

/** A tar ends with two empty blocks. */
const endSize = 1024;
const kept = 16 * 1024;

/**
 * Watches whether an archive that the engine sends is complete. A failure in the middle has no status any more: the
 * engine writes its sentence behind what it has sent, and ends the answer as if all were well.
 */
export class TarEnd {
	#tail: Buffer = Buffer.alloc(0);

	add(chunk: Buffer): void {
		this.#tail = chunk.length >= kept ? chunk : Buffer.concat([this.#tail.subarray(-kept), chunk]);
	}

	/** Throws what the engine said instead of the end. */
	check(): void {
		const end = this.#tail.subarray(-endSize);
		if (end.length < endSize || end.some(byte => byte !== 0)) {
			throw failureIn(this.#tail.toString('utf8'));
		}
	}
}

/** Passes on an archive that the engine sends, and throws when it is not complete. */
export async function* wholeTar(answer: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	const end = new TarEnd();
	for await (const chunk of answer) {
		end.add(chunk);
		yield chunk;
	}
	end.check();
}

function failureIn(tail: string): EngineError {
	const json = /\{"(?:errorDetail|message|error)":.*\}\s*$/s.exec(tail)?.[0];
	const words = json && wordsOf(json);
	return words
		? engineErrorFromMessage(words)
		: new EngineError('failed', 'The engine ended the archive too early.', { recognised: { kind: 'cutOff' } });
}

function wordsOf(json: string): string | undefined {
	try {
		const { errorDetail, error, message } = JSON.parse(json);
		const words: unknown = errorDetail?.message ?? error ?? message;
		return typeof words === 'string' ? words : undefined;
	} catch {
		return undefined;
	}
}
