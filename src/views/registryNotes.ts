import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import type { CommandName } from '../contributions.ts';
import { dockerHub } from '../engine/registryHost.ts';
import { problemOf } from '../engine/registryProblem.ts';
import type { RemoteImage } from '../engine/remoteImage.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import type { RegistryNote } from './elements.ts';
import type { OutlineNode } from './outline.ts';
import type { Listing } from './registryContent.ts';

type Owner = RegistryNote['owner'];

/** The rows at the end of a list: what is wrong and what to do about it, or that there is more, or that there is nothing. */
export function endOfList(owner: Owner, { items, next, failure }: Listing<unknown>, empty: string): OutlineNode[] {
	if (failure) {
		return [failureNote(owner, failure)];
	}
	if (next !== undefined) {
		return [note(owner, 'more', { label: vscode.l10n.t('Load more'), icon: 'ellipsis', command: 'registry.loadMore' })];
	}
	return items.length === 0 ? [note(owner, 'empty', { label: empty, icon: 'info' })] : [];
}

export function failureNote(owner: Owner, failure: Error): OutlineNode {
	const { label, command, icon = 'warning' } = failureWords(owner, failure);
	return note(owner, 'failure', { label, icon, command });
}

/** One row for each platform of a tag. */
export function platformNotes(owner: Owner, { platforms }: RemoteImage): OutlineNode[] {
	return platforms.map(({ name, size }, index) =>
		note(owner, `platform/${index}`, {
			label: name || vscode.l10n.t('unknown platform'),
			description: size === undefined ? '' : humanSize(size),
			icon: 'chip',
		}),
	);
}

interface NoteLook {
	readonly label: string;
	readonly icon?: string;
	readonly description?: string;
	readonly command?: CommandName;
}

function note(owner: Owner, name: string, { label, icon = 'info', description = '', command }: NoteLook): OutlineNode {
	const element = {
		kind: 'registryNote',
		id: `${owner.id}/${name}`,
		label,
		description,
		icon,
		owner,
		command,
	} as const;
	return { element, face: [label, description, icon] };
}

/** A sentence, and what a click on it does. */
function failureWords({ host }: Owner, failure: Error): NoteLook {
	const words = sentenceOf(failure as Parameters<typeof sentenceOf>[0], { containers: [], endpoint: '' });
	switch (problemOf(failure)) {
		case 'signIn':
			return {
				label:
					host === dockerHub
						? vscode.l10n.t('Log in to see your repositories.')
						: vscode.l10n.t('Log in to see what is here.'),
				icon: 'sign-in',
				command: 'registry.login',
			};
		case 'refused':
			return {
				label: vscode.l10n.t('The login was refused: log in again.'),
				icon: 'sign-in',
				command: 'registry.login',
			};
		case 'certificate':
			return {
				label: vscode.l10n.t('The certificate cannot be verified: look at it.'),
				icon: 'shield',
				command: 'registry.add',
			};
		case 'unencrypted':
			return {
				label: vscode.l10n.t('Nothing is encrypted here: decide what to do.'),
				icon: 'shield',
				command: 'registry.add',
			};
		case 'noCatalog':
			return {
				label: vscode.l10n.t('This registry does not list its repositories: add one.'),
				icon: 'add',
				command: 'registry.add',
			};
		default:
			return { label: vscode.l10n.t('{0} Try again.', words), command: 'refresh' };
	}
}
