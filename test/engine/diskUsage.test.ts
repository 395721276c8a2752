import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { removeContainer, startContainer, stopContainer } from '../../src/engine/containers.ts';
import {
	type DiskItem,
	type DiskUsageType,
	diskUsageTypes,
	measureDiskUsage,
	type TypeUsage,
} from '../../src/engine/diskUsage.ts';
import { execCapture } from '../../src/engine/exec.ts';
import { freeDiskSpace } from '../../src/engine/freeDiskSpace.ts';
import { inspectImage, tagImage } from '../../src/engine/images.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import { createVolume, inspectVolume } from '../../src/engine/volumes.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';

describe('diskUsage', function () {
	this.timeout(120_000);
	let engine: OwnEngine;
	let connection: EngineConnection;
	let stopped: string;

	before(async () => {
		engine = await startEngine();
		connection = openConnection(engine.host);
		await createVolume(connection, { name: 'unused' });
		stopped = await writer('stopped', { volumes: ['kept:/data'] }, 'head -c 300000 /dev/urandom > /data/x');
		await commit(stopped, 'own');
		await tagImage(connection, 'own:latest', 'own:second');
		await stopContainer(connection, stopped, { timeout: 0 });
		await writer('running', { volumes: ['busy:/data'] }, 'head -c 200000 /dev/urandom > /x');
		build('FROM busybox\nRUN head -c 150000 /dev/urandom > /x\n');
	});
	after(async () => {
		connection?.dispose();
		await engine?.end();
	});

	it('says what lies where, how much goes with it, and who holds it', async () => {
		const order: string[] = [];
		const usages = await measure(diskUsageTypes, type => order.push(type));
		assert.deepEqual(order.sort(), [...diskUsageTypes].sort());
		const { containers, images, volumes, buildCache } = usages;
		const running = find(containers, 'running');
		assert.ok(running.inUse && running.size !== undefined && running.size >= 200_000);
		assert.equal(running.unusedSince, undefined);
		assert.equal(find(containers, 'stopped').inUse, false);
		assert.ok(isRecent(find(containers, 'stopped').unusedSince));

		const base = find(images, 'busybox:latest');
		assert.ok(base.inUse && base.size === 0 && base.shared > 1_000_000);
		const own = find(images, 'own:latest');
		assert.deepEqual([own.tags, own.shared, own.users], [['own:latest', 'own:second'], base.shared, []]);
		assert.ok(own.size !== undefined && own.size >= 100_000 && own.size < 400_000);
		assert.ok(isRecent(own.unusedSince), 'counts from its coming here');

		assert.deepEqual(
			['busy', 'kept', 'unused']
				.map(name => find(volumes, name))
				.map(({ inUse, users }) => [inUse, users.map(it => it.name)]),
			[
				[true, ['running']],
				[false, ['stopped']],
				[false, []],
			],
		);
		assert.ok((find(volumes, 'kept').size ?? 0) >= 300_000);
		assert.ok(buildCache.items.some(({ size = 0, inUse }) => size >= 150_000 && !inUse));
		assert.ok(buildCache.reclaimable <= buildCache.size);
	});

	it('measures one type without the others, and stops when told to', async () => {
		assert.deepEqual(Object.keys(await measureDiskUsage(connection, ['volumes'])), ['volumes']);
		await assert.rejects(measureDiskUsage(connection, diskUsageTypes, { signal: AbortSignal.abort() }), {
			code: 'cancelled',
		});
	});

	it('frees what was chosen and nothing else, and says what really went', async () => {
		const { containers, images, volumes } = await measure(diskUsageTypes);
		const items = [find(volumes, 'kept'), find(images, 'own:latest'), find(containers, 'stopped')];
		const result = await freeDiskSpace(connection, { items, cacheUnusedFor: 0 });
		assert.deepEqual(
			result.removed.map(({ name }) => name),
			['stopped', 'own:latest', 'kept'],
		);
		assert.deepEqual(result.failures, []);
		assert.deepEqual(result.commandLines, [
			'docker rm stopped',
			'docker rmi own:latest own:second',
			'docker volume rm kept',
			'docker builder prune --all --force',
		]);
		assert.ok(result.freed >= 300_000 + 100_000 + 150_000, String(result.freed));
		await assert.rejects(inspectImage(connection, 'own:second'), { code: 'notFound' });
		await assert.rejects(inspectVolume(connection, 'kept'), { code: 'notFound' });
		await inspectVolume(connection, 'unused');
		assert.deepEqual((await measure(['buildCache'])).buildCache.items, []);
	});

	it('forces nothing: what came into use meanwhile stays and is told', async () => {
		const id = await runContainer(connection, 'busybox', { name: 'again', command: ['sleep', '1000'] });
		await stopContainer(connection, id, { timeout: 0 });
		const { containers } = await measure(['containers']);
		await startContainer(connection, id);
		const result = await freeDiskSpace(connection, { items: [find(containers, 'again')] });
		assert.deepEqual([result.freed, result.removed, result.commandLines], [0, [], []]);
		assert.equal(result.failures[0]?.error.recognised?.kind, 'running');
		await removeContainer(connection, id, { force: true });
	});

	it('keeps the build cache that was used more lately than asked for', async () => {
		build('FROM busybox\nRUN head -c 150000 /dev/urandom > /y\n');
		const { commandLines } = await freeDiskSpace(connection, { items: [], cacheUnusedFor: 24 * 3_600_000 });
		assert.deepEqual(commandLines, ['docker builder prune --all --filter until=24h --force']);
		assert.ok((await measure(['buildCache'])).buildCache.reclaimable >= 150_000);
	});

	async function measure(types: readonly DiskUsageType[], onMeasured?: (type: DiskUsageType) => void) {
		return (await measureDiskUsage(connection, types, { onMeasured })) as Record<DiskUsageType, TypeUsage>;
	}

	async function writer(name: string, options: object, script: string): Promise<string> {
		const id = await runContainer(connection, 'busybox', { name, command: ['sleep', '1000'], ...options });
		await execCapture(connection, id, { command: ['sh', '-c', `${script}; head -c 100000 /dev/urandom > /own`] });
		return id;
	}

	async function commit(id: string, repository: string): Promise<void> {
		await engineRequest(engine.host, { method: 'POST', path: `/commit?container=${id}&repo=${repository}` });
	}

	function build(dockerfile: string): void {
		execFileSync('docker', ['buildx', 'build', '--quiet', '--output', 'type=cacheonly', '-'], {
			input: dockerfile,
			env: { ...process.env, DOCKER_HOST: engine.host },
			stdio: ['pipe', 'ignore', 'ignore'],
		});
	}
});

function find({ items }: TypeUsage, name: string): DiskItem {
	const item = items.find(item => item.name === name);
	assert.ok(item, `${name} in ${items.map(it => it.name)}`);
	return item;
}

function isRecent(moment: number | undefined): boolean {
	return moment !== undefined && Math.abs(Date.now() - moment) < 120_000;
}
