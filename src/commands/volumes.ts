import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import type { Volume } from '../engine/resources.ts';
import { createVolume, inspectVolume, pruneVolumes, removeVolume } from '../engine/volumes.ts';
import { confirm, nameList } from '../ui/confirm.ts';
import { askText } from '../ui/inputs.ts';
import { pickOne } from '../ui/pick.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { actOnAll } from './bulk.ts';
import { keyValueFlags } from './commandFlags.ts';
import { volumeNameProblem } from './nameProblem.ts';
import { readOptions } from './options.ts';
import { tellPruned } from './pruneResult.ts';
import type { Handler, Services } from './services.ts';
import { findTarget, findTargets } from './targets.ts';

const anyVolume = (title: string) => ({ title, none: vscode.l10n.t('There is no volume.') });

const create: Handler = async (services, call) => {
	const given = readOptions(call.options, { name: 'string', driver: 'string', options: 'record', labels: 'record' });
	const name = given.name ?? (call.optionsGiven ? undefined : await askName(await services.store.list('volume')));
	const problem = name && volumeNameProblem(name);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const options = { ...given, name: name || undefined };
	const created = await withProgress(
		name ? vscode.l10n.t('Creating volume {0}', name) : vscode.l10n.t('Creating a volume'),
		signal => createVolume(services.connection, { ...options, signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(
		dockerCommand('volume create', [
			...(options.driver ? ['--driver', options.driver] : []),
			...keyValueFlags('--opt', options.options),
			...keyValueFlags('--label', options.labels),
			...(options.name ? [options.name] : []),
		]),
	);
	return created;
};

function askName(volumes: readonly Volume[]): Promise<string> {
	const taken = (text: string) =>
		volumes.some(({ name }) => name === text) ? vscode.l10n.t('There is already a volume "{0}".', text) : undefined;
	return askText({
		title: vscode.l10n.t('Create a volume'),
		prompt: vscode.l10n.t(
			'A volume keeps data when containers go. Mount it with "name:/path". Leave empty for a generated name.',
		),
		placeholder: 'db-data',
		problem: text => (text === '' ? undefined : (volumeNameProblem(text) ?? taken(text))),
	});
}

const remove: Handler = async (services, call) => {
	const options = readOptions(call.options, { force: 'boolean' });
	const volumes = await findTargets(services, 'volume', call, anyVolume(vscode.l10n.t('Remove volumes')));
	await confirm(removalQuestion(services, volumes), options.confirm);
	await services.files.letGo();
	await actOnAll(services, call, volumes, {
		title: what => vscode.l10n.t('Removing {0}', what),
		commandLine: names => dockerCommand('volume rm', [...(options.force ? ['--force'] : []), ...names]),
		act: (volume, signal) =>
			removeVolume(services.connection, volume.name, { force: options.force, signal }).catch(error => {
				throw explainInUse(services, volume, toEngineError(error));
			}),
	});
};

function removalQuestion(services: Services, volumes: readonly Volume[]) {
	const users = volumes.flatMap(volume => services.store.usersOf(volume));
	const names = nameList(volumes.map(({ name }) => name));
	const used = users.length > 0 ? vscode.l10n.t('Used by: {0}.', nameList(users.map(({ name }) => name))) : '';
	return {
		message:
			volumes.length === 1
				? vscode.l10n.t('Remove volume {0}?', names)
				: vscode.l10n.t('Remove {0} volumes: {1}?', volumes.length, names),
		detail: [vscode.l10n.t('The data in it cannot be brought back.'), used].filter(Boolean).join(' '),
		verb: vscode.l10n.t('Remove'),
	};
}

/** The engine keeps a volume as long as a container has it, running or not. */
function explainInUse(services: Services, volume: Volume, error: EngineError): EngineError {
	const users = services.store.usersOf(volume);
	if (error.code !== 'conflict' || users.length === 0) {
		return error;
	}
	const names = nameList(users.map(({ name }) => name));
	return new ExplainedError(error, {
		sentence: vscode.l10n.t('Volume "{0}" is used by {1}.', volume.name, names),
		ways: [
			{
				title: vscode.l10n.t('Remove {0}…', names),
				run: () => vscode.commands.executeCommand(commandId('container.remove'), users),
			},
		],
	});
}

const inspect: Handler = async (services, call) => {
	readOptions(call.options, {});
	const volume = await findTarget(services, 'volume', call, anyVolume(vscode.l10n.t('Inspect a volume')));
	const object = await withProgress(
		vscode.l10n.t('Inspecting {0}', volume.name),
		signal => inspectVolume(services.connection, volume.name, { signal }),
		{ signal: call.signal },
	);
	await services.documents.openJson('volume', volume.name, object);
	services.commandLog.write(dockerCommand('volume inspect', [volume.name]));
	return object;
};

const prune: Handler = async (services, call) => {
	const options = readOptions(call.options, { all: 'boolean' });
	const all = options.all ?? (options.confirm === false ? false : await askHowMuch());
	await confirm(
		{
			message: all
				? vscode.l10n.t('Remove all volumes that no container uses?')
				: vscode.l10n.t('Remove the anonymous volumes that no container uses?'),
			detail: await whatGoes(services, all),
			verb: vscode.l10n.t('Remove'),
		},
		options.confirm,
	);
	await services.files.letGo();
	const result = await withProgress(
		vscode.l10n.t('Removing unused volumes'),
		signal => pruneVolumes(services.connection, { all, signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('volume prune', [...(all ? ['--all'] : []), '--force']));
	tellPruned(result.deleted.length, result.spaceReclaimed, options.confirm);
	return result;
};

async function whatGoes(services: Services, all: boolean): Promise<string> {
	const [volumes] = await Promise.all([services.store.list('volume'), services.store.list('container')]);
	const unused = volumes.filter(volume => services.store.usersOf(volume).length === 0 && (all || volume.anonymous));
	const names =
		unused.length > 0
			? `${nameList(
					unused.map(({ name }) => name),
					10,
				)}. `
			: '';
	return names + vscode.l10n.t('The data in them cannot be brought back.');
}

function askHowMuch(): Promise<boolean> {
	return pickOne(
		[
			{
				label: vscode.l10n.t('Anonymous volumes'),
				description: 'docker volume prune',
				detail: vscode.l10n.t('Nobody gave them a name; left over from removed containers.'),
				value: false,
			},
			{
				label: vscode.l10n.t('All volumes that no container uses'),
				description: 'docker volume prune --all',
				detail: vscode.l10n.t('Also named ones, such as the data of a database that is not running.'),
				value: true,
			},
		],
		{ title: vscode.l10n.t('Remove unused volumes') },
	);
}

export const volumeCommands = {
	'volume.create': create,
	'volume.remove': remove,
	'volume.inspect': inspect,
	'volume.prune': prune,
} satisfies Record<string, Handler>;
