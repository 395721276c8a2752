import assert from 'node:assert/strict';
import { TerminalTextFilter } from '../../src/ui/terminalText.ts';

function filter(...chunks: string[]): string {
	const text = new TerminalTextFilter();
	return chunks.map(chunk => text.write(chunk)).join('');
}

describe('terminalText: logs in a terminal', () => {
	it('ends lines as terminals want it', () => {
		assert.equal(filter('a\nb\r\n'), 'a\r\nb\r\n');
	});

	it('keeps colours', () => {
		assert.equal(filter('\x1b[1;31mred\x1b[m \x1b[38:5:9mx'), '\x1b[1;31mred\x1b[m \x1b[38:5:9mx');
	});

	for (const [name, text] of [
		['clearing the screen', '\x1b[2J'],
		['moving the cursor', '\x1b[10;10H'],
		['the alternate screen', '\x1b[?1049h'],
		['asking the terminal to answer', '\x1b[6n\x1b[c\x1b[>0q\x05'.replace('\x05', '')],
		['a title', '\x1b]0;owned\x07'],
		['a title ended by ST', '\x1b]0;owned\x1b\\'],
		['a link', '\x1b]8;;command:evil\x1b\\'],
		['the clipboard', '\x1b]52;c;ZXZpbA==\x07'],
		['a device command', '\x1bPq#0;2;0;0;0\x1b\\'],
		['a privacy message', '\x1b^x\x1b\\'],
		['a reset', '\x1bc'],
		['a character set', '\x1b(0'],
		['eight-bit control', '\u009b2J'],
		['a colour of absurd length', `\x1b[${'1;'.repeat(500)}m`],
		['something that only ends in m', '\x1b[>4;2m'],
	] as const) {
		it(`drops ${name}`, () => {
			assert.equal(filter(`a${text}b`), 'ab');
		});

		it(`drops ${name}, cut anywhere`, () => {
			assert.equal(filter(...`a${text}b`), 'ab');
		});
	}

	it('shows control characters as symbols', () => {
		assert.equal(filter('a\x00\x07\x08\x7f\u0085b\tc'), 'a␀␇␈␡\ufffdb\tc');
	});

	it('does not lose the log behind a sequence that never ends', () => {
		assert.equal(filter('\x1b]0;never\nnext\n'), '\r\nnext\r\n');
		assert.equal(filter('\x1b[\nnext\n'), '\r\nnext\r\n');
	});

	it('lets a progress bar rewrite its own line and no other', () => {
		assert.equal(filter('10%\r20%\n'), '10%\r\x1b[K20%\r\n');
		assert.equal(filter('\rstart\n'), 'start\r\n');
	});

	it('writes a prefix before each line, whatever the line does', () => {
		const text = new TerminalTextFilter('web | ');
		assert.equal(
			text.write('a\n\x1b[31mb\rc\n\n'),
			'web | a\x1b[0m\r\nweb | \x1b[31mb\r\x1b[Kweb | c\x1b[0m\r\nweb | \x1b[0m\r\n',
		);
	});

	it('keeps text outside of ASCII', () => {
		assert.equal(filter('한국어 🐳\n'), '한국어 🐳\r\n');
	});
});
