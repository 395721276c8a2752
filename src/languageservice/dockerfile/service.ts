import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ServiceHost } from '../host.ts';
import type { LanguageService } from '../languageService.ts';
import { createAnalyses } from './analysis.ts';
import { BuildContext } from './buildContext.ts';
import { findCodeActions } from './codeActions.ts';
import { findLenses, type LensData } from './codeLens.ts';
import { complete } from './completion.ts';
import { type ContextSummary, summarizeContext } from './contextFiles.ts';
import { diagnose } from './diagnose.ts';
import { findFolding } from './folding.ts';
import { formatDocument, formatOnType, formatRange } from './format.ts';
import { findHover } from './hover.ts';
import { findInlayHints } from './inlayHints.ts';
import { findLinks } from './links.ts';
import { findDefinition, findHighlights, findReferences, prepareRename, rename } from './navigation.ts';
import { semanticTokens } from './semanticTokens.ts';
import { findSignature } from './signature.ts';
import { findSymbols } from './symbols.ts';

/** Everything that the editor knows of Dockerfiles. */
export interface DockerfileService extends Omit<LanguageService, 'selectionRanges'> {
	/** Where lenses belong and what they are about; the provider words them. */
	lenses(document: TextDocument, signal: AbortSignal): Promise<LensData[]>;
	/** What the build context weighs, for a lens; undefined where there is no folder. */
	contextSummary(document: TextDocument, signal: AbortSignal): Promise<ContextSummary | undefined>;
}

export function createDockerfileService(host: ServiceHost): DockerfileService {
	const analyses = createAnalyses();
	const of = (document: TextDocument) => analyses.get(document);
	return {
		complete: (document, position, signal) => complete(of(document), host, position, signal),
		hover: (document, position, signal) => findHover(of(document), host, position, signal),
		signatureHelp: async (document, position) => findSignature(of(document), position, host.locale),
		diagnose: (document, signal) => diagnose(of(document), host, signal),
		codeActions: (document, range, request, signal) => findCodeActions(of(document), host, range, request, signal),
		definition: async (document, position) => findDefinition(of(document), position),
		references: (document, position, includeDeclaration, signal) =>
			findReferences(of(document), host, position, includeDeclaration, signal),
		highlights: async (document, position) => findHighlights(of(document), position),
		prepareRename: async (document, position) => prepareRename(of(document), position),
		rename: (document, position, newName, signal) => rename(of(document), host, position, newName, signal),
		symbols: async document => findSymbols(of(document)),
		folding: async document => findFolding(of(document)),
		links: (document, signal) => findLinks(of(document), host, signal),
		format: async (document, options) => formatDocument(of(document), options),
		formatRange: async (document, range, options) => formatRange(of(document), range, options),
		formatOnType: async (document, position, character, options) =>
			formatOnType(of(document), position, character, options),
		semanticTokens: async document => semanticTokens(of(document)),
		inlayHints: async (document, range) => findInlayHints(of(document), range),
		lenses: async document => findLenses(of(document)),
		contextSummary: async (document, signal) => {
			const context = new BuildContext(host, document.uri, signal);
			return (await context.entries('')) ? await summarizeContext(context, signal) : undefined;
		},
		forget: uri => analyses.forget(uri),
	};
}
