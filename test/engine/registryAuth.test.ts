import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEnvironment } from '../../src/engine/environment.ts';
import { readCredentials, registryAuthHeader } from '../../src/engine/registryAuth.ts';

describe('registryAuth', () => {
	let folder: string;
	let environment: EngineEnvironment;
	const config = (content: object | string) =>
		writeFile(join(folder, 'config.json'), typeof content === 'string' ? content : JSON.stringify(content));
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	/** A credential helper that notes what it is asked, and answers like docker's own. */
	const helper = async (name: string, answers: Record<string, object>) => {
		const program = join(folder, `docker-credential-${name}`);
		const cases = Object.entries(answers).map(
			([address, answer]) => `'${address}') echo '${JSON.stringify(answer)}';;`,
		);
		const script = `#!/bin/sh\n[ "$1" = get ] || exit 2\naddress=$(cat)\ncase "$address" in\n${cases.join('\n')}\n*) echo "credentials not found in native keychain"; exit 1;;\nesac\n`;
		await writeFile(program, script);
		await chmod(program, 0o755);
	};

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-auth-'));
		environment = {
			env: { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env.PATH}` },
			home: '/nonexistent',
			platform: 'linux',
			contextSetting: () => '',
		};
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	it('knows nothing without a configuration, or with a broken one', async () => {
		assert.equal(await readCredentials('docker.io', environment), undefined);
		for (const content of ['{', '[]', '{"auths": 7}', '{"auths": {"docker.io": null}, "credsStore": {}}']) {
			await config(content);
			assert.equal(await registryAuthHeader('docker.io', environment), undefined, content);
		}
	});

	it("reads the file's own logins", async () => {
		await config({
			auths: {
				'https://index.docker.io/v1/': { auth: base64('kim:pass:word 한글') },
				'https://registry.example.com/v2/': { auth: base64('a:b') },
				'localhost:5000': { identitytoken: 'token', auth: base64('c:') },
				'empty.example.com': {},
			},
		});
		const credentials = await readCredentials('docker.io', environment);
		assert.deepEqual(credentials, {
			username: 'kim',
			password: 'pass:word 한글',
			identitytoken: '',
			serveraddress: 'https://index.docker.io/v1/',
		});
		assert.equal((await readCredentials('registry.example.com', environment))?.username, 'a');
		assert.equal((await readCredentials('localhost:5000', environment))?.identitytoken, 'token');
		assert.equal(await readCredentials('empty.example.com', environment), undefined);
		assert.equal(await readCredentials('localhost', environment), undefined);
	});

	it('asks the helper of a registry before the one for all', async () => {
		await helper('store', { 'https://index.docker.io/v1/': { Username: 'hub', Secret: 's1' } });
		await helper('own', { 'ghcr.io': { Username: '<token>', Secret: 's2' } });
		await config({
			credsStore: 'store',
			credHelpers: { 'ghcr.io': 'own' },
			auths: { 'x.io': { auth: base64('u:p') } },
		});
		assert.equal((await readCredentials('docker.io', environment))?.password, 's1');
		const token = await readCredentials('ghcr.io', environment);
		assert.deepEqual([token?.username, token?.identitytoken], ['', 's2']);
		assert.equal((await readCredentials('x.io', environment))?.username, 'u');
		assert.equal(await readCredentials('unknown.io', environment), undefined);
	});

	it('runs nothing but a helper of a plain name', async () => {
		for (const name of ['../../bin/x', 'a b', 'x;touch y', '', 7]) {
			await config({ credsStore: name });
			assert.equal(await readCredentials('docker.io', environment), undefined);
		}
		await config({ credsStore: 'not-installed' });
		assert.equal(await readCredentials('docker.io', environment), undefined);
	});

	it('writes the header as the engine reads it', async () => {
		await config({ auths: { 'x.io': { auth: base64('user:pässword??>>') } } });
		const header = await registryAuthHeader('x.io', environment);
		assert.match(header ?? '', /^[\w-]+={0,2}$/);
		assert.equal((header ?? '').length % 4, 0);
		assert.equal(JSON.parse(Buffer.from(header ?? '', 'base64url').toString()).password, 'pässword??>>');
	});
});
