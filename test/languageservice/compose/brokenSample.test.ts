import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const sample = join(import.meta.dirname, '../../../samples/broken/compose.yaml');
const service = createComposeService(inMemoryHost({ files: { Dockerfile: 'FROM scratch\n' } }));
let version = 0;
const open = (text: string) => TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', version++, text);

async function problems(text: string): Promise<string[]> {
	const document = open(text);
	const found = await service.diagnose(document, never);
	return found
		.sort((a, b) => a.range.start.line - b.range.start.line)
		.map(({ code, range }) => `${code} ${document.getText(range).trim()}`);
}

async function fixed(text: string): Promise<string> {
	const document = open(text);
	const range = { start: { line: 0, character: 0 }, end: document.positionAt(text.length) };
	const [all] = await service.codeActions(document, range, { only: ['source.fixAll'] }, never);
	return TextDocument.applyEdits(document, all?.edit?.changes?.[document.uri] ?? []);
}

/** The first fix of the first problem with this code. */
async function clicked(text: string, code: string): Promise<string> {
	const document = open(text);
	const problem = (await service.diagnose(document, never)).find(each => each.code === code);
	assert.ok(problem, code);
	const [fix] = await service.codeActions(document, problem.range, { only: ['quickfix'] }, never);
	return TextDocument.applyEdits(document, fix?.edit?.changes?.[document.uri] ?? []);
}

describe('the sample of broken files', () => {
	it('shows every mistake, at once as far as the file can be read', async () => {
		assert.deepEqual(await problems(readFileSync(sample, 'utf8')), [
			'ObsoleteVersion version',
			'WrongType "3000:3000"',
			'WrongType db',
			'WrongType DATABASE_URL=postgresql://shop:secret@db:5432/shop',
			'UnknownKey comand',
			'InvalidPort "9000:90000"',
			'WrongType db_data:/var/lib/postgresql/data',
			'WrongType "8000:8000"',
			'InvalidYaml environment',
			'SplitValue postgres: 15',
			'TabIndentation ',
			'TabIndentation ',
		]);
	});

	it('is repaired by clicks, but for the port that only its author knows', async () => {
		let text = await fixed(readFileSync(sample, 'utf8'));
		assert.deepEqual(await problems(text), [
			'InvalidPort "9000:90000"',
			'UndefinedNetwork backend',
			'UndefinedVolume db_data',
			'UndefinedVolume admin_data',
		]);
		for (const code of ['UndefinedNetwork', 'UndefinedVolume', 'UndefinedVolume']) {
			text = await clicked(text, code);
		}
		assert.deepEqual(await problems(text.replace('90000', '9000')), []);
	});
});
