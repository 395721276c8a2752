import { execFile } from 'node:child_process';
import { readConfig } from './contextFiles.ts';
import type { EngineEnvironment } from './environment.ts';

/** What docker's config.json or its credential helper knows for a registry. Never logged, never kept. */
export interface RegistryCredentials {
	readonly username: string;
	readonly password: string;
	/** Instead of a password. */
	readonly identitytoken: string;
	readonly serveraddress: string;
}

/** Milliseconds; a helper may have to unlock a key ring. */
const helperDeadline = 30_000;

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
	const addresses =
		registry === 'docker.io' ? ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io'] : [registry];
	const [serveraddress = registry] = addresses;
	const helper = helperFor(config, addresses);
	const stored = helper && (await askHelper(helper, serveraddress, environment));
	return stored || fromFile(asRecord(config.auths), addresses, serveraddress);
}

function helperFor(config: Record<string, unknown>, addresses: readonly string[]): string | undefined {
	const helpers = asRecord(config.credHelpers);
	const names = [...addresses.map(address => helpers[address]), config.credsStore];
	return names.find((name): name is string => typeof name === 'string' && /^[\w.-]+$/.test(name));
}

function fromFile(
	auths: Record<string, unknown>,
	addresses: readonly string[],
	serveraddress: string,
): RegistryCredentials | undefined {
	const key = Object.keys(auths).find(name => addresses.includes(name) || addresses.includes(hostOf(name)));
	const { auth, username, password, identitytoken } = asRecord(key === undefined ? undefined : auths[key]);
	const decoded = typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8') : '';
	const colon = decoded.indexOf(':');
	const credentials = {
		username: colon > 0 ? decoded.slice(0, colon) : asText(username),
		password: colon > 0 ? decoded.slice(colon + 1).replace(/\0+$/, '') : asText(password),
		identitytoken: asText(identitytoken),
		serveraddress,
	};
	return credentials.username || credentials.identitytoken ? credentials : undefined;
}

/** `docker-credential-<name> get` with the address on its input; what it does not know is no error. */
function askHelper(
	name: string,
	serveraddress: string,
	{ env }: EngineEnvironment,
): Promise<RegistryCredentials | undefined> {
	return new Promise(resolve => {
		const options = { env: env as NodeJS.ProcessEnv, timeout: helperDeadline, windowsHide: true };
		const child = execFile(`docker-credential-${name}`, ['get'], options, (error, output) => {
			resolve(error ? undefined : fromHelper(output, serveraddress));
		});
		child.stdin?.on('error', () => {});
		child.stdin?.end(serveraddress);
	});
}

function fromHelper(output: string, serveraddress: string): RegistryCredentials | undefined {
	try {
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

function hostOf(address: string): string {
	return address.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function asRecord(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
