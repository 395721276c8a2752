import * as vscode from 'vscode';
import { inspectContainer, topContainer } from '../engine/containers.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { portUrl } from '../engine/portUrl.ts';
import type { Container, PublishedPort } from '../engine/resources.ts';
import { pickOne } from '../ui/pick.ts';
import { withProgress } from '../ui/progress.ts';
import { NothingThere } from '../ui/reportError.ts';
import type { ViewElement } from '../views/elements.ts';
import type { CommandCall } from './commandCall.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTarget } from './targets.ts';
import { textTable } from './textTable.ts';

const anyContainer = (title: string) => ({ title, none: vscode.l10n.t('There is no container.') });

export const inspect: Handler = async (services, call) => {
	readOptions(call.options, {});
	const container = await findTarget(services, 'container', call, anyContainer(vscode.l10n.t('Inspect a container')));
	const object = await withProgress(
		vscode.l10n.t('Inspecting {0}', container.name),
		signal => inspectContainer(services.connection, container.id, { signal }),
		{ signal: call.signal },
	);
	await services.documents.openJson('container', container.name, object);
	services.commandLog.write(dockerCommand('inspect', [container.name]));
	return object;
};

/** Its page, which reads the engine by itself. */
export const open: Handler = async (services, call) => {
	readOptions(call.options, {});
	const container = await findTarget(services, 'container', call, anyContainer(vscode.l10n.t('Open a container')));
	const { id, name, composeProject: project, composeService: service } = container;
	const { endpoint } = services.connection.status;
	const pages = await services.panels.container.get();
	pages.show({ id, name, endpoint, ...(project && service ? { project, service } : {}) });
	services.commandLog.write(dockerCommand('inspect', [name]));
};

/** A double click on its row opens it. */
export const click: Handler = async (services, call) => {
	const [id] = call.targets;
	if (typeof id === 'string' && (await services.views.clickContainer(id))) {
		await open(services, call);
	}
};

export const top: Handler = async (services, call) => {
	readOptions(call.options, {});
	const container = await findTarget(services, 'container', call, {
		title: vscode.l10n.t('Show processes of a container'),
		accepts: ({ state }) => state === 'running' || state === 'paused',
		none: vscode.l10n.t('No container is running.'),
	});
	const processes = await withProgress(
		vscode.l10n.t('Reading the processes of {0}', container.name),
		signal => topContainer(services.connection, container.id, { signal }),
		{ signal: call.signal },
	);
	const table = textTable(processes.titles, processes.processes);
	await services.documents.open('processes', `${container.name}.txt`, 'plaintext', table);
	services.commandLog.write(dockerCommand('top', [container.name]));
	return processes;
};

export const openPort: Handler = async (services, call) => {
	const options = readOptions(call.options, { port: 'number' });
	const container = await findTarget(services, 'container', call, {
		title: vscode.l10n.t('Open a port in the browser'),
		accepts: candidate => published(candidate).length > 0,
		none: vscode.l10n.t('No container publishes a port.'),
	});
	const port = await choosePort(services, call, container, options.port);
	const url = portUrl(port, services.connection.status.endpoint);
	if (!url) {
		throw new EngineError(
			'invalid',
			vscode.l10n.t(
				'Port {0} of "{1}" is not published, so that no browser reaches it.',
				port.containerPort,
				container.name,
			),
		);
	}
	void openInBrowser(services, url);
	return url;
};

/** Nobody waits for the browser: VS Code may ask whether to open the address, and resolves only when answered. */
async function openInBrowser(services: Services, url: string): Promise<void> {
	try {
		await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(url)));
	} catch (error) {
		services.logger.error(`${url} could not be opened: ${error}`);
	}
}

async function choosePort(
	services: Services,
	call: CommandCall,
	container: Container,
	wanted: number | undefined,
): Promise<PublishedPort> {
	const element = call.targets[0] as Partial<ViewElement> | undefined;
	if (wanted === undefined && element?.kind === 'detail' && element.port) {
		return element.port;
	}
	if (wanted !== undefined) {
		const port =
			container.ports.find(({ containerPort, protocol }) => containerPort === wanted && protocol === 'tcp') ??
			container.ports.find(({ hostPort }) => hostPort === wanted);
		if (!port) {
			throw new EngineError(
				'notFound',
				vscode.l10n.t('Container "{0}" has no port {1}.', container.name, String(wanted)),
			);
		}
		return port;
	}
	const ports = published(container);
	const [only] = ports;
	if (!only) {
		throw new NothingThere(vscode.l10n.t('Container "{0}" publishes no port.', container.name));
	}
	return ports.length === 1 ? only : pickPort(services, container, ports);
}

function pickPort(services: Services, container: Container, ports: readonly PublishedPort[]): Promise<PublishedPort> {
	return pickOne(
		ports.map(port => ({
			label: `${port.hostPort}`,
			description: `→ ${port.containerPort} · ${portUrl(port, services.connection.status.endpoint)}`,
			icon: new vscode.ThemeIcon('link-external'),
			value: port,
		})),
		{ title: vscode.l10n.t('Open a port of "{0}" in the browser', container.name) },
	);
}

function published(container: Container): PublishedPort[] {
	return container.ports.filter(port => port.hostPort !== undefined && port.protocol === 'tcp');
}
