import assert from 'node:assert/strict';
import { cellText, memoryLimit, memoryShare, sortValue, totalOf } from '../../src/webviews/client/statsCells.ts';
import {
	extentOf,
	type Point,
	pointsOf,
	readingAt,
	StatsSeries,
	sumOf,
} from '../../src/webviews/client/statsSeries.ts';
import type { StatsSample } from '../../src/webviews/protocols/stats.ts';

function sample(at: number, more: Partial<StatsSample> = {}): StatsSample {
	return {
		at,
		begins: false,
		cpu: 1,
		memory: 2048,
		memoryLimit: 4096,
		network: { in: 1500, out: 0 },
		disk: { in: 0, out: 4096 },
		networkRate: undefined,
		diskRate: undefined,
		processes: 3,
		...more,
	};
}

function line(...values: readonly (readonly [at: number, value: number, begins?: boolean])[]): Point[] {
	return values.map(([at, value, begins = false], index) => ({ at, value, begins: begins || index === 0 }));
}

describe('the series of the charts', () => {
	it('stand on the clock of the page, and hold little more than five minutes', () => {
		const series = new StatsSeries();
		const now = Date.now();
		const other = now - 3_600_000;
		const samples = Array.from({ length: 400 }, (_, index) => sample(other - (399 - index) * 1000));
		series.add({ now: other, samples: { a: samples.slice(0, 390) } });
		series.add({ now: other, samples: { a: samples.slice(390) } });
		const times = series.of('a').map(({ at }) => at);
		assert.ok(Math.abs((times.at(-1) ?? 0) - now) < 1000);
		assert.ok(times.length >= 300 && times.length <= 312, `${times.length}`);
		assert.equal(series.current('a', now)?.cpu, 1);
		assert.equal(series.current('a', now + 20_000), undefined);
		series.keepOnly(['b']);
		assert.deepEqual([series.of('a'), series.current('a', now)], [[], undefined]);
	});

	it('have a gap where a container did not run, was not watched or has no value', () => {
		const samples = [
			sample(1, { begins: true, cpu: 10 }),
			sample(2, { cpu: 20 }),
			sample(9, { begins: true, cpu: 30 }),
			sample(10, { cpu: 40, networkRate: { in: 7, out: 8 } }),
		];
		assert.deepEqual(
			pointsOf(samples, ({ cpu }) => cpu),
			line([1, 10], [2, 20], [9, 30, true], [10, 40]),
		);
		assert.deepEqual(
			pointsOf(samples, ({ networkRate }) => networkRate?.out),
			line([10, 8]),
		);
	});

	it('add up second by second, with those that are there', () => {
		const now = 1_000_000_000;
		const second = 1000;
		const at = (back: number) => now - back * second;
		const one = line([at(4) - 100, 1], [at(3) - 100, 2], [at(2) - 100, 3], [at(1) - 100, 4]);
		// Every five seconds, as Podman tells.
		const other = line([at(9) - 300, 10], [at(4) - 300, 20]);
		assert.deepEqual(
			sumOf([one, other], now).map(point => [(now - point.at) / second, point.value, point.begins]),
			[
				[9, 10, true],
				[8, 10, false],
				[7, 10, false],
				[6, 10, false],
				[5, 10, false],
				[4, 21, false],
				[3, 22, false],
				[2, 3, false],
				[1, 4, false],
				[0, 4, false],
			],
		);
		assert.deepEqual(sumOf([], now), []);
	});

	it('are read at any time, but not in a gap', () => {
		const points = line([1000, 1], [2000, 2], [9000, 3, true], [10_000, 4]);
		const values = [500, 1000, 1999, 2500, 5000, 9500, 11_000, 12_000].map(at => readingAt(points, at)?.value);
		assert.deepEqual(values, [undefined, 1, 1, 2, undefined, 3, 4, undefined]);
	});

	it('have a mean and a highest value', () => {
		assert.deepEqual(extentOf(line([1, 4], [2, 1], [3, 1])), { average: 2, highest: 4 });
		assert.equal(extentOf([]), undefined);
	});
});

describe('the cells of the table', () => {
	it('say what docker stats says', () => {
		const of = sample(0, { cpu: 12.345 });
		assert.deepEqual(
			(['cpu', 'memory', 'network', 'disk', 'processes'] as const).map(column => cellText(column, of)),
			['12.35%', '2 KiB', '1.5 kB / 0 B', '0 B / 4.1 kB', '3'],
		);
		assert.deepEqual([memoryLimit(of), memoryShare(of)], [' / 4 KiB', '50.00%']);
	});

	it('say nothing of what the engine does not count', () => {
		const of = sample(0, { memoryLimit: 0, network: undefined, processes: undefined });
		assert.deepEqual(
			(['memory', 'network', 'processes'] as const).map(column => cellText(column, of)),
			['2 KiB', '–', '–'],
		);
		assert.deepEqual([memoryLimit(of), memoryShare(of)], ['', '']);
		assert.deepEqual([sortValue('network', of), sortValue('cpu', undefined)], [-1, -1]);
	});

	it('add up, but for limits, which may be one and the same', () => {
		const total = totalOf([sample(0), sample(0, { cpu: 2, network: undefined, processes: undefined })]);
		assert.deepEqual(
			(['cpu', 'memory', 'network', 'disk', 'processes'] as const).map(column => cellText(column, total)),
			['3.00%', '4 KiB', '1.5 kB / 0 B', '0 B / 8.19 kB', '3'],
		);
	});
});
