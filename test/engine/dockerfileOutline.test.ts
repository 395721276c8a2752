import assert from 'node:assert/strict';
import { outlineDockerfile } from '../../src/engine/dockerfileOutline.ts';

describe('dockerfile outline', () => {
	it('tells stages, their bases and instructions', () => {
		const { stages } = outlineDockerfile(
			'FROM --platform=linux/amd64 node:20 AS Build\nRUN a \\\n\n# no\n  b\n\nFROM scratch\nCOPY --from=build /x /x\n',
		);
		assert.deepEqual(
			stages.map(({ name, base, from, instructions }) => [name, base, from.line, instructions]),
			[
				['build', 'node:20', 1, [{ keyword: 'RUN', text: 'a b', line: 2, endLine: 5 }]],
				[undefined, 'scratch', 7, [{ keyword: 'COPY', text: '--from=build /x /x', line: 8, endLine: 8 }]],
			],
		);
	});

	it('tells every argument once, with its first default', () => {
		const { buildArguments } = outlineDockerfile(
			'ARG VERSION\nFROM x:$VERSION\nARG VERSION=1.2 NAME="a b"\nARG EMPTY=\nENV NO=1\n',
		);
		assert.deepEqual(buildArguments, [
			{ name: 'VERSION', defaultValue: '1.2' },
			{ name: 'NAME', defaultValue: 'a b' },
			{ name: 'EMPTY', defaultValue: '' },
		]);
	});

	it('skips here-documents', () => {
		const { stages } = outlineDockerfile(
			'FROM x\nRUN <<EOF cat\nFROM no\nEOF\nCOPY <<-"A" <<B /x/\nFROM\n\tA\nRUN\nB\nCMD y\n',
		);
		assert.deepEqual(
			stages.flatMap(stage => stage.instructions).map(({ keyword, line, endLine }) => [keyword, line, endLine]),
			[
				['RUN', 2, 4],
				['COPY', 5, 9],
				['CMD', 10, 10],
			],
		);
	});

	it('follows the escape directive and Windows line ends', () => {
		const { stages } = outlineDockerfile('\uFEFF# escape=`\r\nFROM x\r\nRUN dir C:\\\r\nRUN a `\r\n  b\r\n');
		assert.deepEqual(
			stages[0]?.instructions.map(({ text, line, endLine }) => [text, line, endLine]),
			[
				['dir C:\\', 3, 3],
				['a b', 4, 5],
			],
		);
	});
});
