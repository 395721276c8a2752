import assert from 'node:assert/strict';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never, type Surroundings } from '../../support/inMemoryHost.ts';

async function problems(text: string, surroundings: Surroundings = {}): Promise<string[]> {
	const { document } = markedDockerfile(text);
	const found = await createDockerfileService(inMemoryHost(surroundings)).diagnose(document, never);
	return found.map(
		each =>
			`${each.code} ${each.range.start.line}:${each.range.start.character}-${each.range.end.line}:${each.range.end.character}`,
	);
}

async function messages(text: string, surroundings: Surroundings = {}): Promise<string> {
	const { document } = markedDockerfile(text);
	const found = await createDockerfileService(inMemoryHost(surroundings)).diagnose(document, never);
	return found.map(each => String(each.message)).join('\n');
}

describe('Dockerfile problems', () => {
	it('underline the exact words, also on continued lines', async () => {
		assert.deepEqual(await problems('FROM scratch\nRUN --mount=type=cache,target=/c \\\n  --nework=none true\n'), [
			'UnknownFlag 2:2-2:10',
		]);
		assert.deepEqual(await problems('FROM scratch\nCOPY --from=x:Y! a \\\n  $zz /c/\n'), [
			'UndefinedStage 1:12-1:16',
			'UndefinedVar 2:3-2:5',
		]);
	});

	it('say what a tutorial got wrong', async () => {
		assert.match(
			await messages('FROM python:3.11-slim\nCMP["uvicorn", main:app"]'),
			/Did you mean CMD, followed by a blank/,
		);
		assert.match(await messages('FROM alpine // 주석'), /A comment needs a line of its own/);
		assert.match(await messages('FROM alpine\n// 주석'), /begin with `#`/);
		assert.match(await messages('FROM python:3\nENTRYPOINT ["python3"]\nCMD app.py'), /in shell form it becomes/);
		assert.match(await messages('FROM alpine\nCOPY scr/ /app/src/', { files: { 'src/a': '' } }), /Did you mean src\//);
		assert.match(await messages('FROM alpine\nRUUN true', { locale: 'ko' }), /혹시 RUN을\(를\) 찾으셨나요/);
	});

	it('know the build context and what is excluded', async () => {
		const files = { 'src/app/main.py': '', 'notes.md': '', '.dockerignore': '*.md\nbuild\n' };
		const text =
			'FROM scratch\nCOPY src/app/main.py src/ap notes.md *.txt build/x /d/\nCOPY --from=busybox:1 nowhere /e\n';
		const found = await problems(text, { files });
		assert.deepEqual(found, ['MissingSource 1:21-1:27', 'CopyIgnoredFile 1:28-1:36', 'CopyIgnoredFile 1:43-1:50']);
	});

	it('say once that a source is outside of the build context', async () => {
		const files = { 'a.txt': '' };
		assert.deepEqual(await problems('FROM scratch\nCOPY ../b.txt /b\n', { files }), ['OutsideContext 1:5-1:13']);
	});

	it('say nothing of files where there is no folder', async () => {
		assert.deepEqual(await problems('FROM scratch\nCOPY a /b\n'), []);
	});

	it('count the variables and the shell of a local image', async () => {
		const images = [
			{ references: ['acme/base:1'], id: '1', env: ['HOME=/root', 'myvar=1'], shell: ['/bin/bash', '-c'] },
		];
		const text = 'FROM acme/base:1\nCOPY $HOME $myvar $OTHER /x/\nCMD run\n';
		assert.deepEqual(await problems(text, { images }), ['UndefinedVar 1:19-1:24']);
		assert.deepEqual(await problems(text), ['UndefinedVar 1:12-1:17', 'JSONArgsRecommended 2:0-2:3']);
	});

	it('are silenced for an instruction, for a file, and by .hadolint.yaml', async () => {
		assert.deepEqual(await problems('FROM debian:12\n# hadolint ignore=DL3004\n\nRUN sudo ls\n'), []);
		assert.deepEqual(await problems('# hadolint global ignore=DL3004\nFROM debian:12\nRUN sudo ls\n'), []);
		assert.deepEqual(await problems('FROM debian:12\n# check=skip=WorkdirRelativePath // why\nWORKDIR a\n'), []);
		assert.deepEqual(await problems('FROM debian:12\n# check=skip=WorkdirRelativePath\n#\nWORKDIR a\n'), [
			'WorkdirRelativePath 3:8-3:9',
		]);
		const files = { '.hadolint.yaml': 'ignored: [DL3004]\noverride:\n  error: [DL3020]\n', a: '' };
		assert.deepEqual(await problems('FROM debian:12\nRUN sudo ls\n', { files }), []);
	});

	it('have the severities that the user has set, but errors stay', async () => {
		assert.deepEqual(await problems('FROM scratch AS A\n', { severities: { StageNameCasing: 'off' } }), []);
		assert.deepEqual(await problems('# check=skip=all\nFROM scratch\nRUUN a\n'), ['UnknownInstruction 2:0-2:4']);
	});

	it('stop the build where the file asks for it', async () => {
		const { document } = markedDockerfile('# check=error=true\nFROM debian:12 AS A\nRUN sudo ls\n');
		const found = await createDockerfileService(inMemoryHost()).diagnose(document, never);
		assert.deepEqual(
			found.map(({ code, severity }) => [code, severity]),
			[
				['StageNameCasing', 1],
				['DL3004', 2],
			],
		);
	});

	it('ask for versions with one switch for all package managers', async () => {
		const text =
			'FROM debian:12\nRUN apk add --no-cache -t x curl jq=1 && pip install --no-cache-dir -r a && npm i serve@1 @a/b\n';
		assert.deepEqual(await problems(text, { severities: { DL3008: 'warning', PackageCacheLeft: 'off' } }), [
			'DL3018 1:28-1:32',
			'DL3016 1:90-1:94',
		]);
		assert.deepEqual(
			await problems(text, {
				severities: { DL3008: 'warning', DL3018: 'off', DL3016: 'off', PackageCacheLeft: 'off' },
			}),
			[],
		);
	});

	it('fail without arguments that have no default, and say which', async () => {
		assert.match(await messages('ARG TAG\nFROM alpine:$TAG'), /--build-arg TAG=/);
		assert.match(await messages('FROM scratch\nARG S\nSTOPSIGNAL $S'), /Without `--build-arg S=…`/);
		assert.deepEqual(await problems('FROM acme/base:1\nSTOPSIGNAL $SIGNAL\nVOLUME $DATA\n'), []);
	});

	it('tell of flags that the engine is too old for', async () => {
		const text = 'FROM scratch\nCOPY --parents a /b/\n';
		assert.deepEqual(await problems(text, { frontend: '1.7' }), ['NeedsNewerFrontend 1:5-1:14']);
		assert.deepEqual(await problems(text, { frontend: '1.20' }), []);
		assert.deepEqual(await problems(`# syntax=docker/dockerfile:1\n${text}`, { frontend: '1.7' }), []);
	});

	it('leave out apt lists that a cache mount keeps, and stages that nobody keeps', async () => {
		const run = 'apt-get update && apt-get install -y --no-install-recommends curl';
		assert.deepEqual(await problems(`FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt ${run}\n`), []);
		assert.deepEqual(await problems(`FROM debian:12 AS b\nRUN ${run}\nFROM scratch\nCOPY --from=b /a /a\n`), []);
		assert.deepEqual(await problems(`FROM debian:12\nRUN ${run}\n`), ['DL3009 1:12-1:18']);
	});
});
