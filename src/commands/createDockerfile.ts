import { stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import * as vscode from 'vscode';
import { type CommandName, commandId } from '../contributions.ts';
import { EngineError } from '../engine/errors.ts';
import { parseImageReference } from '../engine/imageReference.ts';
import { readProjectFiles } from '../engine/projectFiles.ts';
import {
	planDockerfile,
	projectFileNames,
	readFileNames,
	recognizePlatforms,
	writeDockerfile,
	writeDockerignore,
} from '../languageservice/dockerfile/newDockerfile/newDockerfile.ts';
import type { DockerfilePlan, Platform, ProjectFiles } from '../languageservice/dockerfile/newDockerfile/plan.ts';
import { requireTrust } from '../providers/requireTrust.ts';
import { ExplainedError, NothingThere } from '../ui/reportError.ts';
import { runsCommand } from '../ui/wayOn.ts';
import type { CommandCall } from './commandCall.ts';
import { askDockerfile, locale, pickPlatform, pickProject } from './createDockerfileForm.ts';
import { absolutePath } from './dockerfileTarget.ts';
import { type NewDockerfile, newDockerfileCommand, platformNamed, portFrom } from './newDockerfileAnswers.ts';
import { type OptionsOf, readOptions } from './options.ts';
import type { Handler } from './services.ts';

const schema = {
	folder: 'string',
	platform: 'string',
	port: 'string',
	command: 'command',
	/** Of the file, where there is a Dockerfile already. */
	name: 'string',
	image: 'string',
} as const;
type Given = OptionsOf<typeof schema>;

/** Writes a Dockerfile and a .dockerignore that fit what lies in a folder; never over what is there. */
const create: Handler = async (_services, call) => {
	requireTrust();
	const given = readOptions(call.options, schema);
	const platform = given.platform === undefined ? undefined : platformNamed(given.platform);
	const folder = await findFolder(call, given, platform);
	const project = await readProjectFiles(folder, isRead, call.signal);
	const plan = planDockerfile(platform ?? (await choosePlatform(project)), project);
	const free = await freeName(folder, plan.platform);
	// Nobody is asked whether another name will do, so that a caller gets the name that it expects or none.
	const proposed = withGiven(plan, given, call.optionsGiven ? 'Dockerfile' : free);
	const answers = call.optionsGiven
		? proposed
		: await askDockerfile({ folder, project, hasDockerfile: free !== 'Dockerfile' }, proposed);
	return write(folder, answers, call, given);
};

function isRead(name: string): boolean {
	const names: readonly string[] = [...projectFileNames, ...readFileNames];
	return names.includes(name) || names.some(pattern => pattern.startsWith('*') && name.endsWith(pattern.slice(1)));
}

/** The folder that was named or clicked, else the one project of the workspace, else a picked one. */
async function findFolder(call: CommandCall, given: Given, platform: Platform | undefined): Promise<string> {
	const [target] = call.targets;
	const named = given.folder ?? (target instanceof vscode.Uri ? target.fsPath : target);
	if (typeof named === 'string') {
		const path = absolutePath(named);
		const found = await stat(path).catch(() => undefined);
		if (!found) {
			throw new EngineError('notFound', vscode.l10n.t('There is no folder at {0}.', path));
		}
		return found.isDirectory() ? path : dirname(path);
	}
	const folders = await projectFolders();
	if (folders.length === 0) {
		throw new NothingThere(vscode.l10n.t('Open a folder first: the Dockerfile goes into it.'), [
			runsCommand(vscode.l10n.t('Open Folder…'), 'vscode.openFolder'),
		]);
	}
	return folders.length === 1 || call.optionsGiven ? bestFolder(folders, platform) : pickProject(folders);
}

export interface ProjectFolder {
	readonly path: string;
	/** Empty for a workspace folder in which nothing was recognised. */
	readonly platforms: readonly Platform[];
}

function bestFolder(folders: readonly ProjectFolder[], platform: Platform | undefined): string {
	const fitting = platform && folders.find(({ platforms }) => platforms.includes(platform));
	return (fitting ?? (folders[0] as ProjectFolder)).path;
}

const notSearched = '**/{node_modules,.git,vendor,target,build,dist,out,bin,obj,.venv,venv,test,tests,.*}/**';

/** Every folder of the workspace with a project in it, near ones first. */
async function projectFolders(): Promise<ProjectFolder[]> {
	const files = await vscode.workspace.findFiles(`**/{${projectFileNames.join(',')}}`, notSearched, 500);
	const names = new Map<string, string[]>();
	for (const { fsPath } of files) {
		names.set(dirname(fsPath), [...(names.get(dirname(fsPath)) ?? []), basename(fsPath)]);
	}
	const found = [...names]
		.map(([path, paths]) => ({ path, platforms: recognizePlatforms({ paths, text: () => undefined }) }))
		.sort((a, b) => a.path.split(sep).length - b.path.split(sep).length || a.path.localeCompare(b.path));
	const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
	const others = roots.filter(root => !found.some(({ path }) => path === root || path.startsWith(root + sep)));
	return [...found, ...others.map(path => ({ path, platforms: [] }))];
}

async function choosePlatform(project: ProjectFiles): Promise<Platform> {
	const [first] = recognizePlatforms(project);
	return first ?? pickPlatform();
}

function withGiven(plan: DockerfilePlan, given: Given, name: string): NewDockerfile {
	if (given.image !== undefined) {
		parseImageReference(given.image);
	}
	const port = given.port === undefined ? plan.port : portFrom(given.port);
	const [usual] = plan.images as [(typeof plan.images)[number]];
	const images =
		given.image === undefined
			? usual
			: { ...usual, runtime: given.image, build: usual.build === usual.runtime ? given.image : usual.build };
	return {
		plan,
		images,
		port,
		command: given.command === undefined ? undefined : newDockerfileCommand(given.command),
		name: given.name ?? name,
	};
}

/** `Dockerfile`, or the first name after it that nothing has yet. */
async function freeName(folder: string, platform: Platform): Promise<string> {
	for (let count = 0; ; count++) {
		const name = ['Dockerfile', `Dockerfile.${platform}`][count] ?? `Dockerfile.${platform}${count}`;
		if (!(await stat(join(folder, name)).catch(() => undefined))) {
			return name;
		}
	}
}

async function write(folder: string, answers: NewDockerfile, call: CommandCall, given: Given): Promise<string[]> {
	const { plan, images, port, name } = answers;
	const command = answers.command ?? plan.command(port);
	if (/[\\/]/.test(name) || name === '' || name === '.' || name === '..') {
		throw new EngineError('invalid', vscode.l10n.t('"{0}" is no name for a file.', name));
	}
	const dockerfile = join(folder, name);
	if (!(await writeNew(dockerfile, writeDockerfile(plan, { images, port, command }, locale())))) {
		throw await alreadyThere(dockerfile, plan.platform, call, given);
	}
	const ignore = join(folder, '.dockerignore');
	const isIgnoreNew = await writeNew(ignore, writeDockerignore(plan, locale()));
	await vscode.window.showTextDocument(vscode.Uri.file(dockerfile));
	return isIgnoreNew ? [dockerfile, ignore] : [dockerfile];
}

/** Whether it was written: not where there is something already. */
async function writeNew(path: string, text: string): Promise<boolean> {
	try {
		await writeFile(path, text, { flag: 'wx' });
		return true;
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === 'EEXIST') {
			return false;
		}
		throw new EngineError(code === 'EACCES' || code === 'EROFS' ? 'denied' : 'failed', message, { cause: error });
	}
}

async function alreadyThere(path: string, platform: Platform, call: CommandCall, given: Given): Promise<EngineError> {
	const name = await freeName(dirname(path), platform);
	const sentence = vscode.l10n.t(
		'There is a file {0} already; nothing was written.',
		vscode.workspace.asRelativePath(path),
	);
	const options = { ...given, folder: dirname(path), platform, name };
	return new ExplainedError(new EngineError('conflict', sentence), {
		sentence,
		ways: [
			runsCommand(
				vscode.l10n.t('Write {0}', name),
				commandId('dockerfile.create'),
				...call.targets.slice(0, 1),
				options,
			),
			runsCommand(vscode.l10n.t('Open It'), 'vscode.open', vscode.Uri.file(path)),
		],
	});
}

export const createDockerfileCommands = { 'dockerfile.create': create } satisfies Partial<Record<CommandName, Handler>>;
