import * as vscode from 'vscode';
import { containerChanges } from '../engine/changes.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import type { Container, Volume } from '../engine/resources.ts';
import { fileUri } from '../ui/fileUri.ts';
import { withProgress } from '../ui/progress.ts';
import { changesElement, filesElement } from '../views/fileElements.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTarget } from './targets.ts';

const browseContainer: Handler = async (services, call) => {
	const options = readOptions(call.options, { path: 'string' });
	const container = await findTarget(services, 'container', call, {
		title: vscode.l10n.t('Browse the files of a container'),
		none: vscode.l10n.t('There is no container.'),
	});
	await browse(services, container, options.path);
};

const browseVolume: Handler = async (services, call) => {
	const options = readOptions(call.options, { path: 'string' });
	const volume = await findTarget(services, 'volume', call, {
		title: vscode.l10n.t('Browse the files of a volume'),
		none: vscode.l10n.t('There is no volume.'),
	});
	await browse(services, volume, options.path);
};

/** Shows the row of the files, or of the folder at the path; opens a file. */
async function browse(services: Services, owner: Container | Volume, given = '/'): Promise<void> {
	const path = `/${given.split('/').filter(Boolean).join('/')}`;
	const { root } = filesElement(owner);
	const stat = await withProgress(vscode.l10n.t('Reading {0}', `${owner.name}:${path}`), signal =>
		services.files.stat({ root, path }, { signal }),
	);
	await services.views.reveal(filesElement(owner, path, stat.target ?? stat.kind));
	if ((stat.target ?? stat.kind) === 'file') {
		await vscode.commands.executeCommand('vscode.open', fileUri({ root, path }), { preview: false });
	}
}

const diff: Handler = async (services, call) => {
	readOptions(call.options, {});
	const container = await findTarget(services, 'container', call, {
		title: vscode.l10n.t('Show what a container has changed'),
		none: vscode.l10n.t('There is no container.'),
	});
	const changes = await withProgress(
		vscode.l10n.t('Comparing {0} with its image', container.name),
		signal => containerChanges(services.connection, container.id, { signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('diff', [container.name]));
	if (!call.optionsGiven) {
		await services.views.reveal(changesElement(container));
	}
	return changes;
};

export const browseCommands = {
	'container.browse': browseContainer,
	'container.diff': diff,
	'volume.browse': browseVolume,
} satisfies Record<string, Handler>;
