import { isMap } from 'yaml';
import { folderOf } from '../dockerfile/buildContext.ts';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { resolveUri } from './fileUris.ts';
import { substitute } from './interpolation.ts';
import { NodeReader } from './nodeReader.ts';
import type { ComposeProject, ProjectFile } from './project.ts';
import { ProjectFiles } from './projectFiles.ts';
import { projectVariables, Variables } from './variables.ts';

/** The files of a project, without what they say together. */
export type RelatedFiles = Pick<ComposeProject, 'main' | 'files'>;

const mostFiles = 200;

/**
 * The compose files around one, found by their text alone and so in a fraction of the time that loading them takes: what
 * it includes and extends, its base and override files, and a file above it that includes it.
 */
export async function findRelatedFiles(
	document: ComposeDocument,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<RelatedFiles> {
	const files = new ProjectFiles(host, document);
	let found = new Search(document, host, files).run();
	for (let round = 0; round < 30 && !signal.aborted && (await files.fetch(signal)); round++) {
		found = new Search(document, host, files).run();
	}
	return found;
}

/** What Compose would fill in: the environment's variables, then those of the `.env` file beside the base file. */
export async function variablesOf(
	{ main, files }: RelatedFiles,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<Variables> {
	const environment = new Variables(host.environment?.() ?? {});
	const { folder, uri } = files.find(({ role }) => role === 'base') ?? main;
	const file = resolveUri(folder ?? folderOf(uri), '.env');
	const text = file === undefined ? undefined : await host.readFile?.(file, signal);
	return file === undefined || text === undefined ? environment : environment.with(file, text).variables;
}

class Search {
	readonly #document: ComposeDocument;
	readonly #host: ServiceHost;
	readonly #files: ProjectFiles;

	constructor(document: ComposeDocument, host: ServiceHost, files: ProjectFiles) {
		this.#document = document;
		this.#host = host;
		this.#files = files;
	}

	run(): RelatedFiles {
		const { uri } = this.#document.text;
		const named = this.#host.composeFiles?.(uri);
		const own = this.#closure(named?.includes(uri) ? named : this.#neighbours(uri));
		const above = named || own.files.length > 1 ? undefined : this.#including(uri);
		return above ?? own;
	}

	/** The base and the override of a file that has a usual name, itself included. */
	#neighbours(uri: string): string[] {
		const folder = folderOf(uri);
		const [, stem, override, ending] = /^((?:docker-)?compose)(\.override)?\.(ya?ml)$/.exec(nameIn(folder, uri)) ?? [];
		if (folder === undefined || stem === undefined || !ending) {
			return [uri];
		}
		const other = override
			? this.#firstOf(folder, [`${stem}.${ending}`, ...baseNames])
			: this.#firstOf(folder, [`${stem}.override.${ending}`, `${stem}.override.${ending === 'yml' ? 'yaml' : 'yml'}`]);
		return other === undefined ? [uri] : override ? [other, uri] : [uri, other];
	}

	#firstOf(folder: string, names: readonly string[]): string | undefined {
		return names.map(name => `${folder}/${name}`).find(each => this.#files.state(each).kind === 'file');
	}

	/** The files of a project beside or above that includes a file. */
	#including(uri: string): RelatedFiles | undefined {
		let folder = folderOf(uri);
		if (folder === undefined || /^(?:docker-)?compose(?:\.override)?\.ya?ml$/.test(nameIn(folder, uri))) {
			return undefined;
		}
		for (let level = 0; level < 3 && folder !== undefined && /:\/\/.*\/./.test(folder); level++) {
			const base = this.#firstOf(folder, baseNames);
			const { files } = base === undefined ? { files: [] } : this.#closure([base]);
			const own = files.find(file => file.uri === uri);
			if (own) {
				// What is only extended shares no names with the file above.
				const main: ProjectFile = { ...own, role: own.role === 'extends' ? 'extends' : 'main' };
				return { main, files: files.map(file => (file === own ? main : file)) };
			}
			folder = folderOf(folder);
		}
		return undefined;
	}

	/** Files that are used together, the base first, with all that they include and extend. */
	#closure(together: readonly string[]): RelatedFiles {
		const { uri } = this.#document.text;
		const folder = folderOf(together[0] ?? uri);
		const found = new Map<string, ProjectFile>();
		const position = together.indexOf(uri);
		const waiting: Omit<ProjectFile, 'document'>[] = together.map((each, index) => ({
			uri: each,
			role: each === uri ? 'main' : position >= 0 && index > position ? 'override' : 'base',
			folder,
		}));
		for (let next = waiting.shift(); next && found.size < mostFiles; next = waiting.shift()) {
			const document = found.has(next.uri) ? undefined : this.#read(next.uri);
			if (document) {
				found.set(next.uri, { ...next, document });
				waiting.push(...this.#dependencies(document, next.folder, folder));
			}
		}
		const main = found.get(uri) ?? { uri, document: this.#document, role: 'main', folder };
		return { main, files: [...found.values()] };
	}

	#read(uri: string): ComposeDocument | undefined {
		if (uri === this.#document.text.uri) {
			return this.#document;
		}
		const state = this.#files.state(uri);
		return state.kind === 'file' ? this.#files.document(uri, state.text) : undefined;
	}

	*#dependencies(
		document: ComposeDocument,
		folder: string | undefined,
		projectFolder: string | undefined,
	): Generator<Omit<ProjectFile, 'document'>> {
		const resolve = (path: string) => resolveUri(folder, this.#filledIn(path, projectFolder));
		const { includes, extended } = namesIn(document);
		for (const { paths, projectDirectory } of includes) {
			const uris = paths.flatMap(path => resolve(path) ?? []);
			const own = projectDirectory === undefined ? folderOf(uris[0] ?? '') : resolve(projectDirectory);
			for (const uri of uris) {
				yield { uri, role: 'include', folder: own };
			}
		}
		for (const path of extended) {
			const uri = resolve(path);
			if (uri !== undefined) {
				yield { uri, role: 'extends', folder: folderOf(uri) };
			}
		}
	}

	#filledIn(path: string, folder: string | undefined): string {
		if (!path.includes('$')) {
			return path;
		}
		const environment = this.#host.environment?.() ?? {};
		const variables =
			folder === undefined
				? new Variables(environment)
				: projectVariables(environment, folder, uri => this.#files.state(uri)).variables;
		return substitute(path, name => variables.get(name)).text;
	}
}

const baseNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

function nameIn(folder: string | undefined, uri: string): string {
	return folder === undefined ? '' : uri.slice(folder.length + 1);
}

interface NamedFiles {
	readonly includes: readonly { readonly paths: readonly string[]; readonly projectDirectory: string | undefined }[];
	readonly extended: readonly string[];
}

const known = new WeakMap<ComposeDocument, NamedFiles>();

/** The paths of compose files that a compose file names. */
function namesIn(document: ComposeDocument): NamedFiles {
	const before = known.get(document);
	if (before) {
		return before;
	}
	const includes: NamedFiles['includes'][number][] = [];
	const extended = new Set<string>();
	for (const doc of document.docs) {
		const reader = new NodeReader(document, doc);
		for (const item of reader.items(reader.written(doc.root, 'include'))) {
			const path = isMap(item) ? reader.written(item, 'path') : item;
			const words = [reader.word(path), ...reader.words(path)].flatMap(word => word?.text ?? []);
			const paths = words.filter(text => !/^[A-Za-z][\w+.-]+:\/\/|^git@/.test(text));
			includes.push({ paths, projectDirectory: reader.wordOf(item, 'project_directory')?.text });
		}
		// Most files extend nothing, and reading all services takes its time.
		for (const service of document.source.includes('extends')
			? reader.entries(reader.written(doc.root, 'services'))
			: []) {
			const path = reader.wordOf(reader.written(service.value, 'extends'), 'file')?.text;
			if (path !== undefined) {
				extended.add(path);
			}
		}
	}
	const found = { includes, extended: [...extended] };
	known.set(document, found);
	return found;
}
