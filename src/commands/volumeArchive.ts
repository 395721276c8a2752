import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import type { Container, Volume } from '../engine/resources.ts';
import { backupVolume, cloneVolume, compressionOf, restoreVolume } from '../engine/volumeArchive.ts';
import { confirm, nameList } from '../ui/confirm.ts';
import { askText, needed } from '../ui/inputs.ts';
import { plainLines, plainText } from '../ui/plainText.ts';
import { cancelled, withProgress } from '../ui/progress.ts';
import type { CommandCall } from './commandCall.ts';
import { hostPath, usualPlace } from './hostPath.ts';
import { volumeNameProblem } from './nameProblem.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTarget } from './targets.ts';
import { runningUsersOf, whileStopped } from './whileStopped.ts';
import { writtenFile } from './writtenFile.ts';

const archives = { [vscode.l10n.t('Archive of files')]: ['tar.gz', 'tgz', 'tar'] };

function findVolume(services: Services, call: CommandCall, title: string): Promise<Volume> {
	return findTarget(services, 'volume', call, { title, none: vscode.l10n.t('There is no volume.') });
}

/** All that is in a volume in one archive; resolves to its size in bytes. */
const backup: Handler = async (services, call) => {
	const options = readOptions(call.options, { path: 'string', stop: 'boolean' });
	const volume = await findVolume(services, call, vscode.l10n.t('Back up a volume'));
	const file = options.path === undefined ? await askBackupFile(volume) : hostPath(options.path);
	if (options.path !== undefined && compressionOf(file) && existsSync(file)) {
		await confirm(
			{
				message: vscode.l10n.t('Replace "{0}"?', path.basename(file)),
				detail: vscode.l10n.t('There is already a file of that name.'),
				verb: vscode.l10n.t('Replace'),
			},
			options.confirm,
		);
	}
	const toStop = await usersToStop(services, volume, call, options);
	const title = vscode.l10n.t('Backing up volume {0}', volume.name);
	const size = await whileStopped(services, toStop, call.signal, () =>
		settled(settling =>
			withProgress(
				title,
				(signal, report) =>
					settling(
						services.queue.run(`file:${file}`, () =>
							backupVolume(services.connection, volume.name, file, {
								signal,
								onProgress: bytes => report(humanSize(bytes)),
							}),
						),
					),
				{
					signal: call.signal,
					finished: written => writtenFile(file, written),
				},
			),
		),
	);
	const flags = compressionOf(file) === 'gzip' ? 'czf' : 'cf';
	const inside = `/backup/${path.basename(file)}`;
	services.commandLog.write(
		tarCommand(
			[`${volume.name}:/volume:ro`, `${path.dirname(file)}:/backup`],
			['tar', flags, inside, '-C', '/volume', '.'],
		),
	);
	return size;
};

/** Replaces all that is in a volume by what is in an archive; resolves to the number of files. */
const restore: Handler = async (services, call) => {
	const options = readOptions(call.options, { path: 'string', stop: 'boolean' });
	const volume = await findVolume(services, call, vscode.l10n.t('Restore a volume'));
	const file = options.path === undefined ? await askArchive(volume) : hostPath(options.path);
	const users = await runningUsersOf(services, volume);
	const stop = await confirmRestore(volume, file, users, options);
	const files = await whileStopped(services, stop ? users : [], call.signal, () =>
		settled(settling =>
			withProgress(
				vscode.l10n.t('Restoring volume {0}', volume.name),
				(signal, report) =>
					settling(
						restoreVolume(services.connection, volume.name, file, {
							signal,
							onProgress: (bytes, total) =>
								report(
									bytes < total
										? vscode.l10n.t('{0} of {1}', humanSize(bytes), humanSize(total))
										: vscode.l10n.t('Putting the new files in place'),
								),
						}),
					),
				{
					signal: call.signal,
					finished: count => ({ message: vscode.l10n.t('Volume {0} is restored: {1} files.', volume.name, count) }),
				},
			),
		),
	);
	const inside = `/backup/${path.basename(file)}`;
	services.commandLog.write(
		tarCommand(
			[`${volume.name}:/volume`, `${path.dirname(file)}:/backup:ro`],
			['sh', '-c', 'find /volume -mindepth 1 -delete && tar xf "$1" -C /volume', 'sh', inside],
		),
	);
	return files;
};

/** A new volume with the same content; resolves to its name. */
const clone: Handler = async (services, call) => {
	const options = readOptions(call.options, { name: 'string', stop: 'boolean' });
	const volume = await findVolume(services, call, vscode.l10n.t('Clone a volume'));
	const name = options.name ?? (await askCloneName(services, volume));
	const problem = volumeNameProblem(name);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const toStop = await usersToStop(services, volume, call, options);
	await whileStopped(services, toStop, call.signal, () =>
		settled(settling =>
			withProgress(
				vscode.l10n.t('Cloning volume {0}', volume.name),
				(signal, report) =>
					settling(
						cloneVolume(services.connection, volume.name, name, {
							signal,
							onProgress: bytes => report(humanSize(bytes)),
						}),
					),
				{ signal: call.signal },
			),
		),
	);
	services.commandLog.write(dockerCommand('volume create', [name]));
	services.commandLog.write(tarCommand([`${volume.name}:/from:ro`, `${name}:/to`], ['cp', '-a', '/from/.', '/to']));
	return name;
};

/**
 * A cancel is an answer at once, but what has been begun is undone behind it; containers must not start before that.
 */
async function settled<T>(run: (settling: <R>(work: Promise<R>) => Promise<R>) => Promise<T>): Promise<T> {
	let work: Promise<unknown> = Promise.resolve();
	try {
		return await run(begun => {
			work = begun;
			return begun;
		});
	} finally {
		await work.catch(() => {});
	}
}

function tarCommand(mounts: readonly string[], command: readonly string[]): string {
	return dockerCommand('run', ['--rm', ...mounts.flatMap(mount => ['-v', mount]), 'busybox', ...command]);
}

async function askBackupFile({ name }: Volume): Promise<string> {
	const file = await vscode.window.showSaveDialog({
		title: vscode.l10n.t('Back up volume {0}', name),
		saveLabel: vscode.l10n.t('Back Up'),
		defaultUri: usualPlace(`${name}-${today()}.tar.gz`),
		filters: archives,
	});
	if (!file) {
		throw cancelled();
	}
	return file.fsPath;
}

/** The user's own day, as `2026-11-21`. */
function today(): string {
	const now = new Date();
	return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, '0')).join('-');
}

async function askArchive({ name }: Volume): Promise<string> {
	const files = await vscode.window.showOpenDialog({
		title: vscode.l10n.t('Restore volume {0}', name),
		openLabel: vscode.l10n.t('Restore'),
		defaultUri: usualPlace(),
		filters: { [vscode.l10n.t('Archive of files')]: ['tar', 'gz', 'tgz', 'zst'], [vscode.l10n.t('All files')]: ['*'] },
	});
	if (!files?.[0]) {
		throw cancelled();
	}
	return files[0].fsPath;
}

async function askCloneName(services: Services, { name, anonymous }: Volume): Promise<string> {
	const taken = new Set((await services.store.list('volume')).map(volume => volume.name));
	const base = anonymous ? 'volume' : name;
	const free = [`${base}-copy`, ...Array.from({ length: 99 }, (_, index) => `${base}-copy-${index + 2}`)];
	return askText({
		title: vscode.l10n.t('Clone volume {0}', name),
		prompt: vscode.l10n.t('The name of the new volume.'),
		value: free.find(candidate => !taken.has(candidate)),
		problem: needed(vscode.l10n.t('The new volume needs a name.'), text =>
			taken.has(text) ? vscode.l10n.t('There is already a volume "{0}".', text) : volumeNameProblem(text),
		),
	});
}

interface StopOptions {
	readonly stop?: boolean;
	readonly confirm?: boolean;
}

/** For work that only reads: whoever calls with options and says nothing of it leaves the containers running. */
async function usersToStop(
	services: Services,
	volume: Volume,
	call: CommandCall,
	{ stop, confirm: ask }: StopOptions,
): Promise<readonly Container[]> {
	const users = await runningUsersOf(services, volume);
	if (users.length === 0 || stop === false) {
		return [];
	}
	if (stop === true) {
		return users;
	}
	if (call.optionsGiven || ask === false) {
		return [];
	}
	const stopThem = vscode.l10n.t('Stop and Start Again');
	const goOn = vscode.l10n.t('Leave Running');
	const answer = await askModal(
		vscode.l10n.t('Stop {0} meanwhile?', nameList(users.map(({ name }) => name))),
		vscode.l10n.t('Volume {0} is in use. Files that are written meanwhile may be half in the copy.', volume.name),
		[stopThem, goOn],
	);
	return answer === stopThem ? users : [];
}

/** Resolves to whether the running users are to be stopped. */
async function confirmRestore(
	volume: Volume,
	file: string,
	users: readonly Container[],
	{ stop, confirm: ask }: StopOptions,
): Promise<boolean> {
	if (ask === false) {
		return stop ?? false;
	}
	const restoreIt = vscode.l10n.t('Restore');
	const stopAndRestore = vscode.l10n.t('Stop and Restore');
	const used =
		users.length > 0
			? vscode.l10n.t(
					'It is in use by {0}, which should be stopped meanwhile and started again.',
					nameList(users.map(({ name }) => name)),
				)
			: '';
	const answer = await askModal(
		vscode.l10n.t('Replace the content of volume {0} by "{1}"?', volume.name, path.basename(file)),
		[vscode.l10n.t('What is in it now cannot be brought back.'), used].filter(Boolean).join(' '),
		users.length > 0 && stop === undefined ? [stopAndRestore, restoreIt] : [restoreIt],
	);
	return stop ?? answer === stopAndRestore;
}

async function askModal(message: string, detail: string, verbs: readonly string[]): Promise<string> {
	const options = { modal: true, detail: plainLines(detail) };
	const answer = await vscode.window.showWarningMessage(plainText(message), options, ...verbs);
	if (answer === undefined) {
		throw cancelled();
	}
	return answer;
}

export const volumeArchiveCommands = {
	'volume.backup': backup,
	'volume.restore': restore,
	'volume.clone': clone,
} satisfies Record<string, Handler>;
