import type { Range } from 'vscode-languageserver-types';

/** What a name in a compose file can name. */
export type ReferenceKind =
	| 'service'
	| 'network'
	| 'volume'
	| 'config'
	| 'secret'
	| 'model'
	| 'profile'
	| 'anchor'
	| 'variable'
	| 'container'
	| 'stage'
	| 'argument';

/** The kinds that have a top-level element of their own. */
export type ResourceKind = 'service' | 'network' | 'volume' | 'config' | 'secret' | 'model';

/** The top-level element that declares each kind. */
export const sections: Readonly<Record<ResourceKind, string>> = {
	service: 'services',
	network: 'networks',
	volume: 'volumes',
	config: 'configs',
	secret: 'secrets',
	model: 'models',
};

/** A place that declares or uses a name, in one file and without regard to any other. */
export interface Reference {
	readonly kind: ReferenceKind;
	readonly name: string;
	readonly role: 'declaration' | 'use';
	readonly uri: string;
	/** Offsets of the name alone: no quotes, no `service:` before it, no `:ro` behind it. */
	readonly start: number;
	readonly end: number;
	/** The same as `start` and `end`. */
	readonly range: Range;
	/**
	 * The attribute that the name stands in: `depends_on`, `links`, `extends`, `volumes_from`, `network_mode`, `ipc`,
	 * `pid`, `additional_contexts`, `networks`, `volumes`, `configs`, `build.secrets`, `target` …; for a declaration its
	 * section, `.env` or `env_file` for lines of such files; `interpolation` for `${NAME}`, `environment` for a variable
	 * that is passed on by its name alone, `content` for one that a config or secret is made of.
	 */
	readonly attribute: string;
	/** How the name is written; a new name must keep to it. `part` is a piece of a longer scalar. */
	readonly form: 'plain' | 'single' | 'double' | 'part';
	/** The services whose definition the place is in: several where they share it through an anchor, none elsewhere. */
	readonly services: readonly string[];
	/** The path as written of another compose file in which the name must be looked up: `extends.file`. */
	readonly file: string | undefined;
	/** The place of the anchor that an alias means; undefined for all other kinds. */
	readonly anchor: number | undefined;
}
