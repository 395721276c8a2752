import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { anyEvent } from '../../base/event.ts';
import type { Logger } from '../../base/logger.ts';
import type { EngineConnection } from '../../engine/connection.ts';
import type { EngineEnvironment } from '../../engine/environment.ts';
import type { ResourceStore } from '../../engine/resourceStore.ts';
import type { ComposeService } from '../../languageservice/compose/service.ts';
import type { Settings } from '../../settings.ts';
import type { CheckFindings } from '../checkFindings.ts';
import { HostContainers } from './hostContainers.ts';
import { HostFiles } from './hostFiles.ts';
import { HostImages } from './hostImages.ts';
import { HostTags } from './hostTags.ts';
import { registerLanguages } from './languages.ts';
import { readLocalFolder } from './localFolder.ts';
import { findsInCompose } from './outsideReferences.ts';
import { once } from './registerLanguage.ts';
import { createServiceHost } from './serviceHost.ts';
import { nodeServiceLoaders } from './serviceLoaders.ts';

export interface EngineLanguageParts {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
	readonly settings: Settings;
	readonly environment: EngineEnvironment;
	/** The build context that is used with a Dockerfile; its own folder if undefined. */
	contextFolder(dockerfile: string): string | undefined;
	/** What BuildKit's own check has found. */
	readonly checkFindings: CheckFindings;
	/** Absolute paths of the compose files of the workspace. */
	composeFilePaths(): Promise<readonly string[]>;
	/** The name of the project that a compose file makes, as far as the file is known. */
	projectOf(file: string): Promise<string | undefined>;
	/** The version of Compose that is installed. */
	findComposeVersion(): Promise<string | undefined>;
	/** The user's, for all workspaces. */
	readonly globalMemory: vscode.Memento;
	readonly logger: Logger;
}

export interface EngineLanguages extends Disposable {
	/** Loads its code at the first call. */
	readonly composeService: () => Promise<ComposeService>;
}

/** The languages where there can be an engine and a file system: everywhere but in a browser alone. */
export function registerEngineLanguages({
	connection,
	store,
	settings,
	environment,
	contextFolder,
	composeFilePaths,
	projectOf,
	findComposeVersion,
	checkFindings,
	globalMemory,
	logger,
}: EngineLanguageParts): EngineLanguages {
	const files = new HostFiles(readLocalFolder);
	const images = new HostImages(connection, store);
	const tags = new HostTags(environment, () => settings.registryTags);
	const registryTags = (repository: string, signal: AbortSignal) => tags.list(repository, signal);
	const containers = new HostContainers(connection, store);
	const composeHost = createServiceHost({
		files,
		images,
		containers,
		engineNames: kind => containers.namesOf(kind),
		registryTags,
		rules: () => settings.composeRules,
		environment: environment.env,
		composeVersion: lazily(findComposeVersion),
		composeFiles: file => filesTogether(settings.composeFiles, file),
	});
	const composeService = once(async () => {
		const { createComposeService } = await nodeServiceLoaders.compose();
		return createComposeService(composeHost);
	});
	const dockerfileHost = createServiceHost({
		files,
		images,
		registryTags,
		outsideReferences: findsInCompose(composeService, files, composeFilePaths),
		rules: () => settings.dockerfileRules,
		contextFolder: ({ scheme, fsPath }) => {
			const context = scheme === 'file' ? contextFolder(fsPath) : undefined;
			return context === undefined ? undefined : vscode.Uri.file(context);
		},
	});
	const onDidChangeSurroundings = anyEvent(files.onDidChange, images.onDidChange, settings.onDidChange);
	const languages = registerLanguages({
		loaders: nodeServiceLoaders,
		dockerfileHost,
		composeService,
		bakeHost: dockerfileHost,
		containerOf: async ({ fsPath }, service) => {
			const project = await projectOf(fsPath);
			return project === undefined ? undefined : containers.ofService(project, service);
		},
		isAskingRegistry: () => tags.isAsking,
		onDidChangeSurroundings: anyEvent(onDidChangeSurroundings, checkFindings.onDidChange),
		checkFindings: uri => checkFindings.findingsFor(uri),
		onDidChangeContainers: anyEvent(onDidChangeSurroundings, containers.onDidChange),
		showsLenses: () => settings.dockerfileLenses,
		showsComposeLenses: () => settings.composeLenses,
		isComposeEnabled: () => settings.composeLanguageFeatures,
		globalMemory,
		logger,
	});
	const parts = vscode.Disposable.from(languages, containers, images, files);
	return { composeService, dispose: () => parts.dispose() };
}

/** Undefined until it has been found; the first question starts the search. */
function lazily(find: () => Promise<string | undefined>): () => string | undefined {
	let found: string | undefined;
	let isSearched = false;
	return () => {
		if (!isSearched) {
			isSearched = true;
			find().then(
				version => {
					found = version;
				},
				() => {},
			);
		}
		return found;
	};
}

/** `slipway.compose.files` of the folder that a file is in, if the file is one of them. */
function filesTogether(names: readonly string[], file: vscode.Uri): readonly vscode.Uri[] | undefined {
	const folder = vscode.workspace.getWorkspaceFolder(file);
	const files = folder ? names.map(name => vscode.Uri.joinPath(folder.uri, name)) : [];
	return files.some(each => each.toString() === file.toString()) ? files : undefined;
}
