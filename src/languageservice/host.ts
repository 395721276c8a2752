/** The languages that the services speak; texts stand in both beside each other in the tables. */
export type Locale = 'en' | 'ko';

/** One text in both languages. `{0}`, `{1}` … are places for values. */
export interface Text {
	readonly en: string;
	readonly ko: string;
}

export type RuleSeverity = 'error' | 'warning' | 'info' | 'off';

export interface FolderEntry {
	readonly name: string;
	readonly kind: 'file' | 'folder';
	/** Bytes, where it is known. */
	readonly size?: number;
	/** A link to a folder: a build takes the link, not what is in the folder. */
	readonly isLink?: boolean;
}

/** What the engine knows of one image, as far as the editor makes use of it. */
export interface LocalImage {
	/** Every name of it: `node:22`, `ghcr.io/acme/tool:1`. */
	readonly references: readonly string[];
	readonly id: string;
	/** `sha256:…` of its manifest, where it was pulled or pushed. */
	readonly digest?: string;
	/** Bytes. */
	readonly size?: number;
	/** Epoch milliseconds. */
	readonly created?: number;
	readonly layers?: number;
	/** `80/tcp` … */
	readonly ports?: readonly string[];
	readonly user?: string;
	/** `NAME=value` …; undefined where the image was listed but not inspected. */
	readonly env?: readonly string[];
	readonly shell?: readonly string[];
	readonly platform?: string;
}

/**
 * What a language service asks of its surroundings. Every member but `locale` may be missing: the services then know
 * less and stay silent. Nothing here throws; what cannot be read is `undefined` or empty.
 */
export interface ServiceHost {
	readonly locale: Locale;
	/** Severities that the user has set, by rule; read at every diagnosis. */
	ruleSeverities?(): Readonly<Record<string, RuleSeverity>>;
	/** URI of the folder that is the build context of this document; by default the document's own folder. */
	contextFolder?(documentUri: string): string | undefined;
	/** The entries of a folder; undefined if there is none. */
	readFolder?(uri: string, signal: AbortSignal): Promise<readonly FolderEntry[] | undefined>;
	/** The text of a file, an open editor's first; undefined if there is none. */
	readFile?(uri: string, signal: AbortSignal): Promise<string | undefined>;
	/** The engine's images, from memory; empty without an engine. */
	localImages?(signal: AbortSignal): Promise<readonly LocalImage[]>;
	/** Everything about one local image, `env` included; undefined if it is not there. */
	inspectImage?(reference: string, signal: AbortSignal): Promise<LocalImage | undefined>;
	/** The same from memory, for what must not wait for an engine; `inspectImage` is asked where this is missing. */
	knownImage?(reference: string): LocalImage | undefined;
	/** Tags that the registry has for a repository; only called while completing, empty unless the user allows the network. */
	registryTags?(repository: string, signal: AbortSignal): Promise<readonly string[]>;
	/** The text of the `.hadolint.yaml` that holds for a document; by default the one in its build context is read. */
	hadolintConfig?(documentUri: string, signal: AbortSignal): Promise<string | undefined>;
	/** The platform that the connected engine builds for, `linux/arm64`; undefined when unknown. */
	enginePlatform?(): string | undefined;
	/** Where the page about the rules is, if not at its usual place. */
	readonly rulesPage?: string | undefined;
	/** The Dockerfile frontend that the connected engine bundles, `1.19`; undefined when unknown. */
	frontendVersion?(): string | undefined;
	/** References from elsewhere: `build.target` and `build.args` of compose files. */
	outsideReferences?(
		documentUri: string,
		kind: 'stage' | 'argument',
		name: string,
		signal: AbortSignal,
	): Promise<readonly OutsideReference[]>;
	/** URIs of the compose files that are used together with this one, the base first; undefined if it stands alone. */
	composeFiles?(documentUri: string): readonly string[] | undefined;
	/** Variables that `docker compose` would inherit. */
	environment?(): Readonly<Record<string, string>>;
	/** The version of Compose that is installed, `2.40.3`; undefined when unknown. */
	composeVersion?(): string | undefined;
	/** The engine's containers, those outside of projects too with an empty `project`; undefined without an engine. */
	containers?(): readonly ProjectContainer[] | undefined;
	/** Names of the engine's networks or volumes, from memory; empty without an engine. */
	engineNames?(kind: 'network' | 'volume'): readonly string[];
}

/** A container of a compose project, as far as the editor makes use of it. */
export interface ProjectContainer {
	readonly project: string;
	readonly service: string;
	readonly name: string;
	/** `running`, `exited` … */
	readonly state: string;
	/** `healthy`, `unhealthy`, `starting`; undefined without a health check. */
	readonly health?: string | undefined;
	/** Published ports. */
	readonly ports: readonly { readonly host: number; readonly container: number; readonly protocol: string }[];
}

export interface OutsideReference {
	readonly uri: string;
	readonly range: {
		readonly start: { readonly line: number; readonly character: number };
		readonly end: { readonly line: number; readonly character: number };
	};
}

/** The text in the host's language, with its places filled. */
export function say(text: Text, locale: Locale, ...values: readonly (string | number)[]): string {
	const template = locale === 'ko' ? text.ko : text.en;
	return template.replace(/\{(\d)\}/g, (whole, index: string) => {
		const value = values[Number(index)];
		return value === undefined ? whole : String(value);
	});
}
