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
	SemanticTokens,
	SignatureHelp,
	TextEdit,
	WorkspaceEdit,
} from 'vscode-languageserver-types';

export interface CodeActionRequest {
	/** Kinds that are asked for, `quickfix`, `refactor`, `source.fixAll`; all if undefined. */
	readonly only?: readonly string[] | undefined;
}

/**
 * What the editor can ask of a language; a service has the members that mean something in its language. A document is
 * parsed once a version; all members share that. None throws on any text or position. Positions count UTF-16 units. The
 * signal ends what waits for files or the engine; the answer is then whatever was found until there.
 */
export interface LanguageService {
	/** What may be written at a position. The items replace the word at it and need no further resolving. */
	complete(document: TextDocument, position: Position, signal: AbortSignal): Promise<CompletionItem[]>;
	/** Markdown about the word at a position; nothing in it is a command or trusted HTML. */
	hover(document: TextDocument, position: Position, signal: AbortSignal): Promise<Hover | undefined>;
	/** The forms of what is being written. */
	signatureHelp(document: TextDocument, position: Position, signal: AbortSignal): Promise<SignatureHelp | undefined>;
	/** All problems, with the names of their rules as codes, and links. */
	diagnose(document: TextDocument, signal: AbortSignal): Promise<Diagnostic[]>;
	/** Fixes of the problems in a range, ways to ignore them, refactorings, and *fix all* (`source.fixAll.slipway`). */
	codeActions(
		document: TextDocument,
		range: Range,
		request: CodeActionRequest,
		signal: AbortSignal,
	): Promise<CodeAction[]>;
	/** Where the name at a position is declared, in whichever file. */
	definition(document: TextDocument, position: Position, signal: AbortSignal): Promise<Location | undefined>;
	/** Every place of the name, also in other files as far as they are known. */
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
	/** The edit of a rename in all files, or a sentence for the user why the name cannot be. */
	rename(
		document: TextDocument,
		position: Position,
		newName: string,
		signal: AbortSignal,
	): Promise<WorkspaceEdit | { readonly problem: string } | undefined>;
	/** The outline. */
	symbols(document: TextDocument, signal: AbortSignal): Promise<DocumentSymbol[]>;
	folding(document: TextDocument, signal: AbortSignal): Promise<FoldingRange[]>;
	selectionRanges(
		document: TextDocument,
		positions: readonly Position[],
		signal: AbortSignal,
	): Promise<SelectionRange[]>;
	/** Files that are named, and pages of images. */
	links(document: TextDocument, signal: AbortSignal): Promise<DocumentLink[]>;
	format(document: TextDocument, options: FormattingOptions, signal: AbortSignal): Promise<TextEdit[]>;
	formatRange(
		document: TextDocument,
		range: Range,
		options: FormattingOptions,
		signal: AbortSignal,
	): Promise<TextEdit[]>;
	formatOnType(
		document: TextDocument,
		position: Position,
		character: string,
		options: FormattingOptions,
		signal: AbortSignal,
	): Promise<TextEdit[]>;
	/** Encoded as LSP does, by the legend of the language. */
	semanticTokens(document: TextDocument, signal: AbortSignal): Promise<SemanticTokens>;
	inlayHints(document: TextDocument, range: Range, signal: AbortSignal): Promise<InlayHint[]>;
	/** Forgets a document that was closed. */
	forget(uri: string): void;
}
