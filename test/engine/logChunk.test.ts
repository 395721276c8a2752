import assert from 'node:assert/strict';
import { LogChunk } from '../../src/engine/logChunk.ts';

describe('logChunk', () => {
	const add = (chunk: LogChunk, text: string | Buffer) => {
		const data = Buffer.from(text);
		return chunk.add(data, 0, data.length);
	};

	it('holds the bytes of its lines, with a line feed behind each', () => {
		const chunk = new LogChunk(10);
		const data = Buffer.from('before한글 😀behind');
		assert.equal(chunk.add(data, 6, data.length - 6), 0);
		assert.equal(add(chunk, ''), 1);
		assert.equal(add(chunk, 'last'), 2);
		assert.deepEqual(
			[0, 1, 2].map(line => chunk.text(line)),
			['한글 😀', '', 'last'],
		);
		assert.equal(chunk.bytes.toString('utf8', 0, chunk.end(2) + 1), '한글 😀\n\nlast\n');
		assert.deepEqual([chunk.start(1), chunk.end(1), chunk.start(2)], [12, 12, 13]);
	});

	it('shows what is no UTF-8 as such, in its line alone', () => {
		const chunk = new LogChunk(0);
		add(chunk, Buffer.from([0x61, 0xed, 0x95]));
		add(chunk, Buffer.from([0x9c, 0x00, 0xff]));
		add(chunk, '한');
		assert.deepEqual(
			[0, 1, 2].map(line => chunk.text(line)),
			['a\ufffd', '\ufffd\0\ufffd', '한'],
		);
	});

	it('knows the line of each byte, from any line on', () => {
		const chunk = new LogChunk(0);
		for (const text of ['ab', '', 'c', '한글']) {
			add(chunk, text);
		}
		const end = chunk.end(3) + 1;
		const lines = Array.from({ length: end }, (_, offset) => chunk.lineAt(offset));
		assert.deepEqual(lines, [0, 0, 0, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3]);
		assert.deepEqual([chunk.lineAt(4, 2), chunk.lineAt(6, 2)], [2, 3]);
	});

	it('knows whether all of it is ASCII, also when more comes', () => {
		const chunk = new LogChunk(0);
		assert.equal(chunk.isAscii, true);
		add(chunk, 'plain \x1b[31m\0');
		assert.equal(chunk.isAscii, true);
		add(chunk, 'é');
		assert.equal(chunk.isAscii, false);
		add(chunk, 'plain');
		assert.equal(chunk.isAscii, false);
	});

	it('has room for a megabyte, and for so many lines that each has a number', () => {
		const long = new LogChunk(0);
		const megabyte = 1024 * 1024;
		assert.ok(long.hasRoomFor(megabyte - 1));
		assert.ok(!long.hasRoomFor(megabyte));
		add(long, Buffer.alloc(megabyte - 1, 'x'));
		assert.ok(!long.hasRoomFor(0));
		const many = new LogChunk(0);
		while (many.hasRoomFor(0)) {
			add(many, '');
		}
		assert.equal(many.count, 65_536);
	});

	it('keeps what else is known of its lines while it grows', () => {
		const chunk = new LogChunk(0);
		for (let line = 0; line < 5000; line++) {
			add(chunk, `${line}`);
			chunk.times[line] = line + 0.5;
			chunk.sources[line] = line % 7;
			chunk.flags[line] = line % 8;
			chunk.traces[line] = line * 2;
		}
		chunk.setCut(4, 99);
		for (const line of [0, 4095, 4096, 4999]) {
			const known = [chunk.times[line], chunk.sources[line], chunk.flags[line], chunk.traces[line], chunk.text(line)];
			assert.deepEqual(known, [line + 0.5, line % 7, line % 8, line * 2, `${line}`]);
		}
		assert.deepEqual([chunk.cutOf(4), chunk.cutOf(5)], [99, undefined]);
	});
});
