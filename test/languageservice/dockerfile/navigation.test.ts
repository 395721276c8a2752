import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never } from '../../support/inMemoryHost.ts';

const service = () => createDockerfileService(inMemoryHost());

async function definitionLine(marked: string): Promise<number | undefined> {
	const { document, position } = markedDockerfile(marked);
	return (await service().definition(document, position, never))?.range.start.line;
}

async function renamed(marked: string, newName: string): Promise<string> {
	const { document, position } = markedDockerfile(marked);
	const edit = await service().rename(document, position, newName, never);
	return edit && 'changes' in edit
		? TextDocument.applyEdits(document, edit.changes?.[document.uri] ?? [])
		: edit && 'problem' in edit
			? edit.problem
			: '';
}

describe('Dockerfile navigation', () => {
	it('finds a stage by number', async () =>
		assert.equal(await definitionLine('FROM a\nFROM b\nCOPY --from=‸0 /a /b'), 0));
	it('finds a stage in any case', async () => assert.equal(await definitionLine('FROM a AS Base\nFROM ba‸se'), 0));
	it('finds an inherited variable', async () =>
		assert.equal(await definitionLine('FROM a AS x\nENV P=1\nFROM x\nEXPOSE $‸P'), 1));
	it('finds a variable in a continued line', async () =>
		assert.equal(await definitionLine('FROM a\nARG P\nRUN a && \\\n  echo "${‸P}"'), 1));
	it('finds no stage for what ONBUILD puts off', async () =>
		assert.equal(await definitionLine('FROM a AS x\nONBUILD COPY --from=‸x a b'), undefined));

	it('renames a variable everywhere, but not one of the same name elsewhere', async () => {
		const text = "FROM a AS x\nARG V‸=1\nRUN echo $V '$V'\nFROM b\nARG V=2\nRUN echo $V\n";
		assert.equal(await renamed(text, 'W'), "FROM a AS x\nARG W=1\nRUN echo $W '$V'\nFROM b\nARG V=2\nRUN echo $V\n");
	});
	it('renames a stage in FROM, COPY and mounts, not its numbers', async () => {
		const text =
			'FROM a AS x\nFROM ‸x\nCOPY --link --from=x a b\nRUN --mount=type=bind,from=x,target=/x true\nCOPY --from=0 a b\n';
		const after =
			'FROM a AS y\nFROM y\nCOPY --link --from=y a b\nRUN --mount=type=bind,from=y,target=/x true\nCOPY --from=0 a b\n';
		assert.equal(await renamed(text, 'y'), after);
	});
	it('says why a name cannot be', async () => {
		assert.match(await renamed('FROM a AS x‸\nFROM b AS y', 'Y'), /already a stage/);
		assert.match(await renamed('FROM a AS x‸', '1x'), /begins with a letter/);
		assert.match(await renamed('FROM a\nARG V‸', 'a-b'), /letters, digits/);
	});
	it('highlights with read and write', async () => {
		const { document, position } = markedDockerfile('FROM a\nARG V‸=1\nENV X=$V\n');
		const kinds = (await service().highlights(document, position, never)).map(highlight => highlight.kind);
		assert.deepEqual(kinds, [3, 2]);
	});
	it('asks the host for references from compose files', async () => {
		const { document, position } = markedDockerfile('FROM a AS x‸\n');
		const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 5 } };
		const host = {
			...inMemoryHost(),
			outsideReferences: async () => [{ uri: 'file:///workspace/compose.yaml', range }],
		};
		const found = await createDockerfileService(host).references(document, position, true, never);
		assert.deepEqual(
			found.map(location => location.uri),
			[document.uri, 'file:///workspace/compose.yaml'],
		);
	});
});
