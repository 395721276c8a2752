import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection, type EngineStatus } from '../../src/engine/connection.ts';
import { readSshAddress, sshArguments } from '../../src/engine/transport/sshAddress.ts';
import { freePort } from '../support/freePort.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { type SshServer, startSshServer } from '../support/sshServer.ts';
import { until } from '../support/until.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('readSshAddress', () => {
	it('keeps user, port and path', () => {
		assert.deepEqual(readSshAddress('ssh://me@host:2222/run/x.sock'), {
			user: 'me',
			host: 'host',
			port: '2222',
			remotePath: '/run/x.sock',
		});
		assert.deepEqual(readSshAddress('ssh://box'), { user: '', host: 'box', port: '', remotePath: '' });
		assert.equal(readSshAddress('ssh://dom%5Cme@box/').user, 'dom\\me');
		assert.equal(readSshAddress('ssh://[::1]:22').host, '::1');
		assert.deepEqual(sshArguments(readSshAddress('ssh://me@box:1'), ['-N']), [
			'-N',
			'-l',
			'me',
			'-p',
			'1',
			'--',
			'box',
		]);
	});

	it('refuses what ssh or a shell would take for something else', () => {
		for (const url of [
			'ssh://-oProxyCommand=touch%20x',
			'ssh://-oProxyCommand=x',
			'ssh://-l@host',
			'ssh://a b',
			'ssh://h;id',
			'ssh://$(id)',
			'ssh://`id`',
			'ssh://u%3Bid@h',
			'ssh://me:secret@host',
			'ssh://host/run/a b',
			'ssh://host/run/x:y',
			'ssh://host/$(id)',
			'ssh://host:port',
			'ssh://',
			'ssh://%zz@h',
		]) {
			assert.throws(() => readSshAddress(url), { code: 'invalid' }, url);
		}
	});
});

describe('Engine over ssh', () => {
	let engine: OwnEngine;
	let server: SshServer;
	let connection: EngineConnection;
	let temporary: string;

	before(async function () {
		this.timeout(120_000);
		engine = await startEngine({ busybox: false });
		server = await startSshServer({ DOCKER_HOST: engine.host });
	});
	after(async () => {
		await server?.end();
		await engine?.end();
	});
	beforeEach(async () => {
		temporary = await mkdtemp(join(tmpdir(), 'slipway-path-'));
	});
	afterEach(async () => {
		connection.dispose();
		await rm(temporary, { recursive: true, force: true });
	});

	const open = (url: string, options: { platform?: NodeJS.Platform; path?: string } = {}) => {
		const PATH = `${options.path ?? server.programFolder}:${process.env.PATH}`;
		connection = new EngineConnection({
			environment: testEnvironment({ env: { DOCKER_HOST: url, PATH }, platform: options.platform ?? 'linux' }),
			logger: silentLogger,
		});
		return connection;
	};
	const tunnelUrl = () => `${server.url}${engine.socketPath}`;
	const logins = async () => (await readFile(server.logFile, 'utf8')).split('Accepted publickey').length - 1;
	/** The `ssh` of somebody whose own configuration says this besides. */
	const sshWith = async (...settings: string[]) => {
		const folder = join(temporary, 'bin');
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, 'config'), `${settings.join('\n')}\nInclude ${server.configFile}\n`);
		await writeFile(join(folder, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${join(folder, 'config')}' "$@"\n`);
		await chmod(join(folder, 'ssh'), 0o755);
		return folder;
	};

	it('uses one login for all calls and streams', async () => {
		const before = await logins();
		open(tunnelUrl());
		const stream = (await connection.call(docker => docker.getEvents())) as NodeJS.ReadableStream;
		stream.on('error', () => {}).resume();
		const version = await connection.call(docker => docker.version());
		await Promise.all(Array.from({ length: 20 }, () => connection.call(docker => docker.listContainers())));
		assert.equal(connection.status.engine?.version, version.Version);
		assert.equal(connection.status.endpoint, tunnelUrl());
		assert.equal((await logins()) - before, 1);
	});

	it('leaves no process and no folder behind', async () => {
		const before = await leftovers();
		open(tunnelUrl());
		await connection.connect();
		assert.equal((await sshProcesses(server.port)).length > 0, true);
		assert.equal((await leftovers()).length, before.length + 1);
		connection.dispose();
		await until(async () => (await sshProcesses(server.port)).length === 0);
		assert.deepEqual(await leftovers(), before);
	});

	it('ends ssh even when the process that started it is killed', async () => {
		const source = join(import.meta.dirname, '../../src');
		const script = `
			const { EngineConnection } = await import(${JSON.stringify(join(source, 'engine/connection.ts'))});
			const { silentLogger } = await import(${JSON.stringify(join(source, 'base/logger.ts'))});
			const env = { ...process.env, DOCKER_HOST: ${JSON.stringify(tunnelUrl())} };
			const environment = { env, home: '/nonexistent', platform: 'linux', contextSetting: () => '' };
			await new EngineConnection({ environment, logger: silentLogger }).connect();
			console.log('connected');`;
		const env = { ...process.env, PATH: `${server.programFolder}:${process.env.PATH}`, TMPDIR: temporary };
		const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
			env,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		await new Promise(resolve => child.stdout.once('data', resolve));
		assert.ok((await sshProcesses(server.port)).length > 0);
		child.kill('SIGKILL');
		await until(async () => (await sshProcesses(server.port)).length === 0);
		open(tunnelUrl());
	});

	it('comes back by itself after the connection was cut', async () => {
		open(tunnelUrl());
		await connection.connect();
		const sessions = await childrenOf(await readFile(join(dirname(server.configFile), 'sshd.pid'), 'utf8'));
		assert.equal(sessions.length, 1);
		await server.stop();
		for (const session of sessions) {
			process.kill(session, 'SIGKILL');
		}
		await until(() => connection.status.state === 'unreachable');
		await server.start();
		await until(() => connection.status.state === 'ready');
		await connection.call(docker => docker.listImages());
	});

	it('notices that the engine over there stops and starts', async () => {
		open(tunnelUrl());
		await connection.connect();
		await engine.stop();
		await until(() => connection.status.state === 'unreachable');
		await engine.start();
		await until(() => connection.status.state === 'ready');
	});

	it('gives ssh’s own reason', async () => {
		const reason = async (url: string, path?: string) => {
			const error: Error & { code?: string } = await open(url, { path })
				.connect()
				.then(
					() => assert.fail('connected'),
					error => error,
				);
			assert.equal(error.code, 'unreachable');
			connection.dispose();
			return error.message;
		};
		assert.match(await reason(tunnelUrl(), await sshWith('PubkeyAuthentication no')), /Permission denied \(publickey/);
		const hosts = join(temporary, 'hosts');
		await writeFile(hosts, '');
		const strict = await sshWith(`UserKnownHostsFile ${hosts}`, 'StrictHostKeyChecking yes');
		assert.match(await reason(tunnelUrl(), strict), /Host key verification failed/);
		assert.match(await reason(`ssh://127.0.0.1:${await freePort()}`), /Connection refused/);
		assert.match(await reason('ssh://no-such-host.invalid'), /Could not resolve hostname/);
		assert.match(await reason(`${server.url}/nonexistent/docker.sock`), /open failed/);
		assert.match(await reason('ssh://-oProxyCommand=x'), /not an address for ssh/);
	});

	it('is not held up by forwardings and masters of the user’s own configuration', async () => {
		const taken = await freePort();
		const control = join(temporary, 'control');
		const path = await sshWith(
			'ControlMaster auto',
			`ControlPath ${control}`,
			'ControlPersist yes',
			`LocalForward 127.0.0.1:${server.port} 127.0.0.1:${taken}`,
			'RemoteCommand exit',
			'RequestTTY force',
		);
		open(tunnelUrl(), { path });
		await connection.connect();
		assert.equal((await readdir(temporary)).includes('control'), false);
	});

	it('says that there is no ssh', async () => {
		connection = new EngineConnection({
			environment: testEnvironment({ env: { DOCKER_HOST: tunnelUrl(), PATH: temporary } }),
			logger: silentLogger,
		});
		await assert.rejects(connection.connect(), { code: 'unreachable', message: /ssh was not found|ssh: not found/ });
	});

	describe('through docker’s dial-stdio, as on Windows', () => {
		it('lists, streams and runs without one starving the other', async () => {
			open(server.url, { platform: 'win32' });
			const streams = await Promise.all(
				Array.from(
					{ length: 5 },
					() => connection.call(docker => docker.getEvents()) as Promise<NodeJS.ReadableStream>,
				),
			);
			streams.map(stream => stream.on('error', () => {}).resume());
			const before = await logins();
			await Promise.all(Array.from({ length: 30 }, () => connection.call(docker => docker.listContainers())));
			assert.ok((await logins()) - before <= 4);
			const volume = await connection.call(docker => docker.createVolume({ Name: 'over-stdio' }));
			await connection.call(docker => docker.getVolume(volume.name).remove());
			connection.dispose();
			await until(async () => (await sshProcesses(server.port)).length === 0);
		});

		it('gives ssh’s own reason', async () => {
			open(server.url, { platform: 'win32', path: await sshWith('PubkeyAuthentication no') });
			await assert.rejects(connection.connect(), { code: 'unreachable', message: /Permission denied \(publickey/ });
		});

		it('notices that the engine stops and starts', async () => {
			open(server.url, { platform: 'win32' });
			const states: EngineStatus['state'][] = [];
			connection.onDidChangeStatus(({ state }) => states.push(state));
			await connection.connect();
			await engine.stop();
			await until(() => connection.status.state === 'unreachable');
			await engine.start();
			await until(() => connection.status.state === 'ready');
			assert.deepEqual(states, ['connecting', 'ready', 'unreachable', 'ready']);
		});
	});
});

/** Clients of this server's port. */
async function sshProcesses(port: number): Promise<string[]> {
	const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
	const lines = await Promise.all(ids.map(id => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
	return lines.filter(line => line.includes(`-p\0${port}\0`));
}

/** sshd's sessions outlive it. */
async function childrenOf(pid: string): Promise<number[]> {
	const children = await readFile(`/proc/${pid.trim()}/task/${pid.trim()}/children`, 'utf8');
	return children.split(' ').map(Number).filter(Boolean);
}

async function leftovers(): Promise<string[]> {
	const names = (await readdir(tmpdir())).filter(name => /^slipway-[A-Za-z0-9]{6}$/.test(name));
	return names.sort();
}
