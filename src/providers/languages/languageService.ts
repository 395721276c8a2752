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

type Answer<T> = Promise<T> | T;

/** What the services of all languages have in common; each has the members that mean something in its language. */
export interface LanguageService {
	complete?(document: TextDocument, position: Position, signal: AbortSignal): Answer<CompletionItem[]>;
	hover?(document: TextDocument, position: Position, signal: AbortSignal): Answer<Hover | undefined>;
	signatureHelp?(document: TextDocument, position: Position, signal: AbortSignal): Answer<SignatureHelp | undefined>;
	diagnose?(document: TextDocument, signal: AbortSignal): Answer<Diagnostic[]>;
	codeActions?(
		document: TextDocument,
		range: Range,
		request: { readonly only?: readonly string[] | undefined },
		signal: AbortSignal,
	): Answer<CodeAction[]>;
	definition?(
		document: TextDocument,
		position: Position,
		signal: AbortSignal,
	): Answer<Location | readonly Location[] | undefined>;
	references?(
		document: TextDocument,
		position: Position,
		includeDeclaration: boolean,
		signal: AbortSignal,
	): Answer<Location[]>;
	highlights?(document: TextDocument, position: Position, signal: AbortSignal): Answer<DocumentHighlight[]>;
	prepareRename?(
		document: TextDocument,
		position: Position,
		signal: AbortSignal,
	): Answer<{ range: Range; placeholder: string } | undefined>;
	rename?(
		document: TextDocument,
		position: Position,
		newName: string,
		signal: AbortSignal,
	): Answer<WorkspaceEdit | { readonly problem: string } | undefined>;
	symbols?(document: TextDocument, signal: AbortSignal): Answer<DocumentSymbol[]>;
	folding?(document: TextDocument, signal: AbortSignal): Answer<FoldingRange[]>;
	selectionRanges?(document: TextDocument, positions: Position[], signal: AbortSignal): Answer<SelectionRange[]>;
	links?(document: TextDocument, signal: AbortSignal): Answer<DocumentLink[]>;
	format?(document: TextDocument, options: FormattingOptions, signal: AbortSignal): Answer<TextEdit[]>;
	formatRange?(
		document: TextDocument,
		range: Range,
		options: FormattingOptions,
		signal: AbortSignal,
	): Answer<TextEdit[]>;
	formatOnType?(
		document: TextDocument,
		position: Position,
		character: string,
		options: FormattingOptions,
		signal: AbortSignal,
	): Answer<TextEdit[]>;
	semanticTokens?(document: TextDocument, signal: AbortSignal): Answer<SemanticTokens>;
	inlayHints?(document: TextDocument, range: Range, signal: AbortSignal): Answer<InlayHint[]>;
	forget?(uri: string): void;
}
