import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { insertService } from '../../../src/languageservice/compose/insertService.ts';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';
import { processorMs } from '../../support/keepsTime.ts';

const texts = ['codeActionCases.jsonl', 'refactoringDocuments.jsonl'].flatMap(file =>
	readFileSync(join(import.meta.dirname, file), 'utf8')
		.split('\n')
		.filter(line => line !== '')
		.map(line => (JSON.parse(line) as { text: string }).text.replace('‸', '')),
);

let version = 0;

describe('Compose code actions on any text', () => {
	const service = createComposeService(inMemoryHost({ files: { 'compose.yaml': '' } }));

	it('edit within the text and without overlaps', async () => {
		const cut = fc.tuple(
			fc.constantFrom(...texts),
			fc.nat(),
			fc.nat(15),
			fc.constantFrom('', '\t', '"', '[', ': ', '\n  ', '*a', '&b '),
		);
		await fc.assert(
			fc.asyncProperty(cut, async ([text, at, length, by]) => {
				const start = at % (text.length + 1);
				const damaged = text.slice(0, start) + by + text.slice(start + length);
				const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', ++version, damaged);
				const range = { start: { line: 0, character: 0 }, end: document.positionAt(damaged.length) };
				for (const action of await service.codeActions(document, range, {}, never)) {
					const edits = action.edit?.changes?.[document.uri] ?? [];
					// Throws where edits overlap.
					assert.equal(typeof TextDocument.applyEdits(document, edits), 'string');
				}
				insertService(document, 'services:\n  added:\n    image: nginx\n');
			}),
			{ numRuns: 200 },
		);
	});

	it('are quick in long files', async () => {
		const block = (index: number) =>
			`  s${index}:\n    image: nginx\n    ports:\n      - "${8000 + index}:80"\n    environment:\n      - A=b\n`;
		const text = `version: "3"\nservices:\n${Array.from({ length: 1600 }, (_, index) => block(index)).join('')}`;
		const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', ++version, text);
		await service.diagnose(document, never);
		const start = processorMs();
		await service.codeActions(
			document,
			{ start: { line: 5000, character: 8 }, end: { line: 5000, character: 8 } },
			{ only: ['refactor'] },
			never,
		);
		assert.ok(processorMs() - start < 200);
	});
});
