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
	SemanticTokens,
	SignatureHelp,
	TextEdit,
	WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import { createAnalyses } from './analysis.ts';
import { BuildContext } from './buildContext.ts';
import { type CodeActionRequest, findCodeActions } from './codeActions.ts';
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

/**
 * Everything that the editor knows of Dockerfiles. A document is parsed once a version; all methods share that. None
 * throws on any text or position. Positions count UTF-16 units. The signal ends what waits for files or the engine;
 * the answer is then whatever was found until there.
 */
export interface DockerfileService {
	/** What may be written at a position. The items replace the word at it and need no further resolving. */
	complete(document: TextDocument, position: Position, signal: AbortSignal): Promise<CompletionItem[]>;
	/** Markdown about the word at a position; nothing in it is a command or trusted HTML. */
	hover(document: TextDocument, position: Position, signal: AbortSignal): Promise<Hover | undefined>;
	/** The forms of the instruction or flag that is being written. */
	signatureHelp(document: TextDocument, position: Position, signal: AbortSignal): Promise<SignatureHelp | undefined>;
	/** All problems: what BuildKit refuses, its checks, hadolint's meanings and our own, with codes and links. */
	diagnose(document: TextDocument, signal: AbortSignal): Promise<Diagnostic[]>;
	/** Fixes of the problems in a range, ways to ignore them, refactorings, and *fix all* (`source.fixAll.slipway`). */
	codeActions(
		document: TextDocument,
		range: Range,
		request: CodeActionRequest,
		signal: AbortSignal,
	): Promise<CodeAction[]>;
	/** Where the stage, variable or heredoc word at a position is defined. */
	definition(document: TextDocument, position: Position, signal: AbortSignal): Promise<Location | undefined>;
	/** Every place of it, also in compose files as far as the host knows them. */
	references(
		document: TextDocument,
		position: Position,
		includeDeclaration: boolean,
		signal: AbortSignal,
	): Promise<Location[]>;
	/** Every place of it in this document. */
	highlights(document: TextDocument, position: Position, signal: AbortSignal): Promise<DocumentHighlight[]>;
	/** What would be renamed; undefined where nothing can be. */
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
	/** Directives, global arguments, and stages with their instructions inside. */
	symbols(document: TextDocument, signal: AbortSignal): Promise<DocumentSymbol[]>;
	folding(document: TextDocument, signal: AbortSignal): Promise<FoldingRange[]>;
	/** Pages of images, URLs of ADD, files of COPY that exist. */
	links(document: TextDocument, signal: AbortSignal): Promise<DocumentLink[]>;
	format(document: TextDocument, options: FormattingOptions, signal: AbortSignal): Promise<TextEdit[]>;
	formatRange(
		document: TextDocument,
		range: Range,
		options: FormattingOptions,
		signal: AbortSignal,
	): Promise<TextEdit[]>;
	/** Trigger characters: a line break, the backslash and the backtick. */
	formatOnType(
		document: TextDocument,
		position: Position,
		character: string,
		options: FormattingOptions,
		signal: AbortSignal,
	): Promise<TextEdit[]>;
	/** Encoded as LSP does; the legend is `tokenTypes` and `tokenModifiers` of tokenLegend.ts. */
	semanticTokens(document: TextDocument, signal: AbortSignal): Promise<SemanticTokens>;
	inlayHints(document: TextDocument, range: Range, signal: AbortSignal): Promise<InlayHint[]>;
	/** Where lenses belong and what they are about; the provider words them. */
	lenses(document: TextDocument, signal: AbortSignal): Promise<LensData[]>;
	/** What the build context weighs, for a lens; undefined where there is no folder. */
	contextSummary(document: TextDocument, signal: AbortSignal): Promise<ContextSummary | undefined>;
	/** Forgets a document that was closed. */
	forget(uri: string): void;
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
