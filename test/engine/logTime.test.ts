import assert from 'node:assert/strict';
import { parseLogTime } from '../../src/engine/logTime.ts';

const now = Date.parse('2026-08-01T12:00:00.500Z');

describe('logTime', () => {
	it("counts back from the engine's clock", () => {
		const seconds = now / 1000;
		assert.equal(Number(parseLogTime('10m', now)), seconds - 600);
		assert.equal(Number(parseLogTime('1h30m', now)), seconds - 5400);
		assert.equal(Number(parseLogTime('1.5s', now)), seconds - 1.5);
		assert.equal(Number(parseLogTime('250ms', now)), seconds - 0.25);
		assert.equal(Number(parseLogTime('99999999h', now)), 0);
	});

	it('takes points in time', () => {
		assert.equal(parseLogTime('2026-08-01T10:00:00Z', now), '1785578400.000');
		assert.equal(parseLogTime('2026-08-01T10:00:00.25+02:00', now), '1785571200.250');
		assert.equal(parseLogTime('2026-08-01T10', now), (new Date(2026, 7, 1, 10).getTime() / 1000).toFixed(3));
		assert.equal(parseLogTime('2026-08-01', now), (new Date(2026, 7, 1).getTime() / 1000).toFixed(3));
		assert.equal(parseLogTime('1785578400.123456789', now), '1785578400.123456789');
	});

	for (const text of ['', 'yesterday', '10', '10 m', '-5m', '2026-13-01', '2026-08-01T25:00', '10x']) {
		it(`${text === '10' ? 'takes seconds for' : 'refuses'} "${text}"`, () => {
			if (text === '10') {
				assert.equal(parseLogTime(text, now), '10');
			} else {
				assert.throws(() => parseLogTime(text, now), { code: 'invalid' });
			}
		});
	}
});
