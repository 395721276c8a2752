import assert from 'node:assert/strict';
import { LogQueue, moveInOrder } from '../../src/engine/logQueue.ts';
import { unlimitedStore } from '../../src/engine/logStore.ts';
import { incoming, textsOf } from '../support/logLines.ts';

/** A queue with lines that are named after their times. */
function queueOf(...times: readonly number[]): LogQueue {
	const queue = new LogQueue();
	for (const time of times) {
		queue.sawTime(time);
		queue.lines.add(incoming(`${time}`, { time }));
	}
	return queue;
}

describe('logQueue', () => {
	const moved = (queues: readonly LogQueue[], limit?: number) => {
		const target = unlimitedStore();
		moveInOrder(queues, target, limit);
		return textsOf(target);
	};

	it('brings lines of several into the order of their times', () => {
		const queues = [queueOf(1, 4, 6), queueOf(2, 3, 7), queueOf(5)];
		assert.deepEqual(moved(queues), ['1', '2', '3', '4', '5', '6', '7']);
		assert.ok(queues.every(({ isEmpty }) => isEmpty));
	});

	it('stops at a time, and goes on from there', () => {
		const queues = [queueOf(1, 4), queueOf(2, 5)];
		assert.deepEqual(moved(queues, 3), ['1', '2']);
		assert.deepEqual(moved(queues, 4), ['4']);
		assert.deepEqual(moved(queues), ['5']);
	});

	it('never changes the order within a source, whatever its stamps say', () => {
		assert.deepEqual(moved([queueOf(5, 1, 6), queueOf(2, 5.5)]), ['2', '5', '1', '5.5', '6']);
		assert.deepEqual(moved([queueOf(3, Number.NaN, 9), queueOf(4)]), ['3', 'NaN', '4', '9']);
	});

	it('takes the first of two that came at the same time', () => {
		const [one, other] = [queueOf(1), queueOf(1)];
		other.lines.add(incoming('other', { time: 1 }));
		assert.deepEqual(moved([one, other]), ['1', '1', 'other']);
	});

	it('knows up to which time what came before a moment goes', () => {
		const queue = queueOf(10);
		queue.mark(1000);
		queue.sawTime(30);
		queue.sawTime(20);
		queue.mark(1100);
		assert.equal(queue.timeOfArrivalsBefore(999), Number.NEGATIVE_INFINITY);
		assert.equal(queue.timeOfArrivalsBefore(1050), 10);
		assert.equal(queue.timeOfArrivalsBefore(1100), 30);
		assert.equal(queue.timeOfArrivalsBefore(2000), Number.NEGATIVE_INFINITY);
	});

	it('stops its reader while it is far ahead of the others', async () => {
		const queue = new LogQueue();
		assert.equal(queue.room(), undefined);
		for (let index = 0; index < 50_001; index++) {
			queue.lines.add(incoming('x', { time: index }));
		}
		let hasRoom = false;
		const waiting = queue.room()?.then(() => {
			hasRoom = true;
		});
		assert.equal(queue.room() !== undefined, true);
		queue.release();
		await Promise.resolve();
		assert.equal(hasRoom, false);
		queue.moveFirst(unlimitedStore());
		queue.release();
		await waiting;
		assert.equal(queue.room(), undefined);
	});
});
