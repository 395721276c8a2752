import * as vscode from 'vscode';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { type Recreated, type RecreateStep, recreateContainer } from '../engine/recreateContainer.ts';
import type { Container } from '../engine/resources.ts';
import { engineDefaults, maskedRunLine } from '../engine/runLineOfContainer.ts';
import { ask, nameList } from '../ui/confirm.ts';
import { layersSummary } from '../ui/layerRows.ts';
import { withProgress } from '../ui/progress.ts';
import { readOptions } from './options.ts';

import type { Handler, Services } from './services.ts';
import { findTargets } from './targets.ts';

/** A container anew, with the same configuration, from the newest image of its tag; several one after the other. */
export const recreate: Handler = async (services, call) => {
	const options = readOptions(call.options, { pull: 'boolean' });
	const containers = await findTargets(services, 'container', call, {
		title: vscode.l10n.t('Recreate containers'),
		none: vscode.l10n.t('There is no container.'),
	});
	const pull = options.confirm === false ? options.pull : await askHow(containers, options.pull);
	const ids: string[] = [];
	for (const container of containers) {
		ids.push(await recreateOne(services, container, pull === true, call.signal));
	}
	return ids.length === 1 ? ids[0] : ids;
};

/** Resolves to whether to pull. */
async function askHow(containers: readonly Container[], pull: boolean | undefined): Promise<boolean> {
	const [first] = containers;
	const names = nameList(containers.map(({ name }) => name));
	const projects = [...new Set(containers.flatMap(({ composeProject }) => composeProject ?? []))];
	const detail = [
		vscode.l10n.t(
			'Files written in the container itself are lost, and its log. Volumes, networks, ports and all other settings stay.',
		),
		vscode.l10n.t('If the new container does not come up, the old one is put back.'),
		projects.length > 0 &&
			vscode.l10n.t(
				'Part of the Compose project {0}: usually "compose up" does this, and knows of changes in the compose file.',
				nameList(projects),
			),
	].filter(text => typeof text === 'string');
	const pullFirst = vscode.l10n.t('Pull and Recreate');
	const plain = vscode.l10n.t('Recreate');
	const verbs = pull === undefined ? [plain, pullFirst] : [pull ? pullFirst : plain];
	const message =
		containers.length === 1
			? vscode.l10n.t('Recreate container "{0}" from the newest image {1}?', first?.name ?? '', first?.image ?? '')
			: vscode.l10n.t('Recreate {0} containers from the newest images of their tags: {1}?', containers.length, names);
	return (await ask({ message, detail: detail.join('\n\n') }, verbs)) === pullFirst;
}

async function recreateOne(
	services: Services,
	container: Container,
	pull: boolean,
	signal: AbortSignal | undefined,
): Promise<string> {
	const steps: RecreateStep[] = [];
	const recreated = await withProgress(
		vscode.l10n.t('Recreating "{0}"', container.name),
		(inner, report) =>
			services.queue.run(container.id, () =>
				recreateContainer(services.connection, container.id, {
					pull,
					signal: inner,
					onStep: step => {
						steps.push(step);
						report(stepWords(step));
					},
					onPullProgress: progress => report(layersSummary(progress)),
				}),
			),
		{ signal },
	);
	await log(services, container, recreated, steps);
	return recreated.id;
}

async function log(
	services: Services,
	{ name }: Container,
	{ before, image, setAside }: Recreated,
	steps: readonly RecreateStep[],
): Promise<void> {
	const wasUp = steps.includes('stop');
	const run = maskedRunLine(before, await engineDefaults(services.connection));
	const lines = [
		...(steps.includes('pull') ? [dockerCommand('pull', [image])] : []),
		...(wasUp ? [dockerCommand('stop', [name])] : []),
		dockerCommand('rename', [name, setAside]),
		wasUp ? run : run.replace(/^docker run( -d\b)?/, 'docker create'),
		dockerCommand('rm', [setAside]),
	];
	for (const line of lines) {
		services.commandLog.write(line);
	}
}

function stepWords(step: RecreateStep): string {
	switch (step) {
		case 'pull':
			return vscode.l10n.t('pulling the image');
		case 'create':
			return vscode.l10n.t('creating the new container');
		case 'stop':
			return vscode.l10n.t('stopping the old container');
		case 'rename':
		case 'start':
			return vscode.l10n.t('starting the new container');
		case 'watch':
			return vscode.l10n.t('watching whether it stays up');
		case 'remove':
			return vscode.l10n.t('removing the old container');
	}
}
