import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver-types';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { writeDockerConfig } from '../../support/engine.ts';
import { commandLineBinaries } from '../../support/engineBinaries.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

interface RefactoredDocument {
	readonly text: string;
	readonly files?: Readonly<Record<string, string>>;
	/** Whether every block of it is extracted to an anchor, too. */
	readonly extract?: true;
}

const run = promisify(execFile);
const root = 'file:///workspace/';

/** Compose itself says whether a refactoring changed what a file means. */
describe('Refactorings', function () {
	this.timeout(60_000);
	let folder: string;
	let binaries: Awaited<ReturnType<typeof commandLineBinaries>>;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-refactorings-'));
		binaries = await commandLineBinaries();
		await writeDockerConfig(join(folder, 'docker-config'), binaries.pluginFolder);
	});

	after(() => rm(folder, { recursive: true, force: true }));

	it('keep what Compose makes of a file', async () => {
		const table = await readFile(join(import.meta.dirname, 'refactoringDocuments.jsonl'), 'utf8');
		const documents = table
			.split('\n')
			.filter(line => line !== '')
			.map(line => JSON.parse(line) as RefactoredDocument);
		const workers = [0, 1, 2].map(async worker => {
			let count = 0;
			for (let index = worker; index < documents.length; index += 3) {
				count += await checkDocument(documents[index] as RefactoredDocument);
			}
			return count;
		});
		const counts = await Promise.all(workers);
		assert.ok(counts.reduce((sum, count) => sum + count, 0) > 80);
	});

	async function checkDocument({ text, files = {}, extract }: RefactoredDocument): Promise<number> {
		const before = await resolved({ ...files, 'compose.yaml': text });
		const results = await refactoringsOf(text, files);
		for (const [title, after] of results) {
			if (extract || !title.startsWith('Extract')) {
				assert.equal(await resolved(after), before, `${title}\n${after['compose.yaml']}`);
			}
		}
		return results.size;
	}

	/** The model that Compose prints, without extension fields and without options that say nothing. */
	async function resolved(files: Readonly<Record<string, string>>): Promise<string> {
		const project = await mkdtemp(join(folder, 'project-'));
		for (const [name, content] of Object.entries({ tok: 'x', ...files })) {
			await writeFile(join(project, name), content);
		}
		const env = { PATH: dirname(binaries.docker), HOME: folder, DOCKER_CONFIG: join(folder, 'docker-config') };
		const args = ['compose', '--project-name', 'project', '--file', join(project, 'compose.yaml'), 'config'];
		const { stdout } = await run(binaries.docker, args, { env });
		return stdout
			.replaceAll(project, 'PROJECT')
			.replace(/\n\s+volume: \{\}/g, '')
			.replace(/^x-[\s\S]*$/m, '')
			.trimEnd();
	}
});

/** All refactorings at all lines by title and result: the files after each. */
async function refactoringsOf(text: string, files: Readonly<Record<string, string>>) {
	const service = createComposeService(inMemoryHost({ files: { ...files, 'compose.yaml': text } }));
	const document = TextDocument.create(`${root}compose.yaml`, 'dockercompose', 1, text);
	const found = new Map<string, Record<string, string>>();
	for (let line = 0; line < document.lineCount; line++) {
		const end = document.positionAt(document.offsetAt({ line: line + 1, character: 0 }) - 1);
		const range = { start: end, end };
		for (const action of await service.codeActions(document, range, { only: ['refactor'] }, never)) {
			if (!action.title.startsWith('Add a health check')) {
				const after = { ...files, ...applyAction(document, action) };
				found.set(`${action.title} ${after['compose.yaml']}`, after);
			}
		}
	}
	return found;
}

function applyAction(document: TextDocument, { edit }: CodeAction): Record<string, string> {
	const after: Record<string, string> = { 'compose.yaml': document.getText() };
	const own = edit?.changes?.[document.uri];
	if (own) {
		after['compose.yaml'] = TextDocument.applyEdits(document, own);
	}
	for (const change of edit?.documentChanges ?? []) {
		if ('edits' in change) {
			const name = change.textDocument.uri.slice(root.length);
			const before = name === 'compose.yaml' ? document : TextDocument.create(change.textDocument.uri, '', 1, '');
			after[name] = TextDocument.applyEdits(before, change.edits as never);
		}
	}
	return after;
}
