import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { startRegistry } from '../support/registry.ts';
import { command, engine, uniqueName, until } from './engineUnderTest.ts';

describe('Dockerfiles in the editor', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'slipway editor 도커 '));
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		rmSync(folder, { recursive: true });
	});

	async function open(text: string, name = 'Dockerfile'): Promise<vscode.TextDocument> {
		writeFileSync(join(folder, name), text);
		const document = await vscode.workspace.openTextDocument(join(folder, name));
		await vscode.window.showTextDocument(document);
		return document;
	}

	it('show problems while typing, with a page for each rule, and none once they are something else', async () => {
		const document = await open('FROM busybox\nCMP ["a"]\n');
		const [problem] = await problems(document, found => found.length === 1);
		assert.ok(problem);
		assert.equal(problem.source, 'slipway');
		assert.equal(document.getText(problem.range), 'CMP');
		assert.match(problem.message, /CMD/);
		assert.ok(typeof problem.code === 'object' && problem.code.target.fragment === 'unknowninstruction');

		await replace(document, problem.range, 'CMD');
		await problems(document, found => found.length === 0);
		await replace(document, new vscode.Range(1, 0, 1, 3), 'CMP');
		await problems(document, found => found.length === 1);
		await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
		await problems(document, found => found.length === 0);
	});

	it('are understood unsaved, with CRLF and a byte order mark', async () => {
		const content = '\ufeffFROM busybox\r\nRUN <<EOF\r\necho\r\nEOF\r\nNOPE\r\n';
		const document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content });
		const found = await problems(document, list => list.length > 0);
		assert.deepEqual(
			found.filter(({ severity }) => severity === 0).map(({ range }) => range.start.line),
			[4],
		);
	});

	it('follow files that come, and the settings', async () => {
		const document = await open('FROM busybox\nCOPY app.txt /app/\n');
		await problems(document, found => codes(found).includes('MissingSource'));
		await vscode.workspace.fs.writeFile(vscode.Uri.file(join(folder, 'app.txt')), Buffer.from('x'));
		// Outside the opened folders nobody tells; the next change of the text looks again after the memory's time.
		await until('no problem', async () => {
			await replace(document, new vscode.Range(0, 0, 0, 0), '# a\n');
			await new Promise(resolve => setTimeout(resolve, 800));
			return vscode.languages.getDiagnostics(document.uri).length === 0;
		});

		const settings = vscode.workspace.getConfiguration('slipway');
		await replace(document, new vscode.Range(1, 0, 1, 0), 'FROM busybox AS Base\n');
		await problems(document, found => codes(found).includes('StageNameCasing'));
		try {
			const rules = { StageNameCasing: 'error', Nonsense: 'loud' };
			await settings.update('dockerfile.rules', rules, vscode.ConfigurationTarget.Global);
			await problems(document, found => found.some(each => codeOf(each) === 'StageNameCasing' && each.severity === 0));
			await settings.update('dockerfile.rules', { StageNameCasing: 'off' }, vscode.ConfigurationTarget.Global);
			await problems(document, found => !codes(found).includes('StageNameCasing'));
		} finally {
			await settings.update('dockerfile.rules', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('know the environment of a base image once the engine has told it', async () => {
		const name = uniqueName('slipway-base');
		const { Id } = await engine<{ Id: string }>('POST', '/containers/create', {
			Image: 'busybox:latest',
			Env: ['FROM_THE_BASE=1'],
		});
		await engine('POST', `/commit?container=${Id}&repo=${name}&tag=1`);
		try {
			const document = await open(`FROM ${name}:1\nENV A=$FROM_THE_BASE\nENV B=$FROM_NOWHERE\n`);
			const undefinedLines = (found: readonly vscode.Diagnostic[]) =>
				found.filter(each => codeOf(each) === 'UndefinedVar').map(({ range }) => range.start.line);
			await problems(document, found => undefinedLines(found).join() === '2');
			const hover = await ask<vscode.Hover[]>('executeHoverProvider', document.uri, new vscode.Position(0, 7));
			const words = hover
				.flatMap(({ contents }) => contents.map(content => (content as vscode.MarkdownString).value))
				.join('\n');
			assert.match(words, /MB/);
		} finally {
			await engine('DELETE', `/containers/${Id}?force=1`);
			await engine('DELETE', `/images/${name}:1?force=1`);
		}
	});

	it('offer local images after FROM', async () => {
		const document = await open('FROM bus\n');
		const list = await ask<vscode.CompletionList>(
			'executeCompletionItemProvider',
			document.uri,
			new vscode.Position(0, 8),
		);
		const item = list.items.find(({ label }) => label === 'busybox:latest');
		assert.ok(item?.range);
		const range = item.range instanceof vscode.Range ? item.range : item.range.replacing;
		assert.equal(document.getText(range), 'bus');
	});

	it('offer the tags of a registry, once the user allows to ask it', async function () {
		this.timeout(120_000);
		const registry = await startRegistry();
		const settings = vscode.workspace.getConfiguration('slipway');
		const reference = `${registry.address}/team/web`;
		const docker = (...words: string[]) => execFileSync('docker', words, { stdio: 'ignore' });
		try {
			docker('tag', 'busybox', `${reference}:9.9`);
			docker('push', `${reference}:9.9`);
			docker('rmi', `${reference}:9.9`);
			const document = await open(`FROM ${reference}:\n`);
			const end = new vscode.Position(0, `FROM ${reference}:`.length);
			const tags = async () =>
				(await ask<vscode.CompletionList>('executeCompletionItemProvider', document.uri, end)).items.map(
					({ label }) => label,
				);
			assert.ok(!(await tags()).includes('9.9'));
			await settings.update('completion.registryTags', true, vscode.ConfigurationTarget.Global);
			assert.ok((await tags()).includes('9.9'));
		} finally {
			await settings.update('completion.registryTags', undefined, vscode.ConfigurationTarget.Global);
			await registry.end();
		}
	});

	it('have lenses that build, run, and weigh the context', async () => {
		mkdirSync(join(folder, 'big'));
		writeFileSync(join(folder, 'big', 'file.bin'), Buffer.alloc(1_500_000));
		writeFileSync(join(folder, '.dockerignore'), '*.log\n');
		writeFileSync(join(folder, 'left.log'), Buffer.alloc(9_000_000));
		const document = await open('FROM busybox AS base\nFROM base\n');
		const lenses = await until('the weight of the context', async () => {
			const found = await ask<vscode.CodeLens[]>('executeCodeLensProvider', document.uri);
			return found.some(({ command: shown }) => shown?.title.startsWith('3 files')) ? found : undefined;
		});
		const titles = lenses.map(({ command: shown, range }) => `${range.start.line} ${shown?.title}`);
		assert.deepEqual(titles.sort(), ['0 $(package) Build', '0 $(play) Run', '0 3 files, 1.5 MB', '0 Build this stage']);
		const stage = lenses.find(({ command: shown }) => shown?.title === 'Build this stage');
		assert.deepEqual(stage?.command?.arguments?.[1], { target: 'base' });
		const settings = vscode.workspace.getConfiguration('slipway');
		try {
			await settings.update('dockerfile.codeLens', false, vscode.ConfigurationTarget.Global);
			assert.deepEqual(await ask<vscode.CodeLens[]>('executeCodeLensProvider', document.uri, 20), []);
		} finally {
			await settings.update('dockerfile.codeLens', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('build and run with one command', async () => {
		const tag = `${uniqueName('slipway-run')}:1`;
		const document = await open('FROM busybox\nCMD ["sleep", "60"]\n');
		const id = await command<string>('dockerfile.run', document.uri, { tag });
		try {
			const { Config } = await engine<{ Config: { Image: string } }>('GET', `/containers/${id}/json`);
			assert.equal(Config.Image, tag);
		} finally {
			await engine('DELETE', `/containers/${id}?force=1`);
			await engine('DELETE', `/images/${tag}?force=1`);
		}
	});

	it('obey the .hadolint.yaml beside them', async () => {
		writeFileSync(join(folder, '.hadolint.yaml'), 'ignored: [DL4000]\noverride:\n  error: [DL3020]\n');
		const document = await open('FROM busybox\nADD a.txt /a\n');
		await problems(document, found => found.some(each => codeOf(each) === 'DL3020' && each.severity === 0));
	});

	it('leave to others what others have said already', async () => {
		const document = await open('FROM busybox\nCMP ["a"]\nENV a b\n');
		await problems(document, found => found.length === 2);
		const others = vscode.languages.createDiagnosticCollection('others');
		try {
			const error = new vscode.Diagnostic(new vscode.Range(1, 0, 1, 3), 'unknown instruction');
			error.source = 'another extension';
			others.set(document.uri, [error]);
			const own = (found: readonly vscode.Diagnostic[]) => found.filter(({ source }) => source === 'slipway');
			await problems(document, found => own(found).length === 1);
			others.clear();
			await problems(document, found => own(found).length === 2);
		} finally {
			others.dispose();
		}
	});

	it('refuse a rename in one sentence', async () => {
		const document = await open('FROM busybox AS base\nFROM base\n');
		await assert.rejects(
			ask('executeDocumentRenameProvider', document.uri, new vscode.Position(1, 6), 'not a name'),
			/stage name/,
		);
	});

	it('are fixed as a whole', async () => {
		const document = await open('FROM busybox as Base\nMAINTAINER a@b.c\n');
		const all = new vscode.Range(0, 0, 2, 0);
		const actions = await ask<vscode.CodeAction[]>(
			'executeCodeActionProvider',
			document.uri,
			all,
			vscode.CodeActionKind.SourceFixAll.value,
		);
		const [fixAll] = actions.filter(({ kind }) => kind?.value === 'source.fixAll.slipway');
		assert.ok(fixAll?.edit && (await vscode.workspace.applyEdit(fixAll.edit)));
		assert.match(document.getText(), /^FROM busybox AS base\nLABEL /);
	});

	it('understands .dockerignore', async () => {
		writeFileSync(join(folder, 'a.log'), '');
		const document = await open('*.log\nnothing\n', '.dockerignore');
		const found = await problems(document, list => list.length > 0);
		assert.deepEqual(
			found.map(({ range }) => range.start.line),
			[1],
		);
		const hovers = await ask<vscode.Hover[]>('executeHoverProvider', document.uri, new vscode.Position(0, 2));
		assert.ok(hovers[0]);
		assert.match((hovers[0].contents[0] as vscode.MarkdownString).value, /1/);
	});
});

function ask<T>(name: string, ...args: unknown[]): Promise<T> {
	return Promise.resolve(vscode.commands.executeCommand<T>(`vscode.${name}`, ...args));
}

const codeOf = ({ code }: vscode.Diagnostic) => String(typeof code === 'object' ? code.value : code);
const codes = (found: readonly vscode.Diagnostic[]) => found.map(codeOf);

async function replace(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
	const edit = new vscode.WorkspaceEdit();
	edit.replace(document.uri, range, text);
	assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Waits until the problems of a document are as wanted. */
async function problems(
	{ uri }: vscode.TextDocument,
	wanted: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
	const now = () => vscode.languages.getDiagnostics(uri);
	await until('other problems', () => wanted(now())).catch(() =>
		assert.fail(JSON.stringify(now().map(each => [codeOf(each), each.message]))),
	);
	return now();
}
