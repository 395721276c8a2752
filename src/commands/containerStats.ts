import * as vscode from 'vscode';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { pickOne } from '../ui/pick.ts';
import { NothingThere } from '../ui/reportError.ts';
import type { ViewElement } from '../views/elements.ts';
import type { StatsTarget } from '../webviews/protocols/stats.ts';
import { choiceOf, newestFirst } from './choices.ts';
import type { CommandCall } from './commandCall.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { knownTargets } from './targets.ts';

/** Live figures of containers, of a project, or of all that run. */
export const stats: Handler = async (services, call) => {
	readOptions(call.options, {});
	const target = (await givenTarget(services, call)) ?? (await pickTarget(services));
	(await services.panels.stats.get()).show(target);
	services.commandLog.write(lineOf(target));
};

async function givenTarget(services: Services, call: CommandCall): Promise<StatsTarget | undefined> {
	const given = call.targets.length > 0 || !call.maySelect ? call.targets : services.views.selection();
	const [element] = given as readonly ViewElement[];
	if (given.length === 1 && element?.kind === 'composeProject') {
		return { kind: 'project', name: element.name };
	}
	if (given.length === 1 && element?.kind === 'composeService') {
		return { kind: 'project', name: element.project, service: element.name };
	}
	const [name] = call.targets;
	try {
		const question = { title: '', none: vscode.l10n.t('There is no container.') };
		const containers = await knownTargets(services, 'container', call, question);
		return containers.length === 0
			? undefined
			: { kind: 'containers', containers: containers.map(({ id, name }) => ({ id, name })) };
	} catch (error) {
		if (call.targets.length === 1 && typeof name === 'string' && toEngineError(error).code === 'notFound') {
			return projectNamed(services, name, error);
		}
		throw error;
	}
}

async function projectNamed(services: Services, name: string, error: unknown): Promise<StatsTarget> {
	const containers = await services.store.list('container');
	if (containers.some(({ composeProject }) => composeProject === name)) {
		return { kind: 'project', name };
	}
	throw error;
}

async function pickTarget(services: Services): Promise<StatsTarget> {
	const running = (await services.store.list('container')).filter(
		({ state }) => state === 'running' || state === 'paused',
	);
	if (running.length === 0) {
		throw new NothingThere(vscode.l10n.t('No container is running.'));
	}
	const projects = new Set(running.flatMap(({ composeProject }) => composeProject ?? []));
	return pickOne<StatsTarget>(
		[
			{
				label: vscode.l10n.t('All running containers'),
				icon: new vscode.ThemeIcon('graph-line'),
				value: { kind: 'all' },
			},
			...[...projects].sort().map(name => ({
				label: name,
				description: vscode.l10n.t('Compose project'),
				icon: new vscode.ThemeIcon('layers'),
				value: { kind: 'project', name } as const,
			})),
			...newestFirst(running).map(container => ({
				...choiceOf(services.store, container),
				value: { kind: 'containers', containers: [{ id: container.id, name: container.name }] } as const,
			})),
		],
		{ title: vscode.l10n.t('Show stats') },
	);
}

function lineOf(target: StatsTarget): string {
	switch (target.kind) {
		case 'all':
			return dockerCommand('stats');
		case 'project':
			return dockerCommand('compose', [
				'--project-name',
				target.name,
				'stats',
				...(target.service ? [target.service] : []),
			]);
		case 'containers':
			return dockerCommand(
				'stats',
				target.containers.map(({ name }) => name),
			);
	}
}
