import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import * as vscode from 'vscode';

/** The absolute path that a caller's path means: relative ones are relative to the workspace. */
export function hostPath(path: string): string {
	return isAbsolute(path) ? path : resolve(usualFolder(), path);
}

/** Where a dialog begins: in the workspace, or at home without one. */
export function usualPlace(fileName = ''): vscode.Uri {
	return vscode.Uri.file(join(usualFolder(), fileName));
}

function usualFolder(): string {
	return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? homedir();
}
