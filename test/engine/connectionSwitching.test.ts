import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../../src/base/logger.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection, type EngineStatus } from '../../src/engine/connection.ts';
import { ContextStore } from '../../src/engine/contexts.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { openSockets } from './openSockets.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('Switching engines', () => {
	let old: OwnEngine;
	let recent: OwnEngine;
	let home: string;
	let contexts: ContextStore;
	let connection: EngineConnection;
	let statuses: EngineStatus[];

	before(async function () {
		this.timeout(240_000);
		[old, recent] = await Promise.all([
			startEngine({ version: '20.10', busybox: false }),
			startEngine({ version: '28.5', busybox: false }),
		]);
	});
	after(() => Promise.all([old?.end(), recent?.end()]));
	beforeEach(async () => {
		home = await mkdtemp(join(tmpdir(), 'slipway-home-'));
		contexts = new ContextStore(testEnvironment({ home }), silentLogger);
		await contexts.create({ name: 'old', host: old.host });
		await contexts.create({ name: 'recent', host: recent.host });
		await contexts.use('old');
	});
	afterEach(async () => {
		connection.dispose();
		contexts.dispose();
		await rm(home, { recursive: true, force: true });
	});

	const open = (given: Parameters<typeof testEnvironment>[0] = {}, logger: Logger = silentLogger) => {
		connection = new EngineConnection({ environment: testEnvironment({ home, ...given }), logger });
		statuses = [];
		connection.onDidChangeStatus(status => statuses.push(status));
		contexts.onDidChange(() => connection.reconsider());
	};
	const ready = (context: string) =>
		until(() => connection.status.state === 'ready' && connection.status.context === context);

	it('follows the current context and speaks each engine’s version', async () => {
		open();
		await connection.connect();
		assert.equal(connection.status.engine?.apiVersion, '1.41');
		await contexts.use('recent');
		await ready('recent');
		const version = await connection.call(docker => docker.version());
		assert.equal(connection.status.engine?.version, version.Version);
		assert.ok(Number(connection.status.engine?.apiVersion.split('.')[1]) > 41);
		assert.deepEqual(
			statuses.map(({ state, context }) => `${state} ${context}`),
			['connecting default', 'ready old', 'connecting recent', 'ready recent'],
		);
	});

	it('ends calls and streams of the engine it leaves', async () => {
		open();
		const stream = (await connection.call(docker => docker.getEvents())) as NodeJS.ReadableStream;
		const ended = new Promise(resolve => stream.on('error', resolve).on('close', resolve));
		stream.resume();
		const waiting = connection.call(
			(_, signal) => new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
		);
		const refused = assert.rejects(waiting, { code: 'cancelled' });
		const before = await openSockets();
		await contexts.use('recent');
		await Promise.all([ended, refused]);
		await ready('recent');
		assert.ok((await openSockets()) <= before);
	});

	it('stays where it is when something else changes', async () => {
		open();
		await connection.connect();
		await contexts.create({ name: 'third', host: 'tcp://h:1' });
		await new Promise(resolve => setTimeout(resolve, 300));
		connection.reconsider();
		await new Promise(resolve => setTimeout(resolve, 50));
		assert.equal(statuses.length, 2);
	});

	it('stays idle when the context changes before anybody needed an engine', async () => {
		open();
		await contexts.use('recent');
		await new Promise(resolve => setTimeout(resolve, 300));
		assert.equal(connection.status.state, 'idle');
		await connection.connect();
		assert.equal(connection.status.context, 'recent');
	});

	it('leaves an engine that does not answer for one that does', async () => {
		open();
		await connection.connect();
		old.freeze();
		try {
			await until(() => connection.status.state === 'unreachable');
			await contexts.use('recent');
			await ready('recent');
		} finally {
			old.thaw();
		}
	});

	it('reports a context that is gone, and returns with it', async () => {
		let setting = 'missing';
		const environment = { ...testEnvironment({ home }), contextSetting: () => setting };
		connection = new EngineConnection({ environment, logger: silentLogger });
		await assert.rejects(connection.connect(), { code: 'unreachable', message: /"missing"/ });
		assert.equal(connection.status.context, 'missing');
		setting = 'recent';
		connection.reconsider();
		await ready('recent');
		setting = recent.host;
		connection.reconsider();
		await ready('default');
	});

	it('looks at the usual places again, in order, when its engine is gone', async () => {
		await contexts.use('default');
		const runtime = await mkdtemp(join(tmpdir(), 'slipway-run-'));
		try {
			await symlink(old.socketPath, join(runtime, 'docker.sock'));
			open({ env: { XDG_RUNTIME_DIR: runtime, DOCKER_CONTEXT: 'default' } });
			await connection.connect();
			if (connection.status.endpoint !== `unix://${join(runtime, 'docker.sock')}`) {
				// This machine has an engine of its own in the first place of all.
				assert.equal(connection.status.endpoint, 'unix:///var/run/docker.sock');
				return;
			}
			assert.ok(connection.status.attempts.some(({ endpoint }) => endpoint === 'unix:///var/run/docker.sock'));
			await rename(join(runtime, 'docker.sock'), join(runtime, 'gone.sock'));
			await until(() => connection.status.state === 'unreachable');
			await symlink(recent.socketPath, join(runtime, 'docker.sock'));
			await ready('default');
			assert.match(connection.status.engine?.version ?? '', /^28\./);
		} finally {
			await rm(runtime, { recursive: true });
		}
	});

	it('takes DOCKER_API_VERSION at its word and says so', async () => {
		const warnings: string[] = [];
		open(
			{ env: { DOCKER_HOST: recent.host, DOCKER_API_VERSION: '1.44' } },
			{ ...silentLogger, warn: message => void warnings.push(message) },
		);
		await connection.call(docker => docker.listContainers());
		assert.equal(connection.status.engine?.apiVersion, '1.44');
		assert.match(warnings.join(), /DOCKER_API_VERSION/);
	});

	it('is not misled by the DOCKER_HOST of the process', async () => {
		const host = process.env.DOCKER_HOST;
		process.env.DOCKER_HOST = 'tcp://nowhere.invalid:1';
		try {
			open({ setting: 'recent' });
			await connection.call(docker => docker.listContainers());
			assert.equal(process.env.DOCKER_HOST, 'tcp://nowhere.invalid:1');
		} finally {
			if (host === undefined) {
				delete process.env.DOCKER_HOST;
			} else {
				process.env.DOCKER_HOST = host;
			}
		}
	});
});
