import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { viewIds } from '../contributions.ts';
import { toEngineError } from '../engine/errorMapping.ts';
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
		return [
			note(owner, 'more', {
				label: vscode.l10n.t('Load more'),
				icon: 'ellipsis',
				action: { command: 'registry.loadMore', target: owner },
			}),
		];
	}
	return items.length === 0 ? [note(owner, 'empty', { label: empty, icon: 'info' })] : [];
}

export function failureNote(owner: Owner, failure: Error): OutlineNode {
	return note(owner, 'failure', failureLook(owner, failure));
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
	readonly icon: string;
	readonly description?: string;
	readonly action?: RegistryNote['action'];
}

function note(owner: Owner, name: string, { label, icon, description = '', action }: NoteLook): OutlineNode {
	const element = { kind: 'registryNote', id: `${owner.id}/${name}`, label, description, icon, owner, action } as const;
	return { element, face: [label, description, icon] };
}

/** A sentence, and what a click on it does. */
function failureLook(owner: Owner, failure: Error): NoteLook {
	const logIn = { icon: 'sign-in', action: { command: 'registry.login', target: owner } } as const;
	// The registry is looked at once more, and the question comes with it.
	const decide = { icon: 'shield', action: { command: 'registry.add', target: owner.host } } as const;
	switch (problemOf(failure)) {
		case 'signIn':
			return { label: logInWords(owner), ...logIn };
		case 'refused':
			return { label: vscode.l10n.t('The login was refused: log in again.'), ...logIn };
		case 'certificate':
			return { label: vscode.l10n.t('The certificate cannot be verified: look at it.'), ...decide };
		case 'unencrypted':
			return { label: vscode.l10n.t('Nothing is encrypted here: decide what to do.'), ...decide };
		case 'noCatalog':
			return {
				label: vscode.l10n.t('This registry does not list its repositories: add one.'),
				icon: 'add',
				action: { command: 'registry.add', target: owner },
			};
		default:
			return {
				label: vscode.l10n.t('{0} Try again.', sentenceOf(toEngineError(failure), { containers: [], endpoint: '' })),
				icon: 'warning',
				action: { command: 'refresh', target: viewIds.registries },
			};
	}
}

function logInWords({ host }: Owner): string {
	return host === dockerHub
		? vscode.l10n.t('Log in to see your repositories.')
		: vscode.l10n.t('Log in to see what is here.');
}
