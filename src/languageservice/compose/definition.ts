import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Position, Range } from 'vscode-languageserver-types';
import { type Analysis, createAnalyses, rangeOf } from '../dockerfile/analysis.ts';
import type { ServiceHost } from '../host.ts';
import { dockerfileOf } from './dockerfiles.ts';
import type { ComposeDocument } from './document.ts';
import type { Reference } from './entities.ts';
import { isSameUri, normalized } from './fileUris.ts';
import { type ComposeProject, loadProject, type ProjectFile } from './project.ts';
import { buildIndex, type ReferenceIndex } from './references.ts';
import { referencesInEnvFiles } from './referencesInEnvFiles.ts';

/** The name at a position, in the light of its project. */
export interface Subject {
	readonly project: ComposeProject;
	readonly index: ReferenceIndex;
	readonly reference: Reference;
	/** Every place of the same name in the files of the project; of a variable, in env files too. */
	readonly places: readonly Reference[];
}

/** The name at a position, and everything that belongs to it; undefined where no name is. */
export async function subjectAt(
	document: ComposeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<Subject | undefined> {
	const project = await loadProject(document, host, signal);
	const index = buildIndex(project);
	const reference = index.at(document.text.uri, document.text.offsetAt(position));
	if (!reference) {
		return undefined;
	}
	const places = index.sameAs(reference);
	if (reference.kind === 'stage' || reference.kind === 'argument') {
		const dockerfile = dockerfileFor(project, reference);
		const own =
			dockerfile === undefined ? places : placesOfDockerfile(project, dockerfile, reference.kind, reference.name);
		return { project, index, reference, places: own };
	}
	if (reference.kind !== 'variable') {
		return { project, index, reference, places };
	}
	const inEnvFiles = (await referencesInEnvFiles(project, host, signal)).filter(({ name }) => name === reference.name);
	return { project, index, reference, places: [...places, ...inEnvFiles] };
}

function dockerfileFor(project: ComposeProject, { uri, services }: Reference): string | undefined {
	const file = project.files.find(each => each.uri === uri);
	return file && dockerfileOf(project, services[0] ?? '', file);
}

/** Where the name at a position is declared. */
export async function findDefinition(
	document: ComposeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<Location | undefined> {
	const subject = await subjectAt(document, host, position, signal);
	if (!subject) {
		return undefined;
	}
	const { kind } = subject.reference;
	if (kind === 'stage' || kind === 'argument') {
		const place = await inDockerfile(subject, host, signal);
		return place && { uri: place.uri, range: place.range };
	}
	const declaration = mainDeclaration(subject);
	return declaration && { uri: declaration.uri, range: declaration.range };
}

/** A declaration that overrides another leads to that other; every other name to the nearest declaration. */
function mainDeclaration({ project, index, reference, places }: Subject): Reference | undefined {
	if (reference.kind === 'variable') {
		// The last line of a name wins in `.env`, and `.env` before what is only passed to containers.
		const declarations = places.filter(({ role }) => role === 'declaration');
		return declarations.findLast(({ attribute }) => attribute === '.env') ?? declarations.at(-1);
	}
	const declarations = index.declarationsOf(reference);
	if (reference.role === 'declaration') {
		const base = project.files.find(file => file.role === 'base');
		return declarations.find(({ uri }) => base && uri === base.uri) ?? reference;
	}
	return declarations[0];
}

/** The stage or argument of a Dockerfile that a reference names. */
export interface DockerfilePlace {
	readonly uri: string;
	readonly range: Range;
	readonly analysis: Analysis;
}

export async function inDockerfile(
	{ project, reference }: Subject,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<DockerfilePlace | undefined> {
	const uri = dockerfileFor(project, reference);
	const text = uri === undefined ? undefined : await host.readFile?.(uri, signal);
	if (uri === undefined || text === undefined) {
		return undefined;
	}
	const analysis = createAnalyses().get(TextDocument.create(uri, 'dockerfile', 0, text));
	const place =
		reference.kind === 'stage' ? stagePlace(analysis, reference.name) : argumentPlace(analysis, reference.name);
	return place && { uri, range: rangeOf(analysis.file, ...place), analysis };
}

function stagePlace({ model }: Analysis, name: string): [number, number] | undefined {
	const stage =
		model.stages.find(each => each.name === name.toLowerCase()) ??
		(/^\d+$/.test(name) ? model.stages[Number(name)] : undefined);
	if (!stage) {
		return undefined;
	}
	const { from } = stage;
	return stage.name === undefined ? [from.start, from.start + from.keyword.length] : [stage.nameStart, stage.nameEnd];
}

function argumentPlace({ model }: Analysis, name: string): [number, number] | undefined {
	const definition = model.definitions.find(each => each.kind === 'ARG' && each.name === name);
	return definition && [definition.start, definition.end];
}

/**
 * Places of `build.target` or of a key of `build.args` that name a stage or an argument of a Dockerfile, in the files of
 * a project.
 */
export function usesOfDockerfile(
	project: ComposeProject,
	dockerfileUri: string,
	kind: 'stage' | 'argument',
	name: string,
): Location[] {
	return placesOfDockerfile(project, dockerfileUri, kind, name).map(({ uri, range }) => ({ uri, range }));
}

function placesOfDockerfile(
	project: ComposeProject,
	dockerfileUri: string,
	kind: 'stage' | 'argument',
	name: string,
): Reference[] {
	const wanted = kind === 'stage' ? name.toLowerCase() : name;
	const known = new Map<string, boolean>();
	const isBuilt = (service: string, file: ProjectFile) => {
		const mark = `${file.uri} ${service}`;
		const before = known.get(mark);
		const uri = before === undefined ? dockerfileOf(project, service, file) : undefined;
		const answer = before ?? (uri !== undefined && isSameUri(uri, dockerfileUri));
		known.set(mark, answer);
		return answer;
	};
	const files = new Map(project.files.map(file => [normalized(file.uri), file]));
	return buildIndex(project).references.filter(reference => {
		const file = files.get(normalized(reference.uri));
		const own = kind === 'stage' ? reference.name.toLowerCase() : reference.name;
		return reference.kind === kind && own === wanted && file && reference.services.some(each => isBuilt(each, file));
	});
}
