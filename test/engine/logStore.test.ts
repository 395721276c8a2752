import assert from 'node:assert/strict';
import { LogStore, unlimitedStore } from '../../src/engine/logStore.ts';
import { addLines, incoming, textsOf } from '../support/logLines.ts';

const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `line ${from + index}`);

describe('logStore', () => {
	it('keeps lines as they were written, through many chunks', () => {
		const store = unlimitedStore();
		const lines = Array.from({ length: 300 }, (_, index) => `${index} ${'가나다 😀'.repeat(index * 3)}`);
		addLines(store, lines);
		assert.ok(store.chunks.length > 1);
		assert.deepEqual(textsOf(store), lines);
		assert.equal(store.bytes, Buffer.byteLength(lines.join('')));
	});

	it('gives up the oldest beyond its lines, and counts them', () => {
		const store = new LogStore({ lines: 1000 });
		addLines(store, numbered(200_000));
		assert.deepEqual([store.count, store.first, store.next, store.dropped], [1000, 199_000, 200_000, 199_000]);
		assert.deepEqual(textsOf(store), numbered(1000, 199_000));
		assert.ok(store.chunks.length <= 2);
	});

	it('gives up the oldest beyond its bytes', () => {
		const store = new LogStore({ bytes: 5_000_000 });
		const line = 'x'.repeat(50_000);
		for (let index = 0; index < 500; index++) {
			store.add(incoming(line));
		}
		assert.deepEqual([store.count, store.bytes, store.dropped], [100, 5_000_000, 400]);
		assert.ok(store.chunks.length <= 7);
	});

	it('gives up remarks too, without counting them', () => {
		const store = new LogStore({ lines: 3 });
		store.addNote(0, { kind: 'started' });
		addLines(store, numbered(5));
		assert.equal(store.noteOf(0), undefined);
		assert.equal(store.dropped, 2);
	});

	it('knows how a stack trace belongs together, whatever is in between', () => {
		const store = unlimitedStore();
		addLines(store, ['head'], { level: 'error' });
		addLines(store, ['other source'], { source: 1 });
		addLines(store, ['\tat a', '\tat b'], { continues: true });
		addLines(store, ['\tat nowhere'], { continues: true, stderr: true });
		const [chunk] = store.chunks;
		assert.deepEqual([...(chunk?.traces.slice(0, 5) ?? [])], [2, 0, 2, 3, 0]);
		assert.equal((chunk?.flags[2] ?? 0) >> 4, 5);
	});

	it('puts older lines before the first, by numbers below', () => {
		const store = new LogStore();
		addLines(store, ['c', 'd']);
		for (const older of [['b'], ['-', 'a']]) {
			const part = unlimitedStore();
			addLines(part, older);
			assert.equal(store.prepend(part), older.length);
		}
		assert.deepEqual(textsOf(store), ['-', 'a', 'b', 'c', 'd']);
		assert.deepEqual([store.first, store.next, store.count], [-3, 2, 5]);
	});

	it('never uses a number again when lines are moved', () => {
		const store = new LogStore();
		store.addNote(0, { kind: 'started' });
		addLines(store, ['a', 'c', 'd']);
		const before = store.cutBefore(2);
		assert.deepEqual(textsOf(before), ['', 'a']);
		addLines(before, ['b']);
		store.prepend(before);
		assert.deepEqual(textsOf(store), ['', 'a', 'b', 'c', 'd']);
		assert.deepEqual([store.first, store.next, store.count], [-3, 4, 5]);
		assert.deepEqual(store.moved, { times: 1, to: 2 });
		assert.deepEqual(store.noteOf(-3), { kind: 'started' });
		const again = store.cutBefore(2);
		store.prepend(again);
		assert.equal(store.first, -6);
		assert.deepEqual(textsOf(store), ['', 'a', 'b', 'c', 'd']);
	});

	it('forgets all, and goes on', () => {
		const store = new LogStore();
		addLines(store, numbered(10));
		store.clear();
		addLines(store, ['next']);
		assert.deepEqual(textsOf(store), ['next']);
		assert.deepEqual([store.first, store.bytes, store.dropped], [10, 4, 0]);
	});
});
