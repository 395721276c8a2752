import * as vscode from 'vscode';
import type { RuleSeverity, ServiceHost } from '../../languageservice/host.ts';
import type { HostContainers } from './hostContainers.ts';
import type { HostFiles } from './hostFiles.ts';
import type { HostImages } from './hostImages.ts';

export interface Surroundings {
	readonly files: HostFiles;
	/** Missing where there can be no engine. */
	readonly images?: HostImages;
	/** `slipway.<language>.rules` as it stands in the settings. */
	rules(): Readonly<Record<string, unknown>>;
	/** The build context that is known to be used with a Dockerfile, as a URI; its own folder if undefined. */
	contextFolder?(dockerfile: vscode.Uri): vscode.Uri | undefined;
	/** Missing where there can be no engine, and for languages that do not speak of containers. */
	readonly containers?: HostContainers;
	/** What `docker compose` would inherit. */
	readonly environment?: Readonly<Record<string, string | undefined>>;
	/** The version of Compose that is installed, once it is known. */
	composeVersion?(): string | undefined;
	/** URIs of the compose files that are used together with one; undefined if it stands alone. */
	composeFiles?(file: vscode.Uri): readonly vscode.Uri[] | undefined;
	/** Names of the engine's networks or volumes, from memory. */
	readonly engineNames?: ServiceHost['engineNames'];
	/** What is elsewhere said of a Dockerfile. */
	readonly outsideReferences?: ServiceHost['outsideReferences'];
	/** Asks a registry; only where the user allows it. */
	registryTags?(repository: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** What the language services may ask of this window. */
export function createServiceHost(surroundings: Surroundings): ServiceHost {
	const { files, images, containers, environment, contextFolder, registryTags, composeVersion } = surroundings;
	return {
		locale: vscode.env.language.toLowerCase().startsWith('ko') ? 'ko' : 'en',
		ruleSeverities: () => readSeverities(surroundings.rules()),
		contextFolder: uri => contextFolder?.(vscode.Uri.parse(uri))?.toString(),
		readFolder: uri => files.readFolder(uri),
		readFile: (uri, signal) => files.readFile(uri, signal),
		hadolintConfig: (uri, signal) => readHadolintConfig(files, vscode.Uri.parse(uri), signal),
		...(images
			? {
					localImages: (signal: AbortSignal) => images.list(signal),
					inspectImage: (reference: string, signal: AbortSignal) => images.inspect(reference, signal),
					knownImage: (reference: string) => images.known(reference),
					frontendVersion: () => images.frontendVersion(),
					enginePlatform: () => images.enginePlatform(),
				}
			: {}),
		...(registryTags ? { registryTags } : {}),
		...(containers ? { containers: () => containers.list() } : {}),
		...(surroundings.engineNames ? { engineNames: surroundings.engineNames } : {}),
		...(environment ? { environment: () => withoutGaps(environment) } : {}),
		...(composeVersion ? { composeVersion } : {}),
		...(surroundings.outsideReferences ? { outsideReferences: surroundings.outsideReferences } : {}),
		composeFiles: uri => surroundings.composeFiles?.(vscode.Uri.parse(uri))?.map(file => file.toString()),
	};
}

/** The nearest one on the way from the file to its workspace folder; outside of one, that beside the file. */
async function readHadolintConfig(
	files: HostFiles,
	document: vscode.Uri,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (document.scheme === 'untitled') {
		return undefined;
	}
	const root = vscode.workspace.getWorkspaceFolder(document)?.uri.path;
	for (let folder = vscode.Uri.joinPath(document, '..'); ; folder = vscode.Uri.joinPath(folder, '..')) {
		const names = (await files.readFolder(folder.toString()))?.map(({ name }) => name) ?? [];
		const found = ['.hadolint.yaml', '.hadolint.yml'].find(name => names.includes(name));
		if (found) {
			return files.readFile(vscode.Uri.joinPath(folder, found).toString(), signal);
		}
		if (root === undefined || folder.path === root || !folder.path.startsWith(root) || signal.aborted) {
			return undefined;
		}
	}
}

function withoutGaps(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
}

const severities: ReadonlySet<unknown> = new Set<RuleSeverity>(['error', 'warning', 'info', 'off']);

/** Anything may stand in the settings; what is no severity is as if it were not there. */
function readSeverities(rules: Readonly<Record<string, unknown>>): Record<string, RuleSeverity> {
	return Object.fromEntries(
		Object.entries(rules).filter((entry): entry is [string, RuleSeverity] => severities.has(entry[1])),
	);
}
