import type { Readable } from 'node:stream';

/** Pieces that are taken in before somebody asks for them. */
const mostAhead = 16;

/**
 * The pieces of a stream as they arrive. A stream's own iterator copies what has gathered meanwhile into one piece, which
 * makes large downloads twice as costly. Ends the stream when it is left early; rejects when the stream is cut.
 */
export async function* flowingPieces(stream: Readable): AsyncGenerator<Buffer, void> {
	const pieces: Buffer[] = [];
	let failure: { readonly error: unknown } | undefined;
	let isEnded = false;
	let wake = () => {};
	const settle = (error?: unknown) => {
		failure ??= error === undefined ? undefined : { error };
		isEnded = true;
		wake();
	};
	stream.on('data', (piece: Buffer) => {
		pieces.push(piece);
		if (pieces.length >= mostAhead) {
			stream.pause();
		}
		wake();
	});
	stream.once('end', () => settle());
	stream.once('error', settle);
	stream.once('close', () => isEnded || settle(cutOff()));
	try {
		for (;;) {
			const piece = pieces.shift();
			if (piece) {
				yield piece;
			} else if (isEnded) {
				break;
			} else {
				const arrival = new Promise<void>(resolve => {
					wake = resolve;
				});
				stream.resume();
				await arrival;
			}
		}
		if (failure) {
			throw failure.error;
		}
	} finally {
		stream.destroy();
	}
}

function cutOff(): Error {
	return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}
