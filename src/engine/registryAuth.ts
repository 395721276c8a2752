import { readConfig } from './contextFiles.ts';
import { askHelper, helperFor } from './credentialHelper.ts';
import type { EngineEnvironment } from './environment.ts';
import { hostOf, serverAddress } from './registryHost.ts';
import { addressesOf } from './registryLogin.ts';
import { readSecrets } from './registrySecrets.ts';

/** What the credential helper, the secret store or docker's config.json knows for a registry. Never logged, never kept. */
export interface RegistryCredentials {
	readonly username: string;
	readonly password: string;
	/** Instead of a password. */
	readonly identitytoken: string;
	readonly serveraddress: string;
}

/** Value of `X-Registry-Auth` for a registry as in `ImageReference`; `undefined` when nobody is logged in there. */
export async function registryAuthHeader(
	registry: string,
	environment: EngineEnvironment,
): Promise<string | undefined> {
	const credentials = await readCredentials(registry, environment);
	// Engines want the padding that `base64url` leaves out; without it they read no credentials at all, silently.
	const text = credentials && Buffer.from(JSON.stringify(credentials)).toString('base64');
	return text?.replaceAll('+', '-').replaceAll('/', '_');
}

export async function readCredentials(
	registry: string,
	environment: EngineEnvironment,
): Promise<RegistryCredentials | undefined> {
	const config = asRecord(await readConfig(environment).catch(() => ({})));
	const serveraddress = serverAddress(registry);
	const helper = helperFor(config, addressesOf(registry));
	const stored = helper && (await fromHelper(helper, serveraddress, environment));
	return stored || (await fromSecrets(registry, environment)) || fromFile(asRecord(config.auths), registry);
}

async function fromSecrets(registry: string, environment: EngineEnvironment): Promise<RegistryCredentials | undefined> {
	const { [registry]: login } = await readSecrets(environment);
	return login && { ...login, identitytoken: '', serveraddress: serverAddress(registry) };
}

function fromFile(auths: Record<string, unknown>, registry: string): RegistryCredentials | undefined {
	const key = Object.keys(auths).find(name => hostOf(name) === registry);
	const { auth, username, password, identitytoken } = asRecord(key === undefined ? undefined : auths[key]);
	const decoded = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8') : '';
	const colon = decoded.indexOf(':');
	const credentials = {
		username: colon > 0 ? decoded.slice(0, colon) : asText(username),
		password: colon > 0 ? decoded.slice(colon + 1).replace(/\0+$/, '') : asText(password),
		identitytoken: asText(identitytoken),
		serveraddress: serverAddress(registry),
	};
	return credentials.username || credentials.identitytoken ? credentials : undefined;
}

/** What it does not know is no error. */
async function fromHelper(
	name: string,
	serveraddress: string,
	environment: EngineEnvironment,
): Promise<RegistryCredentials | undefined> {
	try {
		const output = await askHelper(name, 'get', serveraddress, environment);
		const { Username, Secret } = asRecord(JSON.parse(output));
		const username = asText(Username);
		const secret = asText(Secret);
		if (secret === '') {
			return undefined;
		}
		return username === '<token>'
			? { username: '', password: '', identitytoken: secret, serveraddress }
			: { username, password: secret, identitytoken: '', serveraddress };
	} catch {
		return undefined;
	}
}

function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function asRecord(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
