import assert from 'node:assert/strict';
import type { StatsSample } from '../../src/engine/stats.ts';
import { historyLength, StatsHistory } from '../../src/webviews/statsHistory.ts';
import { readStatsState } from '../../src/webviews/statsState.ts';

describe('the history of the figures', () => {
	const sample = (at: number) => ({ at }) as StatsSample;

	it('holds five minutes of each container', () => {
		const history = new StatsHistory();
		for (let at = 0; at <= 2 * historyLength; at += 1000) {
			history.add('a', sample(at));
		}
		const { a } = history.of(['a']);
		assert.ok(a && a.length >= 300 && a.length <= 320, `${a?.length}`);
		assert.equal(a.at(-1)?.at, 2 * historyLength);
		assert.deepEqual(history.of(['b']), { b: [] });
	});

	it('knows whether there is anything to show, and forgets', () => {
		const history = new StatsHistory();
		history.add('a', sample(1000));
		assert.ok(history.has('a', 1000 + historyLength));
		assert.ok(!history.has('a', 1001 + historyLength));
		history.keepOnly([]);
		assert.ok(!history.has('a', 1000));
	});
});

describe('the state of the stats panel', () => {
	const plain = { sort: { column: 'name', descending: false }, filter: '', chosen: [], sum: false, folded: [] };

	it('is read as it was kept', () => {
		const state = {
			target: { kind: 'containers', containers: [{ id: 'a', name: 'web' }] },
			sort: { column: 'memory', descending: true },
			filter: 'w',
			chosen: ['a'],
			sum: true,
			folded: ['processes'],
		};
		assert.deepEqual(readStatsState(JSON.parse(JSON.stringify(state))), state);
		for (const target of [
			{ kind: 'all' },
			{ kind: 'project', name: 'shop' },
			{ kind: 'project', name: 'shop', service: 'db' },
		]) {
			assert.deepEqual(readStatsState({ target }), { target, ...plain });
		}
	});

	it('is made good where it makes no sense, but not without a target', () => {
		const target = { kind: 'all' };
		const kept = { target, sort: { column: 'evil' }, filter: 7, chosen: [1, 'a'], sum: 'yes', folded: ['x', 'charts'] };
		assert.deepEqual(readStatsState(kept), { target, ...plain, chosen: ['a'], folded: ['charts'] });
		for (const wrong of [undefined, null, 'text', {}, { target: { kind: 'other' } }, { target: { kind: 'project' } }]) {
			assert.equal(readStatsState(wrong), undefined);
		}
		assert.deepEqual(readStatsState({ target: { kind: 'containers', containers: [{ id: 1 }, 'x'] } })?.target, {
			kind: 'containers',
			containers: [],
		});
	});
});
