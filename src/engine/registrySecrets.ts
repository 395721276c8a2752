import type { EngineEnvironment } from './environment.ts';
import { EngineError } from './errors.ts';

export interface SecretLogin {
	readonly username: string;
	readonly password: string;
}

const key = 'slipway.registries';

type SecretLogins = Readonly<Record<string, SecretLogin>>;

/** The logins kept in the secret store, by host; none where it cannot be read: what is public needs none. */
export async function readSecrets(environment: EngineEnvironment): Promise<SecretLogins> {
	return keptLogins(environment).catch(() => ({}));
}

/** Without `login` it is taken out. `failed` where there is no secret store. */
export async function writeSecret(
	environment: EngineEnvironment,
	host: string,
	login: SecretLogin | undefined,
): Promise<void> {
	const { [host]: before, ...others } = await keptLogins(environment);
	if (login) {
		if (!environment.secrets) {
			throw new EngineError('failed', 'There is no safe place to keep the login in.');
		}
		await environment.secrets.store(key, JSON.stringify({ ...others, [host]: login }));
	} else if (before) {
		await environment.secrets?.store(key, JSON.stringify(others));
	}
}

async function keptLogins({ secrets }: EngineEnvironment): Promise<SecretLogins> {
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

function parsed(text: string | undefined): object {
	try {
		return Object(JSON.parse(text ?? '{}'));
	} catch {
		return {};
	}
}
