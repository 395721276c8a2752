import assert from 'node:assert/strict';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { flagsOfChanges, readLimits, restoreLimits, updateContainer } from '../../src/engine/updateContainer.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { docker, waits } from './containerSamples.ts';

const megabyte = 1024 * 1024;

describe('update a container', function () {
	this.timeout(120_000);
	const name = `slipway-update-${process.pid}`;
	let connection: EngineConnection;
	const limits = () => readLimits(connection, name);

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
	});
	afterEach(() => docker('rm', '-f', name));
	after(() => connection.dispose());
	const run = (...flags: readonly string[]) => docker('run', '-d', '--name', name, ...flags, 'busybox', ...waits);

	it('limits one that had no limit, raises it beyond its swap, and takes it away', async () => {
		await run();
		const { before, flags } = await updateContainer(connection, name, {
			memory: '64m',
			cpus: '0.5',
			restart: 'always',
		});
		assert.deepEqual(before, { memory: 0, memorySwap: 0, nanoCpus: 0, restart: 'no' });
		assert.deepEqual(flags, [
			'--memory',
			'67108864',
			'--memory-swap',
			'134217728',
			'--cpus',
			'0.5',
			'--restart',
			'always',
		]);
		await updateContainer(connection, name, { memory: '256m' });
		const raised = { memory: 256 * megabyte, memorySwap: 512 * megabyte, nanoCpus: 500_000_000, restart: 'always' };
		assert.deepEqual(await limits(), raised);
		await updateContainer(connection, name, { memory: '100m', restart: 'on-failure:2' });
		assert.deepEqual(await limits(), { ...raised, memory: 100 * megabyte, restart: 'on-failure:2' });
		await updateContainer(connection, name, { memory: '0', cpus: 0, restart: 'no' });
		const free = await limits();
		assert.equal(free.memory, Number(await docker('info', '--format', '{{.MemTotal}}')));
		assert.equal(free.memorySwap, 2 * free.memory);
		assert.equal(free.nanoCpus, 1e9 * Number(await docker('info', '--format', '{{.NCPU}}')));
	});

	it('tells beforehand what it is going to say to docker', async () => {
		await run('-m', '64m');
		const changes = { memory: '256m', cpus: '0.5', restart: 'always' };
		const told = flagsOfChanges(changes, await limits());
		const swap = String(512 * megabyte);
		assert.deepEqual(told, ['--memory', '256m', '--memory-swap', swap, '--cpus', '0.5', '--restart', 'always']);
		const { flags } = await updateContainer(connection, name, changes);
		assert.equal(flags[flags.indexOf('--memory-swap') + 1], swap);
		assert.deepEqual(flagsOfChanges({ memory: '100m' }, await limits()), ['--memory', '100m']);
	});

	it('keeps the amount of swap that somebody chose, and brings all of it back', async () => {
		await run('-m', '64m', '--memory-swap', '80m', '--cpus', '.25', '--restart', 'on-failure:3');
		const { before } = await updateContainer(connection, name, { memory: '128m', cpus: 1, restart: 'unless-stopped' });
		assert.deepEqual(await limits(), {
			memory: 128 * megabyte,
			memorySwap: 144 * megabyte,
			nanoCpus: 1e9,
			restart: 'unless-stopped',
		});
		await restoreLimits(connection, name, before);
		assert.deepEqual(await limits(), before);
	});

	const refused: readonly (readonly [object, RegExp])[] = [
		[{ memory: '5m' }, /6 MB/],
		[{ cpus: '0.001' }, /0\.01 CPUs/],
		[{ memory: 'much' }, /much/],
		[{ cpus: 'two' }, /two/],
		[{ restart: 'sometimes' }, /sometimes/],
	];
	for (const [changes, sentence] of refused) {
		it(`refuses ${JSON.stringify(changes)}`, async () => {
			await assert.rejects(updateContainer(connection, name, changes), (error: Error & { code?: string }) => {
				assert.match(error.message, sentence);
				return error.code === 'invalid';
			});
		});
	}
});
