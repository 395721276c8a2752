import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDockerfile } from '../../src/engine/buildCheck.ts';
import { runProgram } from '../../src/engine/runProgram.ts';
import { ensureEngine } from '../support/engine.ts';
import { startEngine } from '../support/ownEngine.ts';

const engines = [
	{ name: 'Docker Engine 20.10', start: () => startEngine({ version: '20.10' }) },
	{ name: 'Docker Engine 26.1', start: () => startEngine({ version: '26.1' }) },
];

describe("BuildKit's check on engines without it", function () {
	this.timeout(120_000);
	for (const { name, start } of engines) {
		it(`is refused as unsupported: ${name}`, async () => {
			const { cli, env } = await ensureEngine();
			const folder = mkdtempSync(join(tmpdir(), 'slipway-old-check-'));
			const engine = await start();
			try {
				const dockerfile = join(folder, 'Dockerfile');
				writeFileSync(dockerfile, 'FROM busybox\nMAINTAINER me\n');
				const asked = checkDockerfile({ dockerfile, context: folder }, words =>
					runProgram(
						{ command: cli, words, folder, env: { ...env, DOCKER_HOST: engine.host } },
						new AbortController().signal,
					),
				);
				await assert.rejects(asked, { code: 'failed', by: 'engine' });
			} finally {
				await engine.end();
				rmSync(folder, { recursive: true });
			}
		});
	}
});
