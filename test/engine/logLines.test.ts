import assert from 'node:assert/strict';
import { Demultiplexer } from '../../src/engine/demultiplex.ts';
import { LogLines, type LogText } from '../../src/engine/logLines.ts';

function frame(stream: 1 | 2, payload: string | Buffer): Buffer {
	const data = Buffer.from(payload as string);
	const header = Buffer.alloc(8);
	header[0] = stream;
	header.writeUInt32BE(data.length, 4);
	return Buffer.concat([header, data]);
}

function read(bytes: Buffer, size: number, timestamps = false): LogText[] {
	const demultiplexer = new Demultiplexer();
	const lines = new LogLines(timestamps);
	const texts: LogText[] = [];
	for (let at = 0; at < bytes.length; at += size) {
		texts.push(...lines.add(demultiplexer.push(bytes.subarray(at, at + size))));
	}
	return [...texts, ...lines.end()];
}

const stdoutOf = (texts: readonly LogText[]) =>
	texts
		.filter(({ stream }) => stream === 'stdout')
		.map(({ text }) => text)
		.join('');

describe('logLines', () => {
	it('gives whole lines, neighbours of one stream as one text', () => {
		const bytes = Buffer.concat([frame(1, 'a\n'), frame(1, 'b\n'), frame(2, 'c\n'), frame(1, 'd')]);
		assert.deepEqual(read(bytes, 1000), [
			{ stream: 'stdout', text: 'a\nb\n' },
			{ stream: 'stderr', text: 'c\n' },
			{ stream: 'stdout', text: 'd' },
		]);
	});

	for (const size of [1, 2, 3, 5, 13, 4096]) {
		it(`joins lines and characters cut anywhere, in chunks of ${size}`, () => {
			const line = `${'가나다😀'.repeat(50)}\n`;
			const half = Buffer.from(line).subarray(0, 101);
			const rest = Buffer.from(line).subarray(101);
			const texts = read(Buffer.concat([frame(1, half), frame(2, 'between\n'), frame(1, rest)]), size);
			assert.equal(stdoutOf(texts), line);
			assert.ok(texts.every(({ text }) => text.endsWith('\n')));
		});

		it(`takes timestamps out of the middle of lines, in chunks of ${size}`, () => {
			const stamp = '2026-08-01T10:20:30.123456789Z ';
			const bytes = Buffer.concat([
				frame(1, `${stamp}${'x'.repeat(40)}`),
				frame(2, `${stamp}error\n`),
				frame(1, `${stamp}${'y'.repeat(40)}`),
				frame(1, `${stamp}z\n`),
				frame(1, `${stamp}next\n`),
			]);
			assert.equal(stdoutOf(read(bytes, size, true)), `${stamp}${'x'.repeat(40)}${'y'.repeat(40)}z\n${stamp}next\n`);
		});
	}

	it('leaves text alone that only looks like a timestamp', () => {
		const bytes = Buffer.concat([frame(1, 'a'), frame(1, '2026-08-01T10:20:30Z b\n')]);
		assert.equal(stdoutOf(read(bytes, 1000)), 'a2026-08-01T10:20:30Z b\n');
		const noStamp = Buffer.concat([frame(1, '2026-08-01T10:20:30Z a'), frame(1, 'not a stamp b\n')]);
		assert.equal(stdoutOf(read(noStamp, 3, true)), '2026-08-01T10:20:30Z anot a stamp b\n');
	});

	it('keeps no more than a megabyte of a line', () => {
		const demultiplexer = new Demultiplexer();
		const lines = new LogLines(true);
		const stamp = '2026-08-01T10:20:30.123456789Z ';
		const texts: LogText[] = [];
		for (let index = 0; index < 100; index++) {
			texts.push(...lines.add(demultiplexer.push(frame(1, stamp + 'x'.repeat(16_384)))));
		}
		const early = stdoutOf(texts);
		assert.ok(early.length > 1024 * 1024);
		const all = early + stdoutOf(lines.end());
		assert.equal(all, stamp + 'x'.repeat(1_638_400));
	});
});
