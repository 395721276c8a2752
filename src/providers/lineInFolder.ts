import * as vscode from 'vscode';
import { inFolder } from '../engine/dockerCommand.ts';

/** A command line as it can be pasted into a new terminal, which stands in the first folder of the workspace. */
export function lineInFolder(folder: string | undefined, line: string): string {
	const [first] = vscode.workspace.workspaceFolders ?? [];
	return folder === undefined || folder === first?.uri.fsPath ? line : inFolder(folder, line);
}
