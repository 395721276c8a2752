import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import type { ContextStore, DockerContext } from '../engine/contexts.ts';
import type { OutlineNode } from './outline.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';

/** Docker's contexts, read from its own files: they are there without an engine. */
export class ContextsView extends DisposableOwner implements ViewDescription {
	readonly name = 'contexts';
	readonly kinds = [];
	readonly needsEngine = false;
	readonly onDidChange: ContextStore['onDidChange'];
	readonly #contexts: ContextStore;
	#list: readonly DockerContext[] | undefined;

	constructor(contexts: ContextStore) {
		super();
		this.#contexts = contexts;
		this.onDidChange = contexts.onDidChange;
		this.register(
			contexts.onDidChange(() => {
				this.#list = undefined;
			}),
		);
	}

	async load(): Promise<void> {
		this.#list = await this.#contexts.list();
	}

	outline(): readonly OutlineNode[] | undefined {
		return this.#list?.map(context => ({ element: context, face: Object.values(context) }));
	}

	row({ element }: OutlineNode): Row {
		const context = element as DockerContext;
		return {
			label: context.name,
			description: context.host || vscode.l10n.t('no Docker endpoint'),
			icon: contextIcon(context),
			contextValue: context.current ? 'context.current' : 'context',
			state: context.current ? vscode.l10n.t('in use') : '',
		};
	}

	tooltip({ element }: OutlineNode): readonly TooltipRow[] {
		const { name, current, description, host, tls, error } = element as DockerContext;
		return [
			[name, current ? vscode.l10n.t('in use') : vscode.l10n.t('not in use')],
			[vscode.l10n.t('Description'), description],
			[vscode.l10n.t('Address'), host],
			[vscode.l10n.t('TLS'), tls ? vscode.l10n.t('yes') : undefined],
			[vscode.l10n.t('Error'), error],
		];
	}
}

function contextIcon({ current, error }: DockerContext): vscode.ThemeIcon {
	if (error !== undefined) {
		return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
	}
	return current
		? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'))
		: new vscode.ThemeIcon('server-environment');
}
