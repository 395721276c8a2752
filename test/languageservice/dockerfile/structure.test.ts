import assert from 'node:assert/strict';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { tokenTypes } from '../../../src/languageservice/dockerfile/tokenLegend.ts';
import { inMemoryHost, markedDockerfile, never } from '../../support/inMemoryHost.ts';

const service = () => createDockerfileService(inMemoryHost());

describe('Dockerfile structure', () => {
	it('has an outline of stages with their instructions inside', async () => {
		const { document } = markedDockerfile('# syntax=a\nARG V=1\nFROM alpine AS x\nENV A=1 B=2\nFROM x\n');
		const symbols = await service().symbols(document, never);
		assert.deepEqual(
			symbols.map(symbol => symbol.name),
			['syntax', 'V', 'x', 'x'],
		);
		assert.deepEqual(
			symbols[2]?.children?.map(child => `${child.name} ${child.detail}`),
			['FROM alpine AS x', 'ENV A, B'],
		);
	});

	it('folds stages, heredocs, continued lines, comments and regions', async () => {
		const text = 'FROM a\nRUN a && \\\n  b\n# 1\n# 2\nRUN <<EOF\nx\nEOF\n# #region x\nFROM b\nRUN c\n# #endregion\n';
		const { document } = markedDockerfile(text);
		const ranges = (await service().folding(document, never)).map(range =>
			`${range.startLine}-${range.endLine} ${range.kind ?? ''}`.trim(),
		);
		assert.deepEqual(ranges.sort(), ['0-7', '1-2', '3-4 comment', '5-7', '8-11 region', '9-10']);
	});

	it('links images, URLs and files that exist', async () => {
		const { document } = markedDockerfile(
			'# syntax=docker/dockerfile:1\nFROM localhost:5000/a\nFROM ghcr.io/o/n/m:1\nFROM scratch\nCOPY a.txt b.txt /x/\nRUN --mount=type=bind,source=a.txt,target=/a --mount=from=b,source=a.txt true\n',
		);
		const host = inMemoryHost({ files: { 'a.txt': '' } });
		const targets = (await createDockerfileService(host).links(document, never)).map(link => link.target);
		assert.deepEqual(targets, [
			'https://hub.docker.com/r/docker/dockerfile',
			'https://github.com/o/n/pkgs/container/n%2Fm',
			'file:///workspace/a.txt',
			'file:///workspace/a.txt',
			'https://hub.docker.com/_/b',
		]);
	});

	it('colours what a grammar cannot tell apart', async () => {
		const { document, text } = markedDockerfile('FROM alpine AS x\nARG V=1\nFROM x\nRUN echo $V\n');
		const { data } = await service().semanticTokens(document, never);
		const lines = text.split('\n');
		const found: string[] = [];
		for (let index = 0, line = 0, character = 0; index < data.length; index += 5) {
			const [down, right, length, type] = data.slice(index, index + 4) as [number, number, number, number];
			character = down === 0 ? character + right : right;
			line += down;
			found.push(`${tokenTypes[type]} ${lines[line]?.slice(character, character + length)}`);
		}
		assert.deepEqual(found, [
			'keyword FROM',
			'type alpine',
			'keyword AS',
			'namespace x',
			'keyword ARG',
			'variable V',
			'keyword FROM',
			'namespace x',
			'keyword RUN',
			'variable V',
		]);
	});

	it('says where lenses belong', async () => {
		const { document } = markedDockerfile('FROM a AS x\nFROM b\n');
		const lenses = await service().lenses(document, never);
		assert.deepEqual(
			lenses.map(lens => `${lens.kind} ${lens.range.start.line} ${lens.target ?? ''}`.trim()),
			['build 0', 'run 0', 'context 0', 'buildStage 0 x'],
		);
	});

	it('shows the stage behind a number and the image behind a variable', async () => {
		const { document } = markedDockerfile('ARG V=3\nFROM alpine:$V AS x\nFROM b\nCOPY --from=0 a b\n');
		const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
		const hints = await service().inlayHints(document, range, never);
		assert.deepEqual(
			hints.map(hint => hint.label),
			['(alpine:3)', '(x)'],
		);
	});

	it('explains the form of what is being written', async () => {
		for (const [marked, label] of [
			['FROM a\nRUN --mount=‸', '--mount='],
			['# check=‸', '# check='],
			['FROM a\nCOPY ‸', 'COPY '],
		] as const) {
			const { document, position } = markedDockerfile(marked);
			const help = await service().signatureHelp(document, position, never);
			assert.ok(help?.signatures[help.activeSignature ?? 0]?.label.startsWith(label), JSON.stringify(help));
		}
	});
});
