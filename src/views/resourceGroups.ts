import * as vscode from 'vscode';
import type { ViewId } from '../contributions.ts';
import type { Resource } from '../engine/resources.ts';
import type { Arranged } from './arrange.ts';
import type { Group } from './elements.ts';
import type { OutlineNode } from './outline.ts';
import type { Row } from './viewDescription.ts';
import type { ViewOptions } from './viewOptions.ts';

/** Groups with their members, then what belongs to none. */
export function groupNodes<R extends Resource>(
	{ groups, loose }: Arranged<R>,
	view: ViewId,
	options: ViewOptions,
	node: (resource: R) => OutlineNode,
): OutlineNode[] {
	return [
		...groups.map(({ label, members }): OutlineNode => {
			const element: Group = { kind: 'group', id: `group:${options.group}:${label}`, view, label, members };
			return { element, face: [members.length], children: members.map(node) };
		}),
		...loose.map(node),
	];
}

export function resourceGroupRow(group: Group, icon: string): Row {
	return {
		label: group.label,
		description: String(group.members.length),
		icon: new vscode.ThemeIcon(icon),
		contextValue: 'group',
		expansion: 'expanded',
	};
}
