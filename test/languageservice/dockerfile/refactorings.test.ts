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
	['drops the exec of a shell form', 'FROM a\nCMD ‸exec a b\n', 'FROM a\nCMD ["a", "b"]\n'],
	[
		'adds a cache mount, and lets the program use it',
		'FROM a\nRUN pip ‸install --no-cache-dir -r r.txt\n',
		'FROM a\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r r.txt\n',
	],
	[
		'adds cache mounts for apt',
		'FROM a\nRUN ‸apt-get update && apt-get install -y x\n',
		'FROM a\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y x\n',
	],
	[
		'adds the cache mount that is missing',
		'FROM a\nRUN --mount=type=cache,target=/go/pkg/mod go ‸build .\n',
		'FROM a\nRUN --mount=type=cache,target=/root/.cache/go-build --mount=type=cache,target=/go/pkg/mod go build .\n',
	],
	[
		'adds a cache mount to an exec form',
		'FROM a\nRUN ["npm", ‸"ci"]\n',
		'FROM a\nRUN --mount=type=cache,target=/root/.npm ["npm", "ci"]\n',
	],
	['copies from a stage', 'FROM a AS b\nFROM c\nCOPY ‸/x /y\n', 'FROM a AS b\nFROM c\nCOPY --from=b /x /y\n'],
	[
		'adds the stage that is named',
		'FROM a\nCOPY --from=‸deps /x /y\n',
		'FROM a AS deps\n\nFROM a\nCOPY --from=deps /x /y\n',
	],
	[
		'begins a stage under a name that nothing has',
		'FROM a\nCOPY --from=base x /\nRUN ‸y\n',
		'FROM a AS base-2\nCOPY --from=base x /\n\nFROM base-2\nRUN y\n',
	],
	[
		'merges all that are selected in files of CRLF',
		'FROM a\r\nRUN b\r\nRUN ‸c\r\n',
		'FROM a\r\nRUN b \\\r\n    && c\r\n',
	],
	[
		'begins a stage in one that others name',
		'FROM a AS x\nUSER 1\nENV ‸B=1\nFROM x\n',
		'FROM a AS x-base\nUSER 1\n\nFROM x-base AS x\nENV B=1\nFROM x\n',
	],
];

const untouched: readonly (readonly [string, string])[] = [
	['merges no RUNs with a comment between', 'FROM a\nRUN ["x"]\n# why\nRUN ‸$b\n'],
	['merges no RUN after one that changes the folder', 'FROM a\nRUN cd /x && y\nRUN ‸$z\n'],
	['merges no RUN after one that sets a variable', 'FROM a\nRUN export A=1\nRUN ‸$z\n'],
	['merges no RUN with an open quote', 'FROM a\nRUN echo "a\nRUN ‸$z\n'],
	['merges no RUNs of PowerShell', 'FROM a\nSHELL ["powershell", "-Command"]\nRUN y\nRUN ‸$z\n'],
	['merges no RUNs with other flags', 'FROM a\nRUN --network=none y\nRUN ‸$z\n'],
	['splits no test that would read as an array', 'FROM a\nUSER 1\nFROM b\nRUN [ "a" ]‸ && b\n'],
	['writes no exec form of what only a shell knows', 'FROM a\nCMD ‸cd x\n'],
	['writes no exec form over a comment', 'FROM a\nCMD ‸a \\\n# why\n  b\n'],
	['writes no shell form of a flag', 'FROM a\nRUN ‸["--x"]\n'],
	['begins no stage after ONBUILD', 'FROM a\nONBUILD RUN x\nUSER ‸y\n'],
	['begins no stage where numbers would shift', 'FROM a\nUSER x\nRUN ‸$y\nFROM b\nCOPY --from=0 c d\n'],
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
				(await refactored(text)).filter(result => !/base|AS b$/.test(result)),
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
