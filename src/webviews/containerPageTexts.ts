import * as vscode from 'vscode';
import type { Texts } from './protocol.ts';
import type { ContainerPage } from './protocols/containerPage.ts';

/** The words of the container's page; placeholders are filled in by the client. */
export function containerPageTexts(): Texts<ContainerPage> {
	return {
		page: vscode.l10n.t('Container {0}'),
		actions: vscode.l10n.t('Actions'),
		copy: vscode.l10n.t('Copy'),
		copyOf: vscode.l10n.t('Copy {0}'),
		copied: vscode.l10n.t('Copied.'),
		showValue: vscode.l10n.t('Show value'),
		showValueOf: vscode.l10n.t('Show value of {0}'),
		hideValue: vscode.l10n.t('Hide value'),
		hideValueOf: vscode.l10n.t('Hide value of {0}'),
		showAll: vscode.l10n.t('Show all {0} characters'),
		showAllOf: vscode.l10n.t('Show all {1} characters of {0}'),
		notRunning: vscode.l10n.t('It does not run.'),
		rawOf: vscode.l10n.t('All that the engine says about {0}'),
		openAsJson: vscode.l10n.t('Open as JSON'),
		processCount: vscode.l10n.t('{0} processes'),
	};
}
