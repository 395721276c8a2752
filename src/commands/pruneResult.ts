import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';

/** Says what happened out of sight; callers who asked not to be asked are not told either. */
export function tellPruned(count: number, bytes: number, confirmed: boolean | undefined): void {
	if (confirmed !== false) {
		void vscode.window.showInformationMessage(
			count === 0
				? vscode.l10n.t('There was nothing to remove.')
				: vscode.l10n.t('{0} removed, {1} freed.', count, humanSize(bytes)),
		);
	}
}
