import assert from 'node:assert/strict';
import { styledText, type TextStyle, unstyledText } from '../../src/base/ansiText.ts';

const pieces = (line: string) => styledText(line).map(({ text, style }) => [text, set(style)]);
const set = (style: TextStyle) => Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined));

describe('ansiText', () => {
	it('reads colours and styles, and takes them back', () => {
		assert.deepEqual(pieces('a\x1b[1;31mb\x1b[22mc\x1b[39md\x1b[96;44me\x1b[103mf\x1b[0mg\x1b[3;4;7;9mh\x1b[mi'), [
			['a', {}],
			['b', { bold: true, foreground: 1 }],
			['c', { foreground: 1 }],
			['d', {}],
			['e', { foreground: 14, background: 4 }],
			['f', { foreground: 14, background: 11 }],
			['g', {}],
			['h', { italic: true, underline: true, inverse: true, strike: true }],
			['i', {}],
		]);
	});

	it('reads 256 colours and true colour, with semicolons and colons', () => {
		const foreground = (codes: string) => styledText(`\x1b[${codes}mx`)[0]?.style.foreground;
		assert.equal(foreground('38;5;9'), 9);
		assert.equal(foreground('38;5;16'), '#000000');
		assert.equal(foreground('38;5;208'), '#ff8700');
		assert.equal(foreground('38;5;232'), '#080808');
		assert.equal(foreground('38;5;255'), '#eeeeee');
		assert.equal(foreground('38;5;999'), undefined);
		assert.equal(foreground('38;2;1;2;300'), '#0102ff');
		assert.equal(foreground('38:2::1:2:3'), '#010203');
		assert.deepEqual(pieces('\x1b[38;5;208;1;48;2;0;0;0mx'), [
			['x', { foreground: '#ff8700', bold: true, background: '#000000' }],
		]);
	});

	it('drops every other escape sequence, whole or cut off', () => {
		for (const sequence of [
			'\x1b[2J',
			'\x1b[10;5H',
			'\x1b[?25l',
			'\x1b]0;title\x07',
			'\x1b]8;;file:///etc/passwd\x1b\\',
			'\x1bPq#0\x1b\\',
			'\x1b(B',
			'\x1bM',
			'\x9b31K',
			'\x9d0;title\x9c',
			'\x1b[>4;1m',
			'\x1b[31',
			'\x1b]0;no end',
			'\x1b',
		]) {
			const rest = /end$|31$|\x1b$/.test(sequence) ? '' : 'b';
			assert.equal(unstyledText(`a${sequence}${rest}`), `a${rest}`, JSON.stringify(sequence));
			assert.deepEqual(
				styledText(`a${sequence}${rest}`).map(({ style }) => set(style)),
				rest ? [{}, {}] : [{}],
			);
		}
	});

	it('shows control characters and marks of writing direction', () => {
		assert.equal(unstyledText('a\0b\x07\tc\x7f\x85\u202ed'), 'a\u2400b\u2407\tc\u2421\ufffd\ufffdd');
		assert.equal(unstyledText('<script>alert("1")</script>'), '<script>alert("1")</script>');
	});

	it('leaves what was written last over the same line', () => {
		assert.equal(unstyledText('10 %\r50 %\r100 %\r'), '100 %');
		assert.equal(unstyledText('\r\r'), '');
	});
});
