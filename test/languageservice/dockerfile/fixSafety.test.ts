import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import { parseDockerfile } from '../../../src/languageservice/dockerfile/parse.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';
import { firsts, lines } from './dockerfileLines.ts';

const host = inMemoryHost({
	files: { a: '', 'b/c.txt': '', 'package.json': '' },
	frontend: '1.7.0',
	images: [{ references: ['alpine:latest'], id: '1', digest: `sha256:${'0'.repeat(64)}` }],
});

const dockerfile = fc
	.tuple(
		fc.constantFrom(...firsts),
		fc.array(fc.constantFrom(...lines), { maxLength: 6 }),
		fc.constantFrom('\n', '\n', '\n', '\r\n'),
		fc.constantFrom('', '', '', '\uFEFF'),
	)
	.map(([first, rest, end, mark]) => `${mark}${[first, ...rest, ''].join('\n').replaceAll('\n', end)}`);

describe('Fixes and refactorings', () => {
	it('never break a file that builds, mend what they are for, and lose no comment', async () => {
		await fc.assert(
			fc.asyncProperty(dockerfile, fc.nat(), async (text, place) => {
				const before = await problemsOf(text);
				for (const [action, result] of await resultsOf(documentOf(text), place)) {
					const after = await problemsOf(result);
					const shown = `${action.title}\n${text}\n=>\n${result}`;
					assert.notEqual(result, text, shown);
					assert.ok(countErrors(after) <= countErrors(before) || countErrors(before) > 0, shown);
					checkMended(action, before, after, shown);
					checkText(text, result, shown);
				}
			}),
			{ numRuns: 500 },
		);
	});
});

/** There is one problem of the kind less; of a misspelled instruction, others may be known only now. */
function checkMended(action: CodeAction, before: readonly Diagnostic[], after: readonly Diagnostic[], shown: string) {
	const code = action.diagnostics?.[0]?.code;
	if (code !== undefined) {
		const count = (problems: readonly Diagnostic[]) => problems.filter(each => each.code === code).length;
		assert.ok(count(after) < count(before) || code === 'UndefinedVar', shown);
	}
}

function checkText(text: string, result: string, shown: string) {
	const comments = (each: string) =>
		parseDockerfile(each)
			.comments.map(comment => comment.text)
			.filter(comment => comment !== '' && !/check ?=|hadolint/.test(comment));
	const left = comments(result);
	assert.deepEqual(
		comments(text).filter(comment => !left.includes(comment)),
		[],
		shown,
	);
	assert.equal(result.lastIndexOf('\uFEFF'), text.lastIndexOf('\uFEFF'), shown);
	assert.ok(!text.includes('\r\n') || !/[^\r]\n/.test(result), shown);
}

function documentOf(text: string): TextDocument {
	return TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, text);
}

function problemsOf(text: string): Promise<Diagnostic[]> {
	return createDockerfileService(host).diagnose(documentOf(text), never);
}

function countErrors(problems: readonly Diagnostic[]): number {
	return problems.filter(each => each.severity === 1).length;
}

async function resultsOf(document: TextDocument, place: number): Promise<[CodeAction, string][]> {
	const service = createDockerfileService(host);
	const end = document.positionAt(document.getText().length);
	const all = { start: { line: 0, character: 0 }, end };
	const cursor = document.positionAt(place % document.getText().length);
	const actions = [
		...(await service.codeActions(document, all, { only: ['quickfix', 'source'] }, never)),
		...(await service.codeActions(document, { start: cursor, end: cursor }, { only: ['refactor'] }, never)),
	];
	return actions.map(action => [action, TextDocument.applyEdits(document, action.edit?.changes?.[document.uri] ?? [])]);
}
