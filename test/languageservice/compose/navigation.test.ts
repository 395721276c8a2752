import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentSymbol, SelectionRange } from 'vscode-languageserver-types';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const pieces = [
	...[
		'services:\n',
		'  web:\n',
		'  db: ',
		'networks:',
		'volumes:\n',
		'include:\n',
		'x-a: &a\n',
		'    image: nginx:${TAG:-1}\n',
	],
	...[
		'    depends_on:\n',
		'      - db\n',
		'      db:\n',
		'    extends: ',
		'{service: db, file: b.yaml}',
		'    build:\n',
		'      target: x\n',
	],
	...[
		'    env_file: .env\n',
		'    <<: *a\n',
		'    <<: [*a, *b]\n',
		'    environment:\n',
		'      - A\n',
		'      A:\n',
		'    links: [db:x]\n',
	],
	...[
		'&a ',
		'*a',
		'&b',
		' *b',
		'<<: ',
		'- ',
		': ',
		'? ',
		'! ',
		'!!map ',
		'!reset ',
		'[',
		']',
		'{',
		'}',
		', ',
		'"',
		"'",
		'|\n',
		'>-\n',
	],
	...[
		'#',
		'# region\n',
		'# endregion\n',
		'\n',
		'\n\n',
		'\r\n',
		'  ',
		'\t',
		'---\n',
		'...\n',
		'%YAML 1.2\n',
		'$',
		'${',
		'${A',
		'${A:-${B}}',
		'$$',
	],
	...[
		'~',
		'null',
		'1',
		'1.5',
		'"80:80"',
		'\uFEFF',
		'한글',
		'🐳',
		'\u2028',
		'\\',
		'name: x\n',
		'    network_mode: service:db\n',
		'secrets: [s]\n',
	],
];

const anyText = fc
	.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6 })), { maxLength: 40 })
	.map(parts => parts.join(''));

const files = { '.env': 'A=1\nB=${A}\n', 'b.yaml': 'services:\n  db: {}\n', Dockerfile: 'FROM a AS x\n' };

describe('Compose navigation in any text', () => {
	it('throws nowhere, and every place is what it says', async function () {
		this.timeout(60_000);
		await fc.assert(
			fc.asyncProperty(anyText, fc.nat(), async (text, place) => {
				const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);
				await askEverything(document, document.positionAt(text.length === 0 ? 0 : place % (text.length + 1)));
			}),
			{ numRuns: 400 },
		);
	});
});

async function askEverything(document: TextDocument, position: { line: number; character: number }): Promise<void> {
	const service = createComposeService(inMemoryHost({ files: { ...files, 'compose.yaml': document.getText() } }));
	const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
	checkSymbols(document, await service.symbols(document, never));
	await service.folding(document, never);
	const [selection] = await service.selectionRanges(document, [position], never);
	for (let each: SelectionRange | undefined = selection; each?.parent; each = each.parent) {
		const [inner, outer] = [each.range, each.parent.range];
		assert.ok(document.offsetAt(outer.start) <= document.offsetAt(inner.start));
		assert.ok(document.offsetAt(inner.end) <= document.offsetAt(outer.end));
	}
	await service.links(document, never);
	await service.lenses(document, never);
	await service.inlayHints(document, range, never);
	await service.definition(document, position, never);
	const prepared = await service.prepareRename(document, position, never);
	const highlights = await service.highlights(document, position, never);
	assert.equal(highlights.length > 0 || prepared === undefined, true);
	for (const highlight of highlights) {
		assert.notEqual(document.getText(highlight.range), '');
	}
	const references = await service.references(document, position, true, never);
	assert.ok(references.length >= highlights.length);
	const edit = await service.rename(document, position, 'renamed', never);
	if (edit && 'changes' in edit) {
		TextDocument.applyEdits(document, edit.changes?.[document.uri] ?? []);
	}
}

/** The editor refuses symbols without a name, and selections that are outside of their range. */
function checkSymbols(document: TextDocument, symbols: readonly DocumentSymbol[]): void {
	for (const { name, range, selectionRange, children } of symbols) {
		assert.notEqual(name, '');
		assert.ok(document.offsetAt(range.start) <= document.offsetAt(selectionRange.start));
		assert.ok(document.offsetAt(selectionRange.end) <= document.offsetAt(range.end));
		for (const child of children ?? []) {
			assert.ok(document.offsetAt(range.start) <= document.offsetAt(child.range.start));
			assert.ok(document.offsetAt(child.range.end) <= document.offsetAt(range.end));
		}
		checkSymbols(document, children ?? []);
	}
}
