import { stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { hostFileError } from '../engine/hostFiles.ts';

/** Opens a file of this machine, or shows a folder where people look for it. Fails where there is nothing. */
export async function showHostPath(file: string): Promise<void> {
	const found = await stat(file).catch(error => {
		throw hostFileError(error, file);
	});
	if (found.isFile()) {
		await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
	} else {
		await showFolder(vscode.Uri.file(found.isDirectory() ? file : path.dirname(file)));
	}
}

async function showFolder(folder: vscode.Uri): Promise<void> {
	if (vscode.workspace.getWorkspaceFolder(folder)) {
		await vscode.commands.executeCommand('revealInExplorer', folder);
	} else if (vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined) {
		await vscode.commands.executeCommand('revealFileInOS', folder);
	} else {
		await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
	}
}
