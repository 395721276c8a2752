import assert from 'node:assert/strict';
import { LineIndex } from '../../src/engine/lineIndex.ts';
import { filterChoice, headOf, isUnfolded } from '../../src/engine/logFilter.ts';
import type { LogFilter } from '../../src/engine/logRecord.ts';
import { type LogStore, unlimitedStore } from '../../src/engine/logStore.ts';
import { incoming, type LineOptions } from '../support/logLines.ts';

describe('logFilter', () => {
	let store: LogStore;
	const add = (text: string, options: LineOptions = {}) => store.add(incoming(text, options));
	const shown = (filter: LogFilter) => {
		const index = new LineIndex(filterChoice(filter), store.first);
		assert.equal(index.follow(store), true);
		return Array.from({ length: index.next - index.first }, (_, place) => {
			const number = index.numberAt(index.first + place);
			return store.noteOf(number)?.kind ?? store.chunkOf(number).text(number - store.chunkOf(number).first);
		});
	};

	beforeEach(() => {
		store = unlimitedStore();
	});

	it('shows everything while it asks for nothing', () => {
		add('one');
		store.addNote(0, { kind: 'started' });
		add('two');
		assert.deepEqual(shown({}), ['one', 'started', 'two']);
	});

	it('shows lines with a text, and remarks', () => {
		add('GET /orders');
		add('POST /orders');
		store.addNote(0, { kind: 'started' });
		add('get lost');
		assert.deepEqual(shown({ text: 'get' }), ['GET /orders', 'started', 'get lost']);
		assert.deepEqual(shown({ text: 'GET', matchCase: true }), ['GET /orders', 'started']);
		assert.deepEqual(shown({ text: '^(GET|POST) ', regex: true, matchCase: true }), [
			'GET /orders',
			'POST /orders',
			'started',
		]);
		assert.throws(() => filterChoice({ text: '(', regex: true }), { code: 'invalid' });
	});

	it('shows levels, and lines of none unless only known ones are wanted', () => {
		add('plain');
		add('careful', { level: 'warning' });
		add('broken', { level: 'error' });
		assert.deepEqual(shown({ levels: ['error'] }), ['plain', 'broken']);
		assert.deepEqual(shown({ levels: ['error', 'warning'], onlyKnown: true }), ['careful', 'broken']);
	});

	it('shows a time, its edges included, and no source that is hidden', () => {
		for (const time of [1, 2, 3, 4]) {
			add(`${time}`, { time, source: time % 2 });
		}
		assert.deepEqual(shown({ since: 2, until: 3 }), ['2', '3']);
		assert.deepEqual(shown({ hiddenSources: [1] }), ['2', '4']);
		assert.deepEqual(shown({ hiddenSources: [0], since: 2 }), ['3']);
	});

	it('lets a stack trace go with its first line, folded or not', () => {
		add('before');
		add('Error: bad');
		add('  at a', { continues: true });
		add('  at b', { continues: true });
		add('after');
		assert.deepEqual(shown({}), ['before', 'Error: bad', 'after']);
		assert.deepEqual(shown({ unfolded: new Set([1]) }), ['before', 'Error: bad', '  at a', '  at b', 'after']);
		assert.deepEqual(shown({ text: 'bad', unfolded: 'all' }), ['Error: bad', '  at a', '  at b']);
		assert.deepEqual(shown({ text: 'at b' }), ['  at b'], 'without its first line each counts for itself');
	});

	it('knows the first line of a trace', () => {
		add('Error: bad');
		add('  at a', { continues: true });
		const chunk = store.chunkOf(0);
		assert.deepEqual([headOf(chunk, 0), headOf(chunk, 1)], [undefined, 0]);
		assert.deepEqual([isUnfolded({}, 0), isUnfolded({ unfolded: 'all' }, 0)], [false, true]);
		store = unlimitedStore();
		add('  at nowhere', { continues: true });
		assert.equal(headOf(store.chunkOf(0), 0), undefined, 'its first line never came');
		assert.deepEqual(shown({}), ['  at nowhere']);
	});
});
