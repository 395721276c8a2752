import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';

/** The number on the view's icon: containers that run, or those that are unhealthy if there are any. */
export class ContainersBadge extends DisposableOwner {
	readonly #view: vscode.TreeView<unknown>;
	readonly #store: ResourceStore;
	readonly #connection: EngineConnection;

	constructor(view: vscode.TreeView<unknown>, store: ResourceStore, connection: EngineConnection) {
		super();
		this.#view = view;
		this.#store = store;
		this.#connection = connection;
		this.register(store.onDidChange(({ kind }) => kind === 'container' && this.#show()));
		this.register(connection.onDidChangeStatus(() => this.#show()));
	}

	#show(): void {
		this.#view.badge = this.#connection.status.state === 'ready' ? this.#badge() : undefined;
	}

	#badge(): vscode.ViewBadge | undefined {
		const running = (this.#store.peek('container') ?? []).filter(({ state }) => state === 'running');
		const unhealthy = running.filter(({ health }) => health === 'unhealthy').length;
		if (unhealthy > 0) {
			return { value: unhealthy, tooltip: vscode.l10n.t('{0} unhealthy', unhealthy) };
		}
		return running.length > 0
			? { value: running.length, tooltip: vscode.l10n.t('{0} running', running.length) }
			: undefined;
	}
}
