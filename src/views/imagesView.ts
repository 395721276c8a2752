import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { viewIds } from '../contributions.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { Container, Image } from '../engine/resources.ts';
import { agoWords, nextAgeChange } from '../ui/age.ts';
import { type Arranged, arrange } from './arrange.ts';
import { imageArrangement, type UsersOf, viewChoices } from './arrangements.ts';
import type { Detail, Group } from './elements.ts';
import type { NewerImages } from './newerImages.ts';
import type { OutlineNode } from './outline.ts';
import { groupNodes, resourceGroupRow } from './resourceGroups.ts';
import { userDetails, userNames, usersFace } from './users.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';
import type { ViewOptions } from './viewOptions.ts';

export function imagesView(store: ResourceStore, newer: NewerImages): ViewDescription {
	return {
		name: 'images',
		kinds: ['image', 'container'],
		needsEngine: true,
		choices: viewChoices.images,
		onDidChange: newer.onDidChange,
		load() {
			// Who uses an image is told below it and in its tooltip; the rows do not wait for that.
			void store.list('container').catch(() => {});
			return store.list('image');
		},
		outline(options) {
			const images = store.peek('image');
			const users: UsersOf = resource => store.usersOf(resource);
			const node = (image: Image) => imageNode(image, users(image), newer.of(image));
			return images && outlineOf(arrange(images, imageArrangement(users), options), options, node);
		},
		row: rowOf,
		details: detailsOf,
		tooltip: tooltipOf,
	};
}

const danglingId = 'group:dangling';

/** Those without a tag stand apart, at the end: they are left over, and mostly many. */
function outlineOf(
	{ groups, loose }: Arranged<Image>,
	options: ViewOptions,
	node: (image: Image) => OutlineNode,
): OutlineNode[] {
	const members = loose.filter(({ tags }) => tags.length === 0);
	const others = loose.filter(({ tags }) => tags.length > 0);
	const nodes = groupNodes({ groups, loose: others }, viewIds.images, options, node);
	const label = vscode.l10n.t('Without a tag');
	const apart: Group = { kind: 'group', id: danglingId, view: viewIds.images, label, members };
	return members.length === 0 ? nodes : [...nodes, { element: apart, face: [...members], children: members.map(node) }];
}

function danglingRow(group: Group): Row {
	const size = group.members.reduce((sum, member) => sum + (member.kind === 'image' ? member.size : 0), 0);
	return {
		...resourceGroupRow(group, 'layers'),
		description: `${group.members.length} · ${humanSize(size)}`,
		icon: danglingIcon,
		dimmed: true,
		expansion: 'collapsed',
	};
}

const danglingIcon = new vscode.ThemeIcon('layers', new vscode.ThemeColor('disabledForeground'));
const newerColour = new vscode.ThemeColor('notificationsInfoIcon.foreground');

function imageNode(image: Image, users: readonly Container[], newerTags: readonly string[]): OutlineNode {
	return { element: image, face: [image, usersFace(users), newerTags.join(' ')], users, newerTags };
}

function rowOf({ element, users, newerTags = [] }: OutlineNode, now: number): Row {
	if (element.kind !== 'image') {
		const group = element as Group;
		return group.id === danglingId ? danglingRow(group) : resourceGroupRow(group, 'layers');
	}
	const hasDetails = element.tags.length > 1 || (users?.length ?? 0) > 0;
	const isOutdated = newerTags.length > 0;
	const newer = isOutdated ? vscode.l10n.t('newer one exists') : '';
	return {
		label: element.name,
		description: [humanSize(element.size), agoWords(element.createdAt, now), moreTags(element), newer]
			.filter(Boolean)
			.join(' · '),
		icon: element.dangling
			? danglingIcon
			: new vscode.ThemeIcon(users?.length ? 'layers-active' : 'layers', isOutdated ? newerColour : undefined),
		contextValue: element.dangling ? 'image.dangling' : isOutdated ? 'image.outdated' : 'image',
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

function tooltipOf({ element, users = [], newerTags = [] }: OutlineNode, now: number): readonly TooltipRow[] {
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
		[vscode.l10n.t('Newer in the registry'), newerTags.join(', ')],
	];
}
