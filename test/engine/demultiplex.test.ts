import assert from 'node:assert/strict';
import { Demultiplexer, demultiplex } from '../../src/engine/demultiplex.ts';
import { processorMs } from '../support/keepsTime.ts';

function frame(stream: 0 | 1 | 2, payload: string | Buffer): Buffer {
	const data = Buffer.from(payload as string);
	const header = Buffer.alloc(8);
	header[0] = stream;
	header.writeUInt32BE(data.length, 4);
	return Buffer.concat([header, data]);
}

function cut(bytes: Buffer, size: number): Buffer[] {
	return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
		bytes.subarray(index * size, (index + 1) * size),
	);
}

function read(chunks: readonly Buffer[]): Record<'stdout' | 'stderr', string> {
	const demultiplexer = new Demultiplexer();
	const pieces = chunks.flatMap(chunk => [...demultiplexer.push(chunk)]);
	const text = (wanted: string) =>
		Buffer.concat(pieces.filter(({ stream }) => stream === wanted).map(({ data }) => data)).toString();
	return { stdout: text('stdout'), stderr: text('stderr') };
}

describe('demultiplex', () => {
	const bytes = Buffer.concat([
		frame(1, 'out 한글\n'),
		frame(2, 'err\n'),
		frame(1, ''),
		frame(0, 'in'),
		frame(1, 'end'),
	]);

	for (const size of [1, 2, 3, 7, 8, 9, 11, 1000]) {
		it(`takes streams apart that come in chunks of ${size}`, () => {
			assert.deepEqual(read(cut(bytes, size)), { stdout: 'out 한글\ninend', stderr: 'err\n' });
		});
	}

	it('says where frames begin and end', () => {
		const demultiplexer = new Demultiplexer();
		const pieces = cut(frame(2, 'abcdef'), 11).flatMap(chunk => [...demultiplexer.push(chunk)]);
		assert.deepEqual(
			pieces.map(({ data, startsFrame, endsFrame }) => [data.toString(), startsFrame, endsFrame]),
			[
				['abc', true, false],
				['def', false, true],
			],
		);
	});

	it('passes on what it has of a frame that never ends', () => {
		assert.equal(read([frame(1, 'abcdef').subarray(0, 11)]).stdout, 'abc');
	});

	it('copies nothing and stays linear', () => {
		const chunk = Buffer.concat(Array.from({ length: 50_000 }, () => frame(1, 'a short line\n')));
		const demultiplexer = new Demultiplexer();
		const started = processorMs();
		let shared = true;
		for (const part of cut(chunk, 65_536)) {
			for (const { data } of demultiplexer.push(part)) {
				shared &&= data.buffer === chunk.buffer;
			}
		}
		assert.ok(shared);
		assert.ok(processorMs() - started < 500);
	});

	it('reads its source no faster than its consumer', async () => {
		let given = 0;
		const source = async function* () {
			for (; given < 1000; given++) {
				yield frame(1, 'x');
			}
		};
		for await (const _ of demultiplex(source())) {
			if (given >= 3) {
				break;
			}
		}
		assert.ok(given <= 4, `${given} chunks were read`);
	});
});
