import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvFile, readEnvFile } from '../../src/engine/envFile.ts';
import type { EngineError } from '../../src/engine/errors.ts';

describe('envFile', () => {
	it("follows docker's rules", () => {
		const text = [
			'\uFEFFFIRST=1',
			'# a comment',
			'  INDENTED=x # no comment',
			'',
			'QUOTED="kept"',
			'TRAILING=blank ',
			'EMPTY=',
			'WITH=a=b',
			'GIVEN',
			'MISSING',
			'한글=값\r',
		].join('\n');
		assert.deepEqual(parseEnvFile(text, { GIVEN: 'from outside' }), [
			'FIRST=1',
			'INDENTED=x # no comment',
			'QUOTED="kept"',
			'TRAILING=blank ',
			'EMPTY=',
			'WITH=a=b',
			'GIVEN=from outside',
			'한글=값',
		]);
	});

	for (const line of ['A B=1', '=1', 'export A=1', 'A\tB']) {
		it(`refuses ${JSON.stringify(line)}`, () => {
			assert.throws(() => parseEnvFile(`OK=1\n${line}`, {}), { code: 'invalid' });
		});
	}

	it('reads a file, and says which one is not there', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'slipway env $(x) 한글-'));
		try {
			const path = join(folder, 'a.env');
			await writeFile(path, 'A=1\n');
			assert.deepEqual(await readEnvFile(path, {}), ['A=1']);
			const missing = join(folder, 'b.env');
			await assert.rejects(readEnvFile(missing, {}), (error: EngineError) => {
				assert.deepEqual(error.recognised, { kind: 'noSuchFile', path: missing });
				return error.code === 'notFound';
			});
			await assert.rejects(readEnvFile(folder, {}), { code: 'invalid' });
		} finally {
			await rm(folder, { recursive: true });
		}
	});
});
