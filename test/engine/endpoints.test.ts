import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/base/logger.ts';
import { ContextStore } from '../../src/engine/contexts.ts';
import { candidateEndpoints, isLocal, socketPath } from '../../src/engine/endpoints.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('candidateEndpoints', () => {
	let home: string;

	beforeEach(async () => {
		home = await mkdtemp(join(tmpdir(), 'slipway-home-'));
	});
	afterEach(() => rm(home, { recursive: true, force: true }));

	const find = (given: Parameters<typeof testEnvironment>[0] = {}) =>
		candidateEndpoints(testEnvironment({ home, ...given }));
	const urls = async (given: Parameters<typeof testEnvironment>[0] = {}) => (await find(given)).map(({ url }) => url);
	const makeContext = async (name: string, host: string, current = false) => {
		const store = new ContextStore(testEnvironment({ home }), silentLogger);
		await store.create({ name, host });
		if (current) {
			await store.use(name);
		}
		store.dispose();
	};

	it('looks at the usual sockets, Colima’s default profile first', async () => {
		await Promise.all(
			['zeta', 'alpha', 'default', '_lima'].map(name => mkdir(join(home, '.colima', name), { recursive: true })),
		);
		assert.deepEqual(await urls({ env: { XDG_RUNTIME_DIR: '/run/user/7' }, uid: 7 }), [
			'unix:///var/run/docker.sock',
			'unix:///run/user/7/docker.sock',
			`unix://${home}/.docker/run/docker.sock`,
			`unix://${home}/.docker/desktop/docker.sock`,
			`unix://${home}/.colima/default/docker.sock`,
			`unix://${home}/.colima/alpha/docker.sock`,
			`unix://${home}/.colima/zeta/docker.sock`,
			`unix://${home}/.orbstack/run/docker.sock`,
			`unix://${home}/.rd/docker.sock`,
			'unix:///run/user/7/podman/podman.sock',
			`unix://${home}/.local/share/containers/podman/machine/podman.sock`,
			'unix:///run/podman/podman.sock',
		]);
	});

	it('finds a rootless engine where the session has no XDG_RUNTIME_DIR', async () => {
		assert.ok((await urls({ uid: 1000 })).includes('unix:///run/user/1000/docker.sock'));
	});

	it('looks at named pipes on Windows', async () => {
		const found = await find({ platform: 'win32' });
		assert.deepEqual(
			found.map(({ url }) => socketPath(url)),
			[
				'//./pipe/docker_engine',
				'//./pipe/dockerDesktopLinuxEngine',
				'//./pipe/dockerDesktopWindowsEngine',
				'//./pipe/podman-machine-default',
			],
		);
		assert.ok(found.every(({ origin, context }) => origin === 'usual' && context === 'default'));
	});

	it('takes the first choice there is: setting, DOCKER_HOST, DOCKER_CONTEXT, current context', async () => {
		await makeContext('by-file', 'tcp://file:1', true);
		await makeContext('by-env', 'tcp://env:1');
		await makeContext('by-setting', 'tcp://setting:1');
		const env = { DOCKER_CONTEXT: 'by-env', DOCKER_HOST: 'tcp://host:1' };
		const only = async (given: Parameters<typeof testEnvironment>[0]) => {
			const [endpoint, ...others] = await find(given);
			assert.deepEqual(others, []);
			return `${endpoint?.origin} ${endpoint?.context} ${endpoint?.url}`;
		};
		assert.equal(await only({ env, setting: 'by-setting' }), 'setting by-setting tcp://setting:1');
		assert.equal(await only({ env, setting: 'ssh://me@far' }), 'setting default ssh://me@far');
		assert.equal(await only({ env }), 'environment default tcp://host:1');
		assert.equal(await only({ env, setting: 'default' }), 'environment default tcp://host:1');
		assert.equal(await only({ env: { DOCKER_HOST: 'host:1' } }), 'environment default tcp://host:1');
		assert.equal(await only({ env: { DOCKER_CONTEXT: 'by-env' } }), 'context by-env tcp://env:1');
		assert.equal(await only({}), 'context by-file tcp://file:1');
		assert.equal((await find({ env: { DOCKER_CONTEXT: 'default' } })).length > 1, true);
		assert.equal((await find({ setting: 'default' })).length > 1, true);
	});

	it('honours DOCKER_CONFIG', async () => {
		await makeContext('hidden', 'tcp://file:1', true);
		const env = { DOCKER_CONFIG: join(home, '.docker') };
		assert.deepEqual(await urls({ env, home: '/nonexistent' }), ['tcp://file:1']);
	});

	it('refuses a context that is not there or cannot be read, whatever its name', async () => {
		await assert.rejects(find({ setting: 'nobody' }), { code: 'invalid', message: /"nobody"/ });
		await assert.rejects(find({ setting: '../../etc' }), { code: 'invalid' });
		await makeContext('broken', 'tcp://h:1');
		const folder = join(home, '.docker/contexts/meta');
		await writeFile(join(folder, (await readdir(folder))[0] ?? '', 'meta.json'), 'no');
		await assert.rejects(find({ env: { DOCKER_CONTEXT: 'broken' } }), { code: 'invalid', message: /not valid JSON/ });
	});

	it('goes on without a config.json that is broken, as the CLI does', async () => {
		await mkdir(join(home, '.docker'));
		await writeFile(join(home, '.docker/config.json'), '{');
		assert.equal((await find())[0]?.url, 'unix:///var/run/docker.sock');
	});

	it('takes certificates from the context, or from DOCKER_CERT_PATH', async () => {
		const pem = (name: string) => `-----BEGIN ${name}-----\n`;
		for (const name of ['ca', 'cert', 'key']) {
			await writeFile(join(home, `${name}.pem`), pem(name));
		}
		const store = new ContextStore(testEnvironment({ home }), silentLogger);
		const paths = { ca: join(home, 'ca.pem'), cert: join(home, 'cert.pem'), key: join(home, 'key.pem') };
		await store.create({ name: 'own', host: 'tcp://h:2376', ...paths, skipTlsVerify: true });
		store.dispose();
		const [own] = await find({ setting: 'own' });
		assert.deepEqual(own?.tls, {
			ca: Buffer.from(pem('ca')),
			cert: Buffer.from(pem('cert')),
			key: Buffer.from(pem('key')),
			rejectUnauthorized: false,
		});
		const DOCKER_HOST = 'tcp://h:2376';
		const [strict] = await find({ env: { DOCKER_HOST, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: home } });
		assert.equal(strict?.tls?.rejectUnauthorized, true);
		assert.deepEqual(strict?.tls?.key, Buffer.from(pem('key')));
		assert.equal((await find({ env: { DOCKER_HOST, DOCKER_CERT_PATH: home } }))[0]?.tls, undefined);
		const unix = await find({ env: { DOCKER_HOST: 'unix:///x', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: home } });
		assert.equal(unix[0]?.tls, undefined);
	});

	it('knows which endpoints are on this machine', () => {
		const local = (url: string) => isLocal({ url, origin: 'usual', context: 'default' });
		assert.deepEqual(
			['unix:///x', 'npipe:////./pipe/x', 'tcp://127.0.0.1:2375', 'tcp://localhost', 'tcp://[::1]:1'].map(local),
			[true, true, true, true, true],
		);
		assert.deepEqual(['ssh://localhost', 'tcp://127.0.0.1.evil:1', 'tcp://h:1'].map(local), [false, false, false]);
	});
});
