import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { silentLogger } from '../../src/base/logger.ts';
import { ContextStore } from '../../src/engine/contexts.ts';
import { type Certificates, makeCertificates } from '../support/certificates.ts';
import { commandLineBinaries } from '../support/engineBinaries.ts';
import { until } from '../support/until.ts';
import { testEnvironment } from './testEnvironment.ts';

const run = promisify(execFile);

describe('ContextStore', () => {
	let docker: string;
	let home: string;
	let store: ContextStore;
	let changes: number;
	let certificates: Certificates;

	const cli = async (...args: string[]): Promise<string> => {
		const env = { PATH: process.env.PATH, HOME: home, DOCKER_CONFIG: join(home, '.docker') };
		return (await run(docker, ['context', ...args], { env })).stdout.trim();
	};
	const open = (env: Record<string, string> = {}, setting = '') => {
		store = new ContextStore(testEnvironment({ home, env, setting }), silentLogger);
		changes = 0;
		store.onDidChange(() => changes++);
		return settle();
	};
	const configPath = () => join(home, '.docker/config.json');
	const config = async () => JSON.parse(await readFile(configPath(), 'utf8'));
	const names = async () => (await store.list()).map(({ name, current }) => (current ? `*${name}` : name));
	const create = (name: string, host = 'unix:///x.sock') => store.create({ name, host });

	before(async function () {
		this.timeout(120_000);
		docker = (await commandLineBinaries()).docker;
		certificates = await makeCertificates(await mkdtemp(join(tmpdir(), 'slipway-pem-')));
	});
	after(() => rm(certificates.folder, { recursive: true, force: true }));
	beforeEach(async () => {
		home = await mkdtemp(join(tmpdir(), 'slipway-home-'));
	});
	afterEach(async () => {
		store.dispose();
		await rm(home, { recursive: true, force: true });
	});

	it('lists the default context where docker has no folder at all', async () => {
		await open();
		assert.deepEqual(await store.list(), [
			{
				kind: 'context',
				name: 'default',
				description: '',
				host: 'unix:///var/run/docker.sock',
				current: true,
				tls: false,
			},
		]);
	});

	it('makes contexts the docker program reads', async () => {
		await open();
		const { ca, cert, key } = certificates;
		await store.create({ name: 'remote', host: 'tcp://h:2376', description: 'Far "away"', ca, cert, key });
		await store.create({ name: 'loose', host: 'tcp://h:2376', skipTlsVerify: true });
		await store.use('remote');
		assert.equal(await cli('show'), 'remote');
		const [inspected] = JSON.parse(await cli('inspect', 'remote'));
		const shown: object = await store.inspect('remote');
		assert.deepEqual(inspected, shown);
		assert.deepEqual((shown as { TLSMaterial: object }).TLSMaterial, { docker: ['ca.pem', 'cert.pem', 'key.pem'] });
		assert.deepEqual(JSON.parse(await cli('inspect', 'loose'))[0], await store.inspect('loose'));
		assert.equal(
			(await cli('ls', '--format', '{{.Name}} {{.Current}} {{.DockerEndpoint}}')).includes('remote true tcp://h:2376'),
			true,
		);
		const tls = join(home, '.docker/contexts/tls');
		const [id = ''] = await readdir(tls);
		assert.equal((await stat(join(tls, id, 'docker/key.pem'))).mode & 0o777, 0o600);
		assert.deepEqual(await names(), ['default', 'loose', '*remote']);
	});

	it('reads what the docker program makes', async () => {
		await open();
		const { ca, cert, key } = certificates;
		await cli(
			'create',
			'abc',
			'--description',
			'one',
			'--docker',
			`host=tcp://h:2376,ca=${ca},cert=${cert},key=${key}`,
		);
		await cli('use', 'abc');
		const [, abc] = await store.list();
		assert.deepEqual(abc, {
			kind: 'context',
			name: 'abc',
			description: 'one',
			host: 'tcp://h:2376',
			current: true,
			tls: true,
		});
		await store.use('default');
		await store.remove('abc');
		assert.equal(await cli('ls', '--quiet'), 'default');
		assert.deepEqual(await readdir(join(home, '.docker/contexts/tls')), []);
	});

	it('changes nothing but the current context in config.json', async () => {
		await mkdir(join(home, '.docker'));
		await mkdir(join(home, 'elsewhere'));
		await writeFile(join(home, 'elsewhere/config.json'), '{"auths":{"r":{}},"plugins":{"x":{"y":"z"}}}', {
			mode: 0o640,
		});
		await symlink(join(home, 'elsewhere/config.json'), configPath());
		await open();
		await create('one');
		await store.use('one');
		assert.deepEqual(await config(), { auths: { r: {} }, plugins: { x: { y: 'z' } }, currentContext: 'one' });
		await store.use('default');
		assert.deepEqual(await config(), { auths: { r: {} }, plugins: { x: { y: 'z' } } });
		assert.equal((await stat(join(home, 'elsewhere/config.json'))).mode & 0o777, 0o640);
		assert.deepEqual(await readdir(join(home, '.docker')), ['config.json', 'contexts']);
	});

	it('refuses names that are paths, taken names, and what docker would not take', async () => {
		await open();
		for (const name of ['', 'a', '../../evil', '-x', 'a b', 'ü1', 'default']) {
			await assert.rejects(create(name), { code: 'invalid' }, name);
		}
		await create('once');
		await assert.rejects(create('once'), { code: 'conflict' });
		await assert.rejects(create('bad', 'docker.example'), { code: 'invalid' });
		const host = 'tcp://h:1';
		await assert.rejects(store.create({ name: 'bad', host, ca: '/nonexistent.pem' }), { code: 'invalid' });
		await assert.rejects(store.create({ name: 'bad', host, ca: configPath() }), { code: 'invalid' });
		await assert.rejects(store.create({ name: 'bad', host, cert: certificates.cert }), { code: 'invalid' });
		await assert.rejects(store.use('../once'), { code: 'notFound' });
		await assert.rejects(store.remove('nobody'), { code: 'notFound' });
		await assert.rejects(store.remove('../../..'), { code: 'invalid' });
		assert.deepEqual(await names(), ['*default', 'once']);
	});

	it('refuses to remove the context in use', async () => {
		await open();
		await create('mine');
		await store.use('mine');
		await assert.rejects(store.remove('mine'), { code: 'conflict' });
		assert.equal(await cli('show'), 'mine');
	});

	it('lets the setting and the environment decide which one is current', async () => {
		await open();
		await create('one');
		await create('two');
		await store.use('one');
		store.dispose();
		await open({ DOCKER_CONTEXT: 'two' });
		assert.deepEqual(await names(), ['default', 'one', '*two']);
		store.dispose();
		await open({ DOCKER_CONTEXT: 'two', DOCKER_HOST: 'tcp://h:1' });
		assert.deepEqual(await names(), ['*default', 'one', 'two']);
		assert.equal((await store.list())[0]?.host, 'tcp://h:1');
		store.dispose();
		await open({ DOCKER_HOST: 'tcp://h:1' }, 'two');
		assert.deepEqual(await names(), ['default', 'one', '*two']);
		store.dispose();
		await open({}, 'ssh://somewhere');
		assert.deepEqual(await names(), ['default', 'one', 'two']);
	});

	it('shows broken files as what they are and leaves them alone', async () => {
		await open();
		await create('good');
		const broken = join(home, '.docker/contexts/meta', 'a'.repeat(64));
		const foreign = join(home, '.docker/contexts/meta', 'b'.repeat(64));
		await Promise.all([mkdir(broken), mkdir(foreign), mkdir(join(home, '.docker/contexts/meta/.git'))]);
		await writeFile(join(broken, 'meta.json'), '{"Name":');
		await writeFile(join(foreign, 'meta.json'), '{"Name":"good"}');
		await writeFile(configPath(), '{broken');
		const [byDefault, good, ...others] = await store.list();
		assert.match(byDefault?.error ?? '', /config\.json is not valid JSON/);
		assert.equal(good?.error, undefined);
		assert.deepEqual(
			others.map(({ name }) => name),
			['aaaaaaaaaaaa', 'bbbbbbbbbbbb'],
		);
		assert.ok(others.every(({ error }) => error));
		await assert.rejects(store.use('good'), { code: 'invalid' });
		assert.equal(await readFile(configPath(), 'utf8'), '{broken');
	});

	it('notices what happens in a terminal, once for each change, and nothing else', async () => {
		await open();
		const expectChange = async (what: string, change: () => Promise<unknown>) => {
			const before = changes;
			await change();
			await until(() => changes > before, what);
			await settle();
		};
		await expectChange('the first context, with docker’s folder', () =>
			cli('create', 'abc', '--docker', 'host=unix:///a'),
		);
		await expectChange('use', () => cli('use', 'abc'));
		await expectChange('update', () => cli('update', 'abc', '--docker', 'host=unix:///b'));
		await expectChange('a replaced config.json', async () => {
			await writeFile(join(home, '.docker/new'), '{"currentContext":"default"}');
			await rename(join(home, '.docker/new'), configPath());
		});
		await expectChange('rm', () => cli('rm', 'abc'));
		await expectChange('a new docker folder', async () => {
			await rm(join(home, '.docker'), { recursive: true });
			await cli('create', 'new', '--docker', 'host=unix:///c');
		});
		await expectChange('use in it', () => cli('use', 'new'));
		const before = changes;
		await writeFile(configPath(), JSON.stringify({ ...(await config()), auths: { registry: {} } }));
		await settle(300);
		assert.equal(changes, before);
	});

	it('notices changes in a folder that came just as it began to watch', async () => {
		await open();
		const homes = await Promise.all(
			Array.from({ length: 60 }, (_, index) => mkdir(join(home, `${index}`)).then(() => join(home, `${index}`))),
		);
		const noticed = new Set<string>();
		const stores = await Promise.all(
			homes.map(async (own, index) => {
				const watching = new ContextStore(testEnvironment({ home: own }), silentLogger);
				watching.onDidChange(() => noticed.add(own));
				for (let pause = index % 12; pause > 0; pause--) {
					await stat(own);
				}
				await mkdir(join(own, '.docker'));
				return watching;
			}),
		);
		try {
			await settle(300);
			noticed.clear();
			await Promise.all(homes.map(own => writeFile(join(own, '.docker/config.json'), '{"currentContext":"other"}')));
			await until(() => noticed.size === homes.length, 'a change in each folder');
		} finally {
			stores.forEach(watching => void watching.dispose());
		}
	});

	it('hears nothing after its end', async () => {
		await open();
		store.dispose();
		await cli('create', 'abc', '--docker', 'host=unix:///a');
		await settle(200);
		assert.equal(changes, 0);
		assert.ok(existsSync(join(home, '.docker')));
	});
});

function settle(ms = 150): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, ms));
}
