import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('Activation', () => {
	it('happens by the first command and registers what the manifest declares', async () => {
		const extension = vscode.extensions.getExtension('slipway.slipway');
		assert.ok(extension, 'the extension is there');
		await extension.activate();
		assert.equal(extension.isActive, true);
		const registered = new Set(await vscode.commands.getCommands(true));
		const declared: { command: string }[] = extension.packageJSON.contributes.commands;
		const missing = declared.map(({ command }) => command).filter(command => !registered.has(command));
		assert.deepEqual(missing, []);
	});
});
