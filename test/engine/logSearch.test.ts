import assert from 'node:assert/strict';
import { LineIndex } from '../../src/engine/lineIndex.ts';
import { filterChoice } from '../../src/engine/logFilter.ts';
import type { LogFilter, LogQuery } from '../../src/engine/logRecord.ts';
import { RowSearch } from '../../src/engine/logSearch.ts';
import { LogStore, unlimitedStore } from '../../src/engine/logStore.ts';
import { addLines, incoming } from '../support/logLines.ts';

describe('logSearch', () => {
	let store: LogStore;
	let rows: LineIndex;
	const rowsOf = (filter: LogFilter) => {
		const index = new LineIndex(filterChoice(filter), store.first);
		index.follow(store);
		return index;
	};
	const search = (query: LogQuery) => {
		const made = new RowSearch(store, rows, query);
		made.follow(Number.POSITIVE_INFINITY);
		made.show(rows);
		return made;
	};
	/** All positions, by going from one to the next. */
	const positions = (made: RowSearch) => {
		const found: number[] = [];
		for (let next = made.next(rows.first - 1, false); next !== undefined; next = made.next(next, false)) {
			found.push(next);
		}
		return found;
	};
	const fill = (texts: readonly string[], limits = {}) => {
		store = new LogStore(limits);
		addLines(store, texts);
		rows = rowsOf({});
	};

	it('finds lines, and goes both ways between them', () => {
		fill(['a', 'b', 'a', 'b', 'a']);
		const found = search({ text: 'A' });
		assert.equal(found.count, 3);
		assert.deepEqual(positions(found), [0, 2, 4]);
		assert.deepEqual([found.next(2, true), found.next(0, true), found.next(4, false)], [0, undefined, undefined]);
		assert.deepEqual([found.indexOf(2), found.indexOf(3)], [1, -1]);
	});

	it('says where they stand among the rows that are shown, and counts only those', () => {
		fill(['get 1', 'put 1', 'get 2', 'put 2']);
		const found = search({ text: '2' });
		rows = rowsOf({ text: 'put' });
		found.show(rows);
		assert.deepEqual([found.count, positions(found)], [1, [1]]);
	});

	it('finds the first line of a folded stack trace once for all in it', () => {
		store = unlimitedStore();
		store.add(incoming('Error: bad place'));
		for (const text of ['  at one place', '  at another place']) {
			store.add(incoming(text, { continues: true }));
		}
		store.add(incoming('another'));
		rows = rowsOf({});
		assert.deepEqual(positions(search({ text: 'another' })), [0, 1]);
		assert.deepEqual(positions(search({ text: 'place' })), [0]);
		rows = rowsOf({ unfolded: 'all' });
		assert.deepEqual(positions(search({ text: 'place' })), [0, 1, 2]);
	});

	it('takes in new lines and forgets old ones, and tells of it', () => {
		fill(['a', 'a', 'a'], { lines: 3 });
		const found = search({ text: 'a' });
		let told = 0;
		found.onDidChange(() => told++);
		const follow = () => {
			rows.follow(store);
			found.follow(Number.POSITIVE_INFINITY);
			found.show(rows);
		};
		follow();
		assert.equal(told, 0);
		addLines(store, ['a', 'b']);
		follow();
		assert.deepEqual([positions(found), found.count, told], [[2, 3], 2, 1]);
	});

	it('takes in lines that come before', () => {
		fill(['a 3', 'a 4']);
		const found = search({ text: 'a' });
		const older = unlimitedStore();
		addLines(older, ['a 1', 'b 2']);
		store.prepend(older);
		rows.follow(store);
		found.follow(Number.POSITIVE_INFINITY);
		found.show(rows);
		assert.deepEqual([positions(found), found.count], [[-2, 0, 1], 3]);
	});

	it('finds no remarks, and passes on what is no expression', () => {
		fill(['started']);
		store.addNote(0, { kind: 'started' });
		rows = rowsOf({});
		assert.deepEqual(positions(search({ text: '.*', regex: true })), [0]);
		assert.throws(() => search({ text: '[', regex: true }), { code: 'invalid' });
	});

	it('stops in the middle when its time is over, and goes on there', () => {
		fill(Array.from({ length: 30_000 }, (_, index) => `line ${index}`));
		const found = new RowSearch(store, rows, { text: 'LINE' });
		assert.deepEqual([found.follow(0), found.show(rows, 0)], [false, true], 'nothing is known yet');
		while (!found.follow(performance.now() + 1)) {}
		assert.deepEqual([found.show(rows, 0), found.count], [false, 0]);
		while (!found.show(rows, performance.now() + 1)) {}
		assert.equal(found.count, 30_000);
		assert.deepEqual([found.indexOf(29_999), found.next(12_344, false)], [29_999, 12_345]);
	});
});
