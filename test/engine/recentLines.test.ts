import assert from 'node:assert/strict';
import { type LineStamp, RecentLines } from '../../src/engine/recentLines.ts';

const line = (seconds: number, nanoseconds: number, stderr = false): LineStamp => ({ seconds, nanoseconds, stderr });

describe('recentLines', () => {
	it('has nothing to go on from at first', () => {
		const recent = new RecentLines();
		assert.equal(recent.resume(), undefined);
		assert.equal(recent.isKnown(line(1, 1)), false);
	});

	it('goes on behind the last line, knowing those that come again', () => {
		const recent = new RecentLines();
		for (const each of [line(10, 5), line(19, 200), line(20, 7), line(20, 7), line(20, 3, true)]) {
			recent.add(each);
		}
		assert.equal(recent.resume(), '19.000000200');
		const again = [line(19, 200), line(20, 7), line(20, 7), line(20, 7), line(20, 3), line(20, 3, true), line(21, 0)];
		assert.deepEqual(
			again.map(each => recent.isKnown(each)),
			[true, true, true, false, false, true, false],
		);
	});

	it('knows a line that was stamped before its neighbour and written behind it', () => {
		const recent = new RecentLines();
		recent.add(line(20, 500));
		recent.add(line(20, 900));
		assert.equal(recent.resume(), '20.000000500');
		assert.equal(recent.isKnown(line(20, 500)), true);
		assert.equal(recent.isKnown(line(20, 700)), false);
		assert.equal(recent.isKnown(line(20, 900)), true);
	});

	it('remembers some thousands, and goes on within them', () => {
		const recent = new RecentLines();
		for (let index = 0; index < 100_000; index++) {
			recent.add(line(50, index));
		}
		const [, fraction] = (recent.resume() ?? '').split('.');
		const from = Number(fraction);
		assert.ok(from > 97_000 && from < 99_999, `${from}`);
		for (let index = from; index < 100_000; index++) {
			assert.equal(recent.isKnown(line(50, index)), true);
		}
		assert.equal(recent.isKnown(line(50, 100_000)), false);
	});

	it('forgets what it knew when it goes on once more', () => {
		const recent = new RecentLines();
		recent.add(line(1, 1));
		recent.resume();
		recent.add(line(2, 1));
		recent.resume();
		assert.equal(recent.isKnown(line(2, 1)), true);
		assert.equal(recent.isKnown(line(1, 1)), true);
		assert.equal(recent.isKnown(line(1, 1)), false);
	});
});
