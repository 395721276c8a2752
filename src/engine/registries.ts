import { watch } from 'node:fs';
import { type Disposable, toDisposable } from '../base/disposable.ts';
import { configFolder, readConfig } from './contextFiles.ts';
import { askHelper, isHelper } from './credentialHelper.ts';
import type { EngineEnvironment } from './environment.ts';
import { dockerHub, hostOf } from './registryHost.ts';
import { readSecrets } from './registrySecrets.ts';

/** A registry that docker knows credentials for, and Docker Hub in any case. */
export interface RegistryAccount {
	/** `docker.io`, `ghcr.io`, `localhost:5000`. */
	readonly host: string;
	readonly signedIn: boolean;
	/** Known when it stands in the file or the credential helper tells it. */
	readonly user: string | undefined;
}

/** Reads docker's config.json and asks the credential helpers named there; Docker Hub first. Passwords are not kept. */
export async function readRegistries(environment: EngineEnvironment): Promise<RegistryAccount[]> {
	const config = await readConfig(environment);
	const users = new Map<string, string | undefined>();
	for (const [address, entry] of Object.entries(asObject(config.auths))) {
		users.set(hostOf(address), userOf(entry));
	}
	const perHost = Object.entries(asObject(config.credHelpers)).filter(([, helper]) => isHelper(helper));
	const helpers = new Set([config.credsStore, ...perHost.map(([, name]) => name)].filter(isHelper));
	for (const kept of await Promise.all([...helpers].map(helper => listHelper(helper, environment)))) {
		for (const [address, user] of Object.entries(kept)) {
			users.set(hostOf(address), typeof user === 'string' && !user.startsWith('<') ? user : users.get(hostOf(address)));
		}
	}
	for (const [host, { username }] of Object.entries(await readSecrets(environment))) {
		users.set(host, username);
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

function userOf(entry: unknown): string | undefined {
	const { auth } = asObject(entry);
	const user = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8').split(':')[0] : undefined;
	return user || undefined;
}

/** Address → user; empty when the helper is missing or fails. */
async function listHelper(helper: string, environment: EngineEnvironment): Promise<Record<string, unknown>> {
	try {
		return asObject(JSON.parse(await askHelper(helper, 'list', '', environment)));
	} catch {
		return {};
	}
}

function asObject(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
