import { engineErrorFromMessage } from './errorMapping.ts';
import { EngineError } from './errors.ts';

/** A tar ends with two empty blocks. */
const endSize = 1024;
const kept = 16 * 1024;

/**
 * Passes on an archive that the engine sends, and throws when it is not complete. A failure in the middle has no status
 * any more: the engine writes its sentence behind what it has sent, and ends the answer as if all were well.
 */
export async function* wholeTar(answer: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	let tail: Buffer = Buffer.alloc(0);
	for await (const chunk of answer) {
		tail = chunk.length >= kept ? chunk : Buffer.concat([tail.subarray(-kept), chunk]);
		yield chunk;
	}
	const end = tail.subarray(-endSize);
	if (end.length < endSize || end.some(byte => byte !== 0)) {
		throw failureIn(tail.toString('utf8'));
	}
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
