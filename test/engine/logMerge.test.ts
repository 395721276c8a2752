import assert from 'node:assert/strict';
import { LogMerge } from '../../src/engine/logMerge.ts';
import { LogStore } from '../../src/engine/logStore.ts';
import { incoming, textsOf } from '../support/logLines.ts';
import { until } from '../support/until.ts';

describe('logMerge', () => {
	let store: LogStore;
	let merge: LogMerge;

	beforeEach(() => {
		store = new LogStore();
		merge = new LogMerge(store);
	});
	afterEach(() => merge.dispose());

	const settled = (count: number) => until(() => store.count === count, `${count} lines`);

	it('passes a single source on at once', () => {
		const input = merge.open();
		input.add(incoming('a', { time: 5 }));
		input.add(incoming('b', { time: 3 }));
		assert.deepEqual(textsOf(store), ['a', 'b']);
	});

	it('waits for everybody’s past', async () => {
		const [first, second] = [merge.open(), merge.open()];
		for (const time of [1, 3, 5]) {
			first.add(incoming(`a${time}`, { time }));
		}
		first.live();
		assert.equal(store.count, 0);
		for (const time of [2, 4]) {
			second.add(incoming(`b${time}`, { time, source: 1 }));
		}
		second.live();
		assert.deepEqual(textsOf(store), ['a1', 'b2', 'a3', 'b4', 'a5']);
	});

	it('keeps the order within a source, and remarks in their place', () => {
		const [first, second] = [merge.open(), merge.open()];
		first.add(incoming('a9', { time: 9 }));
		first.add(incoming('a2', { time: 2 }));
		first.note(0, { kind: 'stopped' });
		second.add(incoming('b5', { time: 5, source: 1 }));
		second.add(incoming('b10', { time: 10, source: 1 }));
		first.live();
		second.live();
		assert.deepEqual(textsOf(store), ['b5', 'a9', 'a2', '', 'b10']);
		assert.deepEqual(store.noteOf(3), { kind: 'stopped' });
	});

	it('holds back what comes for a moment', async () => {
		const [first, second] = [merge.open(), merge.open()];
		first.live();
		second.live();
		first.add(incoming('late', { time: 20 }));
		second.add(incoming('early', { time: 10, source: 1 }));
		await settled(2);
		assert.deepEqual(textsOf(store), ['early', 'late']);
	});

	it('lets a source that ends go without its lines being lost', async () => {
		const [first, second] = [merge.open(), merge.open()];
		first.add(incoming('a', { time: 1 }));
		first.close();
		second.add(incoming('b', { time: 2, source: 1 }));
		second.close();
		await settled(2);
		assert.deepEqual(textsOf(store), ['a', 'b']);
	});

	it('stops a reader that is far ahead of the others', async () => {
		const [first, second] = [merge.open(), merge.open()];
		assert.equal(first.room(), undefined);
		for (let time = 0; time < 60_000; time++) {
			first.add(incoming('x', { time }));
		}
		const room = first.room();
		assert.ok(room);
		second.add(incoming('y', { time: 50_000, source: 1 }));
		second.live();
		first.live();
		await room;
		assert.equal(first.room(), undefined);
		assert.equal(store.count, 60_001);
	});
});
