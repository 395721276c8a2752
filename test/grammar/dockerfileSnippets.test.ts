import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDockerfileService } from '../../src/languageservice/dockerfile/service.ts';
import { ensureEngine } from '../support/engine.ts';
import { inMemoryHost, never } from '../support/inMemoryHost.ts';
import { readSnippets } from './snippets.ts';

const snippets = readSnippets('dockerfile.json');

describe('Dockerfile snippets', () => {
	let env: NodeJS.ProcessEnv;
	before(async function () {
		this.timeout(300_000);
		({ env } = await ensureEngine());
	});

	for (const { name, text } of snippets) {
		const file = asFile(text);
		it(`${name}: the builder accepts it`, () => {
			const words = ['buildx', 'build', '--call=targets,format=json', '-f-', '.'];
			const { status, stderr } = spawnSync('docker', words, { input: file, encoding: 'utf8', env });
			assert.equal(status, 0, stderr);
		});

		it(`${name}: we have nothing to say about it`, async () => {
			const document = TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, file);
			const problems = await createDockerfileService(inMemoryHost()).diagnose(document, never);
			assert.deepEqual(
				problems.map(({ code, message, range }) => `${range.start.line + 1} ${code}: ${message}`),
				[],
				file,
			);
		});
	}

	it('are found by words of their own, which no keyword is', () => {
		assert.ok(snippets.every(({ description }) => /^[A-Z].*[^.]$/.test(description)));
		const prefixes = snippets.map(({ prefix }) => prefix);
		assert.ok(prefixes.every(prefix => /^[a-z]+(?:-[a-z]+)+$/.test(prefix)));
		assert.equal(new Set(prefixes).size, prefixes.length);
	});
});

/** A few lines need a stage around them. */
function asFile(text: string): string {
	const start = /^(?:ARG .*\n)?FROM /.test(text) ? '' : 'FROM alpine:3.22 AS build\nFROM alpine:3.22\nWORKDIR /app\n';
	return start + text;
}
