import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import type { EngineConnection } from '../engine/connection.ts';
import {
	killContainer,
	pauseContainer,
	restartContainer,
	startContainer,
	stopContainer,
	unpauseContainer,
} from '../engine/containers.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { Container, ContainerState } from '../engine/resources.ts';
import { holderOfPort } from '../ui/errorSentence.ts';
import { ExplainedError } from '../ui/reportError.ts';
import type { WayOn } from '../ui/wayOn.ts';
import { actOnAll } from './bulk.ts';
import { type OptionSchema, type OptionsOf, readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTargets } from './targets.ts';

interface StateAction<S extends OptionSchema> {
	readonly options: S;
	/** States the action is offered for; all when missing. */
	readonly states?: readonly ContainerState[];
	pickTitle(): string;
	none(): string;
	/** With the name, or `3 objects`. */
	title(what: string): string;
	commandLine(names: readonly string[], options: OptionsOf<S>): string;
	act(connection: EngineConnection, id: string, options: OptionsOf<S>, signal: AbortSignal): Promise<unknown>;
}

const live = ['running', 'paused', 'restarting'] as const;

export const start = stateCommand({
	options: {},
	states: ['created', 'exited', 'dead'],
	pickTitle: () => vscode.l10n.t('Start containers'),
	none: () => vscode.l10n.t('No container is stopped.'),
	title: what => vscode.l10n.t('Starting {0}', what),
	commandLine: names => dockerCommand('start', names),
	act: (connection, id, _options, signal) => startContainer(connection, id, { signal }),
});

export const stop = stateCommand({
	options: { timeout: 'number' },
	states: live,
	pickTitle: () => vscode.l10n.t('Stop containers'),
	none: () => vscode.l10n.t('No container is running.'),
	title: what => vscode.l10n.t('Stopping {0}', what),
	commandLine: (names, { timeout }) => dockerCommand('stop', [...timeFlag(timeout), ...names]),
	act: (connection, id, { timeout }, signal) => stopContainer(connection, id, { timeout, signal }),
});

export const restart = stateCommand({
	options: { timeout: 'number' },
	pickTitle: () => vscode.l10n.t('Restart containers'),
	none: () => vscode.l10n.t('There is no container.'),
	title: what => vscode.l10n.t('Restarting {0}', what),
	commandLine: (names, { timeout }) => dockerCommand('restart', [...timeFlag(timeout), ...names]),
	act: (connection, id, { timeout }, signal) => restartContainer(connection, id, { timeout, signal }),
});

export const pause = stateCommand({
	options: {},
	states: ['running'],
	pickTitle: () => vscode.l10n.t('Pause containers'),
	none: () => vscode.l10n.t('No container is running.'),
	title: what => vscode.l10n.t('Pausing {0}', what),
	commandLine: names => dockerCommand('pause', names),
	act: (connection, id, _options, signal) => pauseContainer(connection, id, { signal }),
});

export const unpause = stateCommand({
	options: {},
	states: ['paused'],
	pickTitle: () => vscode.l10n.t('Unpause containers'),
	none: () => vscode.l10n.t('No container is paused.'),
	title: what => vscode.l10n.t('Unpausing {0}', what),
	commandLine: names => dockerCommand('unpause', names),
	act: (connection, id, _options, signal) => unpauseContainer(connection, id, { signal }),
});

export const kill = stateCommand({
	options: { signal: 'string' },
	states: live,
	pickTitle: () => vscode.l10n.t('Kill containers'),
	none: () => vscode.l10n.t('No container is running.'),
	title: what => vscode.l10n.t('Killing {0}', what),
	commandLine: (names, { signal }) => dockerCommand('kill', [...(signal ? ['--signal', signal] : []), ...names]),
	act: (connection, id, options, signal) => killContainer(connection, id, { signal, killSignal: options.signal }),
});

function stateCommand<const S extends OptionSchema>(action: StateAction<S>): Handler {
	return async (services, call) => {
		const options = readOptions(call.options, action.options);
		const containers = await findTargets(services, 'container', call, {
			title: action.pickTitle(),
			accepts: container => action.states?.includes(container.state) ?? true,
			none: action.none(),
		});
		await actOnAll(services, call, containers, {
			title: action.title,
			commandLine: names => action.commandLine(names, options),
			act: (container, signal) =>
				action.act(services.connection, container.id, options, signal).catch(error => {
					throw explainPort(services, container, error);
				}),
		});
	};
}

function timeFlag(timeout: number | undefined): string[] {
	return timeout === undefined ? [] : ['--time', String(timeout)];
}

/** A port that another container has: offers to stop that one and start this one again. */
function explainPort(services: Services, container: Container, thrown: unknown): unknown {
	const error = toEngineError(thrown);
	if (error.recognised?.kind !== 'portAllocated') {
		return error;
	}
	const holder = holderOfPort(error.recognised.port, services.store.peek('container') ?? [], container.id);
	const startAgain = () => vscode.commands.executeCommand(commandId('container.start'), container);
	return holder ? new ExplainedError(error, { ways: [stopsHolder(holder, startAgain)] }) : error;
}

export function stopsHolder(holder: Container, andThen: () => unknown): WayOn {
	return {
		title: vscode.l10n.t('Stop "{0}"', holder.name),
		run: async () => {
			await vscode.commands.executeCommand(commandId('container.stop'), holder);
			await andThen();
		},
	};
}
