import type * as vscode from 'vscode';
import type { Event } from '../../base/event.ts';
import type { Logger } from '../../base/logger.ts';
import type { ComposeService } from '../../languageservice/compose/service.ts';
import type { ServiceHost } from '../../languageservice/host.ts';
import type { ComposeLensOptions } from './composeLenses.ts';
import type { PublisherOptions } from './diagnosticsPublisher.ts';
import type { ServiceLoaders } from './serviceLoaders.ts';

/** What the languages are connected with; where there can be no engine some of it is missing. */
export interface LanguageParts {
	readonly loaders: ServiceLoaders;
	readonly dockerfileHost: ServiceHost;
	/** Loads the code at its first call. */
	readonly composeService: () => Promise<ComposeService>;
	readonly bakeHost: ServiceHost;
	/** The container of a service of the project that a compose file makes. */
	readonly containerOf?: ComposeLensOptions['containerOf'];
	/** Whether a registry has still to answer. */
	readonly isAskingRegistry?: () => boolean;
	readonly onDidChangeSurroundings: Event<void>;
	/** As above, and what containers do. */
	readonly onDidChangeContainers: Event<void>;
	readonly showsLenses: () => boolean;
	readonly showsComposeLenses: () => boolean;
	readonly isComposeEnabled: () => boolean;
	/** Where it is remembered what the user was told. */
	readonly globalMemory?: vscode.Memento;
	/** What BuildKit's own check has found. */
	readonly checkFindings?: PublisherOptions['more'];
	readonly logger: Logger;
}
