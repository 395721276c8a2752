import type { Location, Position } from 'vscode-languageserver-types';
import { folderOf } from '../dockerfile/buildContext.ts';
import type { ServiceHost } from '../host.ts';
import { dockerfileOf } from './dockerfiles.ts';
import type { ComposeDocument } from './document.ts';
import type { Reference } from './entities.ts';
import { placesIn } from './filePlaces.ts';
import { resolveUri } from './fileUris.ts';
import { lookup } from './merged.ts';
import { NodeReader } from './nodeReader.ts';
import { findRelatedFiles } from './relatedFiles.ts';
import { inDockerfile, inInlineDockerfile, type Subject, subjectAt } from './subject.ts';

/** Where the name at a position is declared; the beginning of a file whose path it is. */
export async function findDefinition(
	document: ComposeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<Location | undefined> {
	const subject = await subjectAt(document, host, position, signal);
	if (!subject) {
		return await findFile(document, host, document.text.offsetAt(position), signal);
	}
	const { kind } = subject.reference;
	const isBuilt = kind === 'stage' || kind === 'argument';
	const place = isBuilt
		? ((await inDockerfile(subject, host, signal)) ?? inInlineDockerfile(subject)?.location)
		: mainDeclaration(subject);
	return place && { uri: place.uri, range: place.range };
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

/** A file that is there: the one that a path names, the Dockerfile of a build context. */
async function findFile(
	document: ComposeDocument,
	host: ServiceHost,
	offset: number,
	signal: AbortSignal,
): Promise<Location | undefined> {
	const holds = ({ start, end }: { start: number; end: number }) => start <= offset && offset <= end;
	const place = placesIn(document).files.find(({ word, mayBeFolder }) => !mayBeFolder && holds(word));
	const service = place ? undefined : serviceOfContext(document, holds);
	if (!place && service === undefined) {
		return undefined;
	}
	const project = await findRelatedFiles(document, host, signal);
	const { main } = project;
	const uri = place
		? resolveUri(main.folder ?? folderOf(main.uri), place.path)
		: dockerfileOf(project, service as string, main);
	const text = uri === undefined ? undefined : await host.readFile?.(uri, signal);
	const start = { line: 0, character: 0 };
	return uri === undefined || text === undefined ? undefined : { uri, range: { start, end: start } };
}

function serviceOfContext(
	document: ComposeDocument,
	holds: (place: { start: number; end: number }) => boolean,
): string | undefined {
	for (const doc of document.docs) {
		const reader = new NodeReader(document, doc);
		for (const { key, value } of reader.entries(reader.written(doc.root, 'services'))) {
			const context = reader.wordOf(value, 'build') ?? reader.wordOf(lookup(doc, value, 'build')?.value, 'context');
			if (context && holds(context)) {
				return key.text;
			}
		}
	}
	return undefined;
}
