import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { commandId } from '../contributions.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { EngineError } from '../engine/errors.ts';
import { isPacked, type LoadProgress, loadImages, saveImages } from '../engine/imageArchive.ts';
import { shortReference } from '../engine/imageReference.ts';
import type { Image } from '../engine/resources.ts';
import { shellQuote } from '../engine/shellQuote.ts';
import { confirm, nameList } from '../ui/confirm.ts';
import { cancelled, withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { runsCommand } from '../ui/wayOn.ts';
import type { CommandCall } from './commandCall.ts';
import { hostPath, usualPlace } from './hostPath.ts';
import { namedReferences, referencesOf } from './imageNames.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findNamed, findTargets } from './targets.ts';
import { writtenFile } from './writtenFile.ts';

const archives = { [vscode.l10n.t('Archive of images')]: ['tar', 'tar.gz', 'tgz'] };

/** One archive of one or many images; resolves to its size in bytes. */
export const save: Handler = async (services, call) => {
	const options = readOptions(call.options, { path: 'string' });
	const images = await findTargets(services, 'image', call, {
		title: vscode.l10n.t('Save images to a file'),
		none: vscode.l10n.t('There is no image.'),
	});
	const named = await namedReferences(services, call);
	const names = images.flatMap(image => referencesOf(image, named));
	const path = options.path === undefined ? await askWhere(images) : hostPath(options.path);
	if (options.path !== undefined && existsSync(path)) {
		await confirm(
			{
				message: vscode.l10n.t('Replace "{0}"?', basename(path)),
				detail: vscode.l10n.t('There is already a file of that name.'),
				verb: vscode.l10n.t('Replace'),
			},
			options.confirm,
		);
	}
	const expected = images.reduce((sum, { size }) => sum + size, 0);
	const written = await withProgress(
		vscode.l10n.t('Saving {0}', nameList(images.map(({ name }) => name))),
		(signal, report) =>
			services.queue.run(`file:${path}`, () =>
				saveImages(services.connection, names, path, {
					signal,
					onProgress: bytes => report(saveMessage(bytes, expected)),
				}),
			),
		{
			signal: call.signal,
			finished: size => writtenFile(path, size),
		},
	);
	services.commandLog.write(saveLine(names, path));
	return written;
};

/** The engine does not tell how much it will be: layers are shared, and their files have headers. */
function saveMessage(bytes: number, expected: number): string {
	return bytes < expected ? vscode.l10n.t('{0} of about {1}', humanSize(bytes), humanSize(expected)) : humanSize(bytes);
}

function saveLine(names: readonly string[], path: string): string {
	return isPacked(path)
		? `${dockerCommand('save', names)} | gzip > ${shellQuote(path)}`
		: dockerCommand('save', ['-o', path, ...names]);
}

async function askWhere(images: readonly Image[]): Promise<string> {
	const [only] = images;
	const name = images.length === 1 && only ? shortReference(only.tags[0] ?? only.id) : 'images';
	const file = await vscode.window.showSaveDialog({
		title: vscode.l10n.t('Save images to a file'),
		saveLabel: vscode.l10n.t('Save'),
		defaultUri: usualPlace(`${name.replace(/[^\w.-]+/g, '-')}.tar`),
		filters: archives,
	});
	if (!file) {
		throw cancelled();
	}
	return file.fsPath;
}

/** Resolves to the names of the images that were in the archive. */
export const load: Handler = async (services, call) => {
	const options = readOptions(call.options, { path: 'string' });
	const path = options.path === undefined ? await archiveOf(call) : hostPath(options.path);
	const names = await withProgress(
		vscode.l10n.t('Loading {0}', basename(path)),
		(signal, report) =>
			loadImages(services.connection, path, {
				signal,
				onProgress: progress => report(loadMessage(progress)),
			}).catch(error => {
				throw offerImport(path, error);
			}),
		{
			signal: call.signal,
			finished: loaded => ({
				message: vscode.l10n.t('Loaded: {0}.', nameList(loaded)),
				ways: loaded[0] ? [runsCommand(vscode.l10n.t('Run…'), commandId('container.run'), loaded[0])] : [],
			}),
		},
	);
	services.commandLog.write(dockerCommand('load', ['-i', path]));
	if (call.byWindow) {
		await showLoaded(services, names);
	}
	return names;
};

/** Files without an image around them can still become one. */
function offerImport(path: string, thrown: unknown): EngineError {
	const error = toEngineError(thrown);
	const cause = error.recognised;
	const way = runsCommand(vscode.l10n.t('Import…'), commandId('image.import'), vscode.Uri.file(path));
	return cause?.kind === 'noImageArchive' && cause.is === 'fileSystem'
		? new ExplainedError(error, { ways: [way] })
		: error;
}

function loadMessage({ bytesSent, bytesTotal, layers }: LoadProgress): string {
	return bytesSent < bytesTotal
		? vscode.l10n.t('{0} of {1}', humanSize(bytesSent), humanSize(bytesTotal))
		: vscode.l10n.t('unpacking layer {0}', Math.max(1, layers));
}

async function archiveOf(call: CommandCall): Promise<string> {
	const [target] = call.targets;
	if (target instanceof vscode.Uri) {
		return target.fsPath;
	}
	const files = await vscode.window.showOpenDialog({
		title: vscode.l10n.t('Load images from a file'),
		openLabel: vscode.l10n.t('Load'),
		defaultUri: usualPlace(),
		filters: { ...archives, [vscode.l10n.t('All files')]: ['*'] },
	});
	if (!files?.[0]) {
		throw cancelled();
	}
	return files[0].fsPath;
}

/** An image that was there before changes nothing in the list: its row says that it is there. */
async function showLoaded(services: Services, [name]: readonly string[]): Promise<void> {
	if (name !== undefined) {
		await services.views.reveal(await findNamed(services, 'image', name));
	}
}
