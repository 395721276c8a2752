import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { anyEvent } from '../../base/event.ts';
import type { Logger } from '../../base/logger.ts';
import type { EngineConnection } from '../../engine/connection.ts';
import type { EngineEnvironment } from '../../engine/environment.ts';
import type { ResourceStore } from '../../engine/resourceStore.ts';
import type { Settings } from '../../settings.ts';
import type { CheckFindings } from '../checkFindings.ts';
import { HostFiles } from './hostFiles.ts';
import { HostImages } from './hostImages.ts';
import { HostTags } from './hostTags.ts';
import { registerLanguages } from './languages.ts';
import { readLocalFolder } from './localFolder.ts';
import { createServiceHost } from './serviceHost.ts';

export interface EngineLanguageParts {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
	readonly settings: Settings;
	readonly environment: EngineEnvironment;
	/** The build context that is used with a Dockerfile; its own folder if undefined. */
	contextFolder(dockerfile: string): string | undefined;
	/** What BuildKit's own check has found. */
	readonly checkFindings: CheckFindings;
	readonly logger: Logger;
}

/** The languages where there can be an engine and a file system: everywhere but in a browser alone. */
export function registerEngineLanguages({
	connection,
	store,
	settings,
	environment,
	contextFolder,
	checkFindings,
	logger,
}: EngineLanguageParts): Disposable {
	const files = new HostFiles(readLocalFolder);
	const images = new HostImages(connection, store);
	const tags = new HostTags(environment, () => settings.registryTags);
	const dockerfileHost = createServiceHost({
		files,
		images,
		registryTags: (repository, signal) => tags.list(repository, signal),
		rules: () => settings.dockerfileRules,
		contextFolder: ({ scheme, fsPath }) => {
			const context = scheme === 'file' ? contextFolder(fsPath) : undefined;
			return context === undefined ? undefined : vscode.Uri.file(context);
		},
	});
	const languages = registerLanguages({
		dockerfileHost,
		isAskingRegistry: () => tags.isAsking,
		onDidChangeSurroundings: anyEvent(
			files.onDidChange,
			images.onDidChange,
			settings.onDidChange,
			checkFindings.onDidChange,
		),
		checkFindings: uri => checkFindings.findingsFor(uri),
		showsLenses: () => settings.dockerfileLenses,
		logger,
	});
	return vscode.Disposable.from(languages, images, files);
}
