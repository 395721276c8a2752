import * as os from 'node:os';
import * as vscode from 'vscode';
import { createApi, type SlipwayApi } from './api.ts';
import { KeyedQueue } from './base/async.ts';
import { Panels } from './commands/panels.ts';
import { registerCommands } from './commands/registerCommands.ts';
import type { Services } from './commands/services.ts';
import { UndoMemory } from './commands/undoMemory.ts';
import { usualBuild, usualContext } from './commands/usualBuild.ts';
import { watchForAbandonedHelpers } from './engine/abandonedHelpers.ts';
import { EngineConnection } from './engine/connection.ts';
import { ContextStore } from './engine/contexts.ts';
import { CrashWatcher } from './engine/crashes.ts';
import type { EngineEnvironment } from './engine/endpoints.ts';
import { EngineEvents } from './engine/engineEvents.ts';
import { Files } from './engine/files.ts';
import { ResourceStore } from './engine/resourceStore.ts';
import { ContainerStats } from './engine/stats.ts';
import { CheckOnSave } from './providers/checkOnSave.ts';
import { ComposePreview } from './providers/composePreview.ts';
import { ContainerFiles } from './providers/containerFiles.ts';
import { registerEngineLanguages } from './providers/languages/engineLanguages.ts';
import { registerTasks } from './providers/tasks.ts';
import { Settings } from './settings.ts';
import { CommandLog } from './ui/commandLog.ts';
import { CrashNotifications } from './ui/crashNotifications.ts';
import { ReadOnlyDocuments } from './ui/documents.ts';
import { EventsDocument } from './ui/eventsDocument.ts';
import { KnownRegistries } from './ui/knownRegistries.ts';
import { LearnedSteps } from './ui/learnedSteps.ts';
import { StatusBar } from './ui/statusBar.ts';
import { Transfers } from './ui/transfers.ts';
import { NewerImages } from './views/newerImages.ts';
import { createViews } from './views/views.ts';
import { VolumeSizes } from './views/volumeSizes.ts';
import { WorkspaceComposeFiles } from './views/workspaceComposeFiles.ts';

/** Builds every part and connects them. Nothing here reads a file or calls the engine. */
export function activate(context: vscode.ExtensionContext): SlipwayApi {
	const own = <T extends vscode.Disposable>(part: T): T => {
		context.subscriptions.push(part);
		return part;
	};
	const logger = own(vscode.window.createOutputChannel('Slipway', { log: true }));
	const settings = own(new Settings());
	const environment: EngineEnvironment = {
		env: process.env,
		home: os.homedir(),
		platform: process.platform,
		uid: process.getuid?.(),
		contextSetting: () => settings.context,
		secrets: context.secrets,
	};
	const connection = own(new EngineConnection({ environment, logger }));
	const contexts = own(new ContextStore(environment, logger));
	const events = own(new EngineEvents(connection, logger));
	const store = own(new ResourceStore(connection, events, logger));
	own(watchForAbandonedHelpers(connection, logger));
	own(contexts.onDidChange(() => connection.reconsider()));
	own(settings.onDidChangeContext(() => connection.reconsider()));
	own(vscode.window.onDidChangeWindowState(state => state.focused && connection.retryNow()));

	const files = own(new Files(connection));
	const containerFiles = own(new ContainerFiles({ files, connection, store }));
	const composeFiles = own(new WorkspaceComposeFiles(logger));
	const registries = own(
		new KnownRegistries({ connection, environment, memory: context.globalState, secrets: context.secrets }),
	);
	const volumeSizes = own(new VolumeSizes(connection));
	const stats = own(new ContainerStats(connection, logger));
	const newerImages = own(new NewerImages());
	const views = own(
		createViews({
			connection,
			store,
			stats,
			settings,
			contexts,
			composeFiles,
			files,
			registries,
			newerImages,
			volumeSizes,
			memory: context.workspaceState,
		}),
	);
	own(containerFiles.onDidChangeFile(changes => views.renewFiles(changes.map(({ uri }) => uri))));
	own(new StatusBar(connection, store, settings));
	own(new CrashNotifications(own(new CrashWatcher(events)), settings, context.globalState));

	const commandLog = own(new CommandLog());
	const documents = own(new ReadOnlyDocuments());
	const tasks = own(registerTasks({ connection, commandLog, settings }));
	const { composeService } = own(
		registerEngineLanguages({
			connection,
			store,
			settings,
			environment,
			contextFolder: dockerfile => usualContext(context.workspaceState, dockerfile),
			composeFilePaths: async () => (await composeFiles.list()).flatMap(({ files }) => files),
			projectOf: file => composeFiles.projectOf(file),
			globalMemory: context.globalState,
			findComposeVersion: async () => (await tasks.cli.tools()).compose?.version,
			checkFindings: tasks.checks.findings,
			logger,
		}),
	);
	const undo = new UndoMemory();
	const services: Services = {
		connection,
		events,
		store,
		contexts,
		registries,
		settings,
		views,
		volumeSizes,
		newerImages,
		composeFiles,
		files,
		containerFiles,
		commandLog,
		documents,
		learnedSteps: own(new LearnedSteps({ store, events, memory: context.globalState })),
		eventsDocument: own(new EventsDocument({ connection, documents, logger })),
		transfers: own(new Transfers(documents)),
		composePreview: own(
			new ComposePreview({ documents, compose: tasks.compose, composeService, env: environment.env, logger }),
		),
		panels: own(
			new Panels({
				connection,
				events,
				store,
				stats,
				commandLog,
				documents,
				undo,
				extensionUri: context.extensionUri,
				cacheFolder: context.globalStorageUri.fsPath,
				memory: context.workspaceState,
				globalMemory: context.globalState,
				logger,
			}),
		),
		tasks,
		queue: new KeyedQueue(),
		undo,
		memory: context.workspaceState,
		logger,
	};
	own(registerCommands(services));

	own(
		new CheckOnSave({
			checks: tasks.checks,
			settings,
			usualBuild: dockerfile => usualBuild(context.workspaceState, dockerfile),
			logger,
		}),
	);
	return createApi(connection, store);
}
