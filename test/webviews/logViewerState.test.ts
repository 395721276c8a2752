import assert from 'node:assert/strict';
import { readLogLook, readLogViewerState } from '../../src/webviews/logViewerState.ts';

const nothing = { text: '', regex: false, matchCase: false };
const usual = {
	reading: { follow: true, tail: 1000, since: '' },
	times: undefined,
	selection: { pattern: nothing, level: '', hidden: [], since: '', until: '' },
	search: nothing,
	top: undefined,
};

describe('webviews: what a log viewer kept', () => {
	it('comes back as it was', () => {
		const state = {
			target: { kind: 'containers', ids: ['a'], names: ['web'] },
			reading: { follow: false, tail: 5, since: '10m' },
			times: 'utc',
			selection: {
				pattern: { text: 'x', regex: true, matchCase: true },
				level: 'error',
				hidden: ['db'],
				since: '1h',
				until: '5m',
			},
			search: { text: 'y', regex: false, matchCase: true },
			top: -7,
		};
		assert.deepEqual(readLogViewerState(JSON.parse(JSON.stringify(state))), state);
		const project = { kind: 'project', project: 'shop', services: ['web'] };
		assert.deepEqual(readLogViewerState({ target: project }), { target: project, ...usual });
	});

	it('is mended where it makes no sense, and is nothing without a target', () => {
		const target = { kind: 'containers', ids: ['a'], names: [] };
		const broken = {
			target: { kind: 'containers', ids: ['a', 1], names: 'web' },
			reading: { tail: -1, since: 7 },
			times: 'noon',
			selection: { pattern: 'x', level: 'loud', hidden: [null], since: {} },
			search: [],
			top: '3',
		};
		assert.deepEqual(readLogViewerState(broken), { target, ...usual });
		for (const kept of [
			undefined,
			null,
			'text',
			{},
			{ target: { kind: 'containers', ids: [] } },
			{ target: { kind: 'project' } },
		]) {
			assert.equal(readLogViewerState(kept), undefined);
		}
	});

	it('tells how lines looked, else how they usually do', () => {
		assert.deepEqual(readLogLook(undefined), { times: 'local', wrap: false, fields: true, folded: true });
		const look = { times: 'relative', wrap: true, fields: false, folded: false };
		assert.deepEqual(readLogLook(look), look);
	});
});
