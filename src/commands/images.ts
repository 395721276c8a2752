import * as vscode from 'vscode';
import { humanDuration, humanSize } from '../base/format.ts';
import { commandId } from '../contributions.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { historyImage, inspectImage, pruneImages, removeImage, tagImage } from '../engine/images.ts';
import type { Image } from '../engine/resources.ts';
import { confirm, nameList } from '../ui/confirm.ts';
import { askText, needed } from '../ui/inputs.ts';
import { pickOne } from '../ui/pick.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { actOnAll } from './bulk.ts';
import { load, save } from './imageArchives.ts';
import { layers } from './imageLayers.ts';
import { namedReferences, nameOrId, referencesOf } from './imageNames.ts';
import { push } from './imagePush.ts';
import { search } from './imageSearch.ts';
import { referenceProblem } from './nameProblem.ts';
import { withDefaultTag } from './nameRules.ts';
import { checkAllNewer, checkNewer } from './newerImage.ts';
import { readOptions } from './options.ts';
import { tellPruned } from './pruneResult.ts';
import { pull } from './pullImage.ts';
import { run, runForm, runInteractive } from './runContainer.ts';
import type { Handler, Services } from './services.ts';
import { tagHint } from './tagHint.ts';
import { findTarget, findTargets } from './targets.ts';
import { textTable } from './textTable.ts';
import { layersInMotion } from './transferLayers.ts';

const anyImage = (title: string) => ({ title, none: vscode.l10n.t('There is no image.') });

const tag: Handler = async (services, call) => {
	const options = readOptions(call.options, { tag: 'string' });
	const image = await findTarget(services, 'image', call, anyImage(vscode.l10n.t('Tag an image')));
	const wanted = options.tag ?? (await askTag(image, await services.store.list('image')));
	const problem = referenceProblem(wanted);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const reference = withDefaultTag(wanted);
	await withProgress(
		vscode.l10n.t('Tagging {0}', image.name),
		signal => tagImage(services.connection, image.id, reference, { signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('tag', [nameOrId(image), reference]));
};

function askTag(image: Image, images: readonly Image[]): Promise<string> {
	const same = (text: string) =>
		image.tags.includes(withDefaultTag(text))
			? vscode.l10n.t('The image is called {0} already.', withDefaultTag(text))
			: undefined;
	return askText({
		title: vscode.l10n.t('Tag image {0}', image.name),
		prompt: vscode.l10n.t(
			'A second name for the same image: repository:tag, for example registry.example.com/team/app:1.0',
		),
		value: image.dangling ? '' : image.name,
		problem: needed(vscode.l10n.t('A tag is needed.'), text => referenceProblem(text) ?? same(text)),
		hint: text => tagHint(images, text),
	});
}

const remove: Handler = async (services, call) => {
	const options = readOptions(call.options, { force: 'boolean' });
	const images = await findTargets(services, 'image', call, anyImage(vscode.l10n.t('Remove images')));
	const named = await namedReferences(services, call);
	await confirm(removalQuestion(services, images, named), options.confirm);
	await services.files.letGo();
	await actOnAll(services, call, images, {
		title: what => vscode.l10n.t('Removing {0}', what),
		commandLine: () =>
			dockerCommand('rmi', [
				...(options.force ? ['--force'] : []),
				...images.flatMap(image => referencesOf(image, named)),
			]),
		act: (image, signal) => removeOne(services, image, referencesOf(image, named), options.force === true, signal),
	});
};

/** An image with several tags goes with its last one; each has to be taken off, as `docker rmi a b` does. */
async function removeOne(
	services: Services,
	image: Image,
	names: readonly string[],
	force: boolean,
	signal: AbortSignal,
): Promise<void> {
	try {
		if (!force && names.length > 1 && services.store.usersOf(image).length > 0) {
			// The engine would take off all tags but one before it refuses.
			throw new EngineError('conflict', vscode.l10n.t('Image {0} is used by containers.', image.name));
		}
		for (const name of names) {
			await removeImage(services.connection, name, { force, signal });
		}
	} catch (thrown) {
		throw explainInUse(services, image, toEngineError(thrown), force);
	}
}

function removalQuestion(services: Services, images: readonly Image[], named: ReadonlyMap<string, readonly string[]>) {
	const [first] = images;
	const taken = first && images.length === 1 ? referencesOf(first, named) : [];
	if (first && taken.length > 0 && taken.length < first.tags.length) {
		return {
			message: vscode.l10n.t('Remove the name {0} of the image?', nameList(taken)),
			detail: vscode.l10n.t('The image stays, as {0}.', nameList(first.tags.filter(tag => !taken.includes(tag)))),
			verb: vscode.l10n.t('Remove'),
		};
	}
	const users = images.flatMap(image => services.store.usersOf(image));
	return {
		message:
			images.length === 1
				? vscode.l10n.t('Remove image {0}?', first?.tags.join(', ') || first?.name || '')
				: vscode.l10n.t('Remove {0} images: {1}?', images.length, nameList(images.map(({ name }) => name))),
		detail: users.length > 0 ? vscode.l10n.t('Used by: {0}.', nameList(users.map(({ name }) => name))) : undefined,
		verb: vscode.l10n.t('Remove'),
	};
}

function explainInUse(services: Services, image: Image, error: EngineError, forced: boolean): EngineError {
	if (error.code !== 'conflict') {
		return error;
	}
	const users = services.store.usersOf(image);
	const running = users.some(({ state }) => state === 'running' || state === 'paused');
	const removeAnyway = () =>
		vscode.commands.executeCommand(commandId('image.remove'), image, { force: true, confirm: false });
	return new ExplainedError(error, {
		sentence:
			users.length > 0
				? vscode.l10n.t('Image {0} is used by {1}.', image.name, nameList(users.map(({ name }) => name)))
				: undefined,
		ways: forced || running ? [] : [{ title: vscode.l10n.t('Remove Anyway'), run: removeAnyway }],
	});
}

const inspect: Handler = async (services, call) => {
	readOptions(call.options, {});
	const image = await findTarget(services, 'image', call, anyImage(vscode.l10n.t('Inspect an image')));
	const object = await withProgress(
		vscode.l10n.t('Inspecting {0}', image.name),
		signal => inspectImage(services.connection, image.id, { signal }),
		{ signal: call.signal },
	);
	await services.documents.openJson('image', image.name, object);
	services.commandLog.write(dockerCommand('image inspect', [nameOrId(image)]));
	return object;
};

const history: Handler = async (services, call) => {
	readOptions(call.options, {});
	const image = await findTarget(services, 'image', call, anyImage(vscode.l10n.t('Show the history of an image')));
	const steps = await withProgress(
		vscode.l10n.t('Reading the history of {0}', image.name),
		signal => historyImage(services.connection, image.id, { signal }),
		{ signal: call.signal },
	);
	const rows = steps.map(step => [
		humanDuration(Date.now() - step.Created * 1000),
		humanSize(step.Size),
		step.CreatedBy,
		step.Comment ?? '',
	]);
	const titles = [vscode.l10n.t('Age'), vscode.l10n.t('Size'), vscode.l10n.t('Created by'), vscode.l10n.t('Comment')];
	await services.documents.open('history', `${image.name}.txt`, 'plaintext', textTable(titles, rows));
	services.commandLog.write(dockerCommand('history', [nameOrId(image)]));
	return steps;
};

const prune: Handler = async (services, call) => {
	const options = readOptions(call.options, { all: 'boolean' });
	const all = options.all ?? (options.confirm === false ? false : await askHowMuch());
	await confirm(
		{
			message: all
				? vscode.l10n.t('Remove all images that no container uses?')
				: vscode.l10n.t('Remove all images without a tag?'),
			detail: all
				? vscode.l10n.t('What you need again is pulled or built anew.')
				: vscode.l10n.t('They are left over from builds and pulls; no tag and no container refers to them.'),
			verb: vscode.l10n.t('Remove'),
		},
		options.confirm,
	);
	await services.files.letGo();
	const result = await withProgress(
		vscode.l10n.t('Removing unused images'),
		signal => pruneImages(services.connection, { all, signal }),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('image prune', [...(all ? ['--all'] : []), '--force']));
	tellPruned(result.deleted.length, result.spaceReclaimed, options.confirm);
	return result;
};

function askHowMuch(): Promise<boolean> {
	return pickOne(
		[
			{
				label: vscode.l10n.t('Images without a tag'),
				description: 'docker image prune',
				detail: vscode.l10n.t('Left over when a tag moved on to a newer build.'),
				value: false,
			},
			{
				label: vscode.l10n.t('All images that no container uses'),
				description: 'docker image prune --all',
				detail: vscode.l10n.t('Also tagged ones; frees the most.'),
				value: true,
			},
		],
		{ title: vscode.l10n.t('Remove unused images') },
	);
}

export const imageCommands = {
	'image.pull': pull,
	'image.push': push,
	'image.checkNewer': checkNewer,
	'images.checkNewer': checkAllNewer,
	'image.layersInMotion': layersInMotion,
	'image.search': search,
	'image.tag': tag,
	'image.remove': remove,
	'image.inspect': inspect,
	'image.history': history,
	'image.layers': layers,
	'image.run': run,
	'image.runForm': runForm,
	'image.runInteractive': runInteractive,
	'image.save': save,
	'image.load': load,
	'image.prune': prune,
} satisfies Record<string, Handler>;
