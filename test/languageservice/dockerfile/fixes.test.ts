import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver-types';
import { rules } from '../../../src/languageservice/dockerfile/checks/rules.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const fixed: readonly (readonly [string, string, string])[] = [
	['AS in the case of FROM', 'FROM alpine as b\n', 'FROM alpine AS b\n'],
	[
		'a stage in lower case, with everything that names it',
		'FROM alpine AS B\nFROM alpine\nCOPY --from=B /a /a\nRUN --mount=from=B,target=/x true\n',
		'FROM alpine AS b\nFROM alpine\nCOPY --from=b /a /a\nRUN --mount=from=b,target=/x true\n',
	],
	['an old-style ENV', 'FROM alpine\nENV NAME some value\n', 'FROM alpine\nENV NAME="some value"\n'],
	[
		'a maintainer',
		'FROM alpine\nMAINTAINER Jo "x" Doe\n',
		'FROM alpine\nLABEL org.opencontainers.image.authors="Jo \\"x\\" Doe"\n',
	],
	['a shell form without shell', 'FROM alpine\nCMD run "two words"\n', 'FROM alpine\nCMD ["run", "two words"]\n'],
	['a shell form with a shell', 'FROM alpine\nCMD echo $HOME\n', 'FROM alpine\nCMD ["/bin/sh", "-c", "echo $HOME"]\n'],
	['broken JSON', "FROM alpine\nCMD ['a', 'b']\n", 'FROM alpine\nCMD ["a", "b"]\n'],
	['a missing blank', 'FROM alpine\nCMP["a"]\n', 'FROM alpine\nCMD ["a"]\n'],
	['a comment at the end', 'FROM alpine // base\n', '# base\nFROM alpine\n'],
	[
		'apt lists on several lines',
		'FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y --no-install-recommends curl\n',
		'FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y --no-install-recommends curl \\\n    && rm -rf /var/lib/apt/lists/*\n',
	],
	['a heredoc without end', 'FROM alpine\nRUN <<EOF\nls\n', 'FROM alpine\nRUN <<EOF\nls\nEOF\n'],
	['a platform that is the default', 'FROM --platform=$TARGETPLATFORM alpine\n', 'FROM alpine\n'],
	['a flag after the paths', 'FROM alpine\nCOPY a --chown=1 /b/\n', 'FROM alpine\nCOPY --chown=1 a /b/\n'],
	['cd', 'FROM alpine\nRUN cd /src && make\n', 'FROM alpine\nWORKDIR /src\nRUN make\n'],
	[
		'ignore here beside another rule',
		'FROM alpine\n# check=skip=Other // why\nWORKDIR dir\n',
		'FROM alpine\n# check=skip=Other,WorkdirRelativePath // why\nWORKDIR dir\n',
	],
	[
		'ignore in a file that has a directive',
		'# check=error=true\nFROM alpine\nWORKDIR dir\n',
		'# check=error=true;skip=WorkdirRelativePath\nFROM alpine\nWORKDIR dir\n',
	],
	[
		'ignore a rule of hadolint',
		'FROM debian:12\nRUN sudo -k ls\n',
		'FROM debian:12\n# hadolint ignore=DL3004\nRUN sudo -k ls\n',
	],
];

describe('Dockerfile fixes', () => {
	for (const [name, before, after] of fixed) {
		it(`mend ${name}`, async () => {
			const results = await resultsOf(before);
			assert.ok(results.includes(after), JSON.stringify(results, undefined, 1));
		});
	}

	it('never leave a file that does not build where it did before', async () => {
		for (const rule of rules) {
			const errorsBefore = await errorsOf(rule.wrong);
			for (const result of await resultsOf(rule.wrong)) {
				const errors = await errorsOf(result);
				assert.ok(errors.length <= errorsBefore.length, `${rule.name}: ${errors.join('\n')}\n${result}`);
			}
		}
	});

	it('fix all problems at once', async () => {
		const results = await resultsOf('FROM alpine as B\nrun true\nMAINTAINER x\n');
		assert.ok(
			results.includes('FROM alpine AS b\nRUN true\nLABEL org.opencontainers.image.authors="x"\n'),
			results.join('\n---\n'),
		);
	});
});

function document(text: string): TextDocument {
	return TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, text);
}

async function resultsOf(text: string): Promise<string[]> {
	const file = document(text);
	const range = { start: file.positionAt(0), end: file.positionAt(text.length) };
	const actions = await createDockerfileService(inMemoryHost()).codeActions(file, range, {}, never);
	return actions.map((action: CodeAction) => TextDocument.applyEdits(file, action.edit?.changes?.[file.uri] ?? []));
}

async function errorsOf(text: string): Promise<string[]> {
	const found = await createDockerfileService(inMemoryHost()).diagnose(document(text), never);
	return found.filter(diagnostic => diagnostic.severity === 1).map(diagnostic => String(diagnostic.message));
}
