import * as vscode from 'vscode';

const scheme = 'slipway-change';

/** A row's letter and colour come through a decoration of the address it stands for; its icon through the file's name. */
export function changeUri(path: string, change: 'A' | 'C' | 'D' | undefined): vscode.Uri {
	return vscode.Uri.from({ scheme, path, query: change });
}

export function registerChangeDecorations(): vscode.Disposable {
	const decorations: Readonly<Record<string, vscode.FileDecoration>> = {
		A: decoration('A', vscode.l10n.t('added'), 'addedResourceForeground'),
		C: decoration('C', vscode.l10n.t('changed'), 'modifiedResourceForeground'),
		D: decoration('D', vscode.l10n.t('deleted'), 'deletedResourceForeground'),
	};
	return vscode.window.registerFileDecorationProvider({
		provideFileDecoration: uri => (uri.scheme === scheme ? decorations[uri.query] : undefined),
	});
}

function decoration(badge: string, tooltip: string, colour: string): vscode.FileDecoration {
	return new vscode.FileDecoration(badge, tooltip, new vscode.ThemeColor(`gitDecoration.${colour}`));
}
