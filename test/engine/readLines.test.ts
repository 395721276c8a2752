import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { readLines } from '../../src/engine/readLines.ts';

async function linesOf(chunks: readonly (Buffer | string)[]): Promise<string[]> {
	const stream = new PassThrough();
	const lines: string[] = [];
	const ended = readLines(stream, line => lines.push(line));
	for (const chunk of chunks) {
		stream.write(chunk);
	}
	stream.end();
	await ended;
	return lines;
}

describe('readLines', () => {
	it('puts together what was cut, characters of several bytes too', async () => {
		const bytes = Buffer.from('{"name":"컨테이너 🐳"}\n{"a":1}\r\n\n{"b":2}\n');
		for (let size = 1; size < 8; size++) {
			const chunks = [];
			for (let at = 0; at < bytes.length; at += size) {
				chunks.push(bytes.subarray(at, at + size));
			}
			assert.deepEqual(
				(await linesOf(chunks)).map(line => JSON.parse(line)),
				[{ name: '컨테이너 🐳' }, { a: 1 }, { b: 2 }],
			);
		}
	});

	it('drops a line that has no end', async () => {
		assert.deepEqual(await linesOf(['one\ntw']), ['one']);
	});

	it('rejects when the stream breaks', async () => {
		const stream = new PassThrough();
		const ended = readLines(stream, () => {});
		stream.destroy(new Error('cut'));
		await assert.rejects(ended, /cut/);
	});
});
