import * as vscode from 'vscode';

/** The pattern that matches just this path; what has a meaning in patterns is escaped. */
export function patternFor(path: string): string {
	return (
		path
			.replace(/[*?[\\]/g, '\\$&')
			.replace(/^[!#]/, '\\$&')
			// A line cannot hold these, nor keep blanks at its ends.
			.replace(/[\r\n]|^\s|\s$/g, '?')
	);
}

/** Adds a line at the end of an ignore file, which is made if it is not there; an editor that has it open shows it. */
export async function addIgnorePattern(file: vscode.Uri, pattern: string): Promise<void> {
	const isThere = await vscode.workspace.fs.stat(file).then(
		() => true,
		() => false,
	);
	if (!isThere) {
		await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(`${pattern}\n`));
		return;
	}
	const document = await vscode.workspace.openTextDocument(file);
	const wasSaved = !document.isDirty;
	const end = document.lineAt(document.lineCount - 1).range.end;
	const edit = new vscode.WorkspaceEdit();
	edit.insert(file, end, `${end.character === 0 ? '' : '\n'}${pattern}\n`);
	await vscode.workspace.applyEdit(edit);
	if (wasSaved) {
		await document.save();
	}
}
