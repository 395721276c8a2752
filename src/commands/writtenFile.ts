import * as path from 'node:path';
import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { runsCommand, type WayOn } from '../ui/wayOn.ts';

/** What is said when a long piece of work has left a file on this machine. */
export function writtenFile(file: string, bytes: number): { message: string; ways: WayOn[] } {
	return {
		message: vscode.l10n.t('"{0}" is written: {1}.', path.basename(file), humanSize(bytes)),
		ways: [showsInFolder(file)],
	};
}

export function showsInFolder(file: string): WayOn {
	return runsCommand(vscode.l10n.t('Show in Folder'), 'revealFileInOS', vscode.Uri.file(file));
}
