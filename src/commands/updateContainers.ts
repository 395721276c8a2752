import * as vscode from 'vscode';
import { mapLimited } from '../base/async.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { Container } from '../engine/resources.ts';
import {
	type ContainerChanges,
	type ContainerLimits,
	checkChanges,
	flagsOfChanges,
	readLimits,
	restoreLimits,
	updateContainer,
} from '../engine/updateContainer.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import { askForm, askText, type FormField } from '../ui/inputs.ts';
import { type Choice, pickOne } from '../ui/pick.ts';
import { cancelled } from '../ui/progress.ts';
import { actOnAll } from './bulk.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTargets } from './targets.ts';
import { offerUndo } from './undo.ts';
import type { UndoItem } from './undoMemory.ts';

/** Memory, CPUs and restart policy of containers, also of running ones. */
export const update: Handler = async (services, call) => {
	const { confirm, ...given } = readOptions(call.options, { memory: 'string', cpus: 'string', restart: 'string' });
	const containers = await findTargets(services, 'container', call, {
		title: vscode.l10n.t('Change limits of containers'),
		none: vscode.l10n.t('There is no container.'),
	});
	const changes = Object.keys(given).length > 0 ? given : await askChanges(services, containers);
	checkChanges(changes);
	const flags = new Map<string, readonly string[]>();
	const undone: UndoItem[] = [];
	try {
		await actOnAll(services, call, containers, {
			title: what => vscode.l10n.t('Changing the limits of {0}', what),
			commandLine: names => names.map(name => dockerCommand('update', [...(flags.get(name) ?? []), name])).join('\n'),
			act: async (container, signal) => {
				const result = await updateContainer(services.connection, container.id, changes, { signal });
				flags.set(container.name, result.flags);
				undone.push(undoing(services, container, result.before));
			},
		});
	} finally {
		offerUndo(services, undone, doneSentence, confirm);
	}
};

function doneSentence(name: string, count: number): string {
	return count === 1
		? vscode.l10n.t('The limits of container "{0}" were changed.', name)
		: vscode.l10n.t('The limits of {0} containers were changed.', count);
}

function undoing({ connection }: Services, { id, name }: Container, before: ContainerLimits): UndoItem {
	return {
		id,
		name,
		undo: async signal => dockerCommand('update', [...(await restoreLimits(connection, id, before, { signal })), name]),
	};
}

async function askChanges(services: Services, containers: readonly Container[]): Promise<ContainerChanges> {
	const all = await mapLimited(containers, 8, ({ id }) => readLimits(services.connection, id));
	const [limits] = all as [ContainerLimits];
	const title =
		containers.length === 1
			? vscode.l10n.t('Limits of container "{0}"', containers[0]?.name ?? '')
			: vscode.l10n.t('Limits of {0} containers', containers.length);
	const answers = await askForm<ContainerChanges>(
		{
			title,
			verb: vscode.l10n.t('Change'),
			icon: new vscode.ThemeIcon('check'),
			preview: changes => preview(changes, containers, all),
			fields: [memoryField(limits), cpusField(limits), restartField(limits)],
		},
		{},
	);
	if (!answers || Object.keys(answers).length === 0) {
		throw cancelled();
	}
	return answers;
}

/** One line for all containers for which it is the same. */
function preview(
	changes: ContainerChanges,
	containers: readonly Container[],
	limits: readonly ContainerLimits[],
): string {
	const namesByFlags = new Map<string, { readonly flags: readonly string[]; readonly names: string[] }>();
	for (const [index, { name }] of containers.entries()) {
		const flags = flagsOfChanges(changes, limits[index] as ContainerLimits);
		const same = namesByFlags.get(flags.join(' ')) ?? { flags, names: [] };
		same.names.push(name);
		namesByFlags.set(flags.join(' '), same);
	}
	const lines = [...namesByFlags.values()].map(({ flags, names }) =>
		flags.length === 0 ? '' : dockerCommand('update', [...flags, ...names]),
	);
	return lines.join(' ; ') || vscode.l10n.t('Choose below what to change.');
}

function memoryField({ memory }: ContainerLimits): FormField<ContainerChanges> {
	return {
		icon: new vscode.ThemeIcon('chip'),
		label: vscode.l10n.t('Memory'),
		describe: changes => changed(changes.memory, memory === 0 ? noLimit() : humanMemory(memory)),
		detail: vscode.l10n.t('How much it may use before it is killed.'),
		edit: async changes =>
			withAnswer(
				changes,
				'memory',
				await askText({
					title: vscode.l10n.t('Memory limit'),
					prompt: vscode.l10n.t('For example 512m or 1.5g; at least 6m. 0 takes the limit away.'),
					value: changes.memory?.toString() ?? (memory === 0 ? '' : humanMemory(memory)),
					problem: text => (text === '' ? undefined : problemOf({ memory: text })),
				}),
			),
	};
}

function cpusField({ nanoCpus }: ContainerLimits): FormField<ContainerChanges> {
	return {
		icon: new vscode.ThemeIcon('dashboard'),
		label: vscode.l10n.t('CPUs'),
		describe: changes => changed(changes.cpus, nanoCpus === 0 ? noLimit() : String(nanoCpus / 1e9)),
		detail: vscode.l10n.t('How many processors it may keep busy.'),
		edit: async changes =>
			withAnswer(
				changes,
				'cpus',
				await askText({
					title: vscode.l10n.t('CPU limit'),
					prompt: vscode.l10n.t('For example 0.5 or 2. 0 takes the limit away.'),
					value: changes.cpus?.toString() ?? (nanoCpus === 0 ? '' : String(nanoCpus / 1e9)),
					problem: text => (text === '' ? undefined : problemOf({ cpus: text })),
				}),
			),
	};
}

/** An empty answer leaves things as they are. */
function withAnswer(changes: ContainerChanges, field: 'memory' | 'cpus', answer: string): ContainerChanges {
	const { [field]: _, ...others } = changes;
	return answer === '' ? others : { ...others, [field]: answer };
}

function restartField({ restart }: ContainerLimits): FormField<ContainerChanges> {
	return {
		icon: new vscode.ThemeIcon('debug-restart'),
		label: vscode.l10n.t('Restart policy'),
		describe: changes => changed(changes.restart, restart),
		detail: vscode.l10n.t('What the engine does when the container ends.'),
		edit: async changes => ({
			...changes,
			restart: await pickOne(policies(), { title: vscode.l10n.t('Restart policy') }),
		}),
	};
}

function policies(): Choice<string>[] {
	const policy = (value: string, detail: string) => ({ label: value, detail, value });
	return [
		policy('no', vscode.l10n.t('Never starts it again. The usual choice.')),
		policy('on-failure:3', vscode.l10n.t('Up to three times, when it ended with an error.')),
		policy('on-failure', vscode.l10n.t('Whenever it ended with an error.')),
		policy('unless-stopped', vscode.l10n.t('Always, also after the engine has restarted, unless you stopped it.')),
		policy('always', vscode.l10n.t('Always; one that you stopped starts again with the engine.')),
	];
}

function changed(now: string | number | undefined, before: string): string {
	return now === undefined ? before : `${before} → ${Number(now) === 0 && now !== '' ? noLimit() : now}`;
}

function noLimit(): string {
	return vscode.l10n.t('no limit');
}

function problemOf(changes: ContainerChanges): string | undefined {
	try {
		checkChanges(changes);
		return undefined;
	} catch (error) {
		return sentenceOf(toEngineError(error), { containers: [], endpoint: '' });
	}
}

/** As it can be typed. */
function humanMemory(bytes: number): string {
	const megabytes = bytes / 1024 ** 2;
	return Number.isInteger(megabytes / 1024)
		? `${megabytes / 1024}g`
		: Number.isInteger(megabytes)
			? `${megabytes}m`
			: String(bytes);
}
