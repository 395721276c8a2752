import assert from 'node:assert/strict';
import { viewChoices } from '../../src/views/arrangements.ts';
import {
	defaultOptions,
	filterFrom,
	groupFrom,
	isFiltered,
	noFilter,
	sortFrom,
	storedOptions,
} from '../../src/views/viewOptions.ts';

const choices = viewChoices.containers;

describe('viewOptions', () => {
	it('starts with the first of each', () => {
		assert.deepEqual(defaultOptions(choices), { group: 'compose', sort: 'name', descending: false, filter: noFilter });
	});

	it('remembers what still makes sense', () => {
		const stored = {
			group: 'label:tier',
			sort: 'image',
			descending: true,
			filter: { text: 'x', states: ['exited'], hide: ['stopped'] },
		};
		assert.deepEqual(storedOptions(stored, choices), stored);
		for (const nonsense of [
			undefined,
			null,
			'x',
			{},
			{ group: 7, sort: 'nope', filter: { states: 'x', hide: ['nope'], text: 1 } },
		]) {
			assert.deepEqual(storedOptions(nonsense, choices), defaultOptions(choices));
		}
	});

	it('takes what a caller gives and leaves the rest', () => {
		const before = { text: 'x', states: ['exited'], hide: ['stopped'] };
		assert.deepEqual(filterFrom({ text: 'y' }, before, choices), { ...before, text: 'y' });
		assert.deepEqual(filterFrom({ state: 'running' }, before, choices), { ...before, states: ['running'] });
		assert.deepEqual(filterFrom({ hide: [] }, before, choices), { ...before, hide: [] });
		assert.deepEqual(filterFrom({ clear: true }, before, choices), noFilter);
		assert.deepEqual(sortFrom({ by: 'state', descending: true }, choices), { sort: 'state', descending: true });
		assert.deepEqual(groupFrom({ by: 'label:a.b' }, choices), { group: 'label:a.b' });
	});

	it('says what is wrong with what a caller gives', () => {
		const invalid = { code: 'invalid' };
		assert.throws(() => filterFrom({ text: 1 }, noFilter, choices), invalid);
		assert.throws(() => filterFrom({ states: ['running', 'gone'] }, noFilter, choices), /"gone"; known are running/);
		assert.throws(() => sortFrom({}, choices), invalid);
		assert.throws(() => sortFrom({ by: 'size' }, choices), invalid);
		assert.throws(() => groupFrom({ by: 'label:' }, choices), invalid);
	});

	it('knows whether anything is left out', () => {
		assert.equal(isFiltered(noFilter), false);
		assert.equal(isFiltered({ ...noFilter, text: '  ' }), false);
		assert.equal(isFiltered({ ...noFilter, hide: ['stopped'] }), true);
	});
});
