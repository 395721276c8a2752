import type { EngineEnvironment } from './environment.ts';
import { EngineError } from './errors.ts';

export interface SecretLogin {
	readonly username: string;
	readonly password: string;
}

const key = 'slipway.registries';

/** The logins kept in the secret store, by host. */
export async function readSecrets({ secrets }: EngineEnvironment): Promise<Readonly<Record<string, SecretLogin>>> {
	const text = await secrets?.get(key);
	const logins: Record<string, SecretLogin> = {};
	for (const [host, login] of Object.entries(parsed(text))) {
		const { username, password } = Object(login) as Partial<SecretLogin>;
		if (typeof username === 'string' && typeof password === 'string') {
			logins[host] = { username, password };
		}
	}
	return logins;
}

/** Without `login` it is taken out. `failed` where there is no secret store. */
export async function writeSecret(
	environment: EngineEnvironment,
	host: string,
	login: SecretLogin | undefined,
): Promise<void> {
	const { [host]: before, ...others } = await readSecrets(environment);
	if (login) {
		if (!environment.secrets) {
			throw new EngineError('failed', 'There is no safe place to keep the login in.');
		}
		await environment.secrets.store(key, JSON.stringify({ ...others, [host]: login }));
	} else if (before) {
		await environment.secrets?.store(key, JSON.stringify(others));
	}
}

function parsed(text: string | undefined): object {
	try {
		return Object(JSON.parse(text ?? '{}'));
	} catch {
		return {};
	}
}
