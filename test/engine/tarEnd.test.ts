import assert from 'node:assert/strict';
import { TarEnd } from '../../src/engine/tarEnd.ts';
import { tarOf } from '../support/tarOf.ts';

describe('tarEnd', () => {
	const archive = tarOf({ 'manifest.json': '[]', layer: Buffer.alloc(40_000, 7) });
	/** Throws what is found at the end of bytes that come in pieces of a size. */
	const checked = (bytes: Buffer, size: number) => {
		const end = new TarEnd();
		for (let at = 0; at < bytes.length; at += size) {
			end.add(bytes.subarray(at, at + size));
		}
		end.check();
	};

	it('takes a whole archive for whole, however it comes', () => {
		for (const size of [100, 511, 1000, 16_384, 50_000]) {
			checked(archive, size);
		}
	});

	it('throws what the engine wrote instead of the end', () => {
		const sentence = '{"errorDetail":{"message":"write layer: no space left on device"},"error":"no space left"}\r\n';
		const broken = Buffer.concat([archive.subarray(0, 20_000), Buffer.from(sentence)]);
		for (const size of [100, 4096, 50_000]) {
			assert.throws(
				() => checked(broken, size),
				(error: { recognised?: unknown; message: string }) => {
					assert.deepEqual(error.recognised, { kind: 'noSpace' });
					return error.message === 'write layer: no space left on device';
				},
			);
		}
	});

	it('throws when the end is missing', () => {
		for (const bytes of [Buffer.alloc(0), Buffer.alloc(512), archive.subarray(0, -1000), archive.subarray(0, 3000)]) {
			assert.throws(() => checked(bytes, 700), { recognised: { kind: 'cutOff' } });
		}
	});
});
