import assert from 'node:assert/strict';
import { wholeTar } from '../../src/engine/wholeTar.ts';
import { tarOf } from '../support/tarOf.ts';

describe('wholeTar', () => {
	const archive = tarOf({ 'manifest.json': '[]', layer: Buffer.alloc(40_000, 7) });
	/** What came, or what was thrown at the end, cut into pieces of `size` bytes on the way. */
	const passed = async (bytes: Buffer, size: number) => {
		async function* pieces() {
			for (let at = 0; at < bytes.length; at += size) {
				yield bytes.subarray(at, at + size);
			}
		}
		const came: Buffer[] = [];
		for await (const chunk of wholeTar(pieces())) {
			came.push(chunk);
		}
		return Buffer.concat(came);
	};

	it('passes on a whole archive, however it comes', async () => {
		for (const size of [1, 511, 1000, 16_384, 50_000]) {
			assert.deepEqual(await passed(archive, size), archive);
		}
	});

	it('throws what the engine wrote instead of the end', async () => {
		const sentence = '{"errorDetail":{"message":"write layer: no space left on device"},"error":"no space left"}\r\n';
		const broken = Buffer.concat([archive.subarray(0, 20_000), Buffer.from(sentence)]);
		for (const size of [7, 4096, 50_000]) {
			await assert.rejects(passed(broken, size), (error: { recognised?: unknown; message: string }) => {
				assert.deepEqual(error.recognised, { kind: 'noSpace' });
				return error.message === 'write layer: no space left on device';
			});
		}
	});

	it('throws when the end is missing', async () => {
		for (const bytes of [Buffer.alloc(0), Buffer.alloc(512), archive.subarray(0, -1000), archive.subarray(0, 3000)]) {
			await assert.rejects(passed(bytes, 700), { recognised: { kind: 'cutOff' } });
		}
	});
});
