import type * as vscode from 'vscode';
import { TextDocument } from 'vscode-languageserver-textdocument';

const known = new WeakMap<vscode.TextDocument, TextDocument>();

/** A version of an editor's document as the language services read it; made once and shared by all who ask. */
export function textDocumentOf(document: vscode.TextDocument): TextDocument {
	const before = known.get(document);
	if (before?.version === document.version && before.languageId === document.languageId) {
		return before;
	}
	const now = TextDocument.create(document.uri.toString(), document.languageId, document.version, document.getText());
	known.set(document, now);
	return now;
}
