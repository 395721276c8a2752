import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never } from '../../support/inMemoryHost.ts';

/** A place; line and character of what it refers to, if anything; the text after a rename to `z`, if there is one. */
const places: readonly (readonly [string, readonly [number, number] | undefined, string | undefined])[] = [
	['FROM a AS src\nFROM b\nCOPY --from=SR‸C c d', [0, 10], 'FROM a AS z\nFROM b\nCOPY --from=z c d'],
	['FROM a AS src\nFROM b\nCOPY --from=‸0 c d', [0, 10], undefined],
	['FROM a AS Src\nFROM s‸rc', [0, 10], 'FROM a AS z\nFROM z'],
	['FROM a\nRUN --mount=from=0‸,target=/x b', undefined, undefined],
	[
		'FROM a AS s\nFROM b\nRUN --mount=target=/x,from=‸s c',
		[0, 10],
		'FROM a AS z\nFROM b\nRUN --mount=target=/x,from=z c',
	],
	[
		'FROM a AS s\nFROM b\nADD c d\nCOPY --chown=1 --from=‸s --link e f',
		[0, 10],
		'FROM a AS z\nFROM b\nADD c d\nCOPY --chown=1 --from=z --link e f',
	],
	['FROM a AS s\nFROM b\nONBUILD COPY --from=‸s c d', undefined, undefined],
	['FROM a\nENV A=1\nRUN echo "${‸A}"', [1, 4], 'FROM a\nENV z=1\nRUN echo "${z}"'],
	['FROM a\nENV A=1\nENV A=2\nRUN echo $‸A', [2, 4], 'FROM a\nENV z=1\nENV z=2\nRUN echo $z'],
	['ARG V=1\nFROM a\nARG V\nRUN echo $‸V', [2, 4], 'ARG z=1\nFROM a\nARG z\nRUN echo $z'],
	['ARG V=1\nFROM a:${‸V:-3}', [0, 4], 'ARG z=1\nFROM a:${z:-3}'],
	['ARG A=1\nARG B=$‸A\nFROM c:$B', [0, 4], 'ARG z=1\nARG B=$z\nFROM c:$B'],
	['FROM a\nENV A=1\nFROM b\nRUN echo $‸A', undefined, undefined],
	[
		'FROM a AS b\nENV P=1\nFROM b AS c\nFROM c\nEXPOSE $‸P',
		[1, 4],
		'FROM a AS b\nENV z=1\nFROM b AS c\nFROM c\nEXPOSE $z',
	],
	['FROM a\nRUN <<EOF\nx\nE‸OF', [1, 6], 'FROM a\nRUN <<z\nx\nz'],
	['FROM a\nCOPY <<"EOF" <<-X /b\nx\nEOF\n\ty\n\t‸X', [1, 16], 'FROM a\nCOPY <<"EOF" <<-z /b\nx\nEOF\n\ty\n\tz'],
	['FROM a\nARG A\nRUN --mount=type=cache,target=/$‸A b', [1, 4], 'FROM a\nARG z\nRUN --mount=type=cache,target=/$z b'],
	['FROM a\nARG A\nCOPY <<EOF /x\n$‸A\nEOF', [1, 4], 'FROM a\nARG z\nCOPY <<EOF /x\n$z\nEOF'],
	['FROM a\nARG A\nRUN <<EOF\necho $‸A\nEOF', [1, 4], 'FROM a\nARG z\nRUN <<EOF\necho $z\nEOF'],
	['FROM a\nARG A\nCOPY --chown=$‸A b c', [1, 4], 'FROM a\nARG z\nCOPY --chown=$z b c'],
	['FROM a\nARG A\nLABEL x="$‸A"', [1, 4], 'FROM a\nARG z\nLABEL x="$z"'],
	["FROM a\nARG A\nLABEL x='$‸A'", undefined, undefined],
	['FROM a\nENV A=1\nCMD ["sh", "-c", "echo $‸A"]', [1, 4], 'FROM a\nENV z=1\nCMD ["sh", "-c", "echo $z"]'],
	['FROM a\nENV A=1 \\\n  B=2\nRUN echo $‸B', [2, 2], 'FROM a\nENV A=1 \\\n  z=2\nRUN echo $z'],
	['FROM a\nARG A\nONBUILD RUN echo $‸A', [1, 4], 'FROM a\nARG z\nONBUILD RUN echo $z'],
	['FROM a\nENV A b\nRUN $‸A', [1, 4], 'FROM a\nENV z b\nRUN $z'],
];

describe('Dockerfile navigation, place by place', () => {
	for (const [marked, target, after] of places) {
		it(JSON.stringify(marked), async () => {
			const { document, position } = markedDockerfile(marked);
			const service = createDockerfileService(inMemoryHost());
			const start = (await service.definition(document, position, never))?.range.start;
			assert.deepEqual(start && [start.line, start.character], target);
			const edit = await service.rename(document, position, 'z', never);
			const edits = edit && 'changes' in edit ? edit.changes?.[document.uri] : undefined;
			assert.equal(edits && TextDocument.applyEdits(document, edits), after);
		});
	}
});
