import { readConfig } from './contextFiles.ts';
import { askHelper, helperFor } from './credentialHelper.ts';
import { changeConfig } from './dockerConfigFile.ts';
import type { EngineEnvironment } from './environment.ts';
import { dockerHub, hostOf, serverAddress } from './registryHost.ts';
import { type SecretLogin, writeSecret } from './registrySecrets.ts';

/**
 * Keeps a login as the `docker` command does, with the credential helper that config.json names; without one in the
 * secret store, never in config.json. `failed` when the helper refuses.
 */
export async function saveLogin(host: string, login: SecretLogin, environment: EngineEnvironment): Promise<void> {
	const server = serverAddress(host);
	const helper = helperFor(await readConfig(environment), addressesOf(host));
	if (helper === undefined) {
		await writeSecret(environment, host, login);
		return;
	}
	const entry = { ServerURL: server, Username: login.username, Secret: login.password };
	await askHelper(helper, 'store', JSON.stringify(entry), environment);
	await writeSecret(environment, host, undefined);
	// docker lists the registry in the file as well, without the login.
	await changeConfig(environment, config => ({ ...config, auths: { ...authsOf(config), [server]: {} } }));
}

/** Forgets a login wherever it is kept: helper, config.json, secret store. */
export async function forgetLogin(host: string, environment: EngineEnvironment): Promise<void> {
	await writeSecret(environment, host, undefined);
	const config = await readConfig(environment);
	const helper = helperFor(config, addressesOf(host));
	if (helper !== undefined) {
		await eraseFrom(helper, host, environment);
	}
	await changeConfig(environment, before => {
		const auths = authsOf(before);
		const kept = Object.entries(auths).filter(([address]) => hostOf(address) !== host);
		return kept.length === Object.keys(auths).length ? before : { ...before, auths: Object.fromEntries(kept) };
	});
}

/** Helpers differ in whether erasing what they do not have is an error; what counts is that nothing is left. */
async function eraseFrom(helper: string, host: string, environment: EngineEnvironment): Promise<void> {
	for (const address of addressesOf(host)) {
		const known = await askHelper(helper, 'get', address, environment).catch(() => '');
		if (known !== '') {
			await askHelper(helper, 'erase', address, environment);
		}
	}
}

/** Under which a login may be kept. */
export function addressesOf(host: string): readonly string[] {
	const server = serverAddress(host);
	return host === dockerHub ? [server, dockerHub, 'index.docker.io'] : [server, `https://${host}`, `http://${host}`];
}

function authsOf({ auths }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	return typeof auths === 'object' && auths !== null ? (auths as Record<string, unknown>) : {};
}
