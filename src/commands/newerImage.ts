import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { type CheckedTag, checkForNewer } from '../engine/newerImage.ts';
import type { Image } from '../engine/resources.ts';
import { nameList } from '../ui/confirm.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import { withProgress } from '../ui/progress.ts';
import { offer } from '../ui/wayOn.ts';
import type { CommandCall } from './commandCall.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTargets } from './targets.ts';

/** Resolves to the tags for which the registry has other content; nothing is pulled. */
export const checkNewer: Handler = async (services, call) => {
	readOptions(call.options, {});
	const images = await findTargets(services, 'image', call, {
		title: vscode.l10n.t('Look for newer images'),
		accepts: ({ tags }) => tags.length > 0,
		none: vscode.l10n.t('There is no image with a tag.'),
	});
	return check(services, call, images);
};

/** The same for all images that came from a registry. */
export const checkAllNewer: Handler = async (services, call) => {
	readOptions(call.options, {});
	const images = await services.store.list('image');
	return check(
		services,
		call,
		images.filter(({ tags, digests }) => tags.length > 0 && digests.length > 0),
	);
};

async function check(services: Services, call: CommandCall, images: readonly Image[]): Promise<readonly string[]> {
	const checked = await withProgress(
		vscode.l10n.t('Looking for newer images'),
		(signal, report) =>
			checkForNewer(services.connection, services.registries.client, images, {
				signal,
				onProgress: (done, total) => report(vscode.l10n.t('{0} of {1}', done, total)),
			}),
		{ signal: call.signal },
	);
	services.newerImages.note(checked);
	const [failure, ...more] = checked.filter(({ state }) => state === 'failed');
	if (failure?.error && more.length + 1 === checked.length) {
		throw failure.error;
	}
	if (call.byWindow) {
		tell(services, checked);
	}
	return named(checked, 'newer');
}

function named(checked: readonly CheckedTag[], state: CheckedTag['state']): string[] {
	return checked.filter(tag => tag.state === state).map(({ reference }) => reference);
}

/** The answer may be far down in the list, or nowhere to be seen: it is said. */
function tell(services: Services, checked: readonly CheckedTag[]): void {
	const newer = named(checked, 'newer');
	const pull = () => Promise.all(newer.map(tag => vscode.commands.executeCommand(commandId('image.pull'), tag)));
	const sentences = [newerSentence(newer, checked), ...remarks(services, checked)];
	const ways =
		newer.length > 0
			? [{ title: newer.length > 1 ? vscode.l10n.t('Pull All') : vscode.l10n.t('Pull'), run: pull }]
			: [];
	offer('info', sentences.filter(Boolean).join(' '), ways);
}

function newerSentence(newer: readonly string[], checked: readonly CheckedTag[]): string {
	if (newer.length > 0) {
		return vscode.l10n.t('The registry has a newer image for {0}.', nameList(newer));
	}
	const same = named(checked, 'same');
	return same.length === 0
		? vscode.l10n.t('No image here came from a registry.')
		: same.length === 1
			? vscode.l10n.t('{0} is what the registry has.', nameList(same))
			: vscode.l10n.t('All {0} images are what the registries have.', same.length);
}

function remarks(services: Services, checked: readonly CheckedTag[]): string[] {
	const [local, gone] = [named(checked, 'local'), named(checked, 'gone')];
	const failed = checked.filter(({ state }) => state === 'failed');
	const surroundings = { containers: [], endpoint: services.connection.status.endpoint };
	return [
		local.length > 0 ? vscode.l10n.t('Made here, and in no registry: {0}.', nameList(local)) : '',
		gone.length > 0 ? vscode.l10n.t('No longer in the registry: {0}.', nameList(gone)) : '',
		failed[0]?.error
			? vscode.l10n.t(
					'{0} could not be asked for: {1}',
					nameList(named(checked, 'failed')),
					sentenceOf(failed[0].error, surroundings),
				)
			: '',
	];
}
