import { execFile } from 'node:child_process';
import { watch } from 'node:fs';
import { promisify } from 'node:util';
import { type Disposable, toDisposable } from '../base/disposable.ts';
import { configFolder, readConfig } from './contextFiles.ts';
import type { EngineEnvironment } from './environment.ts';

/** A registry that docker knows credentials for, and Docker Hub in any case. */
export interface RegistryAccount {
	/** `docker.io`, `ghcr.io`, `localhost:5000`. */
	readonly host: string;
	readonly signedIn: boolean;
	/** Known when it stands in the file or the credential helper tells it. */
	readonly user: string | undefined;
}

export const dockerHub = 'docker.io';
/** Milliseconds a credential helper gets to answer. */
const helperDeadline = 3000;

/** Reads docker's config.json and asks the credential helpers named there; Docker Hub first. Passwords are not kept. */
export async function readRegistries(environment: EngineEnvironment): Promise<RegistryAccount[]> {
	const config = await readConfig(environment);
	const users = new Map<string, string | undefined>();
	for (const [address, entry] of Object.entries(asObject(config.auths))) {
		users.set(hostOf(address), userOf(entry));
	}
	const perHost = Object.entries(asObject(config.credHelpers)).filter(([, helper]) => isHelper(helper));
	const helpers = new Set([
		...(isHelper(config.credsStore) ? [config.credsStore] : []),
		...perHost.map(([, name]) => name),
	]);
	for (const kept of await Promise.all([...helpers].map(helper => listHelper(helper as string, environment)))) {
		for (const [address, user] of Object.entries(kept)) {
			users.set(hostOf(address), typeof user === 'string' && !user.startsWith('<') ? user : users.get(hostOf(address)));
		}
	}
	const hosts = [...new Set([dockerHub, ...[...users.keys()].sort(), ...perHost.map(([host]) => hostOf(host))])];
	return hosts.map(host => ({ host, signedIn: users.has(host), user: users.get(host) }));
}

/** Calls back after config.json has changed; without the folder there is nothing to watch. */
export function watchRegistries(environment: EngineEnvironment, onChange: () => void): Disposable {
	let timer: NodeJS.Timeout | undefined;
	try {
		const watcher = watch(configFolder(environment), { persistent: false }, (_, file) => {
			if (file === null || file === 'config.json') {
				clearTimeout(timer);
				timer = setTimeout(onChange, 200);
			}
		});
		watcher.on('error', () => watcher.close());
		return toDisposable(() => {
			clearTimeout(timer);
			watcher.close();
		});
	} catch {
		return toDisposable(() => {});
	}
}

/** `https://index.docker.io/v1/` → `docker.io`, `https://ghcr.io` → `ghcr.io`. */
function hostOf(address: string): string {
	const host = address.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
	return ['index.docker.io', 'registry-1.docker.io', 'docker.io'].includes(host) ? dockerHub : host;
}

function userOf(entry: unknown): string | undefined {
	const { auth } = asObject(entry);
	const user = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8').split(':')[0] : undefined;
	return user || undefined;
}

/** Address → user, from `docker-credential-<helper> list`; empty when the helper is missing or fails. */
async function listHelper(helper: string, { env }: EngineEnvironment): Promise<Record<string, unknown>> {
	try {
		const program = `docker-credential-${helper}`;
		const { stdout } = await promisify(execFile)(program, ['list'], {
			env: env as NodeJS.ProcessEnv,
			timeout: helperDeadline,
			windowsHide: true,
		});
		return asObject(JSON.parse(stdout));
	} catch {
		return {};
	}
}

/** Only a plain name: it becomes part of a program's name. */
function isHelper(name: unknown): name is string {
	return typeof name === 'string' && /^[\w.-]+$/.test(name);
}

function asObject(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
