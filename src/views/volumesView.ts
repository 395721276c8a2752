import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { viewIds } from '../contributions.ts';
import { composeLabels } from '../engine/compose.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { Container, Volume } from '../engine/resources.ts';
import { arrange } from './arrange.ts';
import { type UsersOf, viewChoices, volumeArrangement } from './arrangements.ts';
import type { Group } from './elements.ts';
import { filesElement } from './fileElements.ts';
import type { FileRows } from './fileRows.ts';
import type { OutlineNode } from './outline.ts';
import { groupNodes, resourceGroupRow } from './resourceGroups.ts';
import { userDetails, userNames, usersFace } from './users.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';
import type { VolumeSizes } from './volumeSizes.ts';

export function volumesView(store: ResourceStore, sizes: VolumeSizes, fileRows: FileRows): ViewDescription {
	return {
		name: 'volumes',
		kinds: ['volume', 'container'],
		needsEngine: true,
		choices: viewChoices.volumes,
		onDidChange: sizes.onDidChange,
		load: () => Promise.all([store.list('volume'), store.list('container')]),
		outline(options) {
			const volumes = store.peek('volume');
			const containers = store.peek('container');
			if (!volumes || !containers) {
				return undefined;
			}
			const users: UsersOf = resource => store.usersOf(resource);
			const sizeOf = (volume: Volume) => sizes.of(volume.name);
			const node = (volume: Volume) => volumeNode(volume, users(volume), sizeOf(volume));
			return groupNodes(arrange(volumes, volumeArrangement(users, sizeOf), options), viewIds.volumes, options, node);
		},
		row: node => rowOf(node, sizes),
		details: ({ element, users = [] }) =>
			element.kind === 'volume'
				? [filesElement(element), ...userDetails(element, users, user => mountPoint(element, user))]
				: [],
		fileRows,
		tooltip: node => tooltipOf(node, sizes),
	};
}

function volumeNode(volume: Volume, users: readonly Container[], size: number | undefined): OutlineNode {
	return { element: volume, face: [volume, usersFace(users), size], users };
}

function rowOf({ element, users = [] }: OutlineNode, sizes: VolumeSizes): Row {
	if (element.kind !== 'volume') {
		return volumeGroupRow(element as Group);
	}
	const isUsed = users.length > 0;
	return {
		label: element.anonymous ? element.name.slice(0, 12) : element.name,
		description: [sizeWords(element, sizes), element.driver, usedWords(users)].filter(Boolean).join(' · '),
		icon: new vscode.ThemeIcon('database', isUsed ? undefined : new vscode.ThemeColor('disabledForeground')),
		contextValue: isUsed ? 'volume.used' : 'volume.unused',
		expansion: 'collapsed',
	};
}

function volumeGroupRow(group: Group): Row {
	const row = resourceGroupRow(group, 'database');
	if (!group.id.startsWith('group:usage:')) {
		return row;
	}
	return { ...row, label: group.label === 'used' ? vscode.l10n.t('Used') : vscode.l10n.t('Not used') };
}

/** Only after somebody has asked for sizes. */
function sizeWords({ name }: Volume, sizes: VolumeSizes): string | undefined {
	const size = sizes.of(name);
	return size === undefined ? undefined : humanSize(size);
}

function usedWords(users: readonly Container[]): string {
	return users.length > 0 ? vscode.l10n.t('used by {0}', users.length) : vscode.l10n.t('not used');
}

/** Where a container sees the volume. */
function mountPoint({ name }: Volume, { mounts }: Container): string {
	return mounts
		.filter(({ type, source }) => type === 'volume' && source === name)
		.map(({ destination }) => destination)
		.join(', ');
}

function tooltipOf({ element, users = [] }: OutlineNode, sizes: VolumeSizes): readonly TooltipRow[] {
	if (element.kind !== 'volume') {
		return [];
	}
	const { name, driver, mountpoint, scope, createdAt, labels } = element;
	return [
		[name, usedWords(users)],
		[vscode.l10n.t('Size'), sizeWords(element, sizes)],
		[vscode.l10n.t('Driver'), driver],
		[vscode.l10n.t('Place'), mountpoint],
		[vscode.l10n.t('Scope'), scope],
		[vscode.l10n.t('Created'), createdAt ? new Date(createdAt).toLocaleString(vscode.env.language) : undefined],
		[vscode.l10n.t('Project'), labels[composeLabels.project]],
		[vscode.l10n.t('Used by'), userNames(users)],
	];
}
