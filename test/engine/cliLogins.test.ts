import assert from 'node:assert/strict';
import { cliLogins } from '../../src/engine/cliLogins.ts';
import { saveLogin } from '../../src/engine/registryLogin.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('cliLogins', () => {
	const secretStore = () => {
		const kept = new Map<string, string>();
		return {
			get: async (key: string) => kept.get(key),
			store: async (key: string, value: string) => void kept.set(key, value),
		};
	};

	it('gives nothing where nothing is kept, and nothing over what the user has set', async () => {
		assert.deepEqual(await cliLogins(testEnvironment()), {});
		const secrets = secretStore();
		assert.deepEqual(await cliLogins(testEnvironment({ secrets })), {});
		await saveLogin('x.io', { username: 'u', password: 'p' }, testEnvironment({ secrets }));
		assert.deepEqual(await cliLogins(testEnvironment({ secrets, env: { DOCKER_AUTH_CONFIG: '{}' } })), {});
	});

	it('gives the logins under the names that docker has for registries', async () => {
		const environment = testEnvironment({ secrets: secretStore() });
		await saveLogin('docker.io', { username: 'kim', password: 'pass:wörd' }, environment);
		await saveLogin('localhost:5000', { username: 'u', password: 'p' }, environment);
		const { DOCKER_AUTH_CONFIG = '' } = await cliLogins(environment);
		const { auths } = JSON.parse(DOCKER_AUTH_CONFIG);
		assert.deepEqual(Object.keys(auths), ['https://index.docker.io/v1/', 'localhost:5000']);
		const first = auths['https://index.docker.io/v1/'].auth;
		assert.equal(Buffer.from(first, 'base64').toString(), 'kim:pass:wörd');
	});
});
