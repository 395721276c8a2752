import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { commandId } from '../contributions.ts';
import { exportContainer } from '../engine/containerExport.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { isPacked } from '../engine/imageArchive.ts';
import { importImage } from '../engine/imageImport.ts';
import type { Container } from '../engine/resources.ts';
import { shellQuote } from '../engine/shellQuote.ts';
import { confirm } from '../ui/confirm.ts';
import { askText } from '../ui/inputs.ts';
import { cancelled, withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { runsCommand } from '../ui/wayOn.ts';
import type { CommandCall } from './commandCall.ts';
import { hostPath, usualPlace } from './hostPath.ts';
import { referenceProblem } from './nameProblem.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findNamed, findTarget } from './targets.ts';
import { writtenFile } from './writtenFile.ts';

const archives = { [vscode.l10n.t('Archive of files')]: ['tar', 'tar.gz', 'tgz'] };

/** All files of a container in one archive; resolves to its size in bytes. */
const exportFiles: Handler = async (services, call) => {
	const options = readOptions(call.options, { path: 'string' });
	const container = await findTarget(services, 'container', call, {
		title: vscode.l10n.t('Export the files of a container'),
		none: vscode.l10n.t('There is no container.'),
	});
	const file = options.path === undefined ? await askWhere(container) : hostPath(options.path);
	if (options.path !== undefined && existsSync(file)) {
		await confirm(
			{
				message: vscode.l10n.t('Replace "{0}"?', path.basename(file)),
				detail: vscode.l10n.t('There is already a file of that name.'),
				verb: vscode.l10n.t('Replace'),
			},
			options.confirm,
		);
	}
	const written = await withProgress(
		vscode.l10n.t('Exporting {0}', `"${container.name}"`),
		(signal, report) =>
			services.queue.run(`file:${file}`, () =>
				exportContainer(services.connection, container.id, file, {
					signal,
					onProgress: bytes => report(humanSize(bytes)),
				}),
			),
		{
			signal: call.signal,
			finished: size => writtenFile(file, size),
		},
	);
	services.commandLog.write(
		isPacked(file)
			? `${dockerCommand('export', [container.name])} | gzip > ${shellQuote(file)}`
			: dockerCommand('export', ['-o', file, container.name]),
	);
	return written;
};

async function askWhere({ name }: Container): Promise<string> {
	const file = await vscode.window.showSaveDialog({
		title: vscode.l10n.t('Export the files of a container'),
		saveLabel: vscode.l10n.t('Export'),
		defaultUri: usualPlace(`${name}.tar`),
		filters: archives,
	});
	if (!file) {
		throw cancelled();
	}
	return file.fsPath;
}

/** An image of the files in an archive; resolves to its id. */
const importFiles: Handler = async (services, call) => {
	const options = readOptions(call.options, { path: 'string', tag: 'string' });
	const file = options.path === undefined ? await archiveOf(call) : hostPath(options.path);
	const tag = options.tag ?? (call.optionsGiven ? '' : await askTag(file));
	const problem = tag === '' ? undefined : referenceProblem(tag);
	if (problem) {
		throw new EngineError('invalid', problem);
	}
	const id = await withProgress(
		vscode.l10n.t('Importing {0}', path.basename(file)),
		(signal, report) =>
			importImage(services.connection, file, {
				tag,
				signal,
				onProgress: (sent, total) => report(vscode.l10n.t('{0} of {1}', humanSize(sent), humanSize(total))),
			}).catch(error => {
				throw offerLoad(file, error);
			}),
		{ signal: call.signal },
	);
	services.commandLog.write(dockerCommand('import', [file, ...(tag ? [tag] : [])]));
	if (call.byWindow) {
		await showImage(services, id);
	}
	return id;
};

async function archiveOf(call: CommandCall): Promise<string> {
	const [target] = call.targets;
	if (target instanceof vscode.Uri) {
		return target.fsPath;
	}
	const files = await vscode.window.showOpenDialog({
		title: vscode.l10n.t('Import an image from an archive of files'),
		openLabel: vscode.l10n.t('Import'),
		defaultUri: usualPlace(),
		filters: { ...archives, [vscode.l10n.t('All files')]: ['*'] },
	});
	if (!files?.[0]) {
		throw cancelled();
	}
	return files[0].fsPath;
}

function askTag(file: string): Promise<string> {
	const name = path.basename(file).replace(/\.(?:tar|tgz|tar\.\w+)$/i, '');
	const suggestion = name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-');
	return askText({
		title: vscode.l10n.t('Import an image from an archive of files'),
		prompt: vscode.l10n.t(
			'The name of the image, as repository:tag. It has the files of the archive only: no command, no variables, no ports.',
		),
		value: referenceProblem(suggestion) ? '' : suggestion,
		problem: text => (text === '' ? undefined : referenceProblem(text)),
	});
}

function offerLoad(file: string, thrown: unknown): EngineError {
	const error = toEngineError(thrown);
	if (error.recognised?.kind !== 'imagesToLoad') {
		return error;
	}
	const load = runsCommand(vscode.l10n.t('Load'), commandId('image.load'), undefined, { path: file });
	return new ExplainedError(error, { ways: [load] });
}

async function showImage(services: Services, id: string): Promise<void> {
	await services.views.reveal(await findNamed(services, 'image', id));
}

export const exportImportCommands = {
	'container.export': exportFiles,
	'image.import': importFiles,
} satisfies Record<string, Handler>;
