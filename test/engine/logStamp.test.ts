import assert from 'node:assert/strict';
import { LogStamp } from '../../src/engine/logStamp.ts';

describe('logStamp', () => {
	const read = (stamp: LogStamp, text: string) => {
		const data = Buffer.from(text);
		const at = stamp.read(data, 0, data.length);
		return at < 0 ? undefined : [stamp.seconds, stamp.nanoseconds, data.toString('utf8', at)];
	};

	it('reads what the engine writes, to the nanosecond', () => {
		const stamp = new LogStamp();
		const seconds = Date.UTC(2026, 7, 1, 10, 20, 30) / 1000;
		assert.deepEqual(read(stamp, '2026-08-01T10:20:30.123456789Z text'), [seconds, 123_456_789, 'text']);
		assert.deepEqual(read(stamp, '2026-08-01T10:20:31.000000001Z '), [seconds + 1, 1, '']);
		assert.deepEqual(read(stamp, '2026-08-01T10:21:00.500000000Z x'), [seconds + 30, 500_000_000, 'x']);
		assert.deepEqual(read(stamp, '2025-08-01T10:21:00.500000000Z x')?.[0], Date.UTC(2025, 7, 1, 10, 21) / 1000);
		assert.equal(stamp.time, Date.UTC(2025, 7, 1, 10, 21) + 500);
	});

	it('reads other zones and shorter fractions', () => {
		const stamp = new LogStamp();
		const seconds = Date.UTC(2026, 7, 1, 1, 20, 30) / 1000;
		assert.deepEqual(read(stamp, '2026-08-01T10:20:30.5+09:00 text'), [seconds, 500_000_000, 'text']);
		assert.deepEqual(read(stamp, '2026-08-01T01:20:30Z text'), [seconds, 0, 'text']);
	});

	for (const text of [
		'',
		'text',
		'2026-08-01T10:20:30.123456789Z',
		'2026-13-01T10:20:30.123456789Z x',
		'2026-08-01T10:20:30.12345678xZ x',
	]) {
		it(`takes ${JSON.stringify(text)} for none`, () => assert.equal(read(new LogStamp(), text), undefined));
	}
});
