import assert from 'node:assert/strict';
import { lineShift } from '../../src/providers/moveFinding.ts';

describe('moving findings', () => {
	/** A finding of the lines 4 to 6, from column 2 to column 8. */
	const finding = { start: { line: 4, character: 2 }, end: { line: 6, character: 8 } };
	const shift = (from: [number, number], to: [number, number], text: string) =>
		lineShift(finding, {
			range: { start: { line: from[0], character: from[1] }, end: { line: to[0], character: to[1] } },
			text,
		});

	it('leaves what stands above a change', () => assert.equal(shift([7, 0], [9, 0], 'x\n'), 0));

	it('follows lines that come and go above', () => {
		assert.equal(shift([1, 3], [1, 3], '\nmore\n'), 2);
		assert.equal(shift([1, 3], [3, 1], ''), -2);
		assert.equal(shift([3, 0], [4, 0], ''), -1);
		assert.equal(shift([4, 0], [4, 0], 'new\n'), 1);
		assert.equal(shift([1, 0], [1, 4], 'same'), 0);
	});

	it('is gone with a change of its lines', () => {
		assert.equal(shift([5, 0], [5, 0], 'x'), undefined);
		assert.equal(shift([4, 0], [4, 0], '# '), undefined);
		assert.equal(shift([3, 5], [4, 0], ''), undefined);
		assert.equal(shift([6, 8], [6, 8], '\n'), undefined);
		assert.equal(shift([0, 0], [9, 0], ''), undefined);
	});
});
