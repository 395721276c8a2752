import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { Image, Resource, Volume } from '../engine/resources.ts';
import { nameList } from '../ui/confirm.ts';
import { containerIcon } from '../ui/containerIcon.ts';
import type { Choice } from '../ui/pick.ts';
import { statusWords } from '../ui/statusWords.ts';
import { shortImage } from '../views/containerText.ts';

/** A resource as a row of a pick list. */
export function choiceOf<T extends Resource>(store: ResourceStore, resource: T): Choice<T> {
	return {
		label: resource.kind === 'volume' && resource.anonymous ? resource.name.slice(0, 12) : resource.name,
		description: describe(store, resource),
		icon: iconOf(resource),
		value: resource,
	};
}

export function newestFirst<T extends Resource>(resources: readonly T[]): T[] {
	return [...resources].sort((a, b) => timeOf(b) - timeOf(a) || a.name.localeCompare(b.name));
}

function timeOf(resource: Resource): number {
	return (resource.kind === 'container' ? (resource.since ?? resource.createdAt) : resource.createdAt) ?? 0;
}

function describe(store: ResourceStore, resource: Resource): string {
	switch (resource.kind) {
		case 'container':
			return `${shortImage(resource.image)} · ${statusWords(resource, Date.now())}`;
		case 'image':
			return describeImage(resource);
		case 'volume':
			return describeVolume(store, resource);
		case 'network':
			return [resource.driver, ...resource.subnets].join(' · ');
	}
}

/** Its other tags, by which it is found too; `except` is the one that the row names already. */
export function describeImage(image: Image, except = image.tags[0]): string {
	const others = image.tags.filter(tag => tag !== except).join(', ');
	const id = image.dangling ? image.id.replace('sha256:', '').slice(0, 12) : '';
	return [others, id, humanSize(image.size)].filter(Boolean).join(' · ');
}

function describeVolume(store: ResourceStore, volume: Volume): string {
	const users = store.usersOf(volume).map(({ name }) => name);
	const isKnown = store.peek('container') !== undefined;
	const use = users.length > 0 ? vscode.l10n.t('in use by {0}', nameList(users)) : vscode.l10n.t('not used');
	return isKnown ? `${volume.driver} · ${use}` : volume.driver;
}

function iconOf(resource: Resource): vscode.ThemeIcon {
	return resource.kind === 'container' ? containerIcon(resource) : new vscode.ThemeIcon(kindIcons[resource.kind]);
}

const kindIcons = { image: 'layers', volume: 'database', network: 'globe' } as const;
