import * as assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { command, engine, uniqueName, until } from './engineUnderTest.ts';

describe('build hints', function () {
	this.timeout(120_000);
	const tag = uniqueName('hints');
	let folder: string;
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-hints-'));
	});
	after(async () => {
		await vscode.workspace.getConfiguration('slipway').update('dockerfile.buildHints', undefined, true);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await engine('DELETE', `/images/${tag}?force=1`).catch(() => {});
		await rm(folder, { recursive: true, force: true });
	});

	it('show what the last build did, and go where the file changes', async () => {
		const path = join(folder, 'Dockerfile');
		await writeFile(path, `FROM busybox\nRUN echo ${tag} > /who\nRUN head -c 2000000 /dev/zero > /big\nCMD ["sh"]\n`);
		const document = await vscode.workspace.openTextDocument(path);
		const editor = await vscode.window.showTextDocument(document);
		assert.deepEqual(await hints(document), []);
		await command('image.build', path, { tag });
		const shown = await until('the hints', async () => {
			const found = await hints(document);
			return found.length === 3 && found;
		});
		assert.match(shown[1] ?? '', /^1 [\d.]+ s · \d+ B$/);
		assert.match(shown[2] ?? '', /^2 [\d.]+ s · 2 MB$/);
		await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '# a comment\n'));
		assert.equal((await hints(document)).length, 3, 'comments do not count');
		await document.save();
		await command('image.build', path, { tag });
		await until('the hint that it was cached', async () => (await hints(document)).includes('3 cached · 2 MB'));
		await editor.edit(edit => edit.insert(new vscode.Position(3, 4), 'sleep 0; '));
		assert.deepEqual(
			(await hints(document)).map(hint => hint[0]),
			['1', '2'],
		);
		await vscode.workspace.getConfiguration('slipway').update('dockerfile.buildHints', false, true);
		await until('no hints', async () => (await hints(document)).length === 0);
		await editor.document.save();
	});
});

/** Line and words of the hints that are a build's. */
async function hints(document: vscode.TextDocument): Promise<string[]> {
	const range = new vscode.Range(0, 0, document.lineCount, 0);
	const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
		'vscode.executeInlayHintProvider',
		document.uri,
		range,
	);
	return found
		.map(({ position, label }) => `${position.line} ${label}`)
		.filter(words => / (?:[\d.]+ s|cached)\b|MB$/.test(words));
}
