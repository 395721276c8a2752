import * as vscode from 'vscode';
import { commandId, viewIds } from '../contributions.ts';
import { composeLabels } from '../engine/compose.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { Container, ContainerState } from '../engine/resources.ts';
import { containerIcon, worstIcon } from '../ui/containerIcon.ts';
import { nextStatusChange, stateWord, statusWords } from '../ui/statusWords.ts';
import { arrange, textMatcher } from './arrange.ts';
import { containerArrangement, viewChoices } from './arrangements.ts';
import { composeProjects } from './composeProjects.ts';
import { containerDetails } from './containerDetails.ts';
import { portSummary, shortImage } from './containerText.ts';
import type { ComposeProject, ComposeService, Group } from './elements.ts';
import { changesElement, filesElement } from './fileElements.ts';
import type { FileRows } from './fileRows.ts';
import type { OutlineNode } from './outline.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';
import type { ViewOptions } from './viewOptions.ts';
import type { WorkspaceComposeFiles } from './workspaceComposeFiles.ts';

interface Sources {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
	readonly composeFiles: WorkspaceComposeFiles;
	readonly fileRows: FileRows;
}

export function containersView({ connection, store, composeFiles, fileRows }: Sources): ViewDescription {
	return {
		name: 'containers',
		kinds: ['container'],
		needsEngine: true,
		choices: viewChoices.containers,
		onDidChange: composeFiles.onDidChange,
		load() {
			// Projects of the workspace's files come when they have been found; the containers do not wait for them.
			void composeFiles.list();
			return store.list('container');
		},
		outline(options) {
			const containers = store.peek('container');
			return containers && outlineOf(containers, composeFiles, options);
		},
		row: rowOf,
		details: ({ element }) =>
			element.kind === 'container'
				? [...containerDetails(element, connection.status.endpoint), filesElement(element), changesElement(element)]
				: [],
		fileRows,
		tooltip: tooltipOf,
	};
}

function outlineOf(
	all: readonly Container[],
	composeFiles: WorkspaceComposeFiles,
	options: ViewOptions,
): OutlineNode[] {
	const arranged = arrange(all, containerArrangement(workspaceTest(composeFiles)), options);
	const groups =
		options.group === 'compose'
			? projectNodes(composeProjects(arranged.groups, all, composeFiles.peek() ?? []), options)
			: arranged.groups.map(({ label, members }) => groupNode(label, members, options.group));
	return [...groups, ...arranged.loose.map(containerNode)];
}

function projectNodes(projects: readonly ComposeProject[], { filter }: ViewOptions): OutlineNode[] {
	const matches = textMatcher(filter.text);
	const onlyExisting = filter.states.length > 0 || filter.hide.includes('stopped');
	return projects.flatMap(project => {
		const missing = project.missingServices.filter(({ name }) => !onlyExisting && matches(() => [name, project.name]));
		return project.containers.length + missing.length > 0
			? [projectNode({ ...project, missingServices: missing })]
			: [];
	});
}

function projectNode(project: ComposeProject): OutlineNode {
	return {
		element: project,
		face: [projectSummary(project), project.containers.length, worstIcon(project.containers).id, project.error],
		children: [...project.containers.map(containerNode), ...project.missingServices.map(serviceNode)],
	};
}

function groupNode(label: string, members: readonly Container[], grouping: string): OutlineNode {
	const id = `group:${grouping}:${label}`;
	const element: Group = { kind: 'group', id, view: viewIds.containers, label, members };
	return { element, face: [runningSummary(members), worstIcon(members).id], children: members.map(containerNode) };
}

function containerNode(container: Container): OutlineNode {
	return { element: container, face: [container] };
}

function serviceNode(service: ComposeService): OutlineNode {
	return { element: service, face: [service.profiles.join()] };
}

function rowOf({ element }: OutlineNode, now: number): Row {
	switch (element.kind) {
		case 'container':
			return containerRow(element, now);
		case 'composeProject':
			return {
				label: element.name,
				description: projectSummary(element),
				icon: projectIcon(element),
				contextValue: 'composeProject',
				expansion: 'expanded',
				state: vscode.l10n.t('Compose project'),
			};
		case 'composeService':
			return {
				label: element.name,
				description: element.profiles.length
					? vscode.l10n.t('not created · profile {0}', element.profiles.join(', '))
					: vscode.l10n.t('not created'),
				icon: new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('disabledForeground')),
				contextValue: 'composeService',
				dimmed: true,
				state: vscode.l10n.t('Compose service'),
			};
		default:
			return groupRow(element as Group);
	}
}

function projectIcon({ containers, error }: ComposeProject): vscode.ThemeIcon {
	if (error !== undefined && containers.length === 0) {
		return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
	}
	return containers.length > 0 ? worstIcon(containers) : new vscode.ThemeIcon('layers');
}

function containerRow(container: Container, now: number): Row {
	const status = statusWords(container, now);
	return {
		label: container.name,
		description: [shortImage(container.image), portSummary(container.ports), status].filter(Boolean).join(' · '),
		icon: containerIcon(container),
		contextValue: `container.${container.state === 'removing' ? 'dead' : container.state}`,
		expansion: 'collapsed',
		state: status,
		changesAt: nextStatusChange(container, now),
		command: {
			command: commandId('container.click'),
			title: vscode.l10n.t('Open'),
			arguments: [container.id],
		},
	};
}

function groupRow(group: Group): Row {
	const containers = group.members as readonly Container[];
	const isState = group.id.startsWith('group:state:');
	return {
		label: isState ? stateWord(group.label as ContainerState) : group.label,
		description: isState ? String(containers.length) : runningSummary(containers),
		icon: worstIcon(containers),
		contextValue: 'group',
		expansion: 'expanded',
	};
}

/** `2/3 running · 1 unhealthy`; services that `up` would create count, those of a profile do not. */
function projectSummary({ containers, missingServices, error }: ComposeProject): string {
	const waiting = missingServices.filter(({ profiles }) => profiles.length === 0).length;
	const summary = runningSummary(containers, waiting);
	return error === undefined ? summary : vscode.l10n.t('{0} · file has errors', summary);
}

function runningSummary(containers: readonly Container[], waiting = 0): string {
	const running = containers.filter(({ state }) => state === 'running').length;
	const unhealthy = containers.filter(({ state, health }) => state === 'running' && health === 'unhealthy').length;
	const summary = vscode.l10n.t('{0}/{1} running', running, containers.length + waiting);
	return unhealthy > 0 ? vscode.l10n.t('{0} · {1} unhealthy', summary, unhealthy) : summary;
}

function tooltipOf({ element }: OutlineNode, now: number): readonly TooltipRow[] {
	switch (element.kind) {
		case 'container':
			return containerTooltip(element, now);
		case 'composeProject':
			return [
				[element.name, projectSummary(element)],
				[vscode.l10n.t('Folder'), element.workingDirectory],
				[vscode.l10n.t('Files'), element.files.join(', ')],
				[vscode.l10n.t('Not created'), element.missingServices.map(({ name }) => name).join(', ')],
				[vscode.l10n.t('Error'), element.error],
			];
		case 'composeService':
			return [
				[element.name, vscode.l10n.t('not created')],
				[vscode.l10n.t('Image'), element.image],
				[vscode.l10n.t('Project'), element.project],
				[vscode.l10n.t('Profiles'), element.profiles.join(', ')],
			];
		default:
			return [];
	}
}

function containerTooltip(container: Container, now: number): readonly TooltipRow[] {
	const { name, image, id, command, createdAt, ports, networks, mounts, composeProject, composeService } = container;
	return [
		[name, statusWords(container, now)],
		[vscode.l10n.t('Image'), image],
		[vscode.l10n.t('ID'), id.slice(0, 12)],
		[vscode.l10n.t('Command'), command],
		[vscode.l10n.t('Created'), new Date(createdAt).toLocaleString(vscode.env.language)],
		[vscode.l10n.t('Ports'), portSummary(ports)],
		[vscode.l10n.t('Networks'), networks.map(network => `${network.name} ${network.ipAddress}`.trim()).join(', ')],
		[vscode.l10n.t('Mounts'), mounts.map(mount => `${mount.source} → ${mount.destination}`).join(', ')],
		[vscode.l10n.t('Project'), composeProject],
		[vscode.l10n.t('Service'), composeService],
	];
}

/** Whether a container belongs to the open folders: by its project, by where its project is, or by a mount. */
function workspaceTest(composeFiles: WorkspaceComposeFiles): (container: Container) => boolean {
	const folders = (vscode.workspace.workspaceFolders ?? []).map(folder => folder.uri.fsPath);
	const projects = new Set((composeFiles.peek() ?? []).map(({ projectName }) => projectName));
	const isInside = (path: string | undefined) =>
		path !== undefined &&
		folders.some(folder => path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`));
	return ({ composeProject, labels, mounts }) =>
		(composeProject !== undefined && projects.has(composeProject)) ||
		isInside(labels[composeLabels.folder]) ||
		mounts.some(mount => mount.type === 'bind' && isInside(mount.source));
}
