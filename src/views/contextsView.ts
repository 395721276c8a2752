import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { ContextStore, DockerContext } from '../engine/contexts.ts';
import { unreachableWords } from '../ui/engineMessages.ts';
import type { OutlineNode } from './outline.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';

/** Docker's contexts, read from its own files: they are there without an engine. */
export class ContextsView extends DisposableOwner implements ViewDescription {
	readonly name = 'contexts';
	readonly kinds = [];
	readonly needsEngine = false;
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChange = this.#changed.event;
	readonly #contexts: ContextStore;
	readonly #connection: EngineConnection;
	#list: readonly DockerContext[] | undefined;

	constructor(contexts: ContextStore, connection: EngineConnection) {
		super();
		this.#contexts = contexts;
		this.#connection = connection;
		this.register(connection.onDidChangeStatus(() => this.#changed.fire()));
		this.register(
			contexts.onDidChange(() => {
				this.#list = undefined;
				this.#changed.fire();
			}),
		);
	}

	async load(): Promise<void> {
		this.#list = await this.#contexts.list();
	}

	outline(): readonly OutlineNode[] | undefined {
		return this.#list?.map(context => ({ element: context, face: [...Object.values(context), this.#isLost(context)] }));
	}

	row({ element }: OutlineNode): Row {
		const context = element as DockerContext;
		return {
			label: context.name,
			description: context.host || vscode.l10n.t('no Docker endpoint'),
			icon: contextIcon(context, this.#isLost(context)),
			contextValue: context.current ? 'context.current' : 'context',
			state: this.#stateOf(context),
		};
	}

	#stateOf(context: DockerContext): string {
		if (!context.current) {
			return '';
		}
		return this.#isLost(context) ? unreachableWords(this.#connection.status) : vscode.l10n.t('in use');
	}

	/** Whether it is the one in use, and no engine answers there. */
	#isLost({ current }: DockerContext): boolean {
		return current && this.#connection.status.state === 'unreachable';
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

function contextIcon({ current, error }: DockerContext, isLost: boolean): vscode.ThemeIcon {
	if (error !== undefined) {
		return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
	}
	if (isLost) {
		return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
	}
	return current
		? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'))
		: new vscode.ThemeIcon('server-environment');
}
