import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
	CodeAction,
	CompletionItem,
	Diagnostic,
	DocumentHighlight,
	DocumentLink,
	DocumentSymbol,
	FoldingRange,
	FormattingOptions,
	Hover,
	InlayHint,
	Location,
	Position,
	Range,
	TextEdit,
	WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
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

/**
 * Everything that the editor knows of bake files, `docker-bake.hcl` and `docker-bake.json`. Nothing throws on any text
 * or position; the signal ends what waits for files.
 */
export interface BakeService {
	complete(document: TextDocument, position: Position, signal: AbortSignal): Promise<CompletionItem[]>;
	hover(document: TextDocument, position: Position, signal: AbortSignal): Promise<Hover | undefined>;
	/** What `docker buildx bake` would refuse, and stages, arguments and names that are not there. */
	diagnose(document: TextDocument, signal: AbortSignal): Promise<Diagnostic[]>;
	codeActions(
		document: TextDocument,
		range: Range,
		request: { readonly only?: readonly string[] | undefined },
		signal: AbortSignal,
	): Promise<CodeAction[]>;
	definition(document: TextDocument, position: Position, signal: AbortSignal): Promise<Location | undefined>;
	references(
		document: TextDocument,
		position: Position,
		includeDeclaration: boolean,
		signal: AbortSignal,
	): Promise<Location[]>;
	highlights(document: TextDocument, position: Position, signal: AbortSignal): Promise<DocumentHighlight[]>;
	prepareRename(
		document: TextDocument,
		position: Position,
		signal: AbortSignal,
	): Promise<{ range: Range; placeholder: string } | undefined>;
	/** The edit of a rename, or a sentence for the user why the name cannot be. */
	rename(
		document: TextDocument,
		position: Position,
		newName: string,
		signal: AbortSignal,
	): Promise<WorkspaceEdit | { readonly problem: string } | undefined>;
	symbols(document: TextDocument, signal: AbortSignal): Promise<DocumentSymbol[]>;
	folding(document: TextDocument, signal: AbortSignal): Promise<FoldingRange[]>;
	links(document: TextDocument, signal: AbortSignal): Promise<DocumentLink[]>;
	/** Layout only; nothing for JSON and where the text cannot be read. */
	format(document: TextDocument, options: FormattingOptions, signal: AbortSignal): Promise<TextEdit[]>;
	formatRange(
		document: TextDocument,
		range: Range,
		options: FormattingOptions,
		signal: AbortSignal,
	): Promise<TextEdit[]>;
	/** Defaults that the Dockerfile has for arguments. */
	inlayHints(document: TextDocument, range: Range, signal: AbortSignal): Promise<InlayHint[]>;
	/** Build, check and print above every target and group; the provider words them. */
	lenses(document: TextDocument, signal: AbortSignal): Promise<LensData[]>;
	/** Forgets a document that was closed. */
	forget(uri: string): void;
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
