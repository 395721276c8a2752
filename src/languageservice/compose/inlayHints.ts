import type { InlayHint, Range } from 'vscode-languageserver-types';
import { folderOf } from '../dockerfile/buildContext.ts';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { resolveUri } from './fileUris.ts';
import { findInheritedHints } from './inlayInherited.ts';
import { findPortHints } from './inlayPorts.ts';
import { findVariableHints } from './inlayVariables.ts';
import { findRelatedFiles, type RelatedFiles } from './relatedFiles.ts';
import { Variables } from './variables.ts';

/** Values that the text does not show: of variables, of what an extended service had, of ports that the engine chose. */
export async function findInlayHints(
	document: ComposeDocument,
	host: ServiceHost,
	range: Range,
	signal: AbortSignal,
): Promise<InlayHint[]> {
	const project = await findRelatedFiles(document, host, signal);
	const variables = document.source.includes('$') ? await variablesOf(project, host, signal) : undefined;
	const hints = [
		...(variables ? findVariableHints(project, name => variables.get(name), range) : []),
		...findInheritedHints(project, host.locale),
		...findPortHints(project, host),
	];
	return hints.filter(({ position }) => isInside(position, range)).sort(byPosition);
}

/** What Compose would fill in: the environment's variables, then those of the `.env` file beside the base file. */
async function variablesOf({ main, files }: RelatedFiles, host: ServiceHost, signal: AbortSignal): Promise<Variables> {
	const environment = new Variables(host.environment?.() ?? {});
	const { folder, uri } = files.find(({ role }) => role === 'base') ?? main;
	const file = resolveUri(folder ?? folderOf(uri), '.env');
	const text = file === undefined ? undefined : await host.readFile?.(file, signal);
	return file === undefined || text === undefined ? environment : environment.with(file, text).variables;
}

function byPosition(a: InlayHint, b: InlayHint): number {
	return a.position.line - b.position.line || a.position.character - b.position.character;
}

function isInside({ line }: { line: number }, range: Range): boolean {
	return range.start.line <= line && line <= range.end.line;
}
