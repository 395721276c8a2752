import type * as vscode from 'vscode';
import type { KeyedQueue } from '../base/async.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { ContextStore } from '../engine/contexts.ts';
import type { EngineEvents } from '../engine/engineEvents.ts';
import type { Files } from '../engine/files.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { ComposePreview } from '../providers/composePreview.ts';
import type { ContainerFiles } from '../providers/containerFiles.ts';
import type { Tasks } from '../providers/tasks.ts';
import type { Settings } from '../settings.ts';
import type { CommandLog } from '../ui/commandLog.ts';
import type { ReadOnlyDocuments } from '../ui/documents.ts';
import type { EventsDocument } from '../ui/eventsDocument.ts';
import type { KnownRegistries } from '../ui/knownRegistries.ts';
import type { LearnedSteps } from '../ui/learnedSteps.ts';
import type { Transfers } from '../ui/transfers.ts';
import type { NewerImages } from '../views/newerImages.ts';
import type { Views } from '../views/views.ts';
import type { VolumeSizes } from '../views/volumeSizes.ts';
import type { WorkspaceComposeFiles } from '../views/workspaceComposeFiles.ts';
import type { CommandCall } from './commandCall.ts';
import type { Panels } from './panels.ts';
import type { UndoMemory } from './undoMemory.ts';

/** What every command handler works with; built once, in `extension.ts`. */
export interface Services {
	readonly connection: EngineConnection;
	readonly events: EngineEvents;
	readonly store: ResourceStore;
	readonly contexts: ContextStore;
	readonly registries: KnownRegistries;
	readonly settings: Settings;
	readonly views: Views;
	readonly volumeSizes: VolumeSizes;
	readonly newerImages: NewerImages;
	readonly composeFiles: WorkspaceComposeFiles;
	readonly files: Files;
	readonly containerFiles: ContainerFiles;
	readonly commandLog: CommandLog;
	readonly documents: ReadOnlyDocuments;
	readonly eventsDocument: EventsDocument;
	readonly learnedSteps: LearnedSteps;
	/** Pulls and pushes, layer by layer. */
	readonly transfers: Transfers;
	readonly composePreview: ComposePreview;
	readonly panels: Panels;
	/** What runs the docker command line: builds and Compose. */
	readonly tasks: Tasks;
	/** Actions on one object follow one another; those on different objects run side by side. */
	readonly queue: KeyedQueue;
	readonly undo: UndoMemory;
	/** The workspace's: last answers, shells found. */
	readonly memory: vscode.Memento;
	readonly logger: vscode.LogOutputChannel;
}

/** Resolves to the command's result; rejects with an `EngineError`, which the registrar shows to the user. */
export type Handler = (services: Services, call: CommandCall) => Promise<unknown>;
