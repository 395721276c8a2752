import * as assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { addIgnorePattern, patternFor } from '../../src/providers/ignoreFile.ts';
import { command, rejection } from './engineUnderTest.ts';

describe('dockerfile.showContext', () => {
	let folder: string;
	beforeEach(() => {
		folder = join(mkdtempSync(join(tmpdir(), 'slipway context ')), 'it\'s "a" $(x) 도커');
		mkdirSync(folder);
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		rmSync(join(folder, '..'), { recursive: true });
	});

	const write = (files: Readonly<Record<string, string>>) => {
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), text);
		}
	};

	it('resolves to what the build could send and what is left out', async () => {
		write({ Dockerfile: 'FROM busybox\n', '.dockerignore': '*.log\n', 'a.log': 'xx', 'src/large': 'x'.repeat(100) });
		const listing = await command<{
			files: number;
			bytes: number;
			largest: { path: string; bytes: number }[];
			excluded: { files: number; bytes: number };
		}>('dockerfile.showContext', join(folder, 'Dockerfile'));
		assert.deepEqual([listing.files, listing.bytes], [3, 119]);
		assert.deepEqual(listing.largest[0], { path: 'src/large', bytes: 100 });
		assert.deepEqual([listing.excluded.files, listing.excluded.bytes], [1, 2]);
		await rejection('notFound', 'dockerfile.showContext', join(folder, 'nosuch'));
	});

	it('adds a path to the ignore file, as it is there or in an editor', async () => {
		const file = vscode.Uri.file(join(folder, '.dockerignore'));
		const text = () => readFileSync(file.fsPath, 'utf8');
		await addIgnorePattern(file, patternFor('a'));
		assert.equal(text(), 'a\n');
		writeFileSync(file.fsPath, '*.log');
		await addIgnorePattern(file, patternFor('b [1]*'));
		assert.equal(text(), '*.log\nb \\[1]\\*\n');
		const editor = await vscode.window.showTextDocument(file);
		await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '# not saved\n'));
		await addIgnorePattern(file, patternFor('!c'));
		assert.equal(editor.document.getText(), '# not saved\n*.log\nb \\[1]\\*\n\\!c\n');
		assert.ok(editor.document.isDirty);
		await editor.document.save();
	});
});
