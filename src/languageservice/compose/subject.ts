import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Position, Range } from 'vscode-languageserver-types';
import { type Analysis, createAnalyses, rangeOf } from '../dockerfile/analysis.ts';
import type { ServiceHost } from '../host.ts';
import { dockerfileOf, usesOfDockerfile } from './dockerfiles.ts';
import type { ComposeDocument } from './document.ts';
import type { Reference } from './entities.ts';
import { type InlineDockerfile, inlineDockerfileOf } from './inlineDockerfile.ts';
import { buildIndex, type ReferenceIndex } from './references.ts';
import { referencesInEnvFiles } from './referencesInEnvFiles.ts';
import { findRelatedFiles, type RelatedFiles } from './relatedFiles.ts';

/** The name at a position, in the light of its project. */
export interface Subject {
	readonly project: RelatedFiles;
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
	const project = await findRelatedFiles(document, host, signal);
	const index = buildIndex(project);
	const reference = index.at(document.text.uri, document.text.offsetAt(position));
	return reference && { project, index, reference, places: await placesOf(project, index, reference, host, signal) };
}

async function placesOf(
	project: RelatedFiles,
	index: ReferenceIndex,
	reference: Reference,
	host: ServiceHost,
	signal: AbortSignal,
): Promise<readonly Reference[]> {
	const { kind, name } = reference;
	if (kind === 'stage' || kind === 'argument') {
		const dockerfile = dockerfileFor(project, reference);
		return dockerfile === undefined ? index.sameAs(reference) : usesOfDockerfile(project, dockerfile, kind, name);
	}
	if (kind === 'variable') {
		const inEnvFiles = await referencesInEnvFiles(project, host, signal);
		return [...index.sameAs(reference), ...inEnvFiles.filter(each => each.name === name)];
	}
	return index.sameAs(reference);
}

function dockerfileFor(project: RelatedFiles, { uri, services }: Reference): string | undefined {
	const file = project.files.find(each => each.uri === uri);
	return file && dockerfileOf(project, services[0] ?? '', file);
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
	const range = declarationIn(analysis, reference);
	return range && { uri, range, analysis };
}

/** The stage or argument in a Dockerfile that is written inside of the compose file; `range` is in that Dockerfile. */
export interface InlinePlace {
	readonly inline: InlineDockerfile;
	readonly range: Range;
	readonly location: Location;
}

export function inInlineDockerfile({ project, reference }: Subject): InlinePlace | undefined {
	const file = project.files.find(each => each.uri === reference.uri);
	const inline = file && inlineDockerfileOf(file, reference.services[0] ?? '');
	const range = inline && declarationIn(inline.analysis, reference);
	return range && { inline, range, location: inline.toLocation(range) };
}

function declarationIn(analysis: Analysis, { kind, name }: Reference): Range | undefined {
	const place = kind === 'stage' ? stagePlace(analysis, name) : argumentPlace(analysis, name);
	return place && rangeOf(analysis.file, ...place);
}

function stagePlace({ model }: Analysis, name: string): [number, number] | undefined {
	const named = model.stages.find(each => each.name === name.toLowerCase());
	const stage = named ?? (/^\d+$/.test(name) ? model.stages[Number(name)] : undefined);
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
