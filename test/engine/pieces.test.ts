import assert from 'node:assert/strict';
import { givePieceBack, partOfPiece, pieceSize, takePiece } from '../../src/engine/pieces.ts';

describe('pieces', () => {
	it('are used again once they are given back, and not before', () => {
		const first = takePiece();
		const second = takePiece();
		assert.notEqual(first.buffer, second.buffer);
		givePieceBack(partOfPiece(first, 100, 200));
		const third = takePiece();
		assert.equal(third.buffer, first.buffer);
		assert.equal(third.length, pieceSize);
	});

	it('are lent to one at a time, however often one is given back', () => {
		const piece = takePiece();
		givePieceBack(piece);
		givePieceBack(piece);
		assert.notEqual(takePiece().buffer, takePiece().buffer);
	});

	it('are never made of other buffers, nor of parts that somebody has made for himself', () => {
		const foreign = Buffer.allocUnsafeSlow(pieceSize);
		const shared = takePiece();
		givePieceBack(foreign);
		givePieceBack(shared.subarray(0, 100));
		for (let count = 0; count < 20; count++) {
			assert.ok(![foreign.buffer, shared.buffer].includes(takePiece().buffer));
		}
	});
});
