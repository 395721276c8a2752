import * as vscode from 'vscode';
import type { Refusal, RefusalReason } from '../engine/archivePaths.ts';
import type { ExistingAnswer } from '../engine/copyFromContainer.ts';
import { nameList } from './confirm.ts';
import type { ReadOnlyDocuments } from './documents.ts';
import { plainLines, plainText } from './plainText.ts';
import { cancelled } from './progress.ts';
import { offer } from './wayOn.ts';

/** One question for all files that are there already; rejects with `cancelled` on Esc. */
export async function askAboutExisting(paths: readonly string[]): Promise<ExistingAnswer> {
	const [first = ''] = paths;
	const replace = vscode.l10n.t('Replace');
	const keep = vscode.l10n.t('Keep Existing');
	const answer = await vscode.window.showWarningMessage(
		paths.length === 1
			? vscode.l10n.t('Replace "{0}"?', plainText(first))
			: vscode.l10n.t('Replace {0} files?', paths.length),
		{
			modal: true,
			detail:
				paths.length === 1
					? vscode.l10n.t('There is already a file of that name.')
					: plainLines(vscode.l10n.t('They are there already: {0}.', nameList(paths, 10))),
		},
		replace,
		keep,
	);
	if (answer === undefined) {
		throw cancelled();
	}
	return answer === replace ? 'replace' : 'keep';
}

export interface NotCopied {
	readonly refused: readonly Refusal[];
	readonly count: number;
}

/** Says by name what was not copied, and why; nobody waits for a click. */
export function tellNotCopied(documents: ReadOnlyDocuments, { refused, count }: NotCopied): void {
	const [first] = refused;
	if (!first) {
		return;
	}
	const message =
		count === 1
			? vscode.l10n.t('"{0}" was not copied: {1}.', plainText(first.name, 120), reasonWords(first.reason))
			: vscode.l10n.t(
					'{0} entries were not copied: {1}.',
					count,
					nameList(
						refused.map(({ name }) => name),
						3,
					),
				);
	const lines = refused.map(({ name, reason }) => `${plainText(name)}: ${reasonWords(reason)}\n`);
	const showList = () => documents.open('copy', `${vscode.l10n.t('Not copied')}.txt`, 'plaintext', lines.join(''));
	offer('warning', message, count === 1 ? [] : [{ title: vscode.l10n.t('Show Reasons'), run: showList }]);
}

function reasonWords(reason: RefusalReason): string {
	switch (reason) {
		case 'outside':
			return vscode.l10n.t('its path leads out of the target folder');
		case 'linkOutside':
			return vscode.l10n.t('it is a link that leads out of the target folder');
		case 'throughLink':
			return vscode.l10n.t('its path leads through a link');
		case 'linkTarget':
			return vscode.l10n.t('it is a hard link to something that was not copied');
		case 'device':
			return vscode.l10n.t('it is a device, a pipe or a socket');
		case 'kind':
			return vscode.l10n.t('entries of this kind are not known');
		case 'name':
			return vscode.l10n.t('this computer cannot have files of that name');
		case 'case':
			return vscode.l10n.t('another name differs from it in upper and lower case only');
		case 'occupied':
			return vscode.l10n.t('a file and a folder have the same name');
		case 'linksForbidden':
			return vscode.l10n.t('you have no permission to make symbolic links on this computer');
	}
}
