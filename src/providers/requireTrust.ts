import * as vscode from 'vscode';
import { EngineError } from '../engine/errors.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { runsCommand } from '../ui/wayOn.ts';

/** What a workspace's files say is run only where the user has said that they trust them. */
export function requireTrust(): void {
	if (vscode.workspace.isTrusted) {
		return;
	}
	const sentence = vscode.l10n.t('Trust this workspace first: building and Compose run what its files say.');
	throw new ExplainedError(new EngineError('denied', sentence), {
		sentence,
		ways: [runsCommand(vscode.l10n.t('Manage Workspace Trust'), 'workbench.trust.manage')],
	});
}
