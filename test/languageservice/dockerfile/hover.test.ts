import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver-types';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never, type Surroundings } from '../../support/inMemoryHost.ts';

async function hover(marked: string, surroundings: Surroundings = {}): Promise<string> {
	const { document, position } = markedDockerfile(marked);
	const found = await createDockerfileService(inMemoryHost(surroundings)).hover(document, position, never);
	return (found?.contents as MarkupContent | undefined)?.value ?? '';
}

const expectations: readonly (readonly [string, string, RegExp])[] = [
	['an instruction', 'FROM alpine\nWORK‸DIR /app', /created if it does not exist/],
	['a flag with its version', 'FROM alpine\nCOPY --par‸ents a /b', /Since Dockerfile 1\.20/],
	['a directive', '# esc‸ape=`\nFROM alpine', /backtick/],
	['a rule of hadolint', 'FROM alpine\n# hadolint ignore=DL3‸008\nRUN true', /version/],
	['a default that comes from a global argument', 'ARG V=7\nFROM alpine\nARG V\nRUN echo $‸V', /ARG V=7/],
	['the chain of a stage', 'FROM alpine:3 AS a\nFROM a AS b\nFROM ‸b', /`b` ← `a` ← `alpine:3`/],
	['the doc comment of an argument', '# V the version\nARG V=7\nFROM alpine:$‸V', /the version/],
	['a common image', 'FROM no‸de:22', /Node\.js/],
	['a heredoc', 'FROM alpine\nCOPY <<"E‸OF" /a\nx\nEOF', /not expanded/],
];

describe('Dockerfile hover', () => {
	for (const [name, marked, pattern] of expectations) {
		it(`explains ${name}`, async () => assert.match(await hover(marked), pattern));
	}

	it('speaks Korean', async () => {
		assert.match(await hover('FROM alpine\nR‸UN true', { locale: 'ko' }), /레이어/);
	});

	it('shows what the engine knows of an image', async () => {
		const images = [{ references: ['acme/tool:7'], id: '1', size: 12_300_000, ports: ['80/tcp'], user: 'web' }];
		const text = await hover('FROM acme/to‸ol:7', { images });
		assert.match(text, /12\.3 MB/);
		assert.match(text, /`80\/tcp`/);
	});

	it('lets no text of the file become Markdown', async () => {
		const text = await hover('# V [x](command:evil) <img>\nARG V=```a\nFROM alpine:$‸V');
		assert.doesNotMatch(text, /[^\\]\[x\]\(command/);
		assert.doesNotMatch(text, /[^\\]<img/);
	});
});
