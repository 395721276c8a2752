import assert from 'node:assert/strict';
import { binarySize, durationParts, durationRange, humanDuration, humanSize } from '../../src/base/format.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('humanSize', () => {
	for (const [bytes, text] of [
		[0, '0 B'],
		[1, '1 B'],
		[999, '999 B'],
		[1000, '1 kB'],
		[1023, '1.02 kB'],
		[999_400, '999 kB'],
		[999_600, '1 MB'],
		[1_980_000, '1.98 MB'],
		[1_983_456, '1.98 MB'],
		[98_300_000, '98.3 MB'],
		[142_000_000, '142 MB'],
		[1_200_000_000, '1.2 GB'],
		[5e24, '5 YB'],
		[5e27, '5000 YB'],
		[-1, '0 B'],
		[Number.NaN, '0 B'],
	] as const) {
		it(`${bytes} is ${text}`, () => assert.equal(humanSize(bytes), text));
	}
});

describe('binarySize', () => {
	for (const [bytes, text] of [
		[0, '0 B'],
		[1000, '1000 B'],
		[1024, '1 KiB'],
		[806_912, '788 KiB'],
		[47_448_064, '45.25 MiB'],
		[104_857_600, '100 MiB'],
		[8_155_127_808, '7.595 GiB'],
		[-1, '0 B'],
		[Number.NaN, '0 B'],
	] as const) {
		it(`${bytes} is ${text}`, () => assert.equal(binarySize(bytes), text));
	}
});

describe('humanDuration', () => {
	for (const [ms, text] of [
		[-5 * second, 'Less than a second'],
		[0, 'Less than a second'],
		[999, 'Less than a second'],
		[second, '1 second'],
		[1999, '1 second'],
		[2 * second, '2 seconds'],
		[59.9 * second, '59 seconds'],
		[minute, 'About a minute'],
		[119 * second, 'About a minute'],
		[2 * minute, '2 minutes'],
		[59.9 * minute, '59 minutes'],
		[hour, 'About an hour'],
		[hour + 29.9 * minute, 'About an hour'],
		[hour + 30 * minute, '2 hours'],
		[47 * hour, '47 hours'],
		[47.4 * hour, '47 hours'],
		[47.5 * hour, '2 days'],
		[13 * day, '13 days'],
		[14 * day, '2 weeks'],
		[59 * day, '8 weeks'],
		[60 * day, '2 months'],
		[729 * day, '24 months'],
		[730 * day - 10 * minute, '1 years'],
		[730 * day, '2 years'],
		[3 * 365 * day, '3 years'],
	] as const) {
		it(`${ms} ms is ${text}`, () => assert.equal(humanDuration(ms), text));
	}

	it('gives count and unit for other languages', () => {
		assert.deepEqual(durationParts(3 * minute), { count: 3, unit: 'minute' });
		assert.deepEqual(durationParts(20), { count: 0, unit: 'second' });
	});
});

describe('durationRange', () => {
	it('knows no other words', () => {
		assert.equal(durationRange('a while'), undefined);
		assert.equal(durationRange('99 hours'), undefined);
	});

	it('gives back the range whose every duration reads so', () => {
		for (let ms = 0; ms < 1200 * day; ms += ms < hour ? 777 : ms < 3 * day ? 7 * minute : 3 * hour) {
			const words = humanDuration(ms);
			const range = durationRange(words);
			assert.ok(range, words);
			assert.ok(range.from <= ms && ms < range.to, `${words} at ${ms}: ${range.from}–${range.to}`);
			assert.equal(humanDuration(range.from), words);
			assert.equal(humanDuration(Math.min(range.to - 1, 9000 * day)), words);
		}
	});
});
