import { isMap } from 'yaml';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { isSameUri, resolveUri } from './fileUris.ts';
import { substitute } from './interpolation.ts';
import { loadModel } from './load.ts';
import { folderOf, type Loaded, nameOf } from './loadState.ts';
import { entries, lookup } from './merged.ts';
import { Problems } from './problems.ts';
import { ProjectFiles } from './projectFiles.ts';
import type { MapValue, Source } from './values.ts';
import { normalizedProjectName, projectVariables, type Variables } from './variables.ts';

/** A compose file of a project. */
export interface ProjectFile {
	readonly uri: string;
	readonly document: ComposeDocument;
	/** How it came into the project. `base` and `override` are seen from the main file. */
	readonly role: 'main' | 'base' | 'override' | 'include' | 'extends';
	/** URI of the folder that relative paths in it start from. */
	readonly folder: string | undefined;
}

/** The compose files that belong together, as seen from one of them. */
export interface ComposeProject {
	readonly main: ProjectFile;
	/** All of them, the main file included, each once. */
	readonly files: readonly ProjectFile[];
	/** What the files say together. */
	readonly model: MapValue | undefined;
	readonly variables: Variables;
}

/** A project with what was found wrong while it was loaded. */
export interface LoadedProject extends ComposeProject {
	readonly problems: Problems;
	readonly projectFiles: ProjectFiles;
	readonly isIncomplete: boolean;
	/** Whether other files complete this one, so that it need not be a whole project. */
	readonly isPartial: boolean;
}

/** Finds the files that belong to a document: its base or override files, what it includes and extends. */
export async function loadProject(
	document: ComposeDocument,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<LoadedProject> {
	const known = loaded.get(document);
	if (known && known.surroundings === surroundingsOf(document, host) && (await known.files.isUnchanged(signal))) {
		return known.project;
	}
	const project = await withFiles(document, host, signal, files => load(document, host, files, new Problems()));
	if (!signal.aborted) {
		remember(document, host, project);
	}
	return project;
}

/** Keeps a project for the next question about the same version of its document. */
export function remember(document: ComposeDocument, host: ServiceHost, project: LoadedProject): void {
	loaded.set(document, { project, files: project.projectFiles, surroundings: surroundingsOf(document, host) });
}

/** What was loaded last for a version of a document; it holds as long as the files around it say the same. */
const loaded = new WeakMap<
	ComposeDocument,
	{ readonly project: LoadedProject; readonly files: ProjectFiles; readonly surroundings: string }
>();

function surroundingsOf(document: ComposeDocument, host: ServiceHost): string {
	return JSON.stringify([host.composeFiles?.(document.text.uri), host.environment?.(), host.composeVersion?.()]);
}

/** Does what needs files again and again, until it has all that it asks for. */
export async function withFiles<T>(
	document: ComposeDocument,
	host: ServiceHost,
	signal: AbortSignal,
	work: (files: ProjectFiles) => T,
): Promise<T> {
	const files = new ProjectFiles(host, document);
	if (host.readFile) {
		files.state(resolveUri(folderOf(document.text.uri), '.env'));
		await files.fetch(signal);
	}
	let result = work(files);
	for (let round = 0; round < 30 && !signal.aborted && (await files.fetch(signal)); round++) {
		result = work(files);
	}
	return result;
}

/** Loads as far as the files are known. */
export function load(
	document: ComposeDocument,
	host: ServiceHost,
	files: ProjectFiles,
	problems: Problems,
): LoadedProject {
	const { uri } = document.text;
	const together = filesTogether(document, host, files);
	const [first = uri] = together;
	const folder = folderOf(first);
	const environment = projectVariables(host.environment?.() ?? {}, folder, each => files.state(each));
	const { file, uri: dotEnv } = environment;
	const sources: Source[] = [];
	for (const each of together) {
		const state = files.state(each);
		if (each === uri) {
			sources.push({ document, folder, via: undefined });
		} else if (state.kind === 'file') {
			sources.push({ document: files.document(each, state.text), folder, via: undefined });
		}
	}
	if (file?.problem && dotEnv) {
		const source = sources.find(each => each.document === document) as Source;
		const values = [nameOf(dotEnv), file.problem.line + 1, file.problem.text];
		problems.add('InvalidEnvFile', { source, start: 0, end: 0 }, values, { uri: dotEnv });
	}
	const variables = environment.variables.withProjectName(projectName(sources, environment.variables, folder));
	const loaded = loadModel(sources, variables, { files, problems, isKnown: knownBy(host.composeVersion?.()) });
	return {
		...describe(document, loaded, together),
		model: loaded.model,
		variables,
		problems,
		projectFiles: files,
		isIncomplete: loaded.isIncomplete,
		isPartial: together.indexOf(uri) > 0,
	};
}

/** What `${COMPOSE_PROJECT_NAME}` is: the variable itself, `name`, or the folder. */
function projectName(sources: readonly Source[], variables: Variables, folder: string | undefined): string {
	const given = variables.get('COMPOSE_PROJECT_NAME');
	if (given) {
		return given;
	}
	for (const { document } of [...sources].reverse()) {
		for (const { root } of [...document.docs].reverse()) {
			const value = root?.get('name');
			const name = typeof value === 'string' ? substitute(value, each => variables.get(each)).text : '';
			if (name !== '') {
				return normalizedProjectName(name);
			}
		}
	}
	return folder === undefined ? '' : normalizedProjectName(nameOf(folder));
}

function describe(
	document: ComposeDocument,
	loaded: Loaded,
	together: readonly string[],
): Pick<ComposeProject, 'main' | 'files'> {
	const { uri } = document.text;
	const position = together.indexOf(uri);
	const found = new Map<string, ProjectFile>();
	for (const { source, role } of loaded.files) {
		const other = source.document.text.uri;
		const index = together.indexOf(other);
		const seen = role !== 'main' ? role : index === position ? 'main' : index < position ? 'base' : 'override';
		if (!found.has(other)) {
			found.set(other, { uri: other, document: source.document, role: seen, folder: source.folder });
		}
	}
	const main: ProjectFile = found.get(uri) ?? { uri, document, role: 'main', folder: folderOf(uri) };
	return { main, files: [...found.values()] };
}

const override = /^(?:docker-)?compose\.override\.ya?ml$/;
const variant = /^(?:docker-)?compose[.-][\w.-]+\.ya?ml$/;

/**
 * The files that are used together with a file, itself included, the base first: those that the user has named, else the
 * base of an override file, or of a variant such as `compose.prod.yaml` that leaves images to it. A base file stands
 * alone, as it must be able to.
 */
function filesTogether(document: ComposeDocument, host: ServiceHost, files: ProjectFiles): readonly string[] {
	const { uri } = document.text;
	const named = host.composeFiles?.(uri)?.map(each => (isSameUri(each, uri) ? uri : each));
	if (named?.includes(uri)) {
		return named;
	}
	const name = nameOf(uri);
	const isOverride = override.test(name);
	const folder = folderOf(uri);
	const partial = isOverride || !variant.test(name) ? [] : imagelessServices(document);
	if (folder === undefined || (!isOverride && partial.length === 0)) {
		return [uri];
	}
	for (const wanted of ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']) {
		const base = resolveUri(folder, wanted);
		const state = files.state(base);
		if (base !== undefined && base !== uri && state.kind === 'file') {
			const services = namesOfServices(files.document(base, state.text));
			return isOverride || partial.every(each => services.has(each)) ? [base, uri] : [uri];
		}
	}
	return [uri];
}

/** Services that cannot stand without another file. */
function imagelessServices({ docs }: ComposeDocument): string[] {
	return docs.flatMap(doc => {
		const services = lookup(doc, doc.root, 'services')?.value;
		const found = isMap(services) ? [...entries(doc, services).values()] : [];
		return found
			.filter(({ value }) => isMap(value) && !standing.some(key => entries(doc, value).has(key)))
			.map(({ key }) => key);
	});
}

const standing = ['image', 'build', 'provider', 'extends'];

function namesOfServices({ docs }: ComposeDocument): ReadonlySet<string> {
	return new Set(
		docs.flatMap(doc => {
			const services = lookup(doc, doc.root, 'services')?.value;
			return isMap(services) ? [...entries(doc, services).keys()] : [];
		}),
	);
}

/** Whether a version of Compose has a key; every key is there where the version is unknown. */
function knownBy(version: string | undefined): (key: { readonly since?: string }) => boolean {
	if (version === undefined) {
		return () => true;
	}
	const parts = (text: string) =>
		text
			.replace(/^v/, '')
			.split('.')
			.map(part => Number.parseInt(part, 10) || 0);
	const has = parts(version);
	return ({ since }) => {
		if (since === undefined) {
			return true;
		}
		const needs = parts(since);
		for (let index = 0; index < needs.length; index++) {
			const difference = (has[index] ?? 0) - (needs[index] ?? 0);
			if (difference !== 0) {
				return difference > 0;
			}
		}
		return true;
	};
}
