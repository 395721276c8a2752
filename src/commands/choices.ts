import * as vscode from 'vscode';
import type { Container, Resource } from '../engine/resources.ts';
import type { Choice } from '../ui/pick.ts';

/** A resource as a row of a pick list. */
export function choiceOf<T extends Resource>(resource: T): Choice<T> {
	return {
		label: resource.name,
		description: describe(resource),
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

function describe(resource: Resource): string {
	switch (resource.kind) {
		case 'container':
			return `${resource.image} · ${resource.status}`;
		case 'image':
			return resource.tags.slice(1).join(', ') || resource.id.replace('sha256:', '').slice(0, 12);
		case 'volume':
			return resource.driver;
		case 'network':
			return [resource.driver, ...resource.subnets].join(' · ');
	}
}

function iconOf(resource: Resource): vscode.ThemeIcon {
	return resource.kind === 'container' ? containerIcon(resource) : new vscode.ThemeIcon(kindIcons[resource.kind]);
}

const kindIcons = { image: 'layers', volume: 'database', network: 'type-hierarchy' } as const;

function containerIcon(container: Container): vscode.ThemeIcon {
	const icon = (id: string, color?: string) =>
		new vscode.ThemeIcon(id, color ? new vscode.ThemeColor(color) : undefined);
	switch (container.state) {
		case 'running':
			return container.health === 'unhealthy'
				? icon('warning', 'list.warningForeground')
				: icon('circle-filled', 'testing.iconPassed');
		case 'paused':
			return icon('debug-pause');
		case 'restarting':
			return icon('sync');
		case 'created':
			return icon('circle-outline');
		default:
			return container.exitCode ? icon('error', 'list.errorForeground') : icon('circle-outline', 'disabledForeground');
	}
}
