import { basename } from 'node:path';
import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { documentScheme } from '../contributions.ts';
import type { Origin, OriginPlace } from '../languageservice/compose/originTrace.ts';
import { plainText } from '../ui/plainText.ts';
import { openPlaceCommand, placeLink } from './openPlace.ts';
import type { TracedOrigins } from './previewSession.ts';

/** Lines around those that are seen, so that scrolling shows marks at once. */
const around = 60;

/** A faint text at the end of each line of a resolved model: where its value comes from. */
export class OriginMarks extends DisposableOwner {
	readonly #originsOf: (uri: vscode.Uri) => TracedOrigins | undefined;
	readonly #type = this.register(
		vscode.window.createTextEditorDecorationType({
			after: { color: new vscode.ThemeColor('editorGhostText.foreground'), margin: '0 0 0 3em' },
		}),
	);

	readonly #compared = new WeakMap<TracedOrigins, { readonly version: number; readonly isSame: boolean }>();

	constructor(originsOf: (uri: vscode.Uri) => TracedOrigins | undefined) {
		super();
		this.#originsOf = originsOf;
		this.register(vscode.window.onDidChangeVisibleTextEditors(() => this.draw()));
		this.register(vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#drawIn(textEditor)));
		this.register(
			vscode.workspace.onDidChangeTextDocument(({ document }) => {
				if (document.uri.scheme === documentScheme) {
					this.draw();
				}
			}),
		);
	}

	draw(): void {
		for (const editor of vscode.window.visibleTextEditors) {
			this.#drawIn(editor);
		}
	}

	#drawIn(editor: vscode.TextEditor): void {
		const { document } = editor;
		if (document.uri.scheme !== documentScheme) {
			return;
		}
		const origins = this.#originsOf(document.uri);
		const isSame = origins !== undefined && this.#areOf(origins, document);
		const isSeen = ({ line }: Origin) =>
			editor.visibleRanges.some(({ start, end }) => start.line - around <= line && line <= end.line + around);
		const marks = isSame ? origins.lines.filter(isSeen).map(origin => markOf(document, origin)) : [];
		editor.setDecorations(this.#type, marks);
	}

	/** Between a new text and its origins the two do not belong together. */
	#areOf(origins: TracedOrigins, document: vscode.TextDocument): boolean {
		const before = this.#compared.get(origins);
		if (before?.version === document.version) {
			return before.isSame;
		}
		const withoutReturns = (text: string) => text.replaceAll('\r\n', '\n');
		const isSame = withoutReturns(origins.text) === withoutReturns(document.getText());
		this.#compared.set(origins, { version: document.version, isSame });
		return isSame;
	}
}

function markOf(document: vscode.TextDocument, origin: Origin): vscode.DecorationOptions {
	return {
		range: document.lineAt(origin.line).range,
		hoverMessage: hoverOf(origin),
		renderOptions: { after: { contentText: textOf(origin) } },
	};
}

/** `compose.override.yaml:12 · .env: TAG`, or `default`. */
function textOf({ place, variables }: Origin): string {
	const parts = [
		place ? nameOf(place) : vscode.l10n.t('default'),
		...variables.map(({ name, place: from }) =>
			from === 'environment' ? vscode.l10n.t('environment: {0}', name) : `${fileOf(from)}: ${name}`,
		),
	];
	return plainText(parts.join(' · '), 80);
}

/** Only our own command is trusted, and no word of a file is read as Markdown. */
function hoverOf({ place, variables }: Origin): vscode.MarkdownString {
	const lines = [
		place ? vscode.l10n.t('Written in {0}', link(place)) : vscode.l10n.t('Added by Compose: the files do not say it.'),
		...variables.map(({ name, place: from }) =>
			from === 'environment'
				? vscode.l10n.t('{0} from the environment', inert(name))
				: vscode.l10n.t('{0} from {1}', inert(name), link(from)),
		),
	];
	const hover = new vscode.MarkdownString(lines.join('\n\n'));
	hover.isTrusted = { enabledCommands: [openPlaceCommand] };
	return hover;
}

function link(place: OriginPlace): string {
	return `[${inert(nameOf(place))}](${placeLink(place.uri, place.range.start)})`;
}

function inert(text: string): string {
	return plainText(text, 80).replace(/[\\`*_{}[\]()#+\-.!|<>~$&:@]/g, '\\$&');
}

function nameOf(place: OriginPlace): string {
	return `${fileOf(place)}:${place.range.start.line + 1}`;
}

/** The file's path in the workspace is told apart from others of its name by the hover's link. */
function fileOf({ uri }: OriginPlace): string {
	const parsed = vscode.Uri.parse(uri);
	const relative = vscode.workspace.asRelativePath(parsed, false);
	return relative.length < 40 && relative !== parsed.fsPath ? relative : basename(parsed.path);
}
