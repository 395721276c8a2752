import * as vscode from 'vscode';
import { viewIds } from '../contributions.ts';
import { composeLabels } from '../engine/compose.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { Container, Network } from '../engine/resources.ts';
import { stateWord } from '../ui/statusWords.ts';
import { arrange } from './arrange.ts';
import { networkArrangement, type UsersOf, viewChoices } from './arrangements.ts';
import type { Group } from './elements.ts';
import type { OutlineNode } from './outline.ts';
import { groupNodes, resourceGroupRow } from './resourceGroups.ts';
import { userDetails, userNames, usersFace } from './users.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';

export function networksView(store: ResourceStore): ViewDescription {
	return {
		name: 'networks',
		kinds: ['network', 'container'],
		needsEngine: true,
		choices: viewChoices.networks,
		load() {
			// Members are rows below a network; the networks do not wait for them.
			void store.list('container').catch(() => {});
			return store.list('network');
		},
		outline(options) {
			const networks = store.peek('network');
			const users: UsersOf = resource => store.usersOf(resource);
			const node = (network: Network) => networkNode(network, users(network));
			return (
				networks && groupNodes(arrange(networks, networkArrangement(users), options), viewIds.networks, options, node)
			);
		},
		row: rowOf,
		details: ({ element, users = [] }) =>
			element.kind === 'network'
				? userDetails(element, users, user => addressOf(element, user) || stateWord(user.state))
				: [],
		tooltip: tooltipOf,
	};
}

function networkNode(network: Network, users: readonly Container[]): OutlineNode {
	const addresses = users.map(user => addressOf(network, user)).join('\n');
	return { element: network, face: [network, usersFace(users), addresses], users };
}

function addressOf({ id, name }: Network, { networks }: Container): string {
	const membership = networks.find(network => network.networkId === id || network.name === name);
	return [membership?.ipAddress, membership?.ipv6Address].filter(Boolean).join(' · ');
}

function rowOf({ element, users = [] }: OutlineNode): Row {
	if (element.kind !== 'network') {
		return resourceGroupRow(element as Group, 'globe');
	}
	return {
		label: element.name,
		description: [element.driver, ...element.subnets].join(' · '),
		icon: new vscode.ThemeIcon('globe', element.builtin ? new vscode.ThemeColor('disabledForeground') : undefined),
		contextValue: element.builtin ? 'network.builtin' : 'network',
		expansion: users.length > 0 ? 'collapsed' : undefined,
	};
}

function tooltipOf({ element, users = [] }: OutlineNode): readonly TooltipRow[] {
	if (element.kind !== 'network') {
		return [];
	}
	const { name, driver, id, scope, subnets, internal, attachable, createdAt, labels } = element;
	const kinds = [
		...(internal ? [vscode.l10n.t('internal')] : []),
		...(attachable ? [vscode.l10n.t('attachable')] : []),
		...(element.builtin ? [vscode.l10n.t('part of the engine')] : []),
	];
	return [
		[name, driver],
		[vscode.l10n.t('ID'), id.slice(0, 12)],
		[vscode.l10n.t('Subnets'), subnets.join(', ')],
		[vscode.l10n.t('Scope'), [scope, ...kinds].join(', ')],
		[vscode.l10n.t('Created'), createdAt ? new Date(createdAt).toLocaleString(vscode.env.language) : undefined],
		[vscode.l10n.t('Project'), labels[composeLabels.project]],
		[vscode.l10n.t('Members'), userNames(users)],
	];
}
