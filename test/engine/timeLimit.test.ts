import assert from 'node:assert/strict';
import { withTimeLimit } from '../../src/engine/timeLimit.ts';

describe('timeLimit', () => {
	it('lets work end that is done in time', () => {
		let done = 0;
		assert.equal(
			withTimeLimit(1000, () => {
				done++;
			}),
			true,
		);
		assert.equal(done, 1);
	});

	it('breaks off a regular expression, and what ran before it counts', () => {
		let reached = 0;
		const lost = () => {
			reached++;
			/^(a+)+$/.test(`${'a'.repeat(60)}b`);
			reached++;
		};
		assert.equal(withTimeLimit(20, lost), false);
		assert.equal(reached, 1);
		assert.equal(
			withTimeLimit(1000, () => {}),
			true,
		);
	});

	it('passes on what is thrown', () => {
		assert.throws(
			() =>
				withTimeLimit(1000, () => {
					throw new RangeError('own');
				}),
			RangeError,
		);
	});
});
