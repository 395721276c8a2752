import { join } from 'node:path';
import { type Disposable, DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { Logger } from '../base/logger.ts';
import {
	type ContextEntry,
	configFolder,
	currentContextName,
	isContextName,
	metaFolder,
	readConfig,
	readContext,
	readContexts,
	readContextTls,
	tlsFiles,
	tlsFolder,
} from './contextFiles.ts';
import { deleteContext, readMaterial, writeContext, writeCurrentContext } from './contextWriting.ts';
import { defaultHost } from './endpoints.ts';
import type { EngineEnvironment } from './environment.ts';
import { EngineError } from './errors.ts';
import { FolderWatcher } from './folderWatcher.ts';

export interface DockerContext {
	readonly kind: 'context';
	readonly name: string;
	readonly description: string;
	readonly host: string;
	readonly current: boolean;
	readonly tls: boolean;
	/** Why its file, or docker's config.json, cannot be read. */
	readonly error?: string;
}

export interface NewContext {
	readonly name: string;
	readonly host: string;
	readonly description?: string;
	/** Paths of PEM files; they are copied. */
	readonly ca?: string;
	readonly cert?: string;
	readonly key?: string;
	readonly skipTlsVerify?: boolean;
}

/** The docker contexts on disk, shared with the docker CLI: what one writes the other reads. */
export class ContextStore extends DisposableOwner implements Disposable {
	readonly #environment: EngineEnvironment;
	readonly #changed = this.register(new Emitter<void>());
	/** A context was added, changed or removed, or another one is current, whoever did it. */
	readonly onDidChange = this.#changed.event;

	constructor(environment: EngineEnvironment, logger: Logger) {
		super();
		this.#environment = environment;
		const watched = () => watchedFolders(environment);
		const fingerprint = async () => JSON.stringify([await this.list(), await this.#materials()]);
		this.register(new FolderWatcher(watched, fingerprint, () => this.#changed.fire(), logger));
	}

	/** `default` first, then by name; those that cannot be read last, called by the start of their folder's name. */
	async list(): Promise<readonly DockerContext[]> {
		const [entries, current, configError] = await Promise.all([
			readContexts(this.#environment),
			currentContextName(this.#environment),
			this.#configError(),
		]);
		const contexts = await Promise.all(entries.map(entry => this.#toContext(entry, current)));
		return [this.#defaultContext(current, configError), ...contexts];
	}

	/** Makes it current as `docker context use` does. `notFound`, or `invalid` when config.json is broken. */
	async use(name: string): Promise<void> {
		if (name !== 'default') {
			await this.#existing(name);
		}
		await writeCurrentContext(this.#environment, name);
	}

	/** `invalid` for a name, an address or a certificate docker would not take, `conflict` when it exists. */
	async create(options: NewContext): Promise<void> {
		const { name, host, description = '', skipTlsVerify = false } = options;
		checkName(name);
		checkHost(host);
		if (await readContext(this.#environment, name)) {
			throw new EngineError('conflict', `A docker context named "${name}" already exists`);
		}
		const material = await readMaterial(options);
		await writeContext(this.#environment, { name, description, host, skipTlsVerify }, material);
	}

	/** `conflict` for the one in use. */
	async remove(name: string): Promise<void> {
		checkName(name);
		const config = await readConfig(this.#environment).catch((): Record<string, unknown> => ({}));
		if (name === (await currentContextName(this.#environment)) || name === config.currentContext) {
			throw new EngineError('conflict', `The docker context "${name}" is in use`);
		}
		if (!(await readContext(this.#environment, name).catch(() => 'broken'))) {
			throw notFound(name);
		}
		await deleteContext(this.#environment, name);
	}

	/** What `docker context inspect` prints for it. */
	async inspect(name: string): Promise<object> {
		if (name === 'default') {
			const docker = { Host: defaultHost(this.#environment), SkipTLSVerify: false };
			return shown({ Name: name, Metadata: {}, Endpoints: { docker } }, [], '<IN MEMORY>', '<IN MEMORY>');
		}
		const context = await this.#existing(name);
		const material = await readContextTls(this.#environment, name);
		const files = tlsFiles.filter(file => material?.[file]).map(file => `${file}.pem`);
		return shown(context.meta, files, metaFolder(this.#environment, name), tlsFolder(this.#environment, name));
	}

	async #existing(name: string) {
		const context = isContextName(name) ? await readContext(this.#environment, name) : undefined;
		if (!context) {
			throw notFound(name);
		}
		return context;
	}

	#defaultContext(current: string | undefined, error: string | undefined): DockerContext {
		const { env } = this.#environment;
		return {
			kind: 'context',
			name: 'default',
			description: '',
			host: defaultHost(this.#environment),
			current: current === 'default',
			tls: Boolean(env.DOCKER_HOST && env.DOCKER_TLS_VERIFY),
			...(error === undefined ? {} : { error }),
		};
	}

	async #toContext(entry: ContextEntry, current: string | undefined): Promise<DockerContext> {
		if ('error' in entry) {
			const name = entry.id.slice(0, 12);
			const { message } = entry.error;
			return { kind: 'context', name, description: '', host: '', current: false, tls: false, error: message };
		}
		const { name, description, host, skipTlsVerify } = entry;
		const material = await readContextTls(this.#environment, name).catch(() => undefined);
		const tls = skipTlsVerify || material !== undefined;
		return { kind: 'context', name, description, host, current: name === current, tls };
	}

	async #configError(): Promise<string | undefined> {
		try {
			await readConfig(this.#environment);
			return undefined;
		} catch (error) {
			return (error as Error).message;
		}
	}

	/** Renewed certificates make another way to the same engine. */
	async #materials(): Promise<string[]> {
		const entries = await readContexts(this.#environment);
		const names = entries.flatMap(entry => ('error' in entry ? [] : [entry.name]));
		const materials = await Promise.all(
			names.map(name => readContextTls(this.#environment, name).catch(() => undefined)),
		);
		return materials.map(material => tlsFiles.map(file => material?.[file]?.toString('base64')).join());
	}
}

/** config.json's, that of all contexts, and each context's own two: `docker context update` replaces files in there. */
async function watchedFolders(environment: EngineEnvironment): Promise<string[]> {
	const folder = configFolder(environment);
	const names = (await readContexts(environment)).flatMap(entry => ('error' in entry ? [] : [entry.name]));
	const own = names.flatMap(name => [metaFolder(environment, name), join(tlsFolder(environment, name), 'docker')]);
	return [folder, join(folder, 'contexts', 'meta'), ...own];
}

function shown(meta: Readonly<Record<string, unknown>>, files: string[], metaPath: string, tlsPath: string): object {
	return {
		...meta,
		TLSMaterial: files.length > 0 ? { docker: files } : {},
		Storage: { MetadataPath: metaPath, TLSPath: tlsPath },
	};
}

function checkName(name: string): void {
	if (name === 'default') {
		throw new EngineError('invalid', '"default" is docker\'s own context');
	}
	if (!isContextName(name)) {
		throw new EngineError(
			'invalid',
			'A context\'s name has two characters or more: letters, digits, "_", ".", "+" and "-", a letter or digit first',
			{ recognised: { kind: 'invalidOption', option: 'name', value: name } },
		);
	}
}

function checkHost(host: string): void {
	if (!/^(?:unix|npipe|tcp|https?|ssh):\/\/[^\s\x00-\x1f]+$/.test(host)) {
		throw new EngineError('invalid', `"${host}" is not the address of an engine`, {
			recognised: { kind: 'invalidOption', option: 'host', value: host },
		});
	}
}

function notFound(name: string): EngineError {
	return new EngineError('notFound', `There is no docker context named "${name}"`);
}
