import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { viewIds } from '../contributions.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { Container, Image } from '../engine/resources.ts';
import { agoWords, nextAgeChange } from '../ui/age.ts';
import { arrange } from './arrange.ts';
import { imageArrangement, type UsersOf, viewChoices } from './arrangements.ts';
import type { Detail, Group } from './elements.ts';
import type { OutlineNode } from './outline.ts';
import { groupNodes, resourceGroupRow } from './resourceGroups.ts';
import { userDetails, userNames, usersFace } from './users.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';

export function imagesView(store: ResourceStore): ViewDescription {
	return {
		name: 'images',
		kinds: ['image', 'container'],
		needsEngine: true,
		choices: viewChoices.images,
		load() {
			// Who uses an image is told below it and in its tooltip; the rows do not wait for that.
			void store.list('container').catch(() => {});
			return store.list('image');
		},
		outline(options) {
			const images = store.peek('image');
			const users: UsersOf = resource => store.usersOf(resource);
			const node = (image: Image) => imageNode(image, users(image));
			return images && groupNodes(arrange(images, imageArrangement(users), options), viewIds.images, options, node);
		},
		row: rowOf,
		details: detailsOf,
		tooltip: tooltipOf,
	};
}

function imageNode(image: Image, users: readonly Container[]): OutlineNode {
	return { element: image, face: [image, usersFace(users)], users };
}

function rowOf({ element, users }: OutlineNode, now: number): Row {
	if (element.kind !== 'image') {
		return resourceGroupRow(element as Group, 'layers');
	}
	const hasDetails = element.tags.length > 1 || (users?.length ?? 0) > 0;
	return {
		label: element.name,
		description: [humanSize(element.size), agoWords(element.createdAt, now), moreTags(element)]
			.filter(Boolean)
			.join(' · '),
		icon: element.dangling
			? new vscode.ThemeIcon('layers', new vscode.ThemeColor('disabledForeground'))
			: new vscode.ThemeIcon(users?.length ? 'layers-active' : 'layers'),
		contextValue: element.dangling ? 'image.dangling' : 'image',
		expansion: hasDetails ? 'collapsed' : undefined,
		state: users?.length ? vscode.l10n.t('used') : vscode.l10n.t('not used'),
		changesAt: nextAgeChange(element.createdAt, now),
	};
}

/** A second tag of an image is not a row of its own; without this nobody would see that tagging worked. */
function moreTags({ tags }: Image): string {
	return tags.length > 1 ? vscode.l10n.t('{0} tags', tags.length) : '';
}

function detailsOf({ element, users = [] }: OutlineNode): readonly Detail[] {
	if (element.kind !== 'image') {
		return [];
	}
	const tags = element.tags.length > 1 ? element.tags : [];
	return [
		...tags.map((tag, index) => ({
			kind: 'detail' as const,
			id: `image:${element.id}/tag/${index}`,
			label: tag,
			description: '',
			icon: 'tag',
			owner: element,
			contextValue: 'image.tag' as const,
			reference: tag,
		})),
		...userDetails(element, users),
	];
}

function tooltipOf({ element, users = [] }: OutlineNode, now: number): readonly TooltipRow[] {
	if (element.kind !== 'image') {
		return [];
	}
	return [
		[element.name, humanSize(element.size)],
		[vscode.l10n.t('ID'), element.id.replace('sha256:', '').slice(0, 12)],
		[vscode.l10n.t('Tags'), element.tags.join(', ')],
		[vscode.l10n.t('Digest'), element.digests[0]?.replace(/^.*@/, '')],
		[
			vscode.l10n.t('Created'),
			`${new Date(element.createdAt).toLocaleString(vscode.env.language)} (${agoWords(element.createdAt, now)})`,
		],
		[vscode.l10n.t('Used by'), userNames(users)],
	];
}
