import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { currentContextName, isEngineUrl, readContext, readContextTls, readTls } from './contextFiles.ts';
import type { EngineEnvironment } from './environment.ts';
import { EngineError } from './errors.ts';

export type { EngineEnvironment } from './environment.ts';

/** One place where an engine may be. */
export interface Endpoint {
	/** `unix:///var/run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://host:2376`, `ssh://user@host:22`. */
	readonly url: string;
	readonly origin: 'setting' | 'environment' | 'context' | 'usual';
	/** The docker context's name, `default` where there is none. */
	readonly context: string;
	readonly tls?: EndpointTls;
}

export interface EndpointTls {
	readonly ca?: Buffer;
	readonly cert?: Buffer;
	readonly key?: Buffer;
	readonly rejectUnauthorized: boolean;
}

/**
 * Where to look for an engine, in this order. A choice somebody has made (the setting, `DOCKER_HOST`, a named context)
 * is the only candidate, as with the CLI: another engine than the chosen one would be worse than none.
 * Throws `invalid` for a context that does not exist or cannot be read.
 */
export async function candidateEndpoints(environment: EngineEnvironment): Promise<Endpoint[]> {
	const setting = environment.contextSetting();
	if (isEngineUrl(setting)) {
		return [{ url: setting, origin: 'setting', context: 'default', tls: await environmentTls(environment, setting) }];
	}
	const name = (await currentContextName(environment)) ?? 'default';
	if (name !== 'default') {
		return [await contextEndpoint(environment, name, setting === '' ? 'context' : 'setting')];
	}
	const host = environment.env.DOCKER_HOST;
	if (host) {
		const url = isEngineUrl(host) ? host : `tcp://${host}`;
		return [{ url, origin: 'environment', context: 'default', tls: await environmentTls(environment, url) }];
	}
	return (await usualUrls(environment)).map(url => ({ url, origin: 'usual', context: 'default' }));
}

/** What `docker context ls` shows for the default context. */
export function defaultHost({ env, platform }: EngineEnvironment): string {
	return env.DOCKER_HOST || (platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock');
}

/** The same engine reached in the same way. */
export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
	return a.url === b.url && a.context === b.context && sameTls(a.tls, b.tls);
}

function sameTls(a: EndpointTls | undefined, b: EndpointTls | undefined): boolean {
	if (!a || !b) {
		return a === b;
	}
	const same = (x?: Buffer, y?: Buffer) => x === y || (x !== undefined && y !== undefined && x.equals(y));
	return (
		same(a.ca, b.ca) && same(a.cert, b.cert) && same(a.key, b.key) && a.rejectUnauthorized === b.rejectUnauthorized
	);
}

/** On this machine: an answer, or the lack of one, comes at once. */
export function isLocal({ url }: Endpoint): boolean {
	return /^(?:unix|npipe):|^(?:tcp|https?):\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::|\/|$)/.test(url);
}

/** The path a unix socket's or a named pipe's URL stands for; `undefined` for others. */
export function socketPath(url: string): string | undefined {
	if (url.startsWith('unix://')) {
		return url.slice('unix://'.length);
	}
	return url.startsWith('npipe://') ? url.slice('npipe://'.length).replaceAll('\\', '/') : undefined;
}

export function unixSockets(endpoints: readonly Endpoint[]): string[] {
	return endpoints.filter(({ url }) => url.startsWith('unix:')).map(({ url }) => socketPath(url) as string);
}

async function contextEndpoint(
	environment: EngineEnvironment,
	name: string,
	origin: Endpoint['origin'],
): Promise<Endpoint> {
	const context = await readContext(environment, name);
	if (!context) {
		throw new EngineError('invalid', `There is no docker context named "${name}"`, {
			recognised: { kind: 'noContext', name },
		});
	}
	if (context.host === '') {
		throw new EngineError('invalid', `The docker context "${name}" has no docker endpoint`);
	}
	const material = await readContextTls(environment, name);
	const tls =
		material || context.skipTlsVerify ? { ...material, rejectUnauthorized: !context.skipTlsVerify } : undefined;
	return { url: context.host, origin, context: name, tls: isTcp(context.host) ? tls : undefined };
}

function isTcp(url: string): boolean {
	return /^(?:tcp|https?):/.test(url);
}

/** `DOCKER_TLS_VERIFY` (or `DOCKER_TLS`, which verifies nothing) with the certificates of `DOCKER_CERT_PATH`. */
async function environmentTls(environment: EngineEnvironment, url: string): Promise<EndpointTls | undefined> {
	const { env, home } = environment;
	const wanted = Boolean(env.DOCKER_TLS_VERIFY || env.DOCKER_TLS) || url.startsWith('https:');
	if (!isTcp(url) || !wanted) {
		return undefined;
	}
	const material = await readTls(env.DOCKER_CERT_PATH || env.DOCKER_CONFIG || join(home, '.docker'));
	return { ...material, rejectUnauthorized: Boolean(env.DOCKER_TLS_VERIFY) || !env.DOCKER_TLS };
}

async function usualUrls(environment: EngineEnvironment): Promise<string[]> {
	if (environment.platform === 'win32') {
		const pipes = ['docker_engine', 'dockerDesktopLinuxEngine', 'dockerDesktopWindowsEngine', 'podman-machine-default'];
		return pipes.map(pipe => `npipe:////./pipe/${pipe}`);
	}
	const { env, home, uid } = environment;
	const runtime = env.XDG_RUNTIME_DIR || (uid ? `/run/user/${uid}` : undefined);
	const paths = [
		'/var/run/docker.sock',
		runtime && join(runtime, 'docker.sock'),
		join(home, '.docker/run/docker.sock'),
		join(home, '.docker/desktop/docker.sock'),
		...(await colimaSockets(home)),
		join(home, '.orbstack/run/docker.sock'),
		join(home, '.rd/docker.sock'),
		runtime && join(runtime, 'podman/podman.sock'),
		join(home, '.local/share/containers/podman/machine/podman.sock'),
		'/run/podman/podman.sock',
	];
	return paths.filter(path => path !== undefined && path !== '').map(path => `unix://${path}`);
}

/** One folder per Colima profile, the default one first. */
async function colimaSockets(home: string): Promise<string[]> {
	const folder = join(home, '.colima');
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	const profiles = entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('_')).map(entry => entry.name);
	profiles.sort((a, b) => Number(b === 'default') - Number(a === 'default') || (a < b ? -1 : 1));
	return (profiles.length > 0 ? profiles : ['default']).map(profile => join(folder, profile, 'docker.sock'));
}
