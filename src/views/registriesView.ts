import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { EngineEnvironment } from '../engine/endpoints.ts';
import { readRegistries, watchRegistries } from '../engine/registries.ts';
import { dockerHub } from '../engine/registryHost.ts';
import type { Registry } from './elements.ts';
import type { OutlineNode } from './outline.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';

/** Registries that docker knows credentials for; read when the view is opened and when docker's config.json changes. */
export class RegistriesView extends DisposableOwner implements ViewDescription {
	readonly name = 'registries';
	readonly kinds = [];
	readonly needsEngine = false;
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChange = this.#changed.event;
	readonly #environment: EngineEnvironment;
	#list: readonly Registry[] | undefined;
	#watching = false;

	constructor(environment: EngineEnvironment) {
		super();
		this.#environment = environment;
	}

	async load(): Promise<void> {
		this.#watch();
		const accounts = await readRegistries(this.#environment);
		this.#list = accounts.map(account => ({ kind: 'registry', id: `registry:${account.host}`, ...account }));
	}

	outline(): readonly OutlineNode[] | undefined {
		return this.#list?.map(registry => ({ element: registry, face: [registry.signedIn, registry.user] }));
	}

	row({ element }: OutlineNode): Row {
		const registry = element as Registry;
		return {
			label: registry.host === dockerHub ? 'Docker Hub' : registry.host,
			description: accountWords(registry),
			icon: new vscode.ThemeIcon(
				registry.signedIn ? 'verified' : 'account',
				registry.signedIn ? new vscode.ThemeColor('testing.iconPassed') : undefined,
			),
			contextValue: 'registry',
		};
	}

	tooltip({ element }: OutlineNode): readonly TooltipRow[] {
		const registry = element as Registry;
		return [[registry.host, accountWords(registry)]];
	}

	#watch(): void {
		if (!this.#watching) {
			this.#watching = true;
			this.register(
				watchRegistries(this.#environment, () => {
					this.#list = undefined;
					this.#changed.fire();
				}),
			);
		}
	}
}

function accountWords({ signedIn, user }: Registry): string {
	if (!signedIn) {
		return vscode.l10n.t('not signed in');
	}
	return user === undefined ? vscode.l10n.t('signed in') : vscode.l10n.t('signed in as {0}', user);
}
