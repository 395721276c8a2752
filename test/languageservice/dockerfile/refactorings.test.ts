import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never, type Surroundings } from '../../support/inMemoryHost.ts';

async function refactored(marked: string, surroundings: Surroundings = {}): Promise<string[]> {
	const { document, position } = markedDockerfile(marked);
	const range = { start: position, end: position };
	const actions = await createDockerfileService(inMemoryHost(surroundings)).codeActions(
		document,
		range,
		{ only: ['refactor'] },
		never,
	);
	return actions.map(action => TextDocument.applyEdits(document, action.edit?.changes?.[document.uri] ?? []));
}

const done: readonly (readonly [string, string, string])[] = [
	['merges a RUN with the one before', 'FROM a\nRUN a\nRUN ‸b \\\n  c\n', 'FROM a\nRUN a \\\n    && b \\\n  c\n'],
	[
		'splits a RUN',
		'FROM a\nRUN --network=none a x && \\\n    ‸b && c\n',
		'FROM a\nRUN --network=none a x\nRUN --network=none b\nRUN --network=none c\n',
	],
	['writes an exec form', 'FROM a\nCMD ‸a b\n', 'FROM a\nCMD ["a", "b"]\n'],
	['writes a shell form', 'FROM a\nCMD ["a", ‸"b"]\n', 'FROM a\nCMD a b\n'],
	['adds a cache mount', 'FROM a\nRUN npm ‸ci\n', 'FROM a\nRUN --mount=type=cache,target=/root/.npm npm ci\n'],
	[
		'begins a stage in one without a name',
		'FROM a\nRUN x\n# why\nRUN ‸["y"]\n',
		'FROM a AS base\nRUN x\n\nFROM base\n# why\nRUN ["y"]\n',
	],
	[
		'begins a stage in one that others name',
		'FROM a AS x\nUSER 1\nENV ‸B=1\nFROM x\n',
		'FROM a AS x-base\nUSER 1\n\nFROM x-base AS x\nENV B=1\nFROM x\n',
	],
];

const untouched: readonly (readonly [string, string])[] = [
	['merges no RUNs with a comment between', 'FROM a\nRUN ["x"]\n# why\nRUN ‸$b\n'],
	['splits no RUN that changes the folder', 'FROM a\nUSER 1\nFROM b\nRUN ‸cd $x && b\n'],
];

describe('Dockerfile refactorings', () => {
	for (const [name, before, after] of done) {
		it(name, async () => {
			const results = await refactored(before);
			assert.ok(results.includes(after), JSON.stringify(results, undefined, 1));
		});
	}
	for (const [name, text] of untouched) {
		it(name, async () =>
			assert.deepEqual(
				(await refactored(text)).filter(result => !result.includes('base')),
				[],
			),
		);
	}
	it('pins the digest of a local image', async () => {
		const digest = `sha256:${'0'.repeat(64)}`;
		const images = [{ references: ['acme/a:1'], id: '1', digest }];
		assert.ok((await refactored('FROM ‸acme/a:1\n', { images })).includes(`FROM acme/a:1@${digest}\n`));
	});
});
