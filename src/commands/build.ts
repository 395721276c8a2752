import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { type CommandName, commandId } from '../contributions.ts';
import type { BuildOptions } from '../engine/build.ts';
import { outlineDockerfile } from '../engine/dockerfileOutline.ts';
import { EngineError } from '../engine/errors.ts';
import { contextPath } from '../providers/buildDefinition.ts';
import { BuildFailedError } from '../providers/buildRun.ts';
import { requireTrust } from '../providers/requireTrust.ts';
import { plainText } from '../ui/plainText.ts';
import { ExplainedError } from '../ui/reportError.ts';
import { offer, runsCommand, type WayOn } from '../ui/wayOn.ts';
import { askBuild, optionsFor } from './buildForm.ts';
import type { CommandCall } from './commandCall.ts';
import { findDockerfile } from './dockerfileTarget.ts';
import { withTools } from './missingTool.ts';
import { type OptionsOf, readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { type BuildAnswers, defaultAnswers, memoryKeyOf } from './usualBuild.ts';

const schema = {
	tag: 'string',
	tags: 'strings',
	context: 'string',
	target: 'string',
	buildArgs: 'record',
	platform: 'string',
	noCache: 'boolean',
	pull: 'boolean',
	secrets: 'strings',
	ssh: 'strings',
	labels: 'record',
} as const;

const longTime = 10_000;

export interface BuiltImage {
	readonly id: string;
	/** The first tag, or the id. */
	readonly name: string;
}

const build: Handler = async (services, call) => {
	const startedAt = Date.now();
	const image = await buildImage(services, call);
	if (Date.now() - startedAt > longTime) {
		tellBuilt(image);
	}
	return image.id;
};

/** Builds what a call is about, after the form unless a tag is given. */
export async function buildImage(services: Services, call: CommandCall): Promise<BuiltImage> {
	requireTrust();
	const given = readOptions(call.options, schema);
	await withTools(() => services.tasks.cli.buildx());
	const dockerfile = await findDockerfile(call);
	const options = await completeOptions(services, dockerfile, given);
	const id = await explained(
		dockerfile,
		withTools(() => services.tasks.builds.build(options, call.signal)),
	);
	return { id, name: options.tags?.[0] ?? id };
}

/** A tag, or several, are all that has to be given. */
async function completeOptions(
	services: Services,
	dockerfile: string,
	given: OptionsOf<typeof schema>,
): Promise<BuildOptions> {
	const memoryKey = memoryKeyOf(dockerfile);
	const usual = { ...defaultAnswers(dockerfile), ...services.memory.get<BuildAnswers>(memoryKey) };
	const tags = [...(given.tag ? [given.tag] : []), ...(given.tags ?? [])];
	const answers = {
		...(tags.length > 0 ? defaultAnswers(dockerfile) : usual),
		...(given.context === undefined ? {} : { context: contextPath(given.context, workspaceFolderOf(dockerfile)) }),
		...(given.target === undefined ? {} : { target: given.target, tag: stageTag(usual.tag, given.target) }),
		...(given.buildArgs === undefined ? {} : { buildArgs: given.buildArgs }),
	};
	if (tags.length > 0) {
		return { ...given, ...optionsFor(dockerfile, answers), tags };
	}
	const asked = await askBuild(dockerfile, outlineDockerfile(await readDockerfile(dockerfile)), answers);
	// A stage that was built once is not what is built from now on.
	await services.memory.update(
		memoryKey,
		given.target === undefined ? asked : { ...asked, target: usual.target, tag: usual.tag },
	);
	return { ...given, ...optionsFor(dockerfile, asked) };
}

/** `web:1.0` and `deps` are `web:deps`: the image itself keeps its tag. */
function stageTag(tag: string, stage: string): string {
	const repository = tag.replace(/:[^:/]*$/, '');
	return stage === '' ? tag : `${repository}:${stage.toLowerCase()}`;
}

async function readDockerfile(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		throw new EngineError('notFound', vscode.l10n.t('There is no Dockerfile at {0}.', path), { cause: error });
	}
}

function workspaceFolderOf(dockerfile: string): string {
	return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(dockerfile))?.uri.fsPath ?? dirname(dockerfile);
}

async function explained<T>(dockerfile: string, work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (!(error instanceof BuildFailedError)) {
			throw error;
		}
		const line = error.failure?.line;
		const words = plainText(reasonOf(error), 300);
		throw new ExplainedError(error, {
			sentence:
				line === undefined
					? vscode.l10n.t('The build failed: {0}', words)
					: vscode.l10n.t('The build failed in line {0}: {1}', line, words),
			ways: line === undefined ? [] : [opensLine(dockerfile, line)],
		});
	}
}

/** What the failed command said last tells more than that it failed. */
function reasonOf({ message, failure }: BuildFailedError): string {
	const exitCode = /exit code: \d+$/.exec(message)?.[0];
	const said = failure?.output.at(-1);
	return exitCode && said ? `${said} (${exitCode})` : message;
}

function opensLine(dockerfile: string, line: number): WayOn {
	const start = new vscode.Position(line - 1, 0);
	return {
		title: vscode.l10n.t('Go to Line'),
		run: () =>
			vscode.window.showTextDocument(vscode.Uri.file(dockerfile), { selection: new vscode.Range(start, start) }),
	};
}

function tellBuilt({ name }: BuiltImage): void {
	offer('info', vscode.l10n.t('Image "{0}" is built.', name), [
		runsCommand(vscode.l10n.t('Run…'), commandId('image.run'), name),
	]);
}

export const buildCommands = { 'image.build': build } satisfies Partial<Record<CommandName, Handler>>;
