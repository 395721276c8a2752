import assert from 'node:assert/strict';
import { escapeMarkdown, rowText } from '../../src/views/rowText.ts';

describe('rowText', () => {
	const cases: [title: string, text: string, expected: string][] = [
		['leaves ordinary names alone', 'web-1_한글.café 👩‍🚀', 'web-1_한글.café 👩‍🚀'],
		['makes one line', ' a\r\nb\tc\u2028d ', 'a b c d'],
		[
			'drops colours and other escape sequences',
			'\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007',
			'red link',
		],
		['drops titles that never end', 'a\u001b]0;title', 'a'],
		['shows other control characters as one sign', 'a\u0000b\u009bc', 'a\ufffdb\ufffdc'],
		['drops marks of direction', 'exe.\u202egnp\u202c\u2066x\u2069\u200f', 'exe.gnpx'],
		['drops characters that show nothing', 'a\u200bb\ufeffc\u{e0041}', 'abc'],
		['mends broken characters', 'a\ud800b', 'a\ufffdb'],
	];
	for (const [title, text, expected] of cases) {
		it(title, () => assert.equal(rowText(text), expected));
	}

	it('cuts what is long, never in the middle of a character', () => {
		assert.equal(rowText('x'.repeat(4096), 10), `${'x'.repeat(9)}…`);
		assert.equal(rowText('👩'.repeat(10), 10), `${'👩'.repeat(4)}…`);
		assert.equal(rowText(`${'\u202e'.repeat(3)}abc`, 10), 'abc');
	});
});

describe('escapeMarkdown', () => {
	/** What Markdown makes of a text in which every punctuation mark must be escaped. */
	const bare = (text: string) => text.replace(/\\[!-/:-@[-`{-~]/g, '');

	const hostile = [
		'[click](command:workbench.action.terminal.new)',
		'<a href="command:x">x</a><img src=x onerror=alert(1)>',
		'`code` **bold** _it_ ~~gone~~ # heading',
		'a | b \\| c \\\\| d',
		'https://evil.example www.evil.example me@evil.example',
		'$(trash) &lt;b&gt; &#96;',
		'- item\n1. item\n> quote\n\n---',
	];
	for (const text of hostile) {
		it(`leaves nothing to Markdown in ${JSON.stringify(text).slice(0, 40)}`, () => {
			assert.doesNotMatch(bare(escapeMarkdown(text)), /[!-/:-@[-`{-~]/);
			assert.equal(escapeMarkdown(text).replace(/\\([!-/:-@[-`{-~])/g, '$1'), rowText(text));
		});
	}

	it('leaves letters of all scripts alone, and cuts', () => {
		assert.equal(escapeMarkdown('웹 서버'), '웹 서버');
		assert.equal(escapeMarkdown('y'.repeat(4096)).length, 300);
	});
});
