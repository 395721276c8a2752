import * as assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { flowingPieces } from '../../src/engine/flowingPieces.ts';

describe('flowing pieces', () => {
	it('are those of the stream, in their order', async () => {
		const given = Array.from({ length: 100 }, (_, index) => Buffer.from(`${index} `));
		const pieces: Buffer[] = [];
		for await (const piece of flowingPieces(Readable.from(given, { objectMode: false }))) {
			pieces.push(piece);
		}
		assert.equal(Buffer.concat(pieces).toString(), Buffer.concat(given).toString());
	});

	it('hold the stream back while nobody takes them', async () => {
		let made = 0;
		const endless = function* () {
			for (;;) {
				made++;
				yield Buffer.alloc(64 * 1024);
			}
		};
		const source = Readable.from(endless(), { objectMode: false });
		for await (const _ of flowingPieces(source)) {
			if (source.isPaused()) {
				break;
			}
		}
		assert.ok(made < 100, `${made} pieces`);
		assert.ok(source.destroyed);
	});

	it('fail with the stream, and when it is cut', async () => {
		for (const [end, message] of [
			[(stream: PassThrough) => stream.destroy(new Error('its own')), /its own/],
			[(stream: PassThrough) => stream.destroy(), /aborted/],
		] as const) {
			const stream = new PassThrough();
			stream.write('begun');
			await assert.rejects(async () => {
				for await (const piece of flowingPieces(stream)) {
					assert.equal(piece.toString(), 'begun');
					end(stream);
				}
			}, message);
		}
	});
});
