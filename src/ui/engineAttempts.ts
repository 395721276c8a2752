import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import type { EngineStatus } from '../engine/connection.ts';
import { reasonWords, statusSentence } from './engineMessages.ts';
import { plainText } from './plainText.ts';

type Item = vscode.QuickPickItem & { readonly command?: string };

/** Where an engine was looked for and why each place was no good, with the ways on below. */
export async function showAttempts(status: EngineStatus): Promise<void> {
	const tried = status.attempts.map(({ endpoint, error }): Item => {
		const isSilent = error.recognised?.kind === 'noEngine';
		const iconPath = new vscode.ThemeIcon(isSilent ? 'circle-slash' : 'error');
		return { label: plainText(endpoint, 200), description: reasonWords(error), iconPath };
	});
	const ways: Item[] = [
		{
			label: vscode.l10n.t('Try Again'),
			iconPath: new vscode.ThemeIcon('refresh'),
			command: commandId('engine.retry'),
		},
		{
			label: vscode.l10n.t('Choose a Context'),
			iconPath: new vscode.ThemeIcon('server-environment'),
			command: commandId('context.use'),
		},
		{
			label: vscode.l10n.t('How to Install Docker'),
			iconPath: new vscode.ThemeIcon('link-external'),
			command: commandId('engine.install'),
		},
	];
	const separator = { label: vscode.l10n.t('What to do'), kind: vscode.QuickPickItemKind.Separator };
	const picked = await vscode.window.showQuickPick<Item>([...tried, separator, ...ways], {
		title: statusSentence(status),
		placeHolder: vscode.l10n.t('What was tried'),
		matchOnDescription: true,
	});
	if (picked?.command) {
		await vscode.commands.executeCommand(picked.command);
	}
}
