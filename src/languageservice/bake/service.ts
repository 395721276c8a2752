import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ServiceHost } from '../host.ts';
import type { LanguageService } from '../languageService.ts';
import { findCodeActions } from './codeActions.ts';
import { complete } from './completion.ts';
import { diagnose } from './diagnose.ts';
import { createBakeDocuments } from './document.ts';
import { formatBake } from './format.ts';
import { findHover } from './hover.ts';
import { findInlayHints } from './inlayHints.ts';
import { findLinks } from './links.ts';
import { findDefinition, findHighlights, findReferences, prepareRename, rename } from './navigation.ts';
import { findFolding, findLenses, findSymbols, type LensData } from './structure.ts';

/** Everything that the editor knows of bake files, `docker-bake.hcl` and `docker-bake.json`. */
export interface BakeService
	extends Omit<LanguageService, 'signatureHelp' | 'selectionRanges' | 'formatOnType' | 'semanticTokens'> {
	/** Build, check and print above every target and group; the provider words them. */
	lenses(document: TextDocument, signal: AbortSignal): Promise<LensData[]>;
}

export function createBakeService(host: ServiceHost): BakeService {
	const documents = createBakeDocuments();
	const of = (document: TextDocument) => documents.get(document);
	return {
		complete: (document, position, signal) => complete(of(document), host, position, signal),
		hover: (document, position, signal) => findHover(of(document), host, position, signal),
		diagnose: (document, signal) => diagnose(of(document), host, signal),
		codeActions: (document, range, { only }, signal) => findCodeActions(of(document), host, range, only, signal),
		definition: (document, position, signal) => findDefinition(of(document), host, position, signal),
		references: (document, position, includeDeclaration, signal) =>
			findReferences(of(document), host, position, includeDeclaration, signal),
		highlights: (document, position, signal) => findHighlights(of(document), host, position, signal),
		prepareRename: (document, position, signal) => prepareRename(of(document), host, position, signal),
		rename: (document, position, newName, signal) => rename(of(document), host, position, newName, signal),
		symbols: async document => findSymbols(of(document)),
		folding: async document => findFolding(of(document)),
		links: (document, signal) => findLinks(of(document), host, signal),
		format: async (document, options) => formatBake(of(document), options),
		formatRange: async (document, range, options) => formatBake(of(document), options, range),
		inlayHints: (document, range, signal) => findInlayHints(of(document), host, range, signal),
		lenses: async document => findLenses(of(document)),
		forget: uri => documents.forget(uri),
	};
}
