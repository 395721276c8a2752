import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { commandId, viewIds } from '../contributions.ts';
import type { EngineConnection, EngineStatus } from '../engine/connection.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { Settings } from '../settings.ts';
import { attemptLines, statusSentence, unreachableWords } from './engineMessages.ts';
import { plainText } from './plainText.ts';

/** The engine in use and how many containers run. A click opens the view, or tries again where there is no engine. */
export class StatusBar extends DisposableOwner {
	readonly #connection: EngineConnection;
	readonly #store: ResourceStore;
	readonly #settings: Settings;
	readonly #item: vscode.StatusBarItem;

	constructor(connection: EngineConnection, store: ResourceStore, settings: Settings) {
		super();
		this.#connection = connection;
		this.#store = store;
		this.#settings = settings;
		this.#item = this.register(vscode.window.createStatusBarItem('slipway.engine', vscode.StatusBarAlignment.Left, 0));
		this.#item.name = vscode.l10n.t('Docker Engine');
		this.register(connection.onDidChangeStatus(() => this.#show()));
		this.register(store.onDidChange(({ kind }) => kind === 'container' && this.#show()));
		this.register(settings.onDidChange(() => this.#show()));
		this.#show();
	}

	#show(): void {
		const { status } = this.#connection;
		if (!this.#settings.statusBar) {
			this.#item.hide();
			return;
		}
		const isUnreachable = status.state === 'unreachable';
		this.#item.text = this.#text(status);
		this.#item.tooltip = [statusSentence(status), ...(isUnreachable ? attemptLines(status) : this.#counts())].join(
			'\n',
		);
		this.#item.command = isUnreachable ? commandId('engine.retry') : `${viewIds.containers}.focus`;
		this.#item.accessibilityInformation = { label: `${this.#item.name}: ${this.#item.tooltip}` };
		this.#item.show();
	}

	#text(status: EngineStatus): string {
		const context = plainText(status.context, 40) || 'Docker';
		switch (status.state) {
			case 'idle':
				return '$(package) Docker';
			case 'connecting':
				return `$(sync~spin) ${context}`;
			case 'unreachable':
				return `$(warning) ${unreachableWords(status)}`;
			case 'ready': {
				const containers = this.#store.peek('container');
				return containers
					? `$(package) ${context} ${running(containers)}/${containers.length}`
					: `$(package) ${context}`;
			}
		}
	}

	#counts(): string[] {
		const containers = this.#store.peek('container');
		if (this.#connection.status.state !== 'ready' || !containers) {
			return [];
		}
		const unhealthy = containers.filter(({ state, health }) => state === 'running' && health === 'unhealthy').length;
		return [
			vscode.l10n.t('{0} of {1} containers running', running(containers), containers.length),
			...(unhealthy > 0 ? [vscode.l10n.t('{0} unhealthy', unhealthy)] : []),
		];
	}
}

function running(containers: readonly { readonly state: string }[]): number {
	return containers.filter(({ state }) => state === 'running').length;
}
