import assert from 'node:assert/strict';
import { LogLineReader, longestText } from '../../src/engine/logLineReader.ts';

const stamp = (second: number) => `2026-08-01T10:20:${String(second).padStart(2, '0')}.123456789Z `;

function frame(stream: 1 | 2, payload: string | Buffer): Buffer {
	const data = Buffer.from(payload as string);
	const header = Buffer.alloc(8);
	header[0] = stream;
	header.writeUInt32BE(data.length, 4);
	return Buffer.concat([header, data]);
}

interface Read {
	readonly lines: string[];
	readonly cuts: number[];
	readonly seconds: number[];
	readonly parts: number;
}

function read(bytes: Buffer, size: number, { terminal = false, end = true } = {}): Read {
	const [lines, cuts, seconds]: [string[], number[], number[]] = [[], [], []];
	const reader = new LogLineReader(terminal, line => {
		lines.push(`${line.stderr ? 'err ' : ''}${line.data.toString('utf8', line.start, line.end)}`);
		cuts.push(line.cut);
		seconds.push(new Date(line.seconds * 1000).getUTCSeconds());
	});
	for (let at = 0; at < bytes.length; at += size) {
		reader.push(bytes.subarray(at, at + size));
	}
	if (end) {
		reader.end();
	}
	return { lines, cuts, seconds, parts: reader.parts };
}

describe('logLineReader', () => {
	for (const size of [1, 2, 7, 13, 41, 100_000]) {
		it(`reads lines of both streams in pieces of ${size}`, () => {
			const half = Buffer.from(`${stamp(3)}가나다😀\n`);
			const bytes = Buffer.concat([
				frame(1, `${stamp(1)}one\n`),
				frame(2, `${stamp(2)}two\r\n`),
				frame(1, half),
				frame(1, `${stamp(4)}\n`),
				frame(1, `${stamp(5)}last`),
			]);
			const { lines, seconds, parts } = read(bytes, size);
			assert.deepEqual(lines, ['one', 'err two', '가나다😀', '', 'last']);
			assert.deepEqual(seconds, [1, 2, 3, 4, 5]);
			assert.equal(parts, 5);
		});

		it(`joins lines cut into frames in the middle of a character, in pieces of ${size}`, () => {
			const text = Buffer.from('가'.repeat(6000));
			const bytes = Buffer.concat([
				frame(1, Buffer.concat([Buffer.from(stamp(1)), text.subarray(0, 16_384)])),
				frame(2, `${stamp(1)}between\n`),
				frame(1, Buffer.concat([Buffer.from(stamp(1)), text.subarray(16_384), Buffer.from('\n')])),
				frame(1, `${stamp(2)}next\n`),
			]);
			assert.deepEqual(read(bytes, size).lines, ['err between', text.toString(), 'next']);
		});

		it(`reads a terminal in pieces of ${size}`, () => {
			const long = 'x'.repeat(40_000);
			const parts = [long.slice(0, 16_384), long.slice(16_384, 32_768), `${long.slice(32_768)}\r\n`];
			const bytes = Buffer.from(
				[
					`${stamp(1)}a 한글\r\n`,
					...parts.map(part => stamp(2) + part),
					`${stamp(3)} 1%\r 50%\r100%\r\n`,
					`${stamp(4)}${stamp(9)}mine\r\n`,
					`${stamp(5)}\r\n`,
					`${stamp(6)}prompt`,
				].join(''),
			);
			const { lines, seconds } = read(bytes, size, { terminal: true });
			assert.deepEqual(lines, ['a 한글', long, '100%', `${stamp(9)}mine`, '', 'prompt']);
			assert.deepEqual(seconds, [1, 2, 3, 4, 5, 6]);
		});
	}

	it('ends a line without a line feed where another begins', () => {
		const bytes = Buffer.concat([frame(1, `${stamp(1)}last words`), frame(1, `${stamp(2)}after the restart\n`)]);
		assert.deepEqual(read(bytes, 1000).lines, ['last words', 'after the restart']);
	});

	it('keeps an unfinished line to itself until the end is said', () => {
		assert.deepEqual(read(frame(1, `${stamp(1)}half`), 1000, { end: false }).lines, []);
	});

	it('cuts a line of 100 MB, and counts what it left out', () => {
		const reader: Read = { lines: [], cuts: [], seconds: [], parts: 0 };
		const lines = new LogLineReader(false, line => {
			reader.lines.push(line.data.toString('utf8', line.start, line.end));
			reader.cuts.push(line.cut);
		});
		const part = frame(1, stamp(1) + '한'.repeat(5461));
		const count = Math.round(100e6 / part.length);
		for (let index = 0; index < count; index++) {
			lines.push(part);
		}
		lines.push(frame(1, `${stamp(1)}\n`));
		lines.push(frame(1, `${stamp(2)}next\n`));
		const kept = Math.floor(longestText / 3);
		assert.deepEqual(reader.lines, ['한'.repeat(kept), 'next']);
		assert.deepEqual(reader.cuts, [count * 5461 - kept, 0]);
	});

	it('survives NUL bytes and what is no UTF-8', () => {
		const odd = Buffer.from([0, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x0a]);
		const { lines } = read(frame(1, Buffer.concat([Buffer.from(stamp(1)), odd])), 5);
		assert.deepEqual(lines, ['\0\ufffd\ufffd(\ufffd\ufffd\ufffd']);
	});

	it('takes a log without stamps as it is', () => {
		const bytes = Buffer.concat([frame(1, 'no stamp here\n'), frame(1, '2026-08-01T10:20:30 neither\n')]);
		const { lines, seconds } = read(bytes, 3);
		assert.deepEqual(lines, ['no stamp here', '2026-08-01T10:20:30 neither']);
		assert.ok(seconds.every(Number.isNaN));
	});

	it('splits several lines in one frame', () => {
		assert.deepEqual(read(frame(1, `${stamp(1)}a\nb\r\nc\n`), 4).lines, ['a', 'b', 'c']);
	});

	it('keeps the last state of a progress bar of any length', () => {
		const bar = Array.from({ length: 20_000 }, (_, index) => `${index} of 20000`).join('\r');
		const chunks = bar.match(/[\s\S]{1,16384}/g) ?? [];
		const bytes = Buffer.from(`${chunks.map(chunk => stamp(1) + chunk).join('')}\r\n`);
		const { lines, cuts } = read(bytes, 4096, { terminal: true });
		assert.deepEqual([lines, cuts], [['19999 of 20000'], [0]]);
	});
});
