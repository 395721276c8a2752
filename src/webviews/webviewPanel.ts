import * as vscode from 'vscode';
import { abortable } from '../base/async.ts';
import { type Disposable, DisposableOwner } from '../base/disposable.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { EngineError } from '../engine/errors.ts';
import { cancelled } from '../ui/progress.ts';
import type {
	EventName,
	Failure,
	MessageToClient,
	MessageToPanel,
	PanelProtocol,
	RequestName,
	RequestParameter,
	RequestResult,
	Texts,
} from './protocol.ts';
import { clientFolder, clientPage } from './webviewPage.ts';

/** What makes one kind of panel different from another. */
export interface PanelKind<P extends PanelProtocol> {
	/** Names the kind to VS Code, which brings its panels back after a reload. */
	readonly viewType: string;
	/** `dist/webviews/<client>.js` and `.css`. */
	readonly client: string;
	/** `media/<icon>-light.svg` and `-dark.svg`, for the tab. */
	readonly icon: string;
	/** Keeps the page alive while it is hidden; costs memory, and is only for what cannot be drawn anew quickly. */
	readonly staysAlive?: boolean;
	/** Ctrl+F searches its text. */
	readonly canBeSearched?: boolean;
	/** The client's texts in the user's language. */
	texts(): Texts<P>;
	/** Makes sense of a state that an earlier version may have kept; `undefined` closes the panel. */
	readState(kept: unknown): P['state'] | undefined;
	/** The panel's side of the conversation, made once per panel and disposed with it. */
	connect(panel: WebviewPanel<P>): PanelSide<P>;
}

export interface PanelSide<P extends PanelProtocol> extends Disposable {
	start(state: P['state'], signal: AbortSignal): P['start'] | Promise<P['start']>;
	/**
	 * Answers the client's requests. The signal aborts when the client gives up, its page is gone or the panel closes;
	 * what has to outlive that is owned by the side itself and told by events.
	 */
	readonly requests: {
		readonly [N in RequestName<P>]: (
			parameter: RequestParameter<P, N>,
			signal: AbortSignal,
		) => RequestResult<P, N> | Promise<RequestResult<P, N>>;
	};
}

export interface PanelSurroundings {
	readonly extensionUri: vscode.Uri;
	/** A failure in one sentence. */
	explain(error: EngineError): string | Promise<string>;
	readonly logger: vscode.LogOutputChannel;
}

/** Where a panel is shown: a tab, or what stands in for one. */
export interface PanelPlace {
	readonly webview: vscode.Webview;
	title: string;
	iconPath?: vscode.WebviewPanel['iconPath'];
	readonly visible: boolean;
	readonly onDidChangeViewState: vscode.Event<unknown>;
	readonly onDidDispose: vscode.Event<void>;
	reveal(): void;
	dispose(): void;
}

/** Opens panels of one kind, and brings back those that were open before the window was reloaded. */
export class WebviewPanels<P extends PanelProtocol> extends DisposableOwner {
	readonly #kind: PanelKind<P>;
	readonly #surroundings: PanelSurroundings;
	readonly #open = new Set<WebviewPanel<P>>();

	constructor(kind: PanelKind<P>, surroundings: PanelSurroundings) {
		super();
		this.#kind = kind;
		this.#surroundings = surroundings;
		this.register({ dispose: () => this.#open.forEach(panel => void panel.dispose()) });
	}

	get open(): ReadonlySet<WebviewPanel<P>> {
		return this.#open;
	}

	create(title: string, state: P['state'], column = vscode.ViewColumn.Active): WebviewPanel<P> {
		const { viewType, staysAlive = false, canBeSearched = false } = this.#kind;
		return this.#adopt(
			vscode.window.createWebviewPanel(viewType, title, column, {
				retainContextWhenHidden: staysAlive,
				enableFindWidget: canBeSearched,
			}),
			state,
		);
	}

	/** Goes on with a panel that VS Code has brought back. */
	restore(panel: vscode.WebviewPanel, kept: unknown): void {
		const state = this.#kind.readState(kept);
		if (state === undefined) {
			panel.dispose();
		} else {
			this.#adopt(panel, state);
		}
	}

	#adopt(panel: vscode.WebviewPanel, state: P['state']): WebviewPanel<P> {
		const adopted = new WebviewPanel(this.#kind, this.#surroundings, panel, state);
		this.#open.add(adopted);
		adopted.onDidDispose(() => this.#open.delete(adopted));
		return adopted;
	}
}

/** One panel, and the conversation with its client. */
export class WebviewPanel<P extends PanelProtocol> extends DisposableOwner {
	readonly #kind: PanelKind<P>;
	readonly #surroundings: PanelSurroundings;
	readonly #panel: PanelPlace;
	readonly #side: PanelSide<P>;
	/** Ends with the page that is loaded now. */
	#page = new AbortController();
	readonly #requests = new Map<number, AbortController>();
	#state: P['state'];

	constructor(kind: PanelKind<P>, surroundings: PanelSurroundings, panel: PanelPlace, state: P['state']) {
		super();
		this.#kind = kind;
		this.#surroundings = surroundings;
		this.#panel = panel;
		this.#state = state;
		this.register({ dispose: () => panel.dispose() });
		this.register(panel.onDidDispose(() => this.dispose()));
		this.register(panel.webview.onDidReceiveMessage((message: MessageToPanel) => this.receive(message)));
		this.register({ dispose: () => this.#page.abort(cancelled()) });
		this.#side = this.register(kind.connect(this));
		panel.iconPath = { light: this.#icon('light'), dark: this.#icon('dark') };
		const { extensionUri } = surroundings;
		panel.webview.options = { enableScripts: true, localResourceRoots: [clientFolder(extensionUri)] };
		panel.webview.html = clientPage(panel.webview, extensionUri, kind.client);
	}

	get title(): string {
		return this.#panel.title;
	}

	set title(title: string) {
		this.#panel.title = title;
	}

	/** As it was when its page was loaded last, or as it was opened. */
	get state(): P['state'] {
		return this.#state;
	}

	get visible(): boolean {
		return this.#panel.visible;
	}

	readonly onDidDispose: vscode.Event<void> = (...listener) => this.#panel.onDidDispose(...listener);

	/** Fires when it is shown, hidden or moved. */
	readonly onDidChangeVisibility: vscode.Event<unknown> = (...listener) =>
		this.#panel.onDidChangeViewState(...listener);

	reveal(): void {
		this.#panel.reveal();
	}

	/** Tells the client. A page that is hidden and does not stay alive misses it: its next start has to say as much. */
	send<N extends EventName<P>>(name: N, value: P['events'][N]): void {
		this.#post({ type: 'event', name, value });
	}

	/** What the client says; only tests call it themselves. */
	async receive(message: MessageToPanel): Promise<void> {
		switch (message.type) {
			case 'ready':
				return this.#start(message.state);
			case 'request':
				return this.#answer(message.id, message.name, message.parameter);
			case 'cancel':
				this.#requests.get(message.id)?.abort(cancelled());
		}
	}

	/** A page was loaded: whoever asked before is gone. */
	async #start(kept: unknown): Promise<void> {
		this.#page.abort(cancelled());
		this.#page = new AbortController();
		const { signal } = this.#page;
		this.#state = (kept === undefined ? undefined : this.#kind.readState(kept)) ?? this.#state;
		try {
			const start = await this.#side.start(this.#state, signal);
			if (!signal.aborted) {
				this.#post({ type: 'start', texts: this.#kind.texts(), state: this.#state, start });
			}
		} catch (error) {
			this.#log('start', error);
		}
	}

	async #answer(id: number, name: string, parameter: unknown): Promise<void> {
		const page = this.#page.signal;
		const controller = new AbortController();
		this.#requests.set(id, controller);
		try {
			const signal = AbortSignal.any([page, controller.signal]);
			const result = await abortable(Promise.resolve(this.#handler(name)(parameter, signal)), signal);
			this.#reply(page, { type: 'result', id, result });
		} catch (error) {
			this.#reply(page, { type: 'failure', id, failure: await this.#failure(name, error) });
		} finally {
			this.#requests.delete(id);
		}
	}

	#handler(name: string): (parameter: unknown, signal: AbortSignal) => unknown {
		const handlers = this.#side.requests as Readonly<
			Record<string, (parameter: unknown, signal: AbortSignal) => unknown>
		>;
		const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
		if (!handler) {
			throw new Error(`The panel ${this.#kind.viewType} has no request "${name}".`);
		}
		return handler;
	}

	async #failure(name: string, thrown: unknown): Promise<Failure> {
		const error = toEngineError(thrown);
		if (error.code !== 'cancelled') {
			this.#log(name, error);
		}
		return { code: error.code, sentence: await this.#surroundings.explain(error), recognised: error.recognised };
	}

	#log(name: string, error: unknown): void {
		this.#surroundings.logger.error(`${this.#kind.viewType}: ${name}: ${toEngineError(error).message}`);
	}

	/** A page that is gone waits for no answer; the one that came after counts its requests anew. */
	#reply(page: AbortSignal, message: MessageToClient): void {
		if (!page.aborted) {
			this.#post(message);
		}
	}

	#post(message: MessageToClient): void {
		if (!this.isDisposed) {
			void this.#panel.webview.postMessage(message);
		}
	}

	#icon(theme: string): vscode.Uri {
		return vscode.Uri.joinPath(this.#surroundings.extensionUri, 'media', `${this.#kind.icon}-${theme}.svg`);
	}
}
