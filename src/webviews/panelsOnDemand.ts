import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import type { PanelProtocol } from './protocol.ts';
import type { WebviewPanels } from './webviewPanel.ts';

/** Panels of one kind, whose code is read when the first of them is opened or comes back after a reload. */
export class PanelsOnDemand<T extends WebviewPanels<P>, P extends PanelProtocol> extends DisposableOwner {
	readonly #load: () => Promise<T>;
	#panels: Promise<T> | undefined;

	/** `viewType` as the kind has it, and with `onWebviewPanel:` before it among the activation events. */
	constructor(viewType: string, load: () => Promise<T>) {
		super();
		this.#load = load;
		this.register(
			vscode.window.registerWebviewPanelSerializer(viewType, {
				deserializeWebviewPanel: async (panel, kept) => (await this.get()).restore(panel, kept),
			}),
		);
	}

	get(): Promise<T> {
		this.#panels ??= this.#load().then(panels => (this.isDisposed ? panels : this.register(panels)));
		return this.#panels;
	}
}
