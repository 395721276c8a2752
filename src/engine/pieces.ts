/** Bytes. Engines send much smaller pieces, of which each costs time at every step of its way. */
export const pieceSize = 512 * 1024;

/**
 * A large buffer for what moves on. Many of them bring V8 to clear all its memory again and again, which takes longer than
 * the moving, so who is the last to use one gives it back. Who does not leaves it to V8.
 */
export function takePiece(): Buffer {
	return lend(Buffer.from(free.pop() ?? new ArrayBuffer(pieceSize)));
}

/** The part of a piece that has something in it, instead of the piece. */
export function partOfPiece(piece: Buffer, begin: number, end: number): Buffer {
	const part = piece.subarray(begin, end);
	return lent.delete(piece) ? lend(part) : part;
}

/** Exactly what was taken; other buffers, parts that others have made too, stay what they are. */
export function givePieceBack(piece: Buffer): void {
	if (lent.delete(piece) && free.length < mostFree) {
		free.push(piece.buffer as ArrayBuffer);
	}
}

const free: ArrayBuffer[] = [];
const lent = new WeakSet<Buffer>();
/** As many as one stream has under way. */
const mostFree = 8;

function lend(piece: Buffer): Buffer {
	lent.add(piece);
	return piece;
}
