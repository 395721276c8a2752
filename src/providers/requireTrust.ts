import * as vscode from 'vscode';
import { EngineError } from '../engine/errors.ts';

/** What a workspace's files say is run only where the user has said that they trust them. */
export function requireTrust(): void {
	if (!vscode.workspace.isTrusted) {
		throw new EngineError(
			'denied',
			vscode.l10n.t('Trust this workspace first: building and Compose run what its files say.'),
		);
	}
}
