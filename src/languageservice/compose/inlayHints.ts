import type { InlayHint, Range } from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { findInheritedHints } from './inlayInherited.ts';
import { findPortHints } from './inlayPorts.ts';
import { findVariableHints } from './inlayVariables.ts';
import { findRelatedFiles, variablesOf } from './relatedFiles.ts';

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

function byPosition(a: InlayHint, b: InlayHint): number {
	return a.position.line - b.position.line || a.position.character - b.position.character;
}

function isInside({ line }: { line: number }, range: Range): boolean {
	return range.start.line <= line && line <= range.end.line;
}
