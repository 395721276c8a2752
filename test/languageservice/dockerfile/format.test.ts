import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never } from '../../support/inMemoryHost.ts';

const options = { tabSize: 4, insertSpaces: true };

async function format(text: string): Promise<string> {
	const { document } = markedDockerfile(text);
	return TextDocument.applyEdits(
		document,
		await createDockerfileService(inMemoryHost()).format(document, options, never),
	);
}

const changed: readonly (readonly [string, string, string])[] = [
	['keywords, in the case of the majority', 'FROM a as b\nrun true\nUSER x\n', 'FROM a AS b\nRUN true\nUSER x\n'],
	['blanks after a keyword and a flag', 'FROM   a   AS   b\nCOPY  --link   a  b\n', 'FROM a AS b\nCOPY --link a  b\n'],
	['blanks at the end of lines', 'FROM a  \nRUN a && \\  \n    b\t\n', 'FROM a\nRUN a && \\\n    b\n'],
	['continued lines without indentation', 'FROM a\nRUN a && \\\nb\n', 'FROM a\nRUN a && \\\n    b\n'],
	['lines that end with CRLF', '  FROM a\r\nRUN a && \\\r\nb\r\n', 'FROM a\r\nRUN a && \\\r\n    b\r\n'],
	['lines of blanks', 'FROM a\n  \nUSER b\n', 'FROM a\n\nUSER b\n'],
	['continued pairs', 'FROM a\nENV A=1 \\\nB=2\n', 'FROM a\nENV A=1 \\\n    B=2\n'],
	['a line beside others', 'FROM a\nRUN if b; then \\\n  c; \\\nfi\n', 'FROM a\nRUN if b; then \\\n  c; \\\n  fi\n'],
	['an AS on a line of its own', 'FROM a \\\nas b\n', 'FROM a \\\n    AS b\n'],
	['a trigger', 'FROM a\nONBUILD   RUN   b\n', 'FROM a\nONBUILD RUN b\n'],
	['files with another escape', '# escape=`\nFROM a\nRUN b `\nc\n', '# escape=`\nFROM a\nRUN b `\n    c\n'],
];

const kept: readonly (readonly [string, string])[] = [
	['a word that a continuation splits', 'FROM a\nRUN echo foo\\\nbar\n'],
	['comments', 'FROM a\nRUN a && \\\n# note  \n      # other\n    b\n'],
	['bodies of heredocs', 'FROM a\nRUN <<EOF\nrun  \n  x\nEOF\n'],
	['quoted text', "FROM a\nRUN echo 'a \\\nb'\n"],
	['options of a mount over lines', 'FROM a\nRUN --mount=type=cache,\\\ntarget=/x b\n'],
	['a value over lines', 'FROM a\nENV A b \\\nc\n'],
	['a path over lines', 'FROM a\nWORKDIR /a \\\nb\n'],
	['an escaped blank', 'FROM a\nENV A=b\\ \\\nc\n'],
	['what is no array', 'FROM a\nCMD [\\\na, b]\n'],
	['a file in lower case', 'from a\nrun true\n'],
	['what it does not know', 'FROM a\n  foo  bar\n'],
];

describe('Dockerfile formatting', () => {
	for (const [name, before, after] of changed) {
		it(`changes ${name}`, async () => assert.equal(await format(before), after));
	}
	for (const [name, text] of kept) {
		it(`keeps ${name}`, async () => assert.equal(await format(text), text));
	}
	it('indents the line after a continuation while typing', async () => {
		const { document, position } = markedDockerfile('FROM a\nRUN a && \\\n‸');
		const edits = await createDockerfileService(inMemoryHost()).formatOnType(document, position, '\n', options, never);
		assert.equal(TextDocument.applyEdits(document, edits), 'FROM a\nRUN a && \\\n    ');
	});
	it('formats a range alone', async () => {
		const { document } = markedDockerfile('  FROM a\n  RUN b\n');
		const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
		const edits = await createDockerfileService(inMemoryHost()).formatRange(document, range, options, never);
		assert.equal(TextDocument.applyEdits(document, edits), '  FROM a\nRUN b\n');
	});
});
