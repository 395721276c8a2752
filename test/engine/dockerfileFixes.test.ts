import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDockerfileService } from '../../src/languageservice/dockerfile/service.ts';
import { firsts, lines } from '../languageservice/dockerfile/dockerfileLines.ts';
import { refusals } from '../support/buildkitVerdict.ts';
import { ensureEngine } from '../support/engine.ts';
import { inMemoryHost, never } from '../support/inMemoryHost.ts';

const host = inMemoryHost({
	files: { a: '', 'b/c.txt': '', 'package.json': '' },
	images: [{ references: ['alpine:latest'], id: '1', digest: `sha256:${'0'.repeat(64)}` }],
});

/** So many results of each kind of action are shown to BuildKit. */
const mostOfAKind = 7;

describe('What fixes and refactorings of Dockerfiles leave', () => {
	it('is accepted by BuildKit where the file was before', async function () {
		this.timeout(120_000);
		const engine = await ensureEngine();
		const texts = await dockerfiles();
		assert.ok(texts.length >= 60, String(texts.length));
		const refusedBefore = await refusals(engine, texts);
		assert.deepEqual([...refusedBefore], []);
		const results = await resultsOf(texts);
		const refused = await refusals(engine, [...results.keys()]);
		assert.deepEqual(
			[...refused].map(([text, why]) => ({ why, text, ...results.get(text) })),
			[],
		);
	});
});

/** Two lines each that build, so that all lines are in one. */
async function dockerfiles(): Promise<string[]> {
	const good: string[] = [];
	for (const line of lines) {
		// What this engine's frontend is too old for.
		const isNewer = /--parents|--security|--exclude|--unpack/.test(line);
		if (!isNewer && (await builds(`FROM alpine AS base\n${line}\n`)) && !line.startsWith('FROM')) {
			good.push(line);
		}
	}
	const texts: string[] = [];
	for (let index = 0; index < good.length; index += 2) {
		const first = firsts[texts.length % firsts.length];
		const text = `${[first, ...good.slice(index, index + 2)].join('\n')}\n`;
		if (await builds(text)) {
			texts.push(text);
		}
	}
	return texts;
}

async function builds(text: string): Promise<boolean> {
	const problems = await createDockerfileService(host).diagnose(documentOf(text), never);
	return !problems.some(({ severity }) => severity === 1);
}

async function resultsOf(texts: readonly string[]): Promise<Map<string, { title: string; before: string }>> {
	const results = new Map<string, { title: string; before: string }>();
	const counts = new Map<string, number>();
	for (const text of texts) {
		const document = documentOf(text);
		const service = createDockerfileService(host);
		for (let line = 0; line < document.lineCount; line++) {
			const place = { line, character: 0 };
			for (const action of await service.codeActions(document, { start: place, end: place }, {}, never)) {
				const kind = `${action.diagnostics?.[0]?.code} ${action.title.split(/[ :]/, 2).join(' ')}`;
				const count = (counts.get(kind) ?? 0) + 1;
				counts.set(kind, count);
				if (count <= mostOfAKind) {
					const result = TextDocument.applyEdits(document, action.edit?.changes?.[document.uri] ?? []);
					results.set(result, { title: action.title, before: text });
				}
			}
		}
	}
	return results;
}

function documentOf(text: string): TextDocument {
	return TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, text);
}
