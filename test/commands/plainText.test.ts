import assert from 'node:assert/strict';
import { plainLines, plainText } from '../../src/ui/plainText.ts';

describe('plainText: text of the engine in messages', () => {
	it('makes no links, no icons', () => {
		assert.equal(
			plainText('see [here](command:evil) and $(trash)'),
			'see [here]\u200b(command:evil) and $\u200b(trash)',
		);
	});

	it('drops escape sequences, control characters and turns of direction', () => {
		assert.equal(plainText('\x1b[31mred\x1b[0m\x1b]0;title\x07 a\tb\u0000c \u202eevil\u2066'), 'red a b c evil');
	});

	it('is one line of at most so many characters', () => {
		assert.equal(plainText('a\nb'), 'a b');
		assert.equal(plainText('x'.repeat(5000), 10), `${'x'.repeat(9)}…`);
		assert.equal(plainLines('a\nb\x1b[1m'), 'a\nb');
	});
});
