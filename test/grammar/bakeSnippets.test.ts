import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createBakeService } from '../../src/languageservice/bake/service.ts';
import { ensureEngine } from '../support/engine.ts';
import { inMemoryHost, never } from '../support/inMemoryHost.ts';
import { readSnippets } from './snippets.ts';

const snippets = readSnippets('bake.json');

describe('Bake snippets', () => {
	let env: NodeJS.ProcessEnv;
	before(async function () {
		this.timeout(300_000);
		({ env } = await ensureEngine());
	});

	for (const { name, text } of snippets) {
		it(`${name}: Bake accepts it`, () => {
			const targets = [...text.matchAll(/^target "(.+)"/gm)].map(match => match[1] as string);
			const file = targets.length > 0 ? text : `${text}\ntarget "a" {}\n`;
			const words = ['buildx', 'bake', '--print', '-f-', ...(targets.length > 0 ? targets : ['a'])];
			const { status, stderr, stdout } = spawnSync('docker', words, { input: file, encoding: 'utf8', env });
			assert.equal(status, 0, `${stderr}\n${file}`);
			assert.ok(Object.keys(JSON.parse(stdout).target).length > 0);
		});
	}

	for (const { name, text } of snippets) {
		it(`${name}: we have nothing to say about it`, async () => {
			const files = { Dockerfile: 'ARG VERSION\nFROM scratch AS test\n' };
			const document = TextDocument.create('file:///workspace/docker-bake.hcl', 'dockerbake', 1, text);
			const found = await createBakeService(inMemoryHost({ files })).diagnose(document, never);
			assert.deepEqual(
				found.map(({ code, message, range }) => `${range.start.line + 1} ${code}: ${message}`),
				[],
				text,
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
