import type { CommandName, ContextValue, ViewId } from '../contributions.ts';
import type { DockerContext } from '../engine/contexts.ts';
import type { RegistryAccount } from '../engine/registries.ts';
import type { RemoteImage } from '../engine/remoteImage.ts';
import type { Container, PublishedPort, Resource } from '../engine/resources.ts';
import type { ChangeElement, FileElement } from './fileElements.ts';

/**
 * What a row stands for, and what a menu command gets: the engine's own objects, or one of the small types below.
 * VS Code keeps the object that it was handed first. Resources in it may have changed since: ask the store by id.
 */
export type ViewElement =
	| Resource
	| ComposeProject
	| ComposeService
	| Group
	| Detail
	| FileElement
	| ChangeElement
	| DockerContext
	| Registry
	| RegistryRepository
	| RegistryTag
	| RegistryNote;

/** A compose project, from its containers, from the workspace's files, or from both. */
export interface ComposeProject {
	readonly kind: 'composeProject';
	/** `project:` and the name. */
	readonly id: string;
	readonly name: string;
	readonly containers: readonly Container[];
	/** Absolute paths in the order of `--file`; from the workspace, else from the containers' labels. */
	readonly files: readonly string[];
	readonly workingDirectory: string | undefined;
	/** Services of the workspace's files that have no container. */
	readonly missingServices: readonly ComposeService[];
	/** What is wrong with the workspace's file, in the parser's words. */
	readonly error: string | undefined;
}

/** A service that no container has been created for. */
export interface ComposeService {
	readonly kind: 'composeService';
	readonly id: string;
	readonly name: string;
	/** The project's name. */
	readonly project: string;
	readonly files: readonly string[];
	readonly workingDirectory: string | undefined;
	readonly profiles: readonly string[];
	readonly image: string | undefined;
}

export interface Group {
	readonly kind: 'group';
	readonly id: string;
	readonly view: ViewId;
	readonly label: string;
	readonly members: readonly Resource[];
}

/** A row below a resource: a port, a mount, a tag, a user. */
export interface Detail {
	readonly kind: 'detail';
	readonly id: string;
	readonly label: string;
	readonly description: string;
	/** A codicon's name. */
	readonly icon: string;
	readonly owner: Resource;
	readonly contextValue: ContextValue;
	readonly port?: PublishedPort;
	/** Of one of an image's tags. */
	readonly reference?: string;
	/** Of a network's member, or of a container that uses the owner. */
	readonly container?: Container;
}

export interface Registry extends RegistryAccount {
	readonly kind: 'registry';
	readonly id: string;
	/** By the user, who can take it out of the list again. */
	readonly added: boolean;
	/** Name of the container that it runs in, here. */
	readonly container: string | undefined;
}

export interface RegistryRepository {
	readonly kind: 'registryRepository';
	readonly id: string;
	/** The registry's host. */
	readonly host: string;
	/** As in `ImageReference`. */
	readonly repository: string;
	readonly added: boolean;
}

export interface RegistryTag {
	readonly kind: 'registryTag';
	readonly id: string;
	readonly host: string;
	readonly repository: string;
	readonly tag: string;
	/** What people write to pull it. */
	readonly reference: string;
	/** What the list of tags has told already. */
	readonly listed: RemoteImage | undefined;
}

/** A row below one of the above that is no thing: more to load, what is wrong and what to do, a platform of a tag. */
export interface RegistryNote {
	readonly kind: 'registryNote';
	readonly id: string;
	readonly label: string;
	readonly description: string;
	/** A codicon's name. */
	readonly icon: string;
	readonly owner: Registry | RegistryRepository | RegistryTag;
	/** What a click does. */
	readonly action?: { readonly command: CommandName; readonly target: unknown };
}

/** Unique within a view and the same after every refresh, so that expansion and selection survive. */
export function elementId(element: ViewElement): string {
	switch (element.kind) {
		case 'container':
		case 'image':
		case 'volume':
		case 'network':
			return `${element.kind}:${element.id}`;
		case 'context':
			return `context:${element.name}`;
		default:
			return element.id;
	}
}
