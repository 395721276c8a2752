import assert from 'node:assert/strict';
import { LogLag } from '../../src/engine/logLag.ts';

/** Reads a piece every 10 ms; each brings so many milliseconds of log. Resolves to when it was too long, in seconds. */
function simulate(engineNow: number, piece: (second: number) => number, seconds: number, behind = 0): number[] {
	let now = 5000;
	let time = engineNow - behind;
	const lag = new LogLag(engineNow, () => now);
	const tooLong = new Set<number>();
	for (let tick = 0; tick < seconds * 100; tick++) {
		now += 10;
		time += piece(tick / 100);
		if (lag.isTooLong(time)) {
			tooLong.add(Math.floor(tick / 100));
		}
	}
	return [...tooLong];
}

describe('logLag', () => {
	it('keeps up with what is written as fast as it is read', () => {
		assert.deepEqual(
			simulate(1e12, () => 10, 60),
			[],
		);
	});

	it('catches up with a long past', () => {
		assert.deepEqual(
			simulate(1e12, () => 100, 60, 3_600_000),
			[],
		);
	});

	it('is too long when it grows, and short again when it has shrunk', () => {
		const found = simulate(1e12, second => (second < 20 ? 5 : 40), 40);
		assert.deepEqual(
			found,
			Array.from({ length: found.length }, (_, index) => index + (found[0] ?? 0)),
		);
		assert.ok((found[0] ?? 0) >= 10 && (found[0] ?? 0) <= 15, `${found}`);
		assert.ok((found.at(-1) ?? 99) < 25, `${found}`);
	});

	it('does not care for a clock that is wrong', () => {
		let now = 0;
		const lag = new LogLag(1e12, () => now);
		// An hour off from the begin, as is seen when nothing was to be read for a while.
		now += 1000;
		assert.equal(lag.isTooLong(1e12 - 3_600_000), false);
		for (let tick = 0; tick < 1000; tick++) {
			now += 10;
			assert.equal(lag.isTooLong(1e12 - 3_600_000 + tick * 10), false);
		}
		// Set by an hour meanwhile.
		now += 100;
		assert.equal(lag.isTooLong(1e12), false);
	});

	it('takes lines without a time as they come', () => {
		assert.equal(new LogLag(1e12).isTooLong(Number.NaN), false);
	});
});
