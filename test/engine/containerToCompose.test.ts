import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineConnection } from '../../src/engine/connection.ts';
import type { InspectedContainer } from '../../src/engine/containerConfiguration.ts';
import { containersToCompose } from '../../src/engine/containerToCompose.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { configurationOf, docker, inspected, waits } from './containerSamples.ts';

describe('containers as a compose file', function () {
	this.timeout(120_000);
	const name = `slipway-compose-${process.pid}`;
	const image = `${name}:1`;
	let connection: EngineConnection;
	let folder: string;
	const compose = async (yaml: string, ...words: readonly string[]) => {
		writeFileSync(join(folder, 'compose.yaml'), yaml);
		return docker('compose', '-f', join(folder, 'compose.yaml'), ...words);
	};

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		folder = mkdtempSync(join(tmpdir(), 'slipway-to-compose-'));
		const id = await docker('create', 'busybox');
		const changes = ['ENTRYPOINT ["env"]', `CMD ${JSON.stringify(waits)}`, 'ENV OF_IMAGE=image', 'EXPOSE 7000'];
		await docker('commit', ...changes.flatMap(change => ['--change', change]), id, image);
		await docker('rm', id);
		await docker('network', 'create', '--subnet', '10.199.11.0/24', `${name}-net`);
		await docker('volume', 'create', `${name}-data`);
	});
	afterEach(() => docker('rm', '-f', '-v', `${name}-a`, `${name}-b`));
	after(async () => {
		await docker('network', 'rm', `${name}-net`);
		await docker('volume', 'rm', `${name}-data`);
		await docker('rmi', '-f', image);
		rmSync(folder, { recursive: true });
		connection.dispose();
	});

	it('leaves out what comes from the image', async () => {
		await docker('create', '--name', `${name}-a`, '-p', '8080:80', '-e', 'OWN=$x', '-v', `${name}-data:/data`, image);
		const { yaml, leftOut } = await containersToCompose(connection, [`${name}-a`]);
		assert.equal(
			yaml,
			`services:
  ${name}-a:
    image: ${image}
    container_name: ${name}-a
    ports:
      - "8080:80"
    environment:
      OWN: $$x
    volumes:
      - ${name}-data:/data

volumes:
  ${name}-data:
    external: true
`,
		);
		assert.deepEqual(leftOut, []);
	});

	it('up makes equal containers, and down leaves what was there', async () => {
		const flags = [
			...[
				'--network',
				`name=${name}-net,ip=10.199.11.7,alias=first`,
				'-v',
				`${name}-data:/data:ro`,
				'-v',
				'/tmp:/host',
			],
			...[
				'--mount',
				'type=tmpfs,dst=/t,tmpfs-size=1048576',
				'-e',
				'MULTI=a\nb',
				'-e',
				'DOLLAR=$HOME',
				'-l',
				'own=x: y',
			],
			...['-m', '64m', '--memory-swap', '80m', '--cpus', '.5', '--restart', 'on-failure:3', '--cap-add', 'NET_ADMIN'],
			...['--ulimit', 'nofile=100:200', '--sysctl', 'net.ipv4.ip_forward=1', '--add-host', 'h:10.1.1.1', '--init'],
			...[
				'--health-cmd',
				'true',
				'--health-interval',
				'1h',
				'--stop-timeout',
				'5',
				'--shm-size',
				'32m',
				'--user',
				'0:0',
			],
			...['-p', '127.0.0.1::80', '--hostname', 'h', '--log-opt', 'max-size=1m', '--pids-limit', '50'],
			...[
				'--device',
				'/dev/null:/dev/other:r',
				'--dns',
				'10.1.1.2',
				'--security-opt',
				'no-new-privileges',
				'--read-only',
			],
		];
		await docker('run', '-d', '--name', `${name}-a`, ...flags, '--entrypoint', 'env', image, 'A=$B', ...waits);
		await docker('run', '-d', '--name', `${name}-b`, '--network', `container:${name}-a`, image);
		const was = [await inspected(`${name}-a`), await inspected(`${name}-b`)];
		const { yaml, leftOut } = await containersToCompose(connection, [`${name}-a`, `${name}-b`]);
		assert.deepEqual(leftOut, []);
		await docker('rm', '-f', '-v', `${name}-a`, `${name}-b`);
		try {
			await compose(yaml, 'up', '-d', '--quiet-pull');
			const is = [await inspected(`${name}-a`), await inspected(`${name}-b`)];
			assert.equal(is[1]?.HostConfig.NetworkMode, `container:${is[0]?.Id}`);
			assert.deepEqual(comparable(is[0]), comparable(was[0]), yaml);
		} finally {
			await compose(yaml, 'down');
		}
		await docker('volume', 'inspect', `${name}-data`);
		await docker('network', 'inspect', `${name}-net`);
	});

	it('gives a project its own file back', async () => {
		const yaml = `name: ${name}

services:
  web:
    image: busybox
    command: [sleep, "1000"]
    volumes:
      - data:/data

volumes:
  data:
`;
		try {
			await compose(yaml, 'up', '-d');
			const made = await containersToCompose(connection, [`${name}-web-1`]);
			assert.equal(made.yaml.replace('"sleep"', 'sleep'), yaml);
		} finally {
			await compose(yaml, 'down', '-v', '-t', '0');
		}
	});
});

/** Compose writes mounts in its own way, adds labels and aliases, and says aloud what is usual. */
function comparable(container: InspectedContainer | undefined): unknown {
	assert.ok(container);
	const { Config, HostConfig, Networks, Mounts } = configurationOf(container) as Record<
		string,
		Record<string, unknown>
	>;
	const { AttachStdin: _, AttachStdout: _out, AttachStderr: _err, Labels, Cmd, Entrypoint, ...config } = Config ?? {};
	const { Binds: _binds, Mounts: _mounts, LogConfig, ...host } = HostConfig ?? {};
	const own = Object.entries((Labels ?? {}) as object).filter(([key]) => !key.startsWith('com.docker.compose'));
	const set = Object.entries(host).filter(
		([, value]) => JSON.stringify(value) !== '[]' && value !== null && value !== '',
	);
	const endpoints = Object.entries(Networks as Record<string, { Aliases?: string[]; IPAMConfig?: unknown }>);
	return {
		words: [...((Entrypoint as string[] | null) ?? []), ...((Cmd as string[] | null) ?? [])],
		config,
		labels: Object.fromEntries(own),
		host: Object.fromEntries(set),
		LogConfig,
		Mounts,
		networks: endpoints.map(([network, { Aliases, IPAMConfig }]) => [
			network,
			IPAMConfig,
			Aliases?.filter(alias => alias === 'first'),
		]),
	};
}
