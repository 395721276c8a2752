import assert from 'node:assert/strict';
import { inSlices } from '../../src/engine/slices.ts';

describe('slices', () => {
	it('gives others their turn', async () => {
		let turns = 0;
		const next = () => {
			turns++;
			handle = setImmediate(next);
		};
		let handle = setImmediate(next);
		let slices = 0;
		await inSlices(until => {
			slices++;
			while (performance.now() < until) {
				// Computing.
			}
			return slices === 5;
		});
		clearImmediate(handle);
		assert.ok(turns >= 4, `${turns}`);
	});

	it('stops between two slices', async () => {
		const controller = new AbortController();
		let slices = 0;
		const work = inSlices(() => {
			slices++;
			controller.abort();
			return false;
		}, controller.signal);
		await assert.rejects(work, { code: 'cancelled' });
		assert.equal(slices, 1);
	});
});
