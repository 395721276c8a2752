import type { EngineEnvironment } from './environment.ts';
import { serverAddress } from './registryHost.ts';
import { readSecrets } from './registrySecrets.ts';

/**
 * Hands the logins of the secret store to the `docker` command, which knows of the others by itself: as a variable of
 * the process, so that they stand in no file and no command line. Older commands do not look at it.
 */
export async function cliLogins(environment: EngineEnvironment): Promise<Record<string, string>> {
	const logins = Object.entries(await readSecrets(environment));
	if (logins.length === 0 || environment.env.DOCKER_AUTH_CONFIG !== undefined) {
		return {};
	}
	const auths = logins.map(([host, { username, password }]) => [
		serverAddress(host),
		{ auth: Buffer.from(`${username}:${password}`).toString('base64') },
	]);
	return { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: Object.fromEntries(auths) }) };
}
