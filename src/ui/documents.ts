import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { documentScheme } from '../contributions.ts';
import { plainText } from './plainText.ts';

/** Read-only documents made by commands: inspect, history, resolved compose models. Forgotten when they are closed. */
export class ReadOnlyDocuments extends DisposableOwner implements vscode.TextDocumentContentProvider {
	readonly #contents = new Map<string, string>();
	readonly #changed = this.register(new Emitter<vscode.Uri>());
	readonly onDidChange = this.#changed.event;

	constructor() {
		super();
		this.register(vscode.workspace.registerTextDocumentContentProvider(documentScheme, this));
		this.register(vscode.workspace.onDidCloseTextDocument(document => this.#contents.delete(document.uri.toString())));
	}

	provideTextDocumentContent(uri: vscode.Uri): string {
		return this.#contents.get(uri.toString()) ?? '';
	}

	/**
	 * Opens a document, or the one of the same folder and title with its text renewed, in front but not pinned. Without a
	 * language it has the one that its title stands for.
	 */
	async open(
		folder: string,
		title: string,
		languageId: string | undefined,
		content: string,
		show: vscode.TextDocumentShowOptions = {},
	): Promise<vscode.TextDocument> {
		const name = plainText(title, 120).replace(/[\\/:?#]/g, '-');
		const uri = vscode.Uri.from({ scheme: documentScheme, path: `/${folder}/${name}` });
		this.#contents.set(uri.toString(), content);
		this.#changed.fire(uri);
		let document = await vscode.workspace.openTextDocument(uri);
		if (languageId !== undefined && document.languageId !== languageId) {
			document = await vscode.languages.setTextDocumentLanguage(document, languageId);
			this.#contents.set(uri.toString(), content);
		}
		await vscode.window.showTextDocument(document, { preview: true, ...show });
		return document;
	}

	/** Gives an open document another text, wherever it is shown. */
	renew(uri: vscode.Uri, content: string): void {
		this.#contents.set(uri.toString(), content);
		this.#changed.fire(uri);
	}

	openJson(folder: string, title: string, value: unknown): Promise<vscode.TextDocument> {
		return this.open(folder, `${title}.json`, 'json', `${JSON.stringify(value, undefined, 2)}\n`);
	}
}
