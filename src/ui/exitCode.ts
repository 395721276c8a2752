import * as vscode from 'vscode';

/** What an exit code means, as far as there is a convention; undefined for those that only the program knows. */
export function exitCodeMeaning(code: number): string | undefined {
	switch (code) {
		case 1:
			return vscode.l10n.t('the program reported an error');
		case 2:
			return vscode.l10n.t('a shell was used wrongly, or the program reported an error');
		case 125:
			return vscode.l10n.t('the container could not be started');
		case 126:
			return vscode.l10n.t('the command cannot be executed');
		case 127:
			return vscode.l10n.t('the command was not found');
		case 130:
			return vscode.l10n.t('interrupted with Ctrl+C');
		case 132:
			return vscode.l10n.t('illegal instruction: perhaps an image for another processor');
		case 134:
			return vscode.l10n.t('the program aborted itself');
		case 136:
			return vscode.l10n.t('arithmetic error');
		case 137:
			return vscode.l10n.t('killed, by somebody or for lack of memory');
		case 139:
			return vscode.l10n.t('invalid memory access');
		case 143:
			return vscode.l10n.t('asked to end');
		default:
			return code > 128 && code < 160 ? vscode.l10n.t('ended by signal {0}', code - 128) : undefined;
	}
}
