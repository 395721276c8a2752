import * as vscode from 'vscode';
import { type ComposeOptions, composeLabels } from '../engine/compose.ts';
import { confirm, nameList } from '../ui/confirm.ts';
import type { ComposeTarget } from './composeTargets.ts';
import type { Services } from './services.ts';

/** Containers can be made anew; volumes and images cannot, so that `down` asks before it takes them. */
export async function confirmDown(
	services: Services,
	targets: readonly ComposeTarget[],
	options: ComposeOptions & { readonly confirm?: boolean },
): Promise<void> {
	if (options.confirm === false || !(options.volumes || options.images)) {
		return;
	}
	const names = await Promise.all(targets.map(target => projectName(services, target)));
	const volumes = options.volumes ? await volumesOf(services, names) : '';
	const images = options.images ? imagesOf(services, names, options.images) : '';
	await confirm(
		{
			message: vscode.l10n.t('Take down {0}?', nameList(names)),
			detail: [volumes, images].filter(Boolean).join('\n'),
			verb: options.volumes ? vscode.l10n.t('Take Down and Delete Data') : vscode.l10n.t('Take Down'),
		},
		options.confirm,
	);
}

/** Of several files the last one that has a name gives it: only Compose can tell. */
async function projectName(services: Services, { reference, name }: ComposeTarget): Promise<string> {
	if (reference.projectName !== undefined) {
		return reference.projectName;
	}
	try {
		const model: unknown = JSON.parse(await services.tasks.compose.read(reference, {}, ['--format', 'json']));
		return String((model as { name?: unknown }).name ?? name);
	} catch {
		return name;
	}
}

async function volumesOf(services: Services, projects: readonly string[]): Promise<string> {
	const named = (await services.store.list('volume'))
		.filter(volume => projects.includes(volume.labels[composeLabels.project] ?? ''))
		.map(volume => volume.name);
	const containers = await services.store.list('container');
	const anonymous = containers
		.filter(({ composeProject }) => projects.includes(composeProject ?? ''))
		.flatMap(({ mounts }) => mounts.filter(({ type, source }) => type === 'volume' && /^[0-9a-f]{64}$/.test(source)));
	const sentences = [
		...(named.length > 0
			? [vscode.l10n.t('Volumes that are deleted with all their data: {0}.', nameList(named, 12))]
			: []),
		...(anonymous.length > 0 ? [vscode.l10n.t('Anonymous volumes that are deleted: {0}.', anonymous.length)] : []),
	];
	return sentences.join('\n') || vscode.l10n.t('It has no volumes.');
}

function imagesOf(services: Services, projects: readonly string[], which: 'local' | 'all'): string {
	const images = (services.store.peek('container') ?? []).flatMap(({ composeProject, composeService, image }) => {
		const isBuilt = [`${composeProject}-${composeService}`, `${composeProject}_${composeService}`].includes(image);
		return projects.includes(composeProject ?? '') && (which === 'all' || isBuilt) ? [image] : [];
	});
	const names = [...new Set(images)];
	return names.length > 0
		? vscode.l10n.t('Images that are removed: {0}.', nameList(names, 12))
		: which === 'all'
			? vscode.l10n.t('All images of its services are removed.')
			: vscode.l10n.t('The images built for its services are removed.');
}
