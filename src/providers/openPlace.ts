import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.ts';

/** Not offered in menus: what our own links and lenses lead to. */
export const openPlaceCommand = 'slipway.openPlace';

export function placeArguments(uri: string, { line, character }: { line: number; character: number }) {
	return [uri, line, character];
}

/** A place of a file as a link for Markdown that trusts this one command. */
export function placeLink(uri: string, position: { line: number; character: number }): string {
	const given = encodeURIComponent(JSON.stringify(placeArguments(uri, position)));
	// A parenthesis would end the link.
	return `command:${openPlaceCommand}?${given.replaceAll('(', '%28').replaceAll(')', '%29')}`;
}

/** Opens a place of a file in the column where the file is shown already, else in the first one. */
export function registerOpenPlace(): Disposable {
	return vscode.commands.registerCommand(openPlaceCommand, async (uri: unknown, line: unknown, character: unknown) => {
		if (typeof uri === 'string' && typeof line === 'number' && typeof character === 'number') {
			const parsed = vscode.Uri.parse(uri);
			const position = new vscode.Position(line, character);
			await vscode.window.showTextDocument(parsed, {
				viewColumn: columnOf(parsed) ?? vscode.ViewColumn.One,
				selection: new vscode.Range(position, position),
			});
		}
	});
}

function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
	return vscode.window.tabGroups.all.find(({ tabs }) =>
		tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
	)?.viewColumn;
}
