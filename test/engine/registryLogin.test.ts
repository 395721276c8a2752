import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEnvironment } from '../../src/engine/environment.ts';
import { readRegistries } from '../../src/engine/registries.ts';
import { readCredentials } from '../../src/engine/registryAuth.ts';
import { forgetLogin, saveLogin } from '../../src/engine/registryLogin.ts';
import { testEnvironment } from './testEnvironment.ts';

const password = 'p"a\'s\\s: wörd\n$HOME';
const login = { username: 'kim', password };

/** Keeps each login in a file of its own, notes how it is called, and answers like docker's own helpers. */
const helperScript = `#!/usr/bin/env node
const { readFileSync, writeFileSync, rmSync, appendFileSync, existsSync } = require('node:fs');
const input = readFileSync(0, 'utf8');
const file = server => __dirname + '/kept-' + Buffer.from(server).toString('hex');
appendFileSync(__dirname + '/calls', process.argv.slice(2).join(' ') + '\\n');
const fail = text => { console.log(text); process.exit(1); };
switch (process.argv[2]) {
	case 'store': {
		if (existsSync(__dirname + '/locked')) fail('the key ring is locked: ' + input);
		writeFileSync(file(JSON.parse(input).ServerURL), input);
		break;
	}
	case 'get':
		if (!existsSync(file(input))) fail('credentials not found in native keychain');
		console.log(readFileSync(file(input), 'utf8'));
		break;
	case 'erase':
		if (!existsSync(file(input))) fail('credentials not found in native keychain');
		rmSync(file(input));
		break;
	default:
		console.log('{}');
}
`;

describe('registryLogin', () => {
	let folder: string;
	let environment: EngineEnvironment;
	let secrets: Map<string, string>;
	const file = () => join(folder, 'config.json');
	const config = (content: object) => writeFile(file(), JSON.stringify(content, undefined, '\t'));
	const kept = async () => (await readdir(folder)).filter(name => name.startsWith('kept-')).length;
	const passwordOf = async (host: string) => (await readCredentials(host, environment))?.password;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-login-'));
		secrets = new Map();
		await writeFile(join(folder, 'docker-credential-test'), helperScript);
		await chmod(join(folder, 'docker-credential-test'), 0o755);
		environment = testEnvironment({
			env: { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env.PATH}` },
			secrets: {
				get: async key => secrets.get(key),
				store: async (key, value) => void secrets.set(key, value),
			},
		});
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	it('keeps a login in the secret store where docker has no helper, and never in config.json', async () => {
		await config({ auths: { 'old.io': { auth: 'YTpi' } } });
		const before = await readFile(file(), 'utf8');
		await saveLogin('localhost:5000', login, environment);
		await saveLogin('docker.io', { username: 'hub', password: 'h' }, environment);
		assert.equal(await readFile(file(), 'utf8'), before);
		assert.equal(await passwordOf('localhost:5000'), password);
		assert.equal((await readCredentials('docker.io', environment))?.serveraddress, 'https://index.docker.io/v1/');
		assert.deepEqual(
			(await readRegistries(environment)).map(({ host, user }) => [host, user]),
			[
				['docker.io', 'hub'],
				['localhost:5000', 'kim'],
				['old.io', 'a'],
			],
		);
		await forgetLogin('localhost:5000', environment);
		assert.equal(await passwordOf('localhost:5000'), undefined);
		assert.equal(await passwordOf('docker.io'), 'h');
		assert.doesNotMatch([...secrets.values()].join(), /kim/);
	});

	it('the login made last is the one that counts, though an older one stands in config.json', async () => {
		await config({ auths: { 'x.io': { auth: Buffer.from('kim:old').toString('base64') } } });
		await saveLogin('x.io', login, environment);
		assert.equal(await passwordOf('x.io'), password);
		await forgetLogin('x.io', environment);
		assert.equal(await passwordOf('x.io'), undefined);
		assert.deepEqual(JSON.parse(await readFile(file(), 'utf8')), { auths: {} });
	});

	it("gives a login to docker's helper through its input, and lists the registry in config.json as docker does", async () => {
		await config({ credsStore: 'test', psFormat: 'x' });
		await saveLogin('ghcr.io', login, environment);
		await saveLogin('docker.io', login, environment);
		assert.equal(
			await readFile(file(), 'utf8'),
			'{\n\t"credsStore": "test",\n\t"psFormat": "x",\n\t"auths": {\n\t\t"ghcr.io": {},\n\t\t"https://index.docker.io/v1/": {}\n\t}\n}',
		);
		assert.equal(secrets.size, 0);
		assert.equal(await passwordOf('ghcr.io'), password);
		assert.equal(await passwordOf('docker.io'), password);
		assert.equal(await kept(), 2);
		await forgetLogin('ghcr.io', environment);
		await forgetLogin('docker.io', environment);
		await forgetLogin('docker.io', environment);
		assert.equal(await kept(), 0);
		assert.deepEqual(JSON.parse(await readFile(file(), 'utf8')).auths, {});
		assert.match(await readFile(join(folder, 'calls'), 'utf8'), /^(?:(?:store|get|erase)\n)+$/);
	});

	it("uses a registry's own helper before the secret store", async () => {
		await config({ credHelpers: { 'ghcr.io': 'test' } });
		await saveLogin('ghcr.io', login, environment);
		await saveLogin('quay.io', login, environment);
		assert.equal(await kept(), 1);
		assert.deepEqual(Object.keys(JSON.parse(secrets.values().next().value ?? '{}')), ['quay.io']);
	});

	it('says what the helper says, without the password', async () => {
		await config({ credsStore: 'test' });
		await writeFile(join(folder, 'locked'), '');
		await assert.rejects(saveLogin('x.io', login, environment), (error: Error & { code?: string }) => {
			assert.equal(error.code, 'failed');
			assert.match(error.message, /docker-credential-test failed\. the key ring is locked/);
			assert.doesNotMatch(error.message, /w.rd|HOME/);
			return true;
		});
		await config({ credsStore: 'absent' });
		await assert.rejects(saveLogin('x.io', login, environment), {
			message: "The program docker-credential-absent, which docker's config.json names for logins, was not found.",
		});
		assert.equal(secrets.size, 0);
	});

	it('a secret store that is locked keeps nobody from what needs no login, and loses nothing', async () => {
		await saveLogin('x.io', login, environment);
		const locked = async () => Promise.reject(new Error('locked'));
		const closed = { ...environment, secrets: { get: locked, store: async () => assert.fail('overwritten') } };
		assert.equal(await readCredentials('x.io', closed), undefined);
		await assert.rejects(saveLogin('y.io', login, closed), /locked/);
		assert.equal(await passwordOf('x.io'), password);
	});

	it('has nowhere to keep a login without helper and secret store, and leaves a broken config.json alone', async () => {
		await assert.rejects(saveLogin('x.io', login, { ...environment, secrets: undefined }), { code: 'failed' });
		await writeFile(file(), '{ "auths": ');
		await assert.rejects(saveLogin('x.io', login, environment), { code: 'invalid' });
		assert.equal(await readFile(file(), 'utf8'), '{ "auths": ');
	});
});
