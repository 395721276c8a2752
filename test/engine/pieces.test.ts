import assert from 'node:assert/strict';
import { givePieceBack, pieceSize, takePiece } from '../../src/engine/pieces.ts';

describe('pieces', () => {
	it('are used again once they are given back, and not before', () => {
		const first = takePiece();
		const second = takePiece();
		assert.notEqual(first.buffer, second.buffer);
		givePieceBack(first.subarray(100, 200));
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

	it('are never made of other buffers', () => {
		const foreign = Buffer.allocUnsafeSlow(pieceSize);
		givePieceBack(foreign);
		for (let count = 0; count < 20; count++) {
			assert.notEqual(takePiece().buffer, foreign.buffer);
		}
	});
});
