import * as vscode from 'vscode';

const scheme = 'slipway-dimmed';

/** A row's label takes another colour only through a decoration of the address it stands for. */
export function dimmedUri(id: string): vscode.Uri {
	return vscode.Uri.from({ scheme, path: `/${id}` });
}

export function registerDimmedRows(): vscode.Disposable {
	const decoration = new vscode.FileDecoration(undefined, undefined, new vscode.ThemeColor('disabledForeground'));
	return vscode.window.registerFileDecorationProvider({
		provideFileDecoration: uri => (uri.scheme === scheme ? decoration : undefined),
	});
}
