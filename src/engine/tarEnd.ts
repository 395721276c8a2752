import { engineErrorFromMessage } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { TarScanner } from './tarScanner.ts';

/** A tar ends with two empty blocks. */
const endSize = 1024;
/** Bytes of the end in which the engine's words are looked for. */
const kept = 16 * 1024;

/**
 * Watches whether an archive that the engine sends is complete. A failure in the middle has no status any more: the
 * engine writes its sentence behind what it has sent, and ends the answer as if all were well.
 */
export class TarEnd {
	readonly #scanner = new TarScanner(() => {});
	#tail: Buffer = Buffer.alloc(0);

	/** Throws when what comes is no archive, or what the engine says instead of one. */
	add(chunk: Buffer): void {
		// A copy: the chunk's memory may soon be used for another one.
		this.#tail = Buffer.concat([this.#tail, chunk.subarray(-kept)]).subarray(-kept);
		try {
			this.#scanner.push(chunk);
		} catch (error) {
			throw this.#sentence() ?? error;
		}
	}

	/** Throws what the engine said instead of the end. */
	check(): void {
		const end = this.#tail.subarray(-endSize);
		if (!this.#scanner.isEnded || end.length < endSize || end.some(byte => byte !== 0)) {
			throw this.#sentence() ?? cutOff();
		}
	}

	#sentence(): EngineError | undefined {
		const json = /\{"(?:errorDetail|message|error)":.*\}\s*$/s.exec(this.#tail.toString('utf8'))?.[0];
		const words = json && wordsOf(json);
		return words ? engineErrorFromMessage(words) : undefined;
	}
}

function cutOff(): EngineError {
	return new EngineError('failed', 'The engine ended the archive too early.', { recognised: { kind: 'cutOff' } });
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
