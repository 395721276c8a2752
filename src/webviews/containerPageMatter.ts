import * as vscode from 'vscode';
import type { ContainerInspection } from '../engine/containerInspection.ts';
import type { Container } from '../engine/resources.ts';
import {
	actionsElsewhere,
	actionsFor,
	actionsForRemoved,
	actionsWithoutEngine,
	type OfferedAction,
} from './containerPageActions.ts';
import type { ContainerIdentity, PageContent } from './protocols/containerPage.ts';

/** How it stands with the container of a page. */
export type Matter =
	| { readonly kind: 'here' | 'removed' }
	/** Made anew: its place was taken by another one, which is what is shown. */
	| { readonly kind: 'followed'; readonly by: Pick<Container, 'id' | 'name'> }
	/** On another engine than the one in use. */
	| { readonly kind: 'elsewhere' }
	| { readonly kind: 'failed'; readonly sentence: string };

export function noticeOf(
	matter: Matter,
	identity: ContainerIdentity,
	wasSeen: boolean,
): PageContent['notice'] | undefined {
	switch (matter.kind) {
		case 'here':
			return undefined;
		case 'followed':
			return { sentence: vscode.l10n.t('The container was made anew; this is the new one.'), isNews: true };
		case 'removed':
			return {
				sentence: wasSeen
					? vscode.l10n.t('This container was removed. Below is how it was last seen.')
					: vscode.l10n.t('This container was removed.'),
				isNews: false,
			};
		case 'elsewhere':
			return {
				sentence: vscode.l10n.t('This container is on another Docker engine, at {0}.', identity.endpoint ?? ''),
				isNews: false,
			};
		case 'failed':
			return { sentence: matter.sentence, isNews: false };
	}
}

/** What can be done; `undoKey` brings a removed container back. */
export function offeredActions(
	matter: Matter,
	seen: ContainerInspection | undefined,
	undoKey: string | undefined,
): OfferedAction[] {
	switch (matter.kind) {
		case 'removed':
			return actionsForRemoved(seen?.image, undoKey);
		case 'elsewhere':
			return actionsElsewhere();
		case 'failed':
			return actionsWithoutEngine();
		default:
			return seen ? actionsFor(seen.id, seen.state) : [];
	}
}

/** What was made in a container's place: under a name that it had (the latest first), or for the same Compose service. */
export function successorOf(
	{ id, project, service }: ContainerIdentity,
	names: readonly string[],
	containers: readonly Container[],
): Container | undefined {
	const others = containers.filter(container => container.id !== id);
	const named = names.map(name => others.find(container => container.name === name));
	const ofService = others
		.filter(each => service !== undefined && each.composeProject === project && each.composeService === service)
		.sort((left, right) => right.createdAt - left.createdAt);
	return named.find(Boolean) ?? ofService[0];
}

export function identityOf({ id, name, labels }: ContainerInspection, endpoint: string): ContainerIdentity {
	const label = (wanted: string) => labels.find(each => each.name === `com.docker.compose.${wanted}`)?.value;
	const [project, service] = [label('project'), label('service')];
	return { id, name, endpoint, ...(project && service ? { project, service } : {}) };
}
