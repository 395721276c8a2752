import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { complete } from '../../../src/languageservice/compose/completion.ts';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { knownService, knownServices } from '../../../src/languageservice/compose/serviceSnippets.ts';
import { ensureEngine } from '../../support/engine.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

/** A file into which every whole service was completed, one after the other. */
async function everyService(): Promise<string> {
	let text = 'services:\n  \n';
	for (const { name } of knownServices) {
		const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);
		const at = { line: 1, character: 2 };
		const item = (await complete(document, inMemoryHost(), at, never)).find(({ label }) => label === name);
		const edit = item?.textEdit as TextEdit;
		const newText = `${edit.newText.replaceAll('\n', '\n  ')}\n`;
		text = TextDocument.applyEdits(document, [{ ...edit, newText }, ...(item?.additionalTextEdits ?? [])]);
		text = text.replace('services:\n', 'services:\n  \n');
	}
	return text;
}

describe('whole services', () => {
	it('make a file in which nothing is wrong', async () => {
		const text = await everyService();
		const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);
		const problems = await createComposeService(inMemoryHost()).diagnose(document, never);
		assert.deepEqual(
			problems.filter(({ severity }) => severity === 1).map(({ message, range }) => `${range.start.line} ${message}`),
			[],
			text,
		);
	});

	it('are accepted by Compose, all together', async () => {
		const { env } = await ensureEngine();
		const folder = mkdtempSync(join(tmpdir(), 'slipway services '));
		try {
			writeFileSync(join(folder, 'compose.yaml'), await everyService());
			const { status, stderr } = spawnSync('docker', ['compose', 'config', '-q'], {
				cwd: folder,
				env,
				encoding: 'utf8',
			});
			assert.equal(status, 0, stderr);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it('are known by their images, whatever the tag', () => {
		assert.equal(knownService('postgres:17')?.name, 'postgres');
		assert.equal(knownService('docker.io/library/redis')?.name, 'redis');
		assert.equal(knownService('grafana/grafana:${TAG:-1}')?.name, 'grafana');
		assert.equal(knownService('ghcr.io/acme/postgres'), undefined);
		assert.equal(knownService(undefined), undefined);
	});
});
