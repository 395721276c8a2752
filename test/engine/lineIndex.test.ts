import assert from 'node:assert/strict';
import { type LineChoice, LineIndex } from '../../src/engine/lineIndex.ts';
import { LogStore, unlimitedStore } from '../../src/engine/logStore.ts';
import { addLines } from '../support/logLines.ts';

/** Takes lines with an `x`. */
const withX: LineChoice = (chunk, from, to, index) => {
	for (let line = from; line < to; line++) {
		if (chunk.text(line).includes('x')) {
			index.push(chunk.first + line);
		}
	}
	return to;
};

const shown = (index: LineIndex) =>
	Array.from({ length: index.next - index.first }, (_, at) => index.numberAt(index.first + at));

describe('lineIndex', () => {
	it('follows what comes at the end', () => {
		const store = new LogStore();
		const index = new LineIndex(withX, store.first);
		addLines(store, ['x', '-', 'x']);
		assert.equal(index.follow(store), true);
		addLines(store, ['-', 'x']);
		index.follow(store);
		assert.deepEqual(shown(index), [0, 2, 4]);
		assert.deepEqual([index.positionOf(2), index.positionOf(1), index.positionFrom(3)], [1, undefined, 2]);
	});

	it('keeps positions when the oldest go and older ones come', () => {
		const store = new LogStore({ lines: 4 });
		const index = new LineIndex(withX, store.first);
		addLines(store, ['x', 'x', '-', 'x']);
		index.follow(store);
		addLines(store, ['x', 'x']);
		index.follow(store);
		assert.deepEqual([index.first, index.next, shown(index)], [2, 5, [3, 4, 5]]);

		const roomy = new LogStore();
		const other = new LineIndex(withX, roomy.first);
		addLines(roomy, ['x']);
		other.follow(roomy);
		const older = unlimitedStore();
		addLines(older, ['x', '-', 'x']);
		roomy.prepend(older);
		other.follow(roomy);
		assert.deepEqual([other.first, other.next, shown(other)], [-2, 1, [-3, -1, 0]]);
	});

	it('follows lines that were moved', () => {
		const store = new LogStore();
		const index = new LineIndex(withX, store.first);
		addLines(store, ['x', '-', 'x', 'x']);
		index.follow(store);
		const moved = store.cutBefore(2);
		addLines(moved, ['x']);
		store.prepend(moved);
		index.follow(store);
		assert.deepEqual(shown(index), [-3, -1, 2, 3]);
		assert.equal(index.positionOf(2), 1);
		index.forgetLost(store);
		assert.equal(index.next - index.first, 4);
		addLines(store, ['x']);
		index.follow(store);
		assert.deepEqual(shown(index), [-3, -1, 2, 3, 4]);
	});

	it('stops when its time is over, and goes on from there', () => {
		const store = new LogStore();
		addLines(
			store,
			Array.from({ length: 20_000 }, () => 'x'),
		);
		const index = new LineIndex(withX, store.first);
		let looks = 1;
		while (!index.follow(store, performance.now() - 1 + (looks % 2) * 1.5)) {
			looks++;
		}
		assert.ok(looks > 1);
		assert.equal(index.next, 20_000);
	});
});
