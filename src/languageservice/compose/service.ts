import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Position, TextEdit } from 'vscode-languageserver-types';
import type { OutsideReference, ServiceHost } from '../host.ts';
import type { LanguageService } from '../languageService.ts';
import { findCodeActions } from './codeActions.ts';
import { complete } from './completion.ts';
import { findDefinition } from './definition.ts';
import { diagnose } from './diagnose.ts';
import { type ComposeDocument, createComposeDocuments } from './document.ts';
import { findFolding } from './folding.ts';
import { formatDocument, formatRange } from './format.ts';
import { findHover } from './hover.ts';
import { findInlayHints } from './inlayHints.ts';
import { findLenses, type LensData } from './lenses.ts';
import { findLinks } from './links.ts';
import { findHighlights, findReferences } from './navigation.ts';
import { findOrigins, type OriginProject, type Origins } from './origins.ts';
import { findOutsideReferences } from './outsideReferences.ts';
import { pasteService } from './pasteService.ts';
import { prepareRename, rename } from './rename.ts';
import { findSelectionRanges } from './selectionRanges.ts';
import { findSymbols } from './symbols.ts';

/** Everything that the editor knows of compose files. */
export interface ComposeService extends Omit<LanguageService, 'signatureHelp' | 'formatOnType' | 'semanticTokens'> {
	/** Where lenses belong and what they are about; the provider words them. */
	lenses(document: TextDocument, signal: AbortSignal): Promise<LensData[]>;
	/** Places in compose files that name a stage or argument of a Dockerfile: what its own service asks the host for. */
	outsideReferences(
		documents: readonly TextDocument[],
		dockerfileUri: string,
		kind: 'stage' | 'argument',
		name: string,
		signal: AbortSignal,
	): Promise<OutsideReference[]>;
	/** The edits that bring pasted services in; undefined where a text would be pasted into something else. */
	pasteService(document: TextDocument, position: Position, yaml: string): TextEdit[] | undefined;
	/** Where the lines of a model that `docker compose config` has printed come from, and which files make it. */
	origins(model: TextDocument, project: OriginProject, signal: AbortSignal): Promise<Origins>;
}

export function createComposeService(host: ServiceHost): ComposeService {
	const documents = createComposeDocuments();
	// What was published last for a version, for the fixes.
	const published = new WeakMap<ComposeDocument, readonly Diagnostic[]>();
	const of = (document: TextDocument) => documents.get(document);
	return {
		complete: (document, position, signal) => complete(document, host, position, signal),
		hover: (document, position, signal) => findHover(of(document), host, position, signal),
		diagnose: async (document, signal) => {
			const found = await diagnose(of(document), host, signal);
			if (!signal.aborted) {
				published.set(of(document), found);
			}
			return found;
		},
		codeActions: (document, range, request, signal) => {
			const known = published.get(of(document));
			return findCodeActions(of(document), host, range, { ...request, diagnostics: known }, signal);
		},
		definition: (document, position, signal) => findDefinition(of(document), host, position, signal),
		references: (document, position, includeDeclaration, signal) =>
			findReferences(of(document), host, position, includeDeclaration, signal),
		highlights: (document, position, signal) => findHighlights(of(document), host, position, signal),
		prepareRename: (document, position, signal) => prepareRename(of(document), host, position, signal),
		rename: (document, position, newName, signal) => rename(of(document), host, position, newName, signal),
		symbols: async document => findSymbols(of(document)),
		folding: async document => findFolding(of(document)),
		selectionRanges: async (document, positions) => findSelectionRanges(of(document), positions),
		links: (document, signal) => findLinks(of(document), host, signal),
		format: async (document, options) => formatDocument(document, options),
		formatRange: async (document, range, options) => formatRange(document, range, options),
		inlayHints: (document, range, signal) => findInlayHints(of(document), host, range, signal),
		lenses: async document => findLenses(of(document)),
		outsideReferences: (others, dockerfileUri, kind, name, signal) =>
			findOutsideReferences(others.map(of), host, dockerfileUri, kind, name, signal),
		pasteService,
		origins: (model, project, signal) => findOrigins(model, project, host, signal),
		forget: uri => documents.forget(uri),
	};
}
