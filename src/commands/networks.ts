import * as vscode from 'vscode';
import { ignoreMissing } from '../engine/calls.ts';
import { ownEndpoint, readConfiguration } from '../engine/containerConfiguration.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import {
	connectNetwork,
	createNetwork,
	disconnectNetwork,
	inspectNetwork,
	pruneNetworks,
	removeNetwork,
} from '../engine/networks.ts';
import type { Container, Network } from '../engine/resources.ts';
import { confirm, nameList } from '../ui/confirm.ts';
import { askText, needed } from '../ui/inputs.ts';
import { pickOne } from '../ui/pick.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError, NothingThere } from '../ui/reportError.ts';
import type { ViewElement } from '../views/elements.ts';
import { actOnAll } from './bulk.ts';
import { choiceOf, newestFirst } from './choices.ts';
import type { CommandCall } from './commandCall.ts';
import { keyValueFlags, switchFlag, valueFlag } from './commandFlags.ts';
import { networkNameProblem } from './nameProblem.ts';
import { undoingDisconnect, undoingRemoval } from './networkUndo.ts';
import { readOptions } from './options.ts';
import { tellPruned } from './pruneResult.ts';
import type { Handler, Services } from './services.ts';
import { findNamed, findTarget, findTargets, type TargetQuestion } from './targets.ts';
import { offerUndo } from './undo.ts';
import type { UndoItem } from './undoMemory.ts';

const anyNetwork = (title: string) => ({ title, none: vscode.l10n.t('There is no network.') });

const create: Handler = async (services, call) => {
	const given = readOptions(call.options, {
		name: 'string',
		driver: 'string',
		subnet: 'string',
		gateway: 'string',
		internal: 'boolean',
		attachable: 'boolean',
		ipv6: 'boolean',
		options: 'record',
		labels: 'record',
	});
	const name = given.name ?? (await askName(await services.store.list('network')));
	const problem = networkNameProblem(name);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const driver = given.driver ?? (call.optionsGiven ? undefined : await askDriver());
	const { confirm: _, ...options } = { ...given, name, driver };
	const id = await withProgress(
		vscode.l10n.t('Creating network {0}', name),
		signal => createNetwork(services.connection, { ...options, signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(
		dockerCommand('network create', [
			...valueFlag('--driver', driver),
			...valueFlag('--subnet', options.subnet),
			...valueFlag('--gateway', options.gateway),
			...switchFlag('--internal', options.internal),
			...switchFlag('--attachable', options.attachable),
			...switchFlag('--ipv6', options.ipv6),
			...keyValueFlags('--opt', options.options),
			...keyValueFlags('--label', options.labels),
			name,
		]),
	);
	return id;
};

function askName(networks: readonly Network[]): Promise<string> {
	const taken = (text: string) =>
		networks.some(({ name }) => name === text) ? vscode.l10n.t('There is already a network "{0}".', text) : undefined;
	return askText({
		title: vscode.l10n.t('Create a network'),
		prompt: vscode.l10n.t('Containers on the same network reach each other by name.'),
		placeholder: 'backend',
		problem: needed(vscode.l10n.t('A network needs a name.'), text => networkNameProblem(text) ?? taken(text)),
	});
}

function askDriver(): Promise<string> {
	const driver = (value: string, detail: string) => ({ label: value, detail, value });
	return pickOne(
		[
			driver('bridge', vscode.l10n.t('A private network on this engine, with names as DNS. The usual choice.')),
			driver('overlay', vscode.l10n.t('One network over several engines; needs Swarm.')),
			driver('macvlan', vscode.l10n.t('Each container gets a MAC address of its own in the physical network.')),
			driver('ipvlan', vscode.l10n.t('Like macvlan, but all containers share the MAC address of the machine.')),
		],
		{
			title: vscode.l10n.t('Driver of the network'),
			placeholder: vscode.l10n.t('How the containers on the network are connected'),
		},
	);
}

const remove: Handler = async (services, call) => {
	const options = readOptions(call.options, {});
	const networks = await findTargets(services, 'network', call, {
		title: vscode.l10n.t('Remove networks'),
		accepts: network => !network.builtin,
		none: vscode.l10n.t('There is no network that can be removed.'),
	});
	await confirm(removalQuestion(services, networks), options.confirm);
	const removed: UndoItem[] = [];
	const removal = actOnAll(services, call, networks, {
		title: what => vscode.l10n.t('Removing {0}', what),
		commandLine: names => dockerCommand('network rm', names),
		act: async (network, signal) => {
			const saved = await inspectNetwork(services.connection, network.id, { signal });
			await removeNetwork(services.connection, network.id, { signal }).catch(error => {
				throw explainInUse(services, network, toEngineError(error));
			});
			removed.push(undoingRemoval(services, network, saved));
		},
	});
	await removal.finally(() => offerUndo(services, removed, removedSentence, options.confirm));
};

function removedSentence(name: string, count: number): string {
	return count === 1
		? vscode.l10n.t('Network "{0}" was removed.', name)
		: vscode.l10n.t('{0} networks were removed.', count);
}

function removalQuestion(services: Services, networks: readonly Network[]) {
	const users = networks.flatMap(network => services.store.usersOf(network));
	const names = nameList(networks.map(({ name }) => name));
	return {
		message:
			networks.length === 1
				? vscode.l10n.t('Remove network {0}?', names)
				: vscode.l10n.t('Remove {0} networks: {1}?', networks.length, names),
		detail: users.length > 0 ? vscode.l10n.t('Used by: {0}.', nameList(users.map(({ name }) => name))) : undefined,
		verb: vscode.l10n.t('Remove'),
	};
}

function explainInUse(services: Services, network: Network, error: EngineError): EngineError {
	const users = services.store.usersOf(network).filter(({ state }) => state === 'running' || state === 'paused');
	return (error.code === 'conflict' || error.code === 'denied') && users.length > 0
		? new ExplainedError(error, {
				sentence: vscode.l10n.t(
					'Network "{0}" is used by {1}. Disconnect or stop them first.',
					network.name,
					nameList(users.map(({ name }) => name)),
				),
			})
		: error;
}

const inspect: Handler = async (services, call) => {
	readOptions(call.options, {});
	const network = await findTarget(services, 'network', call, anyNetwork(vscode.l10n.t('Inspect a network')));
	const object = await withProgress(
		vscode.l10n.t('Inspecting {0}', network.name),
		signal => inspectNetwork(services.connection, network.id, { signal }),
		{ signal: call.signal },
	);
	await services.documents.openJson('network', network.name, object);
	services.commandLog.write(dockerCommand('network inspect', [network.name]));
	return object;
};

const connect: Handler = async (services, call) => {
	const options = readOptions(call.options, { container: 'string', aliases: 'strings', ip: 'string' });
	const network = await findTarget(services, 'network', call, {
		...anyNetwork(vscode.l10n.t('Connect a container to a network')),
		accepts: canBeJoined,
	});
	if (!options.container && !canBeJoined(network)) {
		throw new NothingThere(
			vscode.l10n.t('A container is put on the network "{0}" when it is made, and then has no other.', network.name),
		);
	}
	const container = options.container
		? await findNamed(services, 'container', options.container)
		: await pickContainer(services, {
				title: vscode.l10n.t('Container to connect to "{0}"', network.name),
				accepts: candidate => !isMember(candidate, network) && !hasFixedNetwork(candidate),
				none: vscode.l10n.t('There is no container that could be connected to "{0}".', network.name),
			});
	await withProgress(
		vscode.l10n.t('Connecting {0} to {1}', container.name, network.name),
		signal =>
			services.queue.run(container.id, () =>
				connectNetwork(services.connection, network.id, {
					container: container.id,
					aliases: options.aliases,
					ip: options.ip,
					signal,
				}),
			),
		{ signal: call.signal },
	);
	services.commandLog.write(
		dockerCommand('network connect', [
			...(options.aliases ?? []).flatMap(alias => ['--alias', alias]),
			...valueFlag('--ip', options.ip),
			network.name,
			container.name,
		]),
	);
};

const disconnect: Handler = async (services, call) => {
	const options = readOptions(call.options, { container: 'string', force: 'boolean' });
	const members = options.container ? undefined : await services.store.list('container');
	const network = await findTarget(services, 'network', call, {
		title: vscode.l10n.t('Disconnect a container from a network'),
		accepts: candidate =>
			canBeJoined(candidate) && members?.every(container => !isMember(container, candidate)) !== true,
		none: vscode.l10n.t('No container is on a network that it could be disconnected from.'),
	});
	const container = options.container
		? await findNamed(services, 'container', options.container)
		: (memberIn(call) ??
			(await pickContainer(services, {
				title: vscode.l10n.t('Container to disconnect from "{0}"', network.name),
				accepts: candidate => isMember(candidate, network),
				none: vscode.l10n.t('No container is on network "{0}".', network.name),
			})));
	const saved = await withProgress(
		vscode.l10n.t('Disconnecting {0} from {1}', container.name, network.name),
		signal =>
			services.queue.run(container.id, async () => {
				const before = await readConfiguration(services.connection, container.id, { signal }).catch(ignoreMissing);
				await disconnectNetwork(services.connection, network.id, {
					container: container.id,
					force: options.force,
					signal,
				});
				return before;
			}),
		{ signal: call.signal },
	);
	services.commandLog.write(
		dockerCommand('network disconnect', [...switchFlag('--force', options.force), network.name, container.name]),
	);
	offerUndo(
		services,
		saved ? [undoingDisconnect(services, network, container, ownEndpoint(saved.container, network.name))] : [],
		() => vscode.l10n.t('Container "{0}" was disconnected from "{1}".', container.name, network.name),
		options.confirm,
	);
};

/** The container of the row, when the command came from a network's member. */
function memberIn(call: CommandCall): Container | undefined {
	const element = call.targets[0] as ViewElement | undefined;
	return element?.kind === 'detail' ? element.container : undefined;
}

async function pickContainer(
	services: Services,
	{ title, accepts, none }: TargetQuestion<'container'>,
): Promise<Container> {
	const candidates = (await services.store.list('container')).filter(container => accepts?.(container) ?? true);
	if (candidates.length === 0) {
		throw new NothingThere(none);
	}
	return pickOne(
		newestFirst(candidates).map(candidate => choiceOf(services.store, candidate)),
		{ title },
	);
}

/** A container has the networks `host` and `none` from its creation to its end. */
function canBeJoined({ driver }: Network): boolean {
	return driver !== 'host' && driver !== 'null';
}

function hasFixedNetwork({ networks }: Container): boolean {
	return networks.some(({ name }) => name === 'host' || name === 'none');
}

function isMember(container: Container, network: Network): boolean {
	return container.networks.some(({ networkId, name }) => networkId === network.id || name === network.name);
}

const prune: Handler = async (services, call) => {
	const options = readOptions(call.options, {});
	const [networks] = await Promise.all([services.store.list('network'), services.store.list('container')]);
	const unused = networks.filter(network => !network.builtin && services.store.usersOf(network).length === 0);
	if (unused.length > 0) {
		await confirm(
			{
				message: vscode.l10n.t('Remove all networks that no container uses?'),
				detail: `${nameList(
					unused.map(({ name }) => name),
					10,
				)}.`,
				verb: vscode.l10n.t('Remove'),
			},
			options.confirm,
		);
	}
	const result = await withProgress(
		vscode.l10n.t('Removing unused networks'),
		signal => pruneNetworks(services.connection, { signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('network prune', ['--force']));
	tellPruned(result.deleted.length, result.spaceReclaimed, options.confirm);
	return result;
};

export const networkCommands = {
	'network.create': create,
	'network.remove': remove,
	'network.inspect': inspect,
	'network.connect': connect,
	'network.disconnect': disconnect,
	'network.prune': prune,
} satisfies Record<string, Handler>;
