import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { startContainer, stopContainer } from '../engine/containers.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import type { Container, Volume } from '../engine/resources.ts';
import { nameList } from '../ui/confirm.ts';
import { withProgress } from '../ui/progress.ts';
import { offer, runsCommand } from '../ui/wayOn.ts';
import type { Services } from './services.ts';

/** Containers that may write into a volume at this moment; read anew, since one that started just now may write too. */
export async function runningUsersOf(services: Services, volume: Volume): Promise<readonly Container[]> {
	await services.store.refresh('container');
	return services.store.usersOf(volume).filter(({ state }) => state === 'running' || state === 'restarting');
}

/** Stops containers, does the work, and starts them again however it ended; the last one stopped starts first. */
export async function whileStopped<T>(
	services: Services,
	containers: readonly Container[],
	signal: AbortSignal | undefined,
	work: () => Promise<T>,
): Promise<T> {
	const stopped: Container[] = [];
	try {
		await stopAll(services, containers, stopped, signal);
		return await work();
	} finally {
		await startAgain(services, stopped.reverse());
	}
}

/** Notes each one before it is asked to stop: whether a stop that was cut off has worked, nobody knows. */
async function stopAll(
	services: Services,
	containers: readonly Container[],
	stopped: Container[],
	signal: AbortSignal | undefined,
): Promise<void> {
	if (containers.length === 0) {
		return;
	}
	await withProgress(
		vscode.l10n.t('Stopping {0}', nameList(containers.map(({ name }) => name))),
		async inner => {
			for (const container of containers) {
				stopped.push(container);
				await stopContainer(services.connection, container.id, { signal: inner });
			}
		},
		{ signal },
	);
	services.commandLog.write(
		dockerCommand(
			'stop',
			containers.map(({ name }) => name),
		),
	);
}

async function startAgain(services: Services, containers: readonly Container[]): Promise<void> {
	const failed: Container[] = [];
	for (const container of containers) {
		await startContainer(services.connection, container.id).catch(() => failed.push(container));
	}
	const started = containers.filter(container => !failed.includes(container));
	if (started.length > 0) {
		services.commandLog.write(
			dockerCommand(
				'start',
				started.map(({ name }) => name),
			),
		);
	}
	if (failed.length > 0) {
		offer('warning', vscode.l10n.t('{0} could not be started again.', nameList(failed.map(({ name }) => name))), [
			runsCommand(vscode.l10n.t('Start'), commandId('container.start'), failed),
		]);
	}
}
