import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';

/** A compose file of a project. */
export interface ProjectFile {
	readonly uri: string;
	readonly document: ComposeDocument;
	/** How it came into the project. */
	readonly role: 'main' | 'base' | 'override' | 'include' | 'extends';
	/** URI of the folder that relative paths in it start from. */
	readonly folder: string | undefined;
}

/** The compose files that belong together, as seen from one of them. */
export interface ComposeProject {
	readonly main: ProjectFile;
	/** All of them, the main file included, each once. */
	readonly files: readonly ProjectFile[];
}

/** Finds the files that belong to a document: its base or override files, what it includes and extends. */
export async function loadProject(
	document: ComposeDocument,
	_host: ServiceHost,
	_signal: AbortSignal,
): Promise<ComposeProject> {
	const main: ProjectFile = { uri: document.text.uri, document, role: 'main', folder: undefined };
	return { main, files: [main] };
}
