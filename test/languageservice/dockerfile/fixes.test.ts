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
	['FROM with its AS', 'FROM a\nFROM b\nfrom c as d\n', 'FROM a\nFROM b\nFROM c AS d\n'],
	[
		'a maintainer with a variable',
		'FROM a\nMAINTAINER $x\n',
		'FROM a\nLABEL org.opencontainers.image.authors="\\$x"\n',
	],
	['consecutive RUNs', 'FROM a:1\nRUN b\nRUN c\n', 'FROM a:1\nRUN b \\\n    && c\n'],
	['a name that no stage may have', 'FROM a AS 1st\n', 'FROM a AS stage-1st\n'],
	['a second stage of one name', 'FROM a AS x\nFROM b AS x\nFROM x\n', 'FROM a AS x\nFROM b AS x-2\nFROM x-2\n'],
	['a reserved name', 'FROM a AS scratch\n', 'FROM a AS scratch-stage\n'],
	['a tag without a default', 'ARG TAG\nFROM alpine:$TAG\n', 'ARG TAG=3.22\nFROM alpine:$TAG\n'],
	['a variable without a brace', 'FROM a\nARG B\nENV A=${B\n', 'FROM a\nARG B\nENV A=${B}\n'],
	['a quote that is never closed', 'FROM a\nENV A=it"s\n', 'FROM a\nENV A=it\\"s\n'],
	['numbers in an array', 'FROM a\nRUN ["sleep", 1]\n', 'FROM a\nRUN ["sleep", "1"]\n'],
	['ports in the wrong order', 'FROM a\nEXPOSE 90-80\n', 'FROM a\nEXPOSE 80-90\n'],
	['blanks around =', 'FROM a\nARG NAME = x\n', 'FROM a\nARG NAME=x\n'],
	['a health check without CMD', 'FROM a\nHEALTHCHECK curl x\n', 'FROM a\nHEALTHCHECK CMD curl x\n'],
	['words after NONE', 'FROM a\nHEALTHCHECK NONE true\n', 'FROM a\nHEALTHCHECK NONE\n'],
	[
		'a duration without a unit',
		'FROM a\nHEALTHCHECK --interval=5 CMD b\n',
		'FROM a\nHEALTHCHECK --interval=5s CMD b\n',
	],
	['yes for true', 'FROM a\nCOPY --link=yes a b\n', 'FROM a\nCOPY --link=true a b\n'],
	['a stage that is named without AS', 'FROM a b\n', 'FROM a AS b\n'],
	['the second ONBUILD', 'FROM a\nONBUILD ONBUILD RUN b\n', 'FROM a\nONBUILD RUN b\n'],
	['the escape directive', '# escape=/\nFROM a\n', '# escape=`\nFROM a\n'],
	['two check directives', '# check=skip=A\n# check=skip=B\nFROM a\n', '# check=skip=A,B\nFROM a\n'],
	['a heredoc whose end is indented', 'FROM a\nRUN <<EOF\nls\n  EOF\n', 'FROM a\nRUN <<EOF\nls\nEOF\n'],
	['a path outside of the context', 'FROM a\nCOPY ../b /c/\n', 'FROM a\nCOPY b /c/\n'],
	['a relative destination', 'FROM a:1\nCOPY b c\n', 'FROM a:1\nCOPY b /c\n'],
	['a label key', 'FROM a:1\nLABEL My_Key=1\n', 'FROM a:1\nLABEL my-key=1\n'],
	['ignore here above the first instruction', 'FROM a AS B\n', '\n# check=skip=StageNameCasing\nFROM a AS B\n'],
	[
		'ignore here beside another option',
		'FROM a\n# check=experimental=all\nWORKDIR b\n',
		'FROM a\n# check=experimental=all;skip=WorkdirRelativePath\nWORKDIR b\n',
	],
	[
		'ignore in a file with one ignored rule',
		'# check=skip=A\nFROM a\nWORKDIR b\n',
		'# check=skip=A,WorkdirRelativePath\nFROM a\nWORKDIR b\n',
	],
	[
		'ignore a rule of hadolint in the file',
		'# syntax=docker/dockerfile:1\nFROM debian:12\nRUN sudo -k ls\n',
		'# syntax=docker/dockerfile:1\n# hadolint global ignore=DL3004\nFROM debian:12\nRUN sudo -k ls\n',
	],
	['ignore a rule of ours', 'FROM a\nCOPY ../b /c/\n', 'FROM a\n# check=skip=OutsideContext\nCOPY ../b /c/\n'],
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

	for (const [name, before, after] of [
		['.dockerignore', '**/*.md\n', '**/*.md\n!docs/a.md\n'],
		['.dockerignore', 'docs\r\n*.md', 'docs\r\n*.md\r\n!docs/a.md\r\n'],
		['Dockerfile.dockerignore', '**/*.md\n', '**/*.md\n!docs/a.md\n'],
	] as const) {
		it(`let a source in again that ${name} leaves out: ${JSON.stringify(before)}`, async () => {
			const file = document('FROM scratch\nCOPY ./docs/a.md /a\n');
			const host = inMemoryHost({ files: { [name]: before, 'docs/a.md': '' } });
			const range = { start: { line: 1, character: 8 }, end: { line: 1, character: 8 } };
			const actions = await createDockerfileService(host).codeActions(file, range, { only: ['quickfix'] }, never);
			const action = actions.find(({ title }) => title === `Add !docs/a.md to ${name}`);
			const uri = `file:///workspace/${name}`;
			const ignore = TextDocument.create(uri, 'ignore', 1, before);
			assert.equal(TextDocument.applyEdits(ignore, action?.edit?.changes?.[uri] ?? []), after);
			const again = inMemoryHost({ files: { [name]: after, 'docs/a.md': '' } });
			assert.deepEqual(await createDockerfileService(again).diagnose(file, never), []);
		});
	}
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
