import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { type Configuration, readConfiguration } from '../engine/containerConfiguration.ts';
import { pruneContainers, removeContainer, renameContainer } from '../engine/containers.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import type { Container } from '../engine/resources.ts';
import { engineDefaults, maskedRunLine } from '../engine/runLineOfContainer.ts';
import { undoContainerRemoval } from '../engine/undoRemoval.ts';
import { confirm, nameList } from '../ui/confirm.ts';
import { askText, needed } from '../ui/inputs.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { runsCommand } from '../ui/wayOn.ts';
import { actOnAll } from './bulk.ts';
import { commit } from './containerCommit.ts';
import { click, inspect, open, openPort, top } from './containerInfo.ts';
import { kill, pause, restart, start, stop, unpause } from './containerState.ts';
import { stats } from './containerStats.ts';
import { attach, exec, execCapture } from './containerTerminals.ts';
import { copyRunCommand, toCompose } from './containerText.ts';
import { containerLogs } from './logs.ts';
import { nameProblem } from './nameProblem.ts';
import { readOptions } from './options.ts';
import { tellPruned } from './pruneResult.ts';
import { recreate } from './recreateContainer.ts';
import { run } from './runContainer.ts';
import type { Handler, Services } from './services.ts';
import { findTarget, findTargets } from './targets.ts';
import { offerUndo } from './undo.ts';
import type { UndoItem } from './undoMemory.ts';
import { update } from './updateContainers.ts';

const remove: Handler = async (services, call) => {
	const options = readOptions(call.options, { force: 'boolean', volumes: 'boolean' });
	const containers = await findTargets(services, 'container', call, {
		title: vscode.l10n.t('Remove containers'),
		none: vscode.l10n.t('There is no container.'),
	});
	await confirm(removalQuestion(containers, options.volumes === true), options.confirm);
	const removed: UndoItem[] = [];
	// Who said yes to removing a running container, by name, has said yes to stopping it.
	const force = options.force ?? options.confirm !== false;
	const removal = actOnAll(services, call, containers, {
		title: what => vscode.l10n.t('Removing {0}', what),
		commandLine: names =>
			dockerCommand('rm', [
				...(force && containers.some(isLive) ? ['--force'] : []),
				...(options.volumes ? ['--volumes'] : []),
				...names,
			]),
		act: async (container, signal) => {
			// What cannot be read can be removed all the same.
			const saved = await readConfiguration(services.connection, container.id, { signal }).catch(() => undefined);
			await removeContainer(services.connection, container.id, { force, volumes: options.volumes, signal }).catch(
				error => {
					throw offerForce(container, options.volumes, toEngineError(error));
				},
			);
			if (saved) {
				removed.push(undoingRemoval(services, container, saved));
			}
		},
	});
	await removal.finally(() => offerUndo(services, removed, removedSentence, options.confirm));
};

function removedSentence(name: string, count: number): string {
	return count === 1
		? vscode.l10n.t('Container "{0}" was removed.', name)
		: vscode.l10n.t('{0} containers were removed.', count);
}

function undoingRemoval({ connection }: Services, { id, name }: Container, saved: Configuration): UndoItem {
	return {
		id,
		name,
		undo: async () => {
			await undoContainerRemoval(connection, saved);
			const run = maskedRunLine(saved, await engineDefaults(connection));
			return saved.container.State.Running ? run : run.replace(/^docker run( -d\b)?/, 'docker create');
		},
	};
}

function offerForce(container: Container, volumes: boolean | undefined, error: EngineError): EngineError {
	if (error.recognised?.kind !== 'running' && error.recognised?.kind !== 'paused') {
		return error;
	}
	const options = { volumes, force: true, confirm: false };
	const way = runsCommand(vscode.l10n.t('Stop and Remove'), commandId('container.remove'), container, options);
	return new ExplainedError(error, { ways: [way] });
}

function isLive(container: Container): boolean {
	return container.state === 'running' || container.state === 'paused' || container.state === 'restarting';
}

function removalQuestion(containers: readonly Container[], withVolumes: boolean) {
	const [first] = containers;
	const names = nameList(containers.map(container => container.name));
	const live = containers.filter(isLive);
	const anonymous = containers.flatMap(({ mounts }) =>
		mounts.filter(mount => mount.type === 'volume' && /^[0-9a-f]{64}$/.test(mount.source)),
	);
	const consequences = [
		live.length > 0 && containers.length === 1 && vscode.l10n.t('It is running and will be stopped.'),
		live.length > 0 &&
			containers.length > 1 &&
			vscode.l10n.t('Running now, and stopped first: {0}.', nameList(live.map(container => container.name))),
		withVolumes &&
			anonymous.length > 0 &&
			vscode.l10n.t('Anonymous volumes that go with it for good: {0}.', anonymous.length),
		vscode.l10n.t(
			'Undo brings back everything but its log and the files written in the container itself; commit it to an image to keep those.',
		),
	].filter(text => typeof text === 'string');
	return {
		message:
			containers.length === 1
				? vscode.l10n.t('Remove container "{0}"?', first?.name ?? '')
				: vscode.l10n.t('Remove {0} containers: {1}?', containers.length, names),
		detail: consequences.join(' '),
		verb: live.length > 0 ? vscode.l10n.t('Stop and Remove') : vscode.l10n.t('Remove'),
	};
}

const rename: Handler = async (services, call) => {
	const options = readOptions(call.options, { name: 'string' });
	const container = await findTarget(services, 'container', call, {
		title: vscode.l10n.t('Rename container'),
		none: vscode.l10n.t('There is no container.'),
	});
	const name = options.name ?? (await askName(container, await services.store.list('container')));
	const problem = nameProblem(name);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	if (name === container.name) {
		return;
	}
	await withProgress(vscode.l10n.t('Renaming {0}', `"${container.name}"`), signal =>
		services.queue.run(container.id, () => renameContainer(services.connection, container.id, name, { signal })),
	);
	services.commandLog.write(dockerCommand('rename', [container.name, name]));
	const undo = async (signal: AbortSignal) => {
		await renameContainer(services.connection, container.id, container.name, { signal });
		return dockerCommand('rename', [name, container.name]);
	};
	offerUndo(
		services,
		[{ id: container.id, name, undo }],
		() => vscode.l10n.t('Container "{0}" is now called "{1}".', container.name, name),
		options.confirm,
	);
};

function askName(container: Container, containers: readonly Container[]): Promise<string> {
	const taken = (text: string) =>
		containers.some(({ id, name }) => name === text && id !== container.id)
			? vscode.l10n.t('There is already a container "{0}".', text)
			: undefined;
	return askText({
		title: vscode.l10n.t('Rename container "{0}"', container.name),
		prompt: vscode.l10n.t('Other containers on its networks reach it by this name.'),
		value: container.name,
		problem: needed(vscode.l10n.t('A container needs a name.'), text => nameProblem(text) ?? taken(text)),
	});
}

const prune: Handler = async (services, call) => {
	const options = readOptions(call.options, {});
	const stopped = (await services.store.list('container')).filter(({ state }) =>
		['created', 'exited', 'dead'].includes(state),
	);
	if (stopped.length > 0) {
		await confirm(
			{
				message: vscode.l10n.t('Remove {0} stopped containers?', stopped.length),
				detail: vscode.l10n.t(
					'{0}. Their logs and the files written in them go with them.',
					nameList(
						stopped.map(({ name }) => name),
						10,
					),
				),
				verb: vscode.l10n.t('Remove'),
			},
			options.confirm,
		);
	}
	const result = await withProgress(
		vscode.l10n.t('Removing stopped containers'),
		signal => pruneContainers(services.connection, { signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('container prune', ['--force']));
	tellPruned(result.deleted.length, result.spaceReclaimed, options.confirm);
	return result;
};

export const containerCommands = {
	'container.run': run,
	'container.start': start,
	'container.stop': stop,
	'container.restart': restart,
	'container.pause': pause,
	'container.unpause': unpause,
	'container.kill': kill,
	'container.remove': remove,
	'container.rename': rename,
	'container.update': update,
	'container.recreate': recreate,
	'container.commit': commit,
	'container.logs': containerLogs,
	'container.exec': exec,
	'container.execCapture': execCapture,
	'container.attach': attach,
	'container.inspect': inspect,
	'container.open': open,
	'container.click': click,
	'container.top': top,
	'container.stats': stats,
	'container.openPort': openPort,
	'container.copyRunCommand': copyRunCommand,
	'container.toCompose': toCompose,
	'container.prune': prune,
} satisfies Record<string, Handler>;
