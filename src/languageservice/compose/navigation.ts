import {
	type DocumentHighlight,
	DocumentHighlightKind,
	type Location,
	type Position,
} from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { isSameUri } from './fileUris.ts';
import { inDockerfile, inInlineDockerfile, subjectAt } from './subject.ts';

/** Every place of the name at a position in the files of its project; stages and arguments also in their Dockerfile. */
export async function findReferences(
	document: ComposeDocument,
	host: ServiceHost,
	position: Position,
	includeDeclaration: boolean,
	signal: AbortSignal,
): Promise<Location[]> {
	const subject = await subjectAt(document, host, position, signal);
	if (!subject) {
		return [];
	}
	const own = subject.places
		.filter(({ role }) => includeDeclaration || role === 'use')
		.map(({ uri, range }) => ({ uri, range }));
	const { kind } = subject.reference;
	const isBuilt = kind === 'stage' || kind === 'argument';
	const declaration =
		isBuilt && includeDeclaration
			? ((await inDockerfile(subject, host, signal)) ?? inInlineDockerfile(subject)?.location)
			: undefined;
	return declaration ? [...own, { uri: declaration.uri, range: declaration.range }] : own;
}

/** Every place of the name at a position in its own file. */
export async function findHighlights(
	document: ComposeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<DocumentHighlight[]> {
	const subject = await subjectAt(document, host, position, signal);
	return (subject?.places ?? [])
		.filter(({ uri }) => isSameUri(uri, document.text.uri))
		.map(({ range, role }) => ({
			range,
			kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
		}));
}
