import type * as vscode from 'vscode';
import type { EngineConnection } from '../engine/connection.ts';
import type { EngineError } from '../engine/errors.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { ReadOnlyDocuments } from '../ui/documents.ts';

/** What the panels of image layers need around them. */
export interface LayersHost {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
	readonly documents: ReadOnlyDocuments;
	/** Where layers are kept on disk. */
	readonly cacheFolder: string;
	explain(error: EngineError): Promise<string>;
	/** For the commands of an image's history, oldest first, where a Dockerfile of the workspace says them. */
	findLines(commands: readonly string[]): Promise<readonly (DockerfileLine | undefined)[]>;
}

/** A line of a file of the workspace. */
export interface DockerfileLine {
	readonly uri: vscode.Uri;
	/** Counted from 1. */
	readonly line: number;
}

export interface ReadOptions {
	readonly signal?: AbortSignal;
	/** False reads large images without asking. */
	readonly confirm?: boolean | undefined;
	/** Nobody has asked for this: large images wait until somebody does. */
	readonly unasked?: boolean;
}
