import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { pruneSystem, systemInfo, systemVersion } from '../engine/system.ts';
import { confirm } from '../ui/confirm.ts';
import { pickMany } from '../ui/pick.ts';
import { withProgress } from '../ui/progress.ts';
import { switchFlag } from './commandFlags.ts';
import { diskUsage } from './diskUsage.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';
import { events, filterEvents } from './systemEvents.ts';

const info: Handler = async (services, call) => {
	readOptions(call.options, {});
	const object = await withProgress(
		vscode.l10n.t('Asking the Docker engine'),
		signal => systemInfo(services.connection, { signal }),
		{ signal: call.signal },
	);
	await services.documents.openJson('system', 'docker info', object);
	services.commandLog.write(dockerCommand('info', []));
	return object;
};

const version: Handler = async (services, call) => {
	readOptions(call.options, {});
	const object = await withProgress(
		vscode.l10n.t('Asking the Docker engine'),
		signal => systemVersion(services.connection, { signal }),
		{ signal: call.signal },
	);
	await services.documents.openJson('system', 'docker version', object);
	services.commandLog.write(dockerCommand('version', []));
	return object;
};

const prune: Handler = async (services, call) => {
	const given = readOptions(call.options, { all: 'boolean', volumes: 'boolean' });
	const options = call.optionsGiven ? given : { ...given, ...(await askHowMuch()) };
	await confirm(
		{
			message: vscode.l10n.t('Remove all unused data?'),
			detail: whatGoes(options.all === true, options.volumes === true),
			verb: vscode.l10n.t('Remove'),
		},
		options.confirm,
	);
	await services.files.letGo();
	const result = await withProgress(
		vscode.l10n.t('Removing unused data'),
		signal => pruneSystem(services.connection, { all: options.all, volumes: options.volumes, signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(
		dockerCommand('system prune', [
			...switchFlag('--all', options.all),
			...switchFlag('--volumes', options.volumes),
			'--force',
		]),
	);
	if (options.confirm !== false) {
		void vscode.window.showInformationMessage(vscode.l10n.t('{0} freed.', humanSize(result.spaceReclaimed)));
	}
	return result;
};

function whatGoes(all: boolean, volumes: boolean): string {
	return [
		vscode.l10n.t('All stopped containers'),
		vscode.l10n.t('All networks that no container uses'),
		all ? vscode.l10n.t('All images that no container uses') : vscode.l10n.t('All images without a tag'),
		vscode.l10n.t('The unused part of the build cache'),
		...(volumes ? [vscode.l10n.t('The anonymous volumes that no container uses, with their data')] : []),
	]
		.map(line => `• ${line}`)
		.join('\n');
}

async function askHowMuch(): Promise<{ all: boolean; volumes: boolean }> {
	const picked = await pickMany(
		[
			{
				label: vscode.l10n.t('Stopped containers, unused networks, images without a tag, build cache'),
				description: 'docker system prune',
				picked: true,
				value: 'usual',
			},
			{ label: vscode.l10n.t('All images that no container uses'), description: '--all', value: 'all' },
			{ label: vscode.l10n.t('Unused anonymous volumes'), description: '--volumes', value: 'volumes' },
		],
		{ title: vscode.l10n.t('Remove unused data') },
	);
	return { all: picked.includes('all'), volumes: picked.includes('volumes') };
}

export const systemCommands = {
	'system.info': info,
	'system.version': version,
	'system.diskUsage': diskUsage,
	'system.events': events,
	'system.filterEvents': filterEvents,
	'system.prune': prune,
} satisfies Record<string, Handler>;
