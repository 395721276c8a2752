import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection } from '../../src/engine/connection.ts';
import { ContextStore } from '../../src/engine/contexts.ts';
import type { EngineEnvironment } from '../../src/engine/environment.ts';
import { makeCertificates } from '../support/certificates.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('Engine over TCP with TLS', () => {
	let engine: OwnEngine;
	let tls: NonNullable<OwnEngine['tls']>;
	let home: string;
	let connection: EngineConnection | undefined;

	before(async function () {
		this.timeout(120_000);
		engine = await startEngine({ tls: true, busybox: false });
		tls = engine.tls as NonNullable<OwnEngine['tls']>;
	});
	after(() => engine?.end());
	beforeEach(async () => {
		home = await mkdtemp(join(tmpdir(), 'slipway-tls-'));
	});
	afterEach(async () => {
		connection?.dispose();
		await rm(home, { recursive: true, force: true });
	});

	const open = (environment: EngineEnvironment) => {
		connection?.dispose();
		connection = new EngineConnection({ environment, logger: silentLogger });
		return connection;
	};
	const env = (more: Record<string, string>) => testEnvironment({ home, env: { DOCKER_HOST: tls.url, ...more } });

	it('takes the certificates of DOCKER_CERT_PATH', async () => {
		open(env({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: tls.certificates.folder }));
		const version = await connection?.call(docker => docker.version());
		assert.equal(connection?.status.engine?.version, version?.Version);
	});

	it('takes the certificates of the context', async () => {
		const { ca, cert, key } = tls.certificates;
		const environment = testEnvironment({ home });
		const store = new ContextStore(environment, silentLogger);
		await store.create({ name: 'secure', host: tls.url, ca, cert, key });
		await store.create({ name: 'careless', host: tls.url, cert, key, skipTlsVerify: true });
		await store.use('secure');
		await open(environment).connect();
		assert.equal(connection?.status.context, 'secure');
		await open(testEnvironment({ home, setting: 'careless' })).connect();
		store.dispose();
	});

	it('does not trust an engine whose certificate another authority signed', async () => {
		const others = await makeCertificates(join(home, 'others'));
		const wrong = open(env({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: others.folder })).connect();
		await assert.rejects(wrong, { code: 'unreachable', message: /certificate/ });
	});

	it('says that the engine wants a client certificate', async () => {
		const { ca } = tls.certificates;
		const environment = testEnvironment({ home });
		const store = new ContextStore(environment, silentLogger);
		await store.create({ name: 'nobody', host: tls.url, ca });
		store.dispose();
		const refused = open(testEnvironment({ home, setting: 'nobody' })).connect();
		await assert.rejects(refused, { code: 'unreachable', message: /certificate required|bad certificate/ });
	});

	it('says that the engine wants TLS', async () => {
		await assert.rejects(open(env({})).connect(), { code: 'unreachable', message: /HTTP request to an HTTPS server/ });
	});

	it('comes back by itself after a restart', async () => {
		open(env({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: tls.certificates.folder }));
		await connection?.connect();
		await engine.stop();
		await reaches('unreachable');
		await engine.start();
		await reaches('ready');
	});

	const reaches = (state: string) => until(() => connection?.status.state === state, state);
});
