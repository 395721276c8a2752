import assert from 'node:assert/strict';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { readConfiguration } from '../../src/engine/containerConfiguration.ts';
import { inspectNetwork } from '../../src/engine/networks.ts';
import { type InspectedNetwork, undoContainerRemoval, undoNetworkRemoval } from '../../src/engine/undoRemoval.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { addedTo, configurationOf, docker, everything, inspected, waits } from './containerSamples.ts';

describe('undo of a removal', function () {
	this.timeout(120_000);
	const name = `slipway-undo-${process.pid}`;
	const network = `${name}-net`;
	let connection: EngineConnection;
	let there: string[];

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		there = await everything();
	});
	afterEach(async () => {
		await docker('rm', '-f', '-v', name, `${name}-2`).catch(() => {});
		await docker('network', 'rm', network).catch(() => {});
		assert.deepEqual(await addedTo(there), []);
	});
	after(() => connection.dispose());

	it('brings a running container back on its networks, with its anonymous volume', async () => {
		await docker('network', 'create', '--subnet', '10.199.12.0/24', network);
		const flags = ['--network', `name=${network},ip=10.199.12.7,alias=a`, '-p', '80', '-m', '64m', '-e', 'A=b'];
		await docker('run', '-d', '--name', name, ...flags, '-v', '/kept', 'busybox', ...waits);
		await docker('exec', name, 'touch', '/kept/file');
		const was = await inspected(name);
		const saved = await readConfiguration(connection, name);
		await docker('rm', '-f', name);
		const id = await undoContainerRemoval(connection, saved);
		const is = await inspected(name);
		assert.equal(is.Id, id);
		assert.equal(is.State.Status, 'running');
		assert.equal(is.Config.Image, 'busybox');
		const host = ({ HostConfig }: Record<string, unknown>) => ({ ...(HostConfig as object), Mounts: 0 });
		assert.deepEqual(host(configurationOf(is)), host(configurationOf(was)));
		assert.deepEqual(configurationOf(is).Config, configurationOf(was).Config);
		assert.deepEqual(configurationOf(is).Networks, configurationOf(was).Networks);
		assert.equal(await docker('exec', name, 'ls', '/kept'), 'file');
		await docker('rm', '-f', name);
		await docker('volume', 'rm', is.Mounts[0]?.Name ?? '');
	});

	it('gives new volumes where the old ones went along, and keeps a paused one paused', async () => {
		await docker('run', '-d', '--name', name, '--mount', 'type=volume,dst=/m', '-v', '/v', 'busybox', ...waits);
		await docker('pause', name);
		const was = await inspected(name);
		const saved = await readConfiguration(connection, name);
		await docker('rm', '-f', '-v', name);
		await undoContainerRemoval(connection, saved);
		const is = await inspected(name);
		assert.equal(is.State.Status, 'paused');
		assert.deepEqual(is.HostConfig.Mounts, was.HostConfig.Mounts);
		assert.notDeepEqual(is.Mounts, was.Mounts);
		await docker('unpause', name);
	});

	it('says what is in the way, and leaves nothing behind', async () => {
		await docker('network', 'create', network);
		await docker('run', '-d', '--name', name, '--network', network, 'busybox', ...waits);
		const saved = await readConfiguration(connection, name);
		await docker('rm', '-f', name);
		await docker('create', '--name', name, 'busybox');
		await assert.rejects(undoContainerRemoval(connection, saved), { code: 'conflict' });
		await docker('rm', name);
		await docker('network', 'rm', network);
		await assert.rejects(undoContainerRemoval(connection, saved), { code: 'notFound' });
		const { container } = saved;
		const gone = {
			...container,
			Image: `sha256:${'0'.repeat(64)}`,
			Config: { ...container.Config, Image: 'nobody/made:1' },
		};
		await assert.rejects(undoContainerRemoval(connection, { ...saved, container: gone }), { code: 'notFound' });
	});

	it('brings a network back, so that a stopped container of it starts again', async () => {
		await docker(
			'network',
			'create',
			'--subnet',
			'10.199.13.0/24',
			'--ip-range',
			'10.199.13.128/25',
			'--internal',
			'--attachable',
			'--label',
			'a=b',
			'-o',
			'com.docker.network.bridge.enable_icc=false',
			network,
		);
		await docker('create', '--name', name, '--network', network, 'busybox', ...waits);
		const saved = (await inspectNetwork(connection, network)) as InspectedNetwork;
		await docker('network', 'rm', network);
		const id = await undoNetworkRemoval(connection, saved);
		const { Id, Created, ...was } = saved as InspectedNetwork & { Created: string };
		const {
			Id: newId,
			Created: now,
			...is
		} = (await inspectNetwork(connection, network)) as unknown as InspectedNetwork & { Created: string };
		assert.equal(newId, id);
		assert.notEqual(Id, id);
		assert.ok(Created < now);
		assert.deepEqual(is, was);
		await docker('start', name);
		await assert.rejects(undoNetworkRemoval(connection, saved), { code: 'conflict' });
	});
});
