import * as vscode from 'vscode';
import type * as lsp from 'vscode-languageserver-types';

/** From what language services answer to VS Code's own objects. LSP counts its enumerations from 1, VS Code from 0. */

export function toRange({ start, end }: lsp.Range): vscode.Range {
	return new vscode.Range(start.line, start.character, end.line, end.character);
}

export function fromRange({ start, end }: vscode.Range): lsp.Range {
	return { start: fromPosition(start), end: fromPosition(end) };
}

export function fromPosition({ line, character }: vscode.Position): lsp.Position {
	return { line, character };
}

/** Never trusted: what strangers wrote may be in it. */
function toMarkdown(value: string): vscode.MarkdownString {
	return new vscode.MarkdownString(value);
}

function toDocumentation(
	documentation: string | lsp.MarkupContent | undefined,
): string | vscode.MarkdownString | undefined {
	if (documentation === undefined || typeof documentation === 'string') {
		return documentation;
	}
	return documentation.kind === 'markdown' ? toMarkdown(documentation.value) : documentation.value;
}

export function toCompletionItem(item: lsp.CompletionItem): vscode.CompletionItem {
	const label = item.labelDetails ? { label: item.label, ...item.labelDetails } : item.label;
	const converted = new vscode.CompletionItem(label, item.kind === undefined ? undefined : item.kind - 1);
	converted.detail = item.detail;
	converted.documentation = toDocumentation(item.documentation);
	converted.sortText = item.sortText;
	converted.filterText = item.filterText;
	converted.preselect = item.preselect;
	converted.commitCharacters = item.commitCharacters;
	converted.additionalTextEdits = item.additionalTextEdits?.map(toTextEdit);
	converted.command = item.command;
	if (item.tags) {
		converted.tags = [...item.tags];
	}
	const text = item.textEdit?.newText ?? item.insertText ?? item.label;
	converted.insertText = item.insertTextFormat === 2 ? new vscode.SnippetString(text) : text;
	// A snippet that brings its own indentation would get the line's on top.
	converted.keepWhitespace = item.insertTextMode === 1;
	if (item.textEdit) {
		converted.range =
			'range' in item.textEdit
				? toRange(item.textEdit.range)
				: { inserting: toRange(item.textEdit.insert), replacing: toRange(item.textEdit.replace) };
	}
	return converted;
}

export function toHover({ contents, range }: lsp.Hover): vscode.Hover {
	return new vscode.Hover(
		(Array.isArray(contents) ? contents : [contents]).map(toMarkedText),
		range ? toRange(range) : undefined,
	);
}

function toMarkedText(content: lsp.MarkedString | lsp.MarkupContent): vscode.MarkdownString {
	if (typeof content === 'string') {
		return toMarkdown(content);
	}
	if ('language' in content) {
		return new vscode.MarkdownString().appendCodeblock(content.value, content.language);
	}
	return content.kind === 'markdown'
		? toMarkdown(content.value)
		: new vscode.MarkdownString().appendText(content.value);
}

export function toSignatureHelp(help: lsp.SignatureHelp): vscode.SignatureHelp {
	const converted = new vscode.SignatureHelp();
	converted.activeSignature = help.activeSignature ?? 0;
	converted.activeParameter = help.activeParameter ?? 0;
	converted.signatures = help.signatures.map(signature => {
		const information = new vscode.SignatureInformation(signature.label, toDocumentation(signature.documentation));
		information.parameters = (signature.parameters ?? []).map(
			({ label, documentation }) => new vscode.ParameterInformation(label, toDocumentation(documentation)),
		);
		return information;
	});
	return converted;
}

export function toDiagnostic(diagnostic: lsp.Diagnostic): vscode.Diagnostic {
	const severity = (diagnostic.severity ?? 1) - 1;
	const message = typeof diagnostic.message === 'string' ? diagnostic.message : diagnostic.message.value;
	const converted = new vscode.Diagnostic(toRange(diagnostic.range), message, severity);
	converted.source = diagnostic.source;
	const code = diagnostic.code;
	if (code !== undefined && diagnostic.codeDescription) {
		converted.code = { value: code, target: vscode.Uri.parse(diagnostic.codeDescription.href) };
	} else {
		converted.code = code;
	}
	converted.tags = diagnostic.tags ? [...diagnostic.tags] : undefined;
	converted.relatedInformation = diagnostic.relatedInformation?.map(
		({ location, message: text }) => new vscode.DiagnosticRelatedInformation(toLocation(location), text),
	);
	return converted;
}

export function toTextEdit({ range, newText }: lsp.TextEdit): vscode.TextEdit {
	return vscode.TextEdit.replace(toRange(range), newText);
}

export function toLocation({ uri, range }: lsp.Location): vscode.Location {
	return new vscode.Location(vscode.Uri.parse(uri), toRange(range));
}

export function toWorkspaceEdit(edit: lsp.WorkspaceEdit): vscode.WorkspaceEdit {
	const converted = new vscode.WorkspaceEdit();
	for (const [uri, edits] of Object.entries(edit.changes ?? {})) {
		converted.set(vscode.Uri.parse(uri), edits.map(toTextEdit));
	}
	for (const change of edit.documentChanges ?? []) {
		if ('textDocument' in change) {
			const edits = change.edits.flatMap(one => ('newText' in one ? [toTextEdit(one)] : []));
			converted.set(vscode.Uri.parse(change.textDocument.uri), edits);
		} else if (change.kind === 'create') {
			converted.createFile(vscode.Uri.parse(change.uri), { ignoreIfExists: true });
		}
	}
	return converted;
}

/** `known` are the editor's own objects of the problems in reach: a fix is shown with the problem that it names. */
export function toCodeAction(action: lsp.CodeAction, known: readonly vscode.Diagnostic[]): vscode.CodeAction {
	const kind = action.kind === undefined ? undefined : vscode.CodeActionKind.Empty.append(action.kind);
	const converted = new vscode.CodeAction(action.title, kind);
	converted.isPreferred = action.isPreferred;
	converted.command = action.command;
	converted.disabled = action.disabled;
	converted.edit = action.edit ? toWorkspaceEdit(action.edit) : undefined;
	converted.diagnostics = action.diagnostics?.map(
		diagnostic => known.find(candidate => isSameProblem(candidate, diagnostic)) ?? toDiagnostic(diagnostic),
	);
	return converted;
}

function isSameProblem(known: vscode.Diagnostic, diagnostic: lsp.Diagnostic): boolean {
	const code = typeof known.code === 'object' ? known.code.value : known.code;
	return code === diagnostic.code && known.range.isEqual(toRange(diagnostic.range));
}

export function toDocumentSymbol(symbol: lsp.DocumentSymbol): vscode.DocumentSymbol {
	const converted = new vscode.DocumentSymbol(
		symbol.name,
		symbol.detail ?? '',
		symbol.kind - 1,
		toRange(symbol.range),
		toRange(symbol.selectionRange),
	);
	converted.children = (symbol.children ?? []).map(toDocumentSymbol);
	return converted;
}

const foldingKinds: Readonly<Record<string, vscode.FoldingRangeKind>> = {
	comment: vscode.FoldingRangeKind.Comment,
	imports: vscode.FoldingRangeKind.Imports,
	region: vscode.FoldingRangeKind.Region,
};

export function toFoldingRange({ startLine, endLine, kind }: lsp.FoldingRange): vscode.FoldingRange {
	return new vscode.FoldingRange(startLine, endLine, kind === undefined ? undefined : foldingKinds[kind]);
}

export function toSelectionRange({ range, parent }: lsp.SelectionRange): vscode.SelectionRange {
	return new vscode.SelectionRange(toRange(range), parent ? toSelectionRange(parent) : undefined);
}

export function toDocumentLink({ range, target, tooltip }: lsp.DocumentLink): vscode.DocumentLink {
	const link = new vscode.DocumentLink(toRange(range), target === undefined ? undefined : vscode.Uri.parse(target));
	link.tooltip = tooltip;
	return link;
}

export function toHighlight({ range, kind }: lsp.DocumentHighlight): vscode.DocumentHighlight {
	return new vscode.DocumentHighlight(toRange(range), kind === undefined ? undefined : kind - 1);
}

export function toInlayHint(hint: lsp.InlayHint): vscode.InlayHint {
	const label = typeof hint.label === 'string' ? hint.label : hint.label.map(({ value }) => value).join('');
	const position = new vscode.Position(hint.position.line, hint.position.character);
	const converted = new vscode.InlayHint(position, label, hint.kind);
	converted.paddingLeft = hint.paddingLeft;
	converted.paddingRight = hint.paddingRight;
	converted.tooltip = toDocumentation(hint.tooltip);
	return converted;
}
