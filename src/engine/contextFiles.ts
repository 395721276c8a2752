import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineEnvironment } from './environment.ts';
import { EngineError } from './errors.ts';

/** A context as docker keeps it in `contexts/meta/<sha256 of its name>/meta.json`. */
export interface ContextFile {
	readonly name: string;
	readonly description: string;
	/** Empty for a context that has no docker endpoint. */
	readonly host: string;
	readonly skipTlsVerify: boolean;
	/** The object as it stands in the file. */
	readonly meta: Readonly<Record<string, unknown>>;
}

export interface TlsMaterial {
	readonly ca?: Buffer;
	readonly cert?: Buffer;
	readonly key?: Buffer;
}

export const tlsFiles = ['ca', 'cert', 'key'] as const;

/** docker's own configuration folder: `DOCKER_CONFIG`, or `~/.docker`. */
export function configFolder({ env, home }: EngineEnvironment): string {
	return env.DOCKER_CONFIG || join(home, '.docker');
}

export function configFile(environment: EngineEnvironment): string {
	return join(configFolder(environment), 'config.json');
}

export function metaFolder(environment: EngineEnvironment, name: string): string {
	return join(configFolder(environment), 'contexts', 'meta', contextId(name));
}

export function tlsFolder(environment: EngineEnvironment, name: string): string {
	return join(configFolder(environment), 'contexts', 'tls', contextId(name));
}

/** Names never become paths: folders are called by their hash, as docker does it. */
function contextId(name: string): string {
	return createHash('sha256').update(name).digest('hex');
}

export function isContextName(name: string): boolean {
	return /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(name);
}

export function isEngineUrl(text: string): boolean {
	return text.includes('://');
}

/** docker's `config.json`, `{}` when there is none; `invalid` when it is not a JSON object. */
export async function readConfig(environment: EngineEnvironment): Promise<Record<string, unknown>> {
	const path = configFile(environment);
	const text = await readIfThere(path);
	return text === undefined || text.length === 0 ? {} : parseObject(text.toString('utf8'), path);
}

/**
 * The context in use: the setting's, none (`default`) under `DOCKER_HOST`, then `DOCKER_CONTEXT` and `currentContext`
 * of config.json; `undefined` when the setting is an address. A broken config.json counts as none, as with the CLI.
 */
export async function currentContextName(environment: EngineEnvironment): Promise<string | undefined> {
	const setting = environment.contextSetting();
	if (setting !== '') {
		return isEngineUrl(setting) ? undefined : setting;
	}
	if (environment.env.DOCKER_HOST) {
		return 'default';
	}
	if (environment.env.DOCKER_CONTEXT) {
		return environment.env.DOCKER_CONTEXT;
	}
	const config = await readConfig(environment).catch((): Record<string, unknown> => ({}));
	return typeof config.currentContext === 'string' && config.currentContext !== '' ? config.currentContext : 'default';
}

/** The context of this name; `undefined` when there is none, `invalid` when its file is broken. */
export async function readContext(environment: EngineEnvironment, name: string): Promise<ContextFile | undefined> {
	const path = join(metaFolder(environment, name), 'meta.json');
	const text = await readIfThere(path);
	return text === undefined ? undefined : toContext(parseObject(text.toString('utf8'), path), path, name);
}

export type ContextEntry = ContextFile | { readonly id: string; readonly error: EngineError };

/** Every context on disk in the order of their names, broken ones last. */
export async function readContexts(environment: EngineEnvironment): Promise<ContextEntry[]> {
	const folder = join(configFolder(environment), 'contexts', 'meta');
	const ids = (await readdir(folder).catch(() => [])).filter(id => /^[0-9a-f]{64}$/.test(id));
	const entries = await Promise.all(ids.map(id => readEntry(folder, id)));
	const sortKey = (entry: ContextEntry) => ('error' in entry ? `~${entry.id}` : entry.name);
	return entries.filter(entry => entry !== undefined).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

async function readEntry(folder: string, id: string): Promise<ContextEntry | undefined> {
	const path = join(folder, id, 'meta.json');
	try {
		const text = await readIfThere(path);
		if (text === undefined) {
			return undefined;
		}
		const meta = parseObject(text.toString('utf8'), path);
		const name = typeof meta.Name === 'string' ? meta.Name : '';
		if (contextId(name) !== id) {
			throw new EngineError('invalid', `${path} does not belong to a context of that name`);
		}
		return toContext(meta, path, name);
	} catch (error) {
		return { id, error: error instanceof EngineError ? error : new EngineError('failed', String(error)) };
	}
}

function toContext(meta: Record<string, unknown>, path: string, name: string): ContextFile {
	if (!isContextName(name)) {
		throw new EngineError('invalid', `${path} has a name that is not allowed`);
	}
	const docker = objectAt(objectAt(meta, 'Endpoints'), 'docker');
	const description = objectAt(meta, 'Metadata').Description;
	return {
		name,
		description: typeof description === 'string' ? description : '',
		host: typeof docker.Host === 'string' ? docker.Host : '',
		skipTlsVerify: docker.SkipTLSVerify === true,
		meta,
	};
}

/** The context's own certificates; `undefined` when it has none. */
export function readContextTls(environment: EngineEnvironment, name: string): Promise<TlsMaterial | undefined> {
	return readTls(join(tlsFolder(environment, name), 'docker'));
}

/** `ca.pem`, `cert.pem` and `key.pem` of a folder, those that are there. */
export async function readTls(folder: string): Promise<TlsMaterial | undefined> {
	const [ca, cert, key] = await Promise.all(tlsFiles.map(file => readIfThere(join(folder, `${file}.pem`))));
	return ca || cert || key ? { ca, cert, key } : undefined;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
	try {
		return await readFile(path);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') {
			return undefined;
		}
		throw new EngineError('failed', message, { cause: error });
	}
}

function parseObject(text: string, path: string): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		throw new EngineError('invalid', `${path} is not valid JSON`, { cause: error });
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new EngineError('invalid', `${path} is not a JSON object`);
	}
	return value as Record<string, unknown>;
}

function objectAt(value: Record<string, unknown>, key: string): Record<string, unknown> {
	const found = value[key];
	return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {};
}
