import * as vscode from 'vscode';
import { DisposableOwner } from './base/disposable.ts';
import { Emitter } from './base/event.ts';

const section = 'slipway';

/** Every `slipway.*` setting as a typed getter; read at each call, so that nobody keeps a stale value. */
export class Settings extends DisposableOwner {
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChange = this.#changed.event;
	readonly #contextChanged = this.register(new Emitter<void>());
	/** Only when the engine to use may be another one. */
	readonly onDidChangeContext = this.#contextChanged.event;

	constructor() {
		super();
		this.register(
			vscode.workspace.onDidChangeConfiguration(event => {
				if (event.affectsConfiguration(`${section}.context`)) {
					this.#contextChanged.fire();
				}
				if (event.affectsConfiguration(section)) {
					this.#changed.fire();
				}
			}),
		);
	}

	/** A docker context's name or an engine's address; empty for docker's own choice. */
	get context(): string {
		return this.#get('context', '').trim();
	}

	/** Stronger than the environment; written where the setting has a value already. */
	async setContext(name: string): Promise<void> {
		const configuration = vscode.workspace.getConfiguration(section);
		const { workspaceValue } = configuration.inspect<string>('context') ?? {};
		const target =
			workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
		await configuration.update('context', name, target);
	}

	/** The `docker` program for builds and Compose. */
	get dockerPath(): string {
		return this.#get('dockerPath', 'docker').trim() || 'docker';
	}

	get crashNotifications(): boolean {
		return this.#get('notifications.crash', true);
	}

	/** Whether the rows of containers say how much CPU and memory they use. */
	get containerStats(): boolean {
		return this.#get('containers.stats', false);
	}

	/** How many of a log's last lines are shown first. */
	get logTail(): number {
		return this.#get('logs.tail', 1000);
	}

	/** Where logs are opened. */
	get logLocation(): 'editor' | 'panel' {
		return this.#get<string>('logs.location', 'editor') === 'panel' ? 'panel' : 'editor';
	}

	get statusBar(): boolean {
		return this.#get('statusBar', true);
	}

	/** `slipway.dockerfile.rules`, as somebody has written it. */
	get dockerfileRules(): Readonly<Record<string, unknown>> {
		return this.#get('dockerfile.rules', {});
	}

	/** Whether BuildKit checks a Dockerfile each time that it is saved. */
	get checkOnSave(): boolean {
		return this.#get('dockerfile.checkOnSave', false);
	}

	/** Whether a Dockerfile shows what its last build did. */
	get buildHints(): boolean {
		return this.#get('dockerfile.buildHints', true);
	}

	get dockerfileLenses(): boolean {
		return this.#get('dockerfile.codeLens', true);
	}

	/** `slipway.compose.rules`, as somebody has written it. */
	get composeRules(): Readonly<Record<string, unknown>> {
		return this.#get('compose.rules', {});
	}

	get composeLanguageFeatures(): boolean {
		return this.#get('compose.languageFeatures', true);
	}

	get composeLenses(): boolean {
		return this.#get('compose.codeLens', true);
	}

	/** Compose files that are used together, relative to their workspace folder, the base first. */
	get composeFiles(): readonly string[] {
		const files: unknown = this.#get('compose.files', []);
		return Array.isArray(files) ? files.filter(file => typeof file === 'string') : [];
	}

	/** Whether registries may be asked while an image is being written. */
	get registryTags(): boolean {
		return this.#get('completion.registryTags', false);
	}

	#get<T>(key: string, fallback: T): T {
		return vscode.workspace.getConfiguration(section).get<T>(key, fallback);
	}
}
