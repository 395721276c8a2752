import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bakeArguments } from '../../src/engine/bake.ts';
import { ensureEngine } from '../support/engine.ts';

describe('bake arguments', () => {
	it('name the file and the targets', () => {
		const request = { file: '/a/docker-bake.hcl', targets: ['api', 'web'] };
		assert.deepEqual(bakeArguments('build', request), ['buildx', 'bake', '--file', request.file, 'api', 'web']);
		assert.equal(bakeArguments('check', request)[4], '--call=check');
	});

	it('are understood by buildx, whatever a target is called', async () => {
		const { cli, env } = await ensureEngine();
		const folder = mkdtempSync(join(tmpdir(), 'slipway-bake-'));
		try {
			const file = join(folder, 'docker-bake.hcl');
			writeFileSync(file, 'target "api" {\n  tags = ["a:1"]\n}\n');
			const print = (...targets: string[]) =>
				execFileSync(cli, bakeArguments('print', { file, targets }), {
					cwd: folder,
					env,
					encoding: 'utf8',
					stdio: 'pipe',
				});
			assert.deepEqual(JSON.parse(print('api')).target.api.tags, ['a:1']);
			assert.throws(() => print('--help'), /failed to find target --help/);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
