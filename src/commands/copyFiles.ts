import { mkdir } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { statInArchive } from '../engine/containerArchive.ts';
import { inspectContainer } from '../engine/containers.ts';
import { type CopiedFrom, type CopyProgress, copyFromContainer } from '../engine/copyFromContainer.ts';
import { copyToContainer } from '../engine/copyToContainer.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { hostFileError } from '../engine/hostFiles.ts';
import type { Container } from '../engine/resources.ts';
import { nameList } from '../ui/confirm.ts';
import { askAboutExisting, tellNotCopied } from '../ui/copyMessages.ts';
import { askText, needed } from '../ui/inputs.ts';
import { pickOne } from '../ui/pick.ts';
import { cancelled, withProgress } from '../ui/progress.ts';
import { offer } from '../ui/wayOn.ts';
import type { CommandCall } from './commandCall.ts';
import { hostPath, usualPlace } from './hostPath.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTargets } from './targets.ts';
import { showsInFolder } from './writtenFile.ts';

/** From each container into its own folder, if there are several; resolves to the number of files. */
export const copyFrom: Handler = async (services, call) => {
	const options = readOptions(call.options, { source: 'string', destination: 'string' });
	const title = vscode.l10n.t('Copy files from a container');
	const containers = await containersToCopy(services, call, title);
	const source = options.source ?? (await askSource(services, containers, title));
	const destination = options.destination === undefined ? await askFolder(title) : hostPath(options.destination);
	const copied: CopiedFrom[] = [];
	const run = async (signal: AbortSignal, report: (message: string) => void) => {
		for (const container of containers) {
			const place = containers.length === 1 ? destination : await ownFolder(destination, container);
			const result = await copyFromContainer(services.connection, container.id, source, place, {
				signal,
				onProgress: progress => report(progressMessage(progress)),
				onExisting: options.confirm === false ? undefined : askAboutExisting,
			});
			copied.push(result);
			services.commandLog.write(dockerCommand('cp', [`${container.name}:${source}`, place]));
		}
	};
	await withProgress(vscode.l10n.t('Copying {0} from {1}', source, namesOf(containers)), run, { signal: call.signal });
	const files = copied.reduce((sum, result) => sum + result.files, 0);
	tellNotCopied(services.documents, {
		refused: copied.flatMap(({ refused }) => refused),
		count: copied.reduce((sum, { refusedCount }) => sum + refusedCount, 0),
	});
	if (call.byWindow && files > 0) {
		tellCopied(files, containers.length === 1 ? (copied[0]?.place ?? destination) : destination);
	}
	return files;
};

/** Resolves to the number of files, counted once for each container. */
export const copyTo: Handler = async (services, call) => {
	const options = readOptions(call.options, { source: 'strings', destination: 'string' });
	const title = vscode.l10n.t('Copy files into a container');
	const containers = await containersToCopy(services, call, title);
	const sources = options.source?.map(hostPath) ?? (await askSources(title));
	if (sources.length === 0) {
		throw new EngineError('invalid', vscode.l10n.t('There is nothing to copy.'));
	}
	const destination = options.destination ?? (await askDestination(services, containers, title));
	let files = 0;
	const run = async (signal: AbortSignal, report: (message: string) => void) => {
		for (const container of containers) {
			const copied = await copyToContainer(services.connection, container.id, sources, destination, {
				signal,
				onProgress: progress => report(progressMessage(progress)),
				onExisting: options.confirm === false ? undefined : askAboutExisting,
				onUnfinished: file => tellUnfinished(file, container),
			});
			files += copied.files;
			const refused = copied.leftOut.map(name => ({ name, reason: 'device' as const }));
			tellNotCopied(services.documents, { refused, count: refused.length });
			writeLines(services, sources, container, destination);
		}
	};
	const what = nameList(sources.map(source => path.basename(source)));
	await withProgress(vscode.l10n.t('Copying {0} into {1}', what, namesOf(containers)), run, {
		signal: call.signal,
		finished: () => ({ message: vscode.l10n.t('{0} is now in {1}.', what, namesOf(containers)) }),
	});
	return files;
};

function containersToCopy(services: Services, call: CommandCall, title: string): Promise<readonly Container[]> {
	return findTargets(services, 'container', call, { title, none: vscode.l10n.t('There is no container.') });
}

function namesOf(containers: readonly Container[]): string {
	return nameList(containers.map(({ name }) => name));
}

/** `12 files · 38 MB of 142 MB` */
function progressMessage({ files, bytes, total }: CopyProgress): string {
	const size = total ? vscode.l10n.t('{0} of {1}', humanSize(bytes), humanSize(total)) : humanSize(bytes);
	return files > 0 ? `${vscode.l10n.t('{0} files', files)} · ${size}` : size;
}

async function ownFolder(destination: string, { name }: Container): Promise<string> {
	const folder = path.join(destination, name);
	await mkdir(folder, { recursive: true }).catch(error => {
		throw hostFileError(error, folder);
	});
	return folder;
}

async function askSource(services: Services, containers: readonly Container[], title: string): Promise<string> {
	return askText({
		title,
		prompt: vscode.l10n.t('A file or folder in the container. "/." at the end copies what is in a folder.'),
		value: await workingFolder(services, containers),
		problem: needed(vscode.l10n.t('A path is needed.')),
		lookUp: async text => {
			const path = text.replace(/\/\.$/, '') || '/';
			const missing = await Promise.all(containers.map(({ id }) => isMissing(services, id, path)));
			return missing.includes(true) ? vscode.l10n.t('"{0}" does not exist.', path) : undefined;
		},
	});
}

/** Other failures are told when the copy meets them. */
async function isMissing({ connection }: Services, container: string, path: string): Promise<boolean> {
	try {
		await statInArchive(connection, container, path);
		return false;
	} catch (error) {
		return toEngineError(error).code === 'notFound';
	}
}

async function askDestination(services: Services, containers: readonly Container[], title: string): Promise<string> {
	return askText({
		title,
		prompt: vscode.l10n.t('A folder in the container, or the name that the copy gets there.'),
		value: await workingFolder(services, containers),
		problem: needed(vscode.l10n.t('A path is needed.')),
	});
}

/** Where the container's own program works. */
async function workingFolder(services: Services, [container]: readonly Container[]): Promise<string> {
	const { Config } = await inspectContainer(services.connection, container?.id ?? '');
	return Config.WorkingDir || '/';
}

async function askFolder(title: string): Promise<string> {
	const [folder] = await openDialog({
		title,
		openLabel: vscode.l10n.t('Copy Here'),
		canSelectFolders: true,
		canSelectFiles: false,
	});
	return folder ?? '';
}

/** Not every dialog lets one choose files and folders at once. */
async function askSources(title: string): Promise<string[]> {
	const folders = await pickOne(
		[
			{ label: vscode.l10n.t('Files…'), icon: new vscode.ThemeIcon('files'), value: false },
			{ label: vscode.l10n.t('Folders…'), icon: new vscode.ThemeIcon('folder'), value: true },
		],
		{ title, placeholder: vscode.l10n.t('What is to be copied?') },
	);
	return openDialog({
		title,
		openLabel: vscode.l10n.t('Copy'),
		canSelectFolders: folders,
		canSelectFiles: !folders,
		canSelectMany: true,
	});
}

async function openDialog(options: vscode.OpenDialogOptions): Promise<string[]> {
	const chosen = await vscode.window.showOpenDialog({ defaultUri: usualPlace(), ...options });
	if (!chosen?.length) {
		throw cancelled();
	}
	return chosen.map(({ fsPath }) => fsPath);
}

function tellCopied(files: number, place: string): void {
	const show = showsInFolder(place);
	const message =
		files === 1
			? vscode.l10n.t('1 file was copied to "{0}".', place)
			: vscode.l10n.t('{0} files were copied to "{1}".', files, place);
	offer('info', message, [show]);
}

function tellUnfinished(file: string, container: Container): void {
	offer('warning', vscode.l10n.t('"{0}" in container "{1}" may be incomplete.', file, container.name), []);
}

function writeLines(services: Services, sources: readonly string[], { name }: Container, destination: string): void {
	for (const source of sources) {
		services.commandLog.write(dockerCommand('cp', [source, `${name}:${destination}`]));
	}
}

export const copyCommands = {
	'container.copyFrom': copyFrom,
	'container.copyTo': copyTo,
} satisfies Record<string, Handler>;
