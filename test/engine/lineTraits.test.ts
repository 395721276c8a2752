import assert from 'node:assert/strict';
import { LineTraits } from '../../src/engine/lineTraits.ts';
import { lineFlags } from '../../src/engine/logChunk.ts';

describe('lineTraits', () => {
	it('keeps the streams apart when it looks for stack traces', () => {
		const traits = new LineTraits();
		const of = (text: string, stderr: boolean) => {
			const data = Buffer.from(text);
			const line = { stderr, seconds: 1, nanoseconds: 0, data, start: 0, end: data.length, cut: 0 };
			return traits.of(line, 1000);
		};
		const error = 5 << lineFlags.levelShift;
		assert.equal(of('TypeError: x', true), lineFlags.stderr | error);
		assert.equal(of('    at a (b.js:1:1)', true), lineFlags.stderr | lineFlags.continues);
		assert.equal(of('    plain', false), 0);
		assert.equal(of('    at c (d.js:1:1)', true), lineFlags.stderr | lineFlags.continues);
		assert.equal(of('INFO done', true), lineFlags.stderr | (3 << lineFlags.levelShift));
	});
});
