import * as vscode from 'vscode';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { nameOf, parentOf } from '../engine/fileEntry.ts';
import type { FileAddress } from '../engine/files.ts';
import { confirm, nameList } from '../ui/confirm.ts';
import { fileAddress, fileUri } from '../ui/fileUri.ts';
import { askText, needed } from '../ui/inputs.ts';
import { cancelled, withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import type { FileElement } from '../views/fileElements.ts';
import type { CommandCall } from './commandCall.ts';
import { logCopy, logFileCommand } from './fileCommandLine.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';

const open: Handler = async (services, call) => {
	readOptions(call.options, {});
	for (const { uri } of fileTargets(services, call)) {
		await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
	}
};

const create: Handler = async (services, call) => {
	const options = readOptions(call.options, { name: 'string' });
	const folder = await targetFolder(services, call);
	const uri = await newUri(folder, options.name, vscode.l10n.t('New file in {0}', folder.address.path));
	await refuseExisting(uri);
	await run(() => vscode.workspace.fs.writeFile(uri, new Uint8Array()));
	logFileCommand(services, folder.address.root, at => ['touch', at(pathOf(uri))]);
	await vscode.window.showTextDocument(uri, { preview: false });
	return uri.toString();
};

const createFolder: Handler = async (services, call) => {
	const options = readOptions(call.options, { name: 'string' });
	const folder = await targetFolder(services, call);
	const uri = await newUri(folder, options.name, vscode.l10n.t('New folder in {0}', folder.address.path));
	await refuseExisting(uri);
	await run(() => vscode.workspace.fs.createDirectory(uri));
	logFileCommand(services, folder.address.root, at => ['mkdir', at(pathOf(uri))]);
	return uri.toString();
};

const rename: Handler = async (services, call) => {
	const options = readOptions(call.options, { name: 'string' });
	const [target] = fileTargets(services, call) as [Target];
	const { root, path } = target.address;
	const name =
		options.name ??
		(await askText({
			title: vscode.l10n.t('Rename "{0}"', nameOf(path)),
			value: nameOf(path),
			problem: needed(vscode.l10n.t('A file needs a name.')),
		}));
	// Another folder may be named too, as in the explorer.
	const to = vscode.Uri.joinPath(fileUri({ root, path: parentOf(path) }), name);
	await run(() => vscode.workspace.fs.rename(target.uri, to, { overwrite: false }));
	logFileCommand(services, root, at => ['mv', at(path), at(pathOf(to))]);
	return to.toString();
};

const remove: Handler = async (services, call) => {
	const options = readOptions(call.options, {});
	const targets = fileTargets(services, call);
	const names = nameList(targets.map(({ address }) => nameOf(address.path)));
	await confirm(
		{
			message: vscode.l10n.t('Delete {0}?', names),
			detail: vscode.l10n.t('What is deleted in a container or a volume cannot be brought back.'),
			verb: vscode.l10n.t('Delete'),
		},
		options.confirm,
	);
	for (const { uri, address } of targets) {
		await run(() => vscode.workspace.fs.delete(uri, { recursive: true, useTrash: false }));
		logFileCommand(services, address.root, at => ['rm', '-rf', at(address.path)]);
	}
};

const download: Handler = async (services, call) => {
	const options = readOptions(call.options, { destination: 'string' });
	const targets = fileTargets(services, call);
	const folder = options.destination ? uriOf(options.destination) : await askFolder();
	await copyAll(
		services,
		targets.map(({ uri }) => uri),
		folder,
		{ move: false, asked: options.confirm },
	);
	return targets.length;
};

const upload: Handler = async (services, call) => {
	const options = readOptions(call.options, { source: 'strings', move: 'boolean' });
	const folder = await targetFolder(services, call);
	const sources = options.source?.map(uriOf) ?? (await askSources());
	await copyAll(services, sources, folder.uri, { move: options.move === true, asked: options.confirm });
	return sources.length;
};

const copyPath: Handler = async (services, call) => {
	readOptions(call.options, {});
	const text = fileTargets(services, call)
		.map(({ address }) => address.path)
		.join('\n');
	await vscode.env.clipboard.writeText(text);
	return text;
};

const addToWorkspace: Handler = async (services, call) => {
	readOptions(call.options, {});
	const folders = fileTargets(services, call).map(({ uri, name }) => ({ uri, name }));
	const count = vscode.workspace.workspaceFolders?.length ?? 0;
	vscode.workspace.updateWorkspaceFolders(count, 0, ...folders);
};

const refresh: Handler = async (services, call) => {
	readOptions(call.options, {});
	for (const { uri } of fileTargets(services, call)) {
		services.containerFiles.refresh(uri);
	}
};

interface Target {
	readonly uri: vscode.Uri;
	readonly address: FileAddress;
	/** What it is called among others: `web:/etc`. */
	readonly name: string;
}

/** Rows, addresses, or what is selected; at least one. */
function fileTargets(services: Services, call: CommandCall): readonly Target[] {
	const given = call.targets.length > 0 ? call.targets : call.maySelect ? services.views.selection() : [];
	const targets = given.flatMap(target => targetOf(target) ?? []);
	if (targets.length === 0) {
		throw new EngineError('notFound', vscode.l10n.t('Select a file of a container or a volume.'));
	}
	return targets;
}

function targetOf(target: unknown): Target | undefined {
	const element = target as Partial<FileElement>;
	const uri =
		element.kind === 'file' && element.root && element.path
			? fileUri({ root: element.root, path: element.path })
			: typeof target === 'string'
				? vscode.Uri.parse(target)
				: target instanceof vscode.Uri
					? target
					: undefined;
	const address = uri && fileAddress(uri);
	return address && { uri, address, name: `${element.owner?.name ?? uri.authority}:${address.path}` };
}

/** The folder, or the one that a file is in. */
async function targetFolder(services: Services, call: CommandCall): Promise<Target> {
	const [target] = fileTargets(services, call) as [Target];
	const stat = await run(() => vscode.workspace.fs.stat(target.uri));
	if (stat.type & vscode.FileType.Directory) {
		return target;
	}
	const address = { root: target.address.root, path: parentOf(target.address.path) };
	return { ...target, address, uri: fileUri(address) };
}

async function newUri(folder: Target, given: string | undefined, title: string): Promise<vscode.Uri> {
	const name = given ?? (await askText({ title, problem: needed(vscode.l10n.t('A file needs a name.')) }));
	return vscode.Uri.joinPath(folder.uri, name);
}

async function refuseExisting(uri: vscode.Uri): Promise<void> {
	if (await isThere(uri)) {
		throw new EngineError('conflict', vscode.l10n.t('"{0}" exists already.', pathOf(uri)));
	}
}

async function copyAll(
	services: Services,
	sources: readonly vscode.Uri[],
	folder: vscode.Uri,
	{ move, asked }: { readonly move: boolean; readonly asked: boolean | undefined },
): Promise<void> {
	const pairs = sources
		.map(source => ({ source, target: vscode.Uri.joinPath(folder, nameOf(source.path.replace(/\/$/, ''))) }))
		.filter(({ source, target }) => source.toString() !== target.toString());
	const there = await Promise.all(pairs.map(({ target }) => isThere(target)));
	const existing = pairs.filter((_, index) => there[index]).map(({ target }) => nameOf(target.path));
	if (existing.length > 0) {
		await confirm(
			{ message: vscode.l10n.t('Replace {0}?', nameList(existing)), verb: vscode.l10n.t('Replace') },
			asked,
		);
	}
	await withProgress(
		vscode.l10n.t('Copying {0}', nameList(pairs.map(({ source }) => nameOf(source.path)))),
		async (signal, report) => {
			for (const { source, target } of pairs) {
				signal.throwIfAborted();
				report(nameOf(source.path));
				const act = move ? vscode.workspace.fs.rename : vscode.workspace.fs.copy;
				await run(() => act.call(vscode.workspace.fs, source, target, { overwrite: true }));
				logCopy(services, source, folder);
			}
		},
	);
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
	try {
		await vscode.workspace.fs.stat(uri);
		return true;
	} catch (error) {
		if ((error as { code?: string }).code === 'FileNotFound') {
			return false;
		}
		throw await failureOf(error);
	}
}

/** What VS Code's file system says was worded for the user already. */
async function run<T>(work: () => Thenable<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw await failureOf(error);
	}
}

async function failureOf(error: unknown): Promise<EngineError> {
	const code = (error as { code?: string }).code ?? '';
	const sentence = error instanceof Error ? error.message : String(error);
	const codes = { FileNotFound: 'notFound', FileExists: 'conflict', NoPermissions: 'denied' } as const;
	const known = codes[code as keyof typeof codes];
	return new ExplainedError(new EngineError(known ?? 'failed', sentence, { cause: toEngineError(error) }), {
		sentence,
	});
}

async function askFolder(): Promise<vscode.Uri> {
	const [folder] =
		(await vscode.window.showOpenDialog({
			canSelectFiles: false,
			canSelectFolders: true,
			openLabel: vscode.l10n.t('Download Here'),
		})) ?? [];
	if (!folder) {
		throw cancelled();
	}
	return folder;
}

async function askSources(): Promise<readonly vscode.Uri[]> {
	const sources = await vscode.window.showOpenDialog({
		canSelectFiles: true,
		canSelectMany: true,
		openLabel: vscode.l10n.t('Upload'),
	});
	if (!sources?.length) {
		throw cancelled();
	}
	return sources;
}

function uriOf(text: string): vscode.Uri {
	return /^[a-z][a-z0-9+.-]+:/i.test(text) && !/^[a-z]:[\\/]/i.test(text)
		? vscode.Uri.parse(text)
		: vscode.Uri.file(text);
}

function pathOf(uri: vscode.Uri): string {
	return fileAddress(uri)?.path ?? uri.path;
}

export const fileCommands = {
	'file.open': open,
	'file.create': create,
	'file.createFolder': createFolder,
	'file.rename': rename,
	'file.remove': remove,
	'file.download': download,
	'file.upload': upload,
	'file.copyPath': copyPath,
	'file.addToWorkspace': addToWorkspace,
	'file.refresh': refresh,
} satisfies Record<string, Handler>;
