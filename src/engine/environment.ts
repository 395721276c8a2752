/** Everything the engine layer looks at outside itself, as a parameter, so that tests pass others. */
export interface EngineEnvironment {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
	readonly platform: NodeJS.Platform;
	readonly uid?: number;
	/** The setting `slipway.context`: a context's name or an engine's URL; empty when unset. */
	contextSetting(): string;
	/** Keeps logins where docker has no credential helper. */
	readonly secrets?: SecretStore;
}

/** A place for what nobody else may read. */
export interface SecretStore {
	get(key: string): PromiseLike<string | undefined>;
	store(key: string, value: string): PromiseLike<void>;
}
