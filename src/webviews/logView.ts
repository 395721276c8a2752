import * as vscode from 'vscode';
import { DisposableOwner, MutableDisposable } from '../base/disposable.ts';
import { commandId, logViewId } from '../contributions.ts';
import type { LogViewer, LogViewerState } from './protocols/logViewer.ts';
import { clientFolder, plainPage } from './webviewPage.ts';
import { type PanelKind, type PanelPlace, type PanelSurroundings, WebviewPanel } from './webviewPanel.ts';

/** The log viewer in the panel below the editors. It shows one log, and without one says how to get there. */
export class LogView extends DisposableOwner {
	readonly #kind: PanelKind<LogViewer>;
	readonly #surroundings: PanelSurroundings;
	readonly #viewer = this.register(new MutableDisposable<WebviewPanel<LogViewer>>());
	#view: vscode.WebviewView | undefined;
	/** What is shown once VS Code has made the view. */
	#wanted: LogViewerState | undefined;

	constructor(kind: PanelKind<LogViewer>, surroundings: PanelSurroundings) {
		super();
		this.#kind = kind;
		this.#surroundings = surroundings;
	}

	/** Shows a log in place of the one that is there. */
	async show(state: LogViewerState): Promise<void> {
		if (this.#view) {
			this.#open(this.#view, state);
			this.#view.show();
		} else {
			this.#wanted = state;
			await vscode.commands.executeCommand(`${logViewId}.focus`);
		}
	}

	/** VS Code shows the view for the first time, or somewhere else; `kept` is what its page kept. */
	resolve(view: vscode.WebviewView, kept: unknown): void {
		this.#view = view;
		this.register(
			view.onDidDispose(() => {
				this.#view = this.#view === view ? undefined : this.#view;
			}),
		);
		const state = this.#wanted ?? this.#kind.readState(kept);
		this.#wanted = undefined;
		if (state) {
			this.#open(view, state);
		} else {
			this.#showNothing(view);
		}
	}

	#open(view: vscode.WebviewView, state: LogViewerState): void {
		// Not before the new one stands: an end empties the view.
		this.#viewer.value = undefined;
		const place = placeIn(view, () => this.#view === view && this.#showNothing(view));
		const kind = { ...this.#kind, readState: (kept: unknown) => ofSameLog(this.#kind.readState(kept), state) };
		this.#viewer.value = new WebviewPanel(kind, this.#surroundings, place, state);
	}

	#showNothing(view: vscode.WebviewView): void {
		const { extensionUri } = this.#surroundings;
		const command = commandId('container.logs');
		const question = encodeURIComponent(JSON.stringify([null, { location: 'panel' }]));
		view.title = undefined;
		view.webview.options = { enableCommandUris: [command], localResourceRoots: [clientFolder(extensionUri)] };
		view.webview.html = plainPage(
			view.webview,
			extensionUri,
			this.#kind.client,
			`<div class="empty quiet">
<p>${vscode.l10n.t('No log is shown here.')}</p>
<p><a href="command:${command}?${question}">${vscode.l10n.t('Show logs of containers')}</a></p>
</div>`,
		);
	}
}

function placeIn(view: vscode.WebviewView, onEnd: () => void): PanelPlace {
	const ended = new vscode.EventEmitter<void>();
	const listening = view.onDidDispose(() => ended.fire());
	return {
		webview: view.webview,
		get title() {
			return view.title ?? '';
		},
		set title(title) {
			view.title = title;
		},
		get visible() {
			return view.visible;
		},
		onDidChangeViewState: view.onDidChangeVisibility,
		onDidDispose: ended.event,
		reveal: () => view.show(),
		dispose: () => {
			listening.dispose();
			ended.fire();
			ended.dispose();
			onEnd();
		},
	};
}

/** The page keeps its state while the log that it shows is replaced. */
function ofSameLog(kept: LogViewerState | undefined, shown: LogViewerState): LogViewerState | undefined {
	const logOf = ({ target, reading }: LogViewerState) => JSON.stringify([target, reading]);
	return kept && logOf(kept) === logOf(shown) ? kept : undefined;
}
