/** Bytes. Engines send much smaller pieces, of which each costs time at every step of its way. */
export const pieceSize = 512 * 1024;

/**
 * A large buffer for what moves on. Many of them bring V8 to clear all its memory again and again, which takes longer than
 * the moving, so who is the last to use one gives it back. Who does not leaves it to V8.
 */
export function takePiece(): Buffer {
	const memory = free.pop() ?? new ArrayBuffer(pieceSize);
	lent.add(memory);
	return Buffer.from(memory);
}

/** A piece or a part of one; nobody may use any part of it any more. Other buffers stay what they are. */
export function givePieceBack({ buffer }: Buffer): void {
	if (lent.delete(buffer) && free.length < mostFree) {
		free.push(buffer as ArrayBuffer);
	}
}

const free: ArrayBuffer[] = [];
const lent = new WeakSet<ArrayBufferLike>();
/** As many as one stream has under way. */
const mostFree = 8;
