import assert from 'node:assert/strict';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { inspectContainer, removeContainer } from '../../src/engine/containers.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { execCapture } from '../../src/engine/exec.ts';
import {
	connectNetwork,
	createNetwork,
	disconnectNetwork,
	inspectNetwork,
	removeNetwork,
} from '../../src/engine/networks.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';

describe('networks', function () {
	this.timeout(120_000);
	let connection: EngineConnection;
	const name = `slipway-networks-${process.pid}`;
	const subnet = `10.${200 + (process.pid % 50)}.77.0/24`;
	const address = (host: number) => subnet.replace('0/24', String(host));

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
	});
	after(() => connection.dispose());
	afterEach(() => removeNetwork(connection, name).catch(() => {}));

	it('creates with everything, inspects and removes', async () => {
		const id = await createNetwork(connection, {
			name,
			subnet,
			gateway: address(1),
			internal: true,
			attachable: true,
			labels: { a: 'b' },
			options: { 'com.docker.network.bridge.enable_icc': 'true' },
		});
		const network = await inspectNetwork(connection, name);
		assert.equal(network.Id, id);
		assert.deepEqual([network.Driver, network.Internal, network.Attachable], ['bridge', true, true]);
		assert.deepEqual(network.IPAM?.Config?.[0], { Subnet: subnet, Gateway: address(1) });
		assert.deepEqual(network.Labels, { a: 'b' });
		await removeNetwork(connection, id);
		await assert.rejects(inspectNetwork(connection, id), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'noSuch', what: 'network', name: id });
			return error.code === 'notFound';
		});
	});

	it('says that a name is taken', async () => {
		await createNetwork(connection, { name });
		await assert.rejects(createNetwork(connection, { name }), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'nameInUse', name, holder: '' });
			return error.code === 'conflict';
		});
	});

	it('connects with a name and an address, and disconnects', async () => {
		await createNetwork(connection, { name, subnet });
		const [a, b] = await Promise.all(
			[1, 2].map(() => runContainer(connection, 'busybox', { command: ['sleep', '1000'] })),
		);
		try {
			await connectNetwork(connection, name, { container: a ?? '', aliases: ['database'], ip: address(50) });
			await connectNetwork(connection, name, { container: b ?? '' });
			const { Networks } = (await inspectContainer(connection, a ?? '')).NetworkSettings;
			assert.equal(Networks[name]?.IPAddress, address(50));
			const ping = await execCapture(connection, b ?? '', { command: ['ping', '-c', '1', '-W', '2', 'database'] });
			assert.match(ping.stdout, new RegExp(address(50).replaceAll('.', '\\.')));
			await assert.rejects(removeNetwork(connection, name), (error: EngineError) => {
				assert.equal(error.recognised?.kind, 'networkInUse');
				return error.code === 'conflict';
			});
			await disconnectNetwork(connection, name, { container: a ?? '' });
			await disconnectNetwork(connection, name, { container: b ?? '', force: true });
			await removeNetwork(connection, name);
		} finally {
			await Promise.all([a, b].map(id => removeContainer(connection, id ?? '', { force: true })));
		}
	});

	it('refuses what makes no sense', async () => {
		const refused: [object, string][] = [
			[{ subnet: '10.0.0.0' }, 'subnet'],
			[{ subnet: '10.0.0.0/33' }, 'subnet'],
			[{ subnet: 'x/24' }, 'subnet'],
			[{ gateway: '10.0.0.1' }, 'gateway'],
			[{ subnet, gateway: 'x' }, 'gateway'],
		];
		for (const [options, option] of refused) {
			await assert.rejects(createNetwork(connection, { name, ...options }), (error: EngineError) => {
				assert.equal(error.recognised?.kind === 'invalidOption' && error.recognised.option, option);
				return error.code === 'invalid';
			});
		}
		await assert.rejects(connectNetwork(connection, 'bridge', { container: 'x', ip: '1.2.3' }), { code: 'invalid' });
		await assert.rejects(connectNetwork(connection, 'bridge', { container: 'slipway-nothing' }), { code: 'notFound' });
		await assert.rejects(disconnectNetwork(connection, name, { container: 'x' }), { code: 'notFound' });
		await assert.rejects(removeNetwork(connection, 'bridge'), { name: 'EngineError' });
	});
});
