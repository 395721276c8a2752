import assert from 'node:assert/strict';
import { minuteTicks, niceScale, percentText, shortPercent } from '../../src/webviews/client/statsScale.ts';

const KiB = 1024;
const MiB = KiB * KiB;

describe('the axis of a chart', () => {
	for (const [highest, binary, ticks] of [
		[5.2, false, [0, 2, 4, 6]],
		[100, false, [0, 50, 100]],
		[400, false, [0, 100, 200, 300, 400]],
		[0.7, false, [0, 0.2, 0.4, 0.6, 0.8]],
		[1, false, [0, 0.5, 1]],
		[8e9, false, [0, 2e9, 4e9, 6e9, 8e9]],
		[9 * MiB, true, [0, 4 * MiB, 8 * MiB, 12 * MiB]],
		[64 * MiB, true, [0, 16 * MiB, 32 * MiB, 48 * MiB, 64 * MiB]],
		[2100 * MiB, true, [0, 1024 * MiB, 2048 * MiB, 3072 * MiB]],
		[3 * KiB, true, [0, KiB, 2 * KiB, 3 * KiB]],
		[100, true, [0, 32, 64, 96, 128]],
	] as const) {
		it(`up to ${highest} has ${ticks.join(', ')}`, () => {
			assert.deepEqual(niceScale(highest, 4, binary), { top: ticks.at(-1), ticks });
		});
	}

	it('holds every value, with at most as many steps as there is room for', () => {
		for (let highest = 1e-3; highest < 1e15; highest *= 1.37) {
			for (const binary of [false, true]) {
				const { top, ticks } = niceScale(highest, 4, binary);
				assert.ok(top >= highest && ticks.length <= 5 && ticks.length >= 2, `${highest} ${binary} ${ticks}`);
			}
		}
		assert.equal(niceScale(0, 4, false).ticks[0], 0);
	});

	it('has whole minutes', () => {
		const minute = 60_000;
		assert.deepEqual(
			minuteTicks(0.5 * minute, 3.2 * minute),
			[1, 2, 3].map(count => count * minute),
		);
		assert.deepEqual(
			minuteTicks(0, 5 * minute, 2),
			[0, 2, 4].map(count => count * minute),
		);
		assert.deepEqual(minuteTicks(10, 20), []);
	});

	it('writes percents as docker stats does, and short ones beside its lines', () => {
		assert.deepEqual([0, 12.345, 100].map(percentText), ['0.00%', '12.35%', '100.00%']);
		assert.deepEqual([0.5, 50, 1000].map(shortPercent), ['0.5%', '50%', '1000%']);
	});
});
