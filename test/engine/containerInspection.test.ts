import assert from 'node:assert/strict';
import { readInspection } from '../../src/engine/containerInspection.ts';

describe('what an engine tells of a container', () => {
	it('is read whatever is left out', () => {
		for (const nothing of [undefined, null, 'text', {}, { State: null, Config: 1, HostConfig: [], Mounts: {} }]) {
			const { env, ports, mounts, networks, labels, healthCheck, exitCode } = readInspection(nothing);
			assert.deepEqual([env, ports, mounts, networks, labels], [[], [], [], [], []]);
			assert.deepEqual([healthCheck, exitCode], [undefined, undefined]);
		}
	});

	it('names and values are taken apart at the first equals sign', () => {
		const { env } = readInspection({ Config: { Env: ['A=b=c', 'EMPTY=', 'BARE', '=odd'] } });
		assert.deepEqual(env, [
			{ name: 'A', value: 'b=c' },
			{ name: 'EMPTY', value: '' },
			{ name: 'BARE', value: '' },
			{ name: '', value: '=odd'.slice(1) },
		]);
	});

	it('ports of one that does not run are those it asks for', () => {
		const HostConfig = { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } };
		const Config = { ExposedPorts: { '80/tcp': {}, '53/udp': {} } };
		const stopped = readInspection({ HostConfig, Config, NetworkSettings: { Ports: {} } });
		assert.deepEqual(stopped.ports, [
			{ containerPort: 53, protocol: 'udp', hostPort: undefined, hostAddresses: [] },
			{ containerPort: 80, protocol: 'tcp', hostPort: 8080, hostAddresses: [] },
		]);
		const bound = [
			{ HostIp: '0.0.0.0', HostPort: '8081' },
			{ HostIp: '::', HostPort: '8081' },
		];
		const running = readInspection({ HostConfig, Config, NetworkSettings: { Ports: { '80/tcp': bound } } });
		assert.deepEqual(running.ports, [
			{ containerPort: 80, protocol: 'tcp', hostPort: 8081, hostAddresses: ['0.0.0.0', '::'] },
		]);
	});

	it('an exit code is that of an end, and the zero time is none', () => {
		const state = { ExitCode: 0, StartedAt: '0001-01-01T00:00:00Z', FinishedAt: '2026-11-21T10:00:00.5Z' };
		const created = readInspection({ State: { ...state, Status: 'created' } });
		assert.deepEqual([created.exitCode, created.startedAt], [undefined, undefined]);
		const ended = readInspection({ State: { ...state, Status: 'exited', OOMKilled: true } });
		assert.deepEqual(
			[ended.exitCode, ended.outOfMemory, ended.endedAt],
			[0, true, Date.parse('2026-11-21T10:00:00.5Z')],
		);
	});

	it('tmpfs mounts are among the mounts, wherever they are told', () => {
		const { mounts } = readInspection({
			Mounts: [
				{ Type: 'volume', Name: 'data', Source: '/var/lib/docker/volumes/data/_data', Destination: '/data', RW: true },
				{ Type: 'bind', Source: '/srv', Destination: '/a', RW: false },
			],
			HostConfig: { Tmpfs: { '/tmp': 'size=1m,ro' } },
		});
		assert.deepEqual(mounts, [
			{ type: 'bind', source: '/srv', destination: '/a', readOnly: true },
			{ type: 'volume', source: 'data', destination: '/data', readOnly: false },
			{ type: 'tmpfs', source: '', destination: '/tmp', readOnly: true },
		]);
	});

	it('a health check has its latest result first; Podman calls it otherwise', () => {
		const Log = [
			{ Start: '2026-11-21T10:00:00Z', ExitCode: 0, Output: 'fine' },
			{ Start: '2026-11-21T10:00:30Z', ExitCode: 1, Output: 'bad' },
		];
		const Config = { Healthcheck: { Test: ['CMD', 'wget', '-q', 'localhost'], Interval: 30e9, Retries: 3 } };
		for (const key of ['Health', 'Healthcheck']) {
			const State = { Status: 'running', [key]: { Status: 'unhealthy', FailingStreak: 1, Log } };
			const check = readInspection({ Config, State }).healthCheck;
			assert.deepEqual(check?.command, ['wget', '-q', 'localhost']);
			assert.deepEqual([check?.interval, check?.timeout, check?.status], ['30s', '', 'unhealthy']);
			assert.deepEqual(
				check?.log.map(({ output }) => output),
				['bad', 'fine'],
			);
		}
		assert.equal(readInspection({ Config: { Healthcheck: { Test: ['NONE'] } } }).healthCheck, undefined);
	});
});
