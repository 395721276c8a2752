import assert from 'node:assert/strict';
import { logFilter } from '../../src/webviews/logFilterOf.ts';
import type { LogSelection } from '../../src/webviews/protocols/logViewer.ts';

const everything: LogSelection = {
	pattern: { text: '', regex: false, matchCase: false },
	level: '',
	hidden: [],
	since: '',
	until: '',
};
const hour = 3_600_000;

describe('what a viewer shows, as the log understands it', () => {
	const source = (name: string) => ({ name, id: name, state: 'following', lines: 0 }) as const;
	const log = { sources: [source('web'), source('db')], clockAhead: 0 };

	it('is everything while nothing is chosen', () => {
		const { text, levels, hiddenSources, since, until } = logFilter(everything, log);
		assert.deepEqual([text, levels, hiddenSources, since, until], ['', undefined, [], undefined, undefined]);
	});

	it('has levels from one on; above info only lines whose level is known', () => {
		const info = logFilter({ ...everything, level: 'info' }, log);
		assert.deepEqual([info.levels, info.onlyKnown], [['info', 'warning', 'error', 'fatal'], false]);
		const error = logFilter({ ...everything, level: 'error' }, log);
		assert.deepEqual([error.levels, error.onlyKnown], [['error', 'fatal'], true]);
	});

	it('finds sources by their names, whichever are there', () => {
		assert.deepEqual(logFilter({ ...everything, hidden: ['db', 'gone'] }, log).hiddenSources, [1]);
	});

	it('counts back from now by the clock that stamps the lines, not by ours', () => {
		for (const clockAhead of [0, hour, -hour]) {
			const { since = 0 } = logFilter({ ...everything, since: '10m' }, { ...log, clockAhead });
			assert.ok(Math.abs(since - (Date.now() + clockAhead - hour / 6)) < 5000);
		}
		const { until } = logFilter({ ...everything, until: '2026-08-01T10:00:00Z' }, { ...log, clockAhead: hour });
		assert.equal(until, Date.parse('2026-08-01T10:00:00Z'), 'a point in time is what it is');
	});

	it('says which of the times is none', () => {
		for (const option of ['since', 'until'] as const) {
			assert.throws(() => logFilter({ ...everything, [option]: 'soon' }, log), {
				code: 'invalid',
				recognised: { kind: 'invalidOption', option, value: 'soon' },
			});
		}
	});
});
