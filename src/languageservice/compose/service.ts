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
	SelectionRange,
	TextEdit,
	WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { OutsideReference, ServiceHost } from '../host.ts';
import { type CodeActionRequest, findCodeActions } from './codeActions.ts';
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

/**
 * Everything that the editor knows of compose files. A document is parsed once a version; all methods share that. None
 * throws on any text or position. Positions count UTF-16 units. The signal ends what waits for files or the engine;
 * the answer is then whatever was found until there.
 */
export interface ComposeService {
	/** What may be written at a position. The items replace the word at it and need no further resolving. */
	complete(document: TextDocument, position: Position, signal: AbortSignal): Promise<CompletionItem[]>;
	/** Markdown about the word at a position; nothing in it is a command or trusted HTML. */
	hover(document: TextDocument, position: Position, signal: AbortSignal): Promise<Hover | undefined>;
	/** All problems: what `docker compose config` refuses or warns of, and our own, with codes and links. */
	diagnose(document: TextDocument, signal: AbortSignal): Promise<Diagnostic[]>;
	/** Fixes of the problems in a range, ways to ignore them, refactorings, and *fix all* (`source.fixAll.slipway`). */
	codeActions(
		document: TextDocument,
		range: Range,
		request: CodeActionRequest,
		signal: AbortSignal,
	): Promise<CodeAction[]>;
	/** Where the name at a position is declared, in whichever file of the project. */
	definition(document: TextDocument, position: Position, signal: AbortSignal): Promise<Location | undefined>;
	/** Every place of the name in the files of the project. */
	references(
		document: TextDocument,
		position: Position,
		includeDeclaration: boolean,
		signal: AbortSignal,
	): Promise<Location[]>;
	/** Every place of the name in this document. */
	highlights(document: TextDocument, position: Position, signal: AbortSignal): Promise<DocumentHighlight[]>;
	/** What would be renamed; undefined where nothing can be. */
	prepareRename(
		document: TextDocument,
		position: Position,
		signal: AbortSignal,
	): Promise<{ range: Range; placeholder: string } | undefined>;
	/** The edit of a rename in all files of the project, or a sentence for the user why the name cannot be. */
	rename(
		document: TextDocument,
		position: Position,
		newName: string,
		signal: AbortSignal,
	): Promise<WorkspaceEdit | { readonly problem: string } | undefined>;
	/** Sections with what they declare inside. */
	symbols(document: TextDocument, signal: AbortSignal): Promise<DocumentSymbol[]>;
	folding(document: TextDocument, signal: AbortSignal): Promise<FoldingRange[]>;
	selectionRanges(
		document: TextDocument,
		positions: readonly Position[],
		signal: AbortSignal,
	): Promise<SelectionRange[]>;
	/** Files and folders that are named, and pages of images. */
	links(document: TextDocument, signal: AbortSignal): Promise<DocumentLink[]>;
	format(document: TextDocument, options: FormattingOptions, signal: AbortSignal): Promise<TextEdit[]>;
	formatRange(
		document: TextDocument,
		range: Range,
		options: FormattingOptions,
		signal: AbortSignal,
	): Promise<TextEdit[]>;
	/** Values of variables, inherited values, random ports. */
	inlayHints(document: TextDocument, range: Range, signal: AbortSignal): Promise<InlayHint[]>;
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
	/** Forgets a document that was closed. */
	forget(uri: string): void;
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
			const known = request.diagnostics ?? published.get(of(document));
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
