import assert from 'node:assert/strict';
import { timestamp, withoutEscapes } from '../../src/engine/logText.ts';
import { processorMs } from '../support/keepsTime.ts';

describe('logText', () => {
	const cases: readonly [string, string][] = [
		['plain\ttext 한글', 'plain\ttext 한글'],
		['\x1b[1;31mred\x1b[0m and \x1b[38;2;1;2;3mmore\x1b[m', 'red and more'],
		['\x1b[2J\x1b[10;5Hmoved\x1b[K', 'moved'],
		['\x1b]0;title\x07a\x1b]2;title\x1b\\b', 'ab'],
		['\x1b]8;;https://example.com\x07link\x1b]8;;\x07', 'link'],
		['\x1bP1$r\x1b\\dcs\x1b7\x1b8\x1bc', 'dcs'],
		['\x1b(Bset', 'set'],
		['\x9b31mold\x9b0m', 'old'],
		['never ended \x1b]0;title', 'never ended '],
		['\x1b', ''],
	];
	for (const [text, expected] of cases) {
		it(`reads ${JSON.stringify(text)}`, () => assert.equal(withoutEscapes(text), expected));
	}

	it('is not slowed down by what never ends', () => {
		const started = processorMs();
		withoutEscapes('\x1b[0;'.repeat(16_000) + '\x1b]'.repeat(16_000));
		assert.ok(processorMs() - started < 2000);
	});

	it('writes times', () => {
		const time = Date.UTC(2026, 7, 1, 10, 20, 30, 123);
		assert.equal(timestamp(time, 'utc'), '2026-08-01T10:20:30.123Z');
		const local = timestamp(time, 'local');
		assert.match(local, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.123[+-]\d\d:\d\d$/);
		assert.equal(Date.parse(local), time);
	});
});
