import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
	FolderEntry,
	Locale,
	LocalImage,
	ProjectContainer,
	RuleSeverity,
	ServiceHost,
} from '../../src/languageservice/host.ts';

export interface Surroundings {
	readonly locale?: Locale;
	/** Files of the folder by path; a path that ends with `/` is a folder. */
	readonly files?: Readonly<Record<string, string>>;
	readonly images?: readonly LocalImage[];
	/** What a registry would answer, by repository: `docker.io/library/redis`. */
	readonly tags?: Readonly<Record<string, readonly string[]>>;
	readonly severities?: Readonly<Record<string, RuleSeverity>>;
	readonly frontend?: string;
	readonly environment?: Readonly<Record<string, string>>;
	/** Names of the compose files that are used together, the base first. */
	readonly composeFiles?: readonly string[];
	readonly composeVersion?: string;
	readonly containers?: readonly ProjectContainer[];
	/** What the engine has besides. */
	readonly engine?: { readonly network?: readonly string[]; readonly volume?: readonly string[] };
}

const root = 'file:///workspace';

export function inMemoryHost(surroundings: Surroundings = {}): ServiceHost {
	const files = surroundings.files;
	const images = surroundings.images ?? [];
	return {
		locale: surroundings.locale ?? 'en',
		ruleSeverities: () => surroundings.severities ?? {},
		localImages: async () => images,
		inspectImage: async reference =>
			images.find(image => image.references.includes(reference) || image.references.includes(`${reference}:latest`)),
		...(surroundings.tags ? { registryTags: async (repository: string) => surroundings.tags?.[repository] ?? [] } : {}),
		frontendVersion: () => surroundings.frontend,
		environment: () => surroundings.environment ?? {},
		composeFiles: () => surroundings.composeFiles?.map(name => `${root}/${name}`),
		composeVersion: () => surroundings.composeVersion,
		containers: () => surroundings.containers,
		engineNames: kind => surroundings.engine?.[kind] ?? [],
		...(files
			? {
					readFolder: async (uri: string) => folderEntries(files, decodeURIComponent(uri).slice(root.length + 1)),
					readFile: async (uri: string) => files[decodeURIComponent(uri).slice(root.length + 1)],
				}
			: {}),
	};
}

function folderEntries(files: Readonly<Record<string, string>>, folder: string): FolderEntry[] | undefined {
	const prefix = folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
	const entries = new Map<string, FolderEntry>();
	for (const path of Object.keys(files)) {
		if (path.startsWith(prefix) && path !== prefix) {
			const [name, ...rest] = path.slice(prefix.length).split('/') as [string, ...string[]];
			entries.set(name, { name, kind: rest.length > 0 ? 'folder' : 'file' });
		}
	}
	return entries.size > 0 || folder === '' || Object.hasOwn(files, prefix) ? [...entries.values()] : undefined;
}

/** A Dockerfile of the in-memory folder, and the position of the mark `‸` in it. */
export function markedDockerfile(marked: string, name = 'Dockerfile') {
	const offset = marked.indexOf('‸');
	const text = marked.replace('‸', '');
	const document = TextDocument.create(`${root}/${name}`, 'dockerfile', 1, text);
	return { document, text, position: document.positionAt(Math.max(offset, 0)) };
}

/** A compose file of the in-memory folder, and the position of the mark `‸` in it. */
export function markedCompose(marked: string, name = 'compose.yaml') {
	const offset = marked.indexOf('‸');
	const text = marked.replace('‸', '');
	const document = TextDocument.create(`${root}/${name}`, 'dockercompose', 1, text);
	return { document, text, position: document.positionAt(Math.max(offset, 0)) };
}

export const never = new AbortController().signal;
