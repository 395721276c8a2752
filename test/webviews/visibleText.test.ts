import assert from 'node:assert/strict';
import { visibleText } from '../../src/webviews/visibleText.ts';

describe('text of strangers', () => {
	it('has in sight what it could deceive with', () => {
		for (const [text, visible] of [
			['\u001b[31mred\u0000', '\\x1b[31mred\\x00'],
			['exe.\u202egpj', 'exe.\\u202egpj'],
			['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
			['tag \u{e0041}', 'tag \\u{e0041}'],
			['half \ud800', 'half \\ud800'],
			['<script>&amp;', '<script>&amp;'],
		] as const) {
			assert.equal(visibleText(text), visible);
		}
	});

	it('keeps lines, tabs and what other languages need', () => {
		assert.equal(visibleText('one\r\n\ttwo\n'), 'one\n\ttwo\n');
		assert.equal(visibleText('한글 👩‍👩‍👧 نص'), '한글 👩‍👩‍👧 نص');
	});
});
