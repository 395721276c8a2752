import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { removeContainer } from '../../src/engine/containers.ts';
import type { EngineEnvironment } from '../../src/engine/environment.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { historyImage, inspectImage, pullImage, removeImage, tagImage } from '../../src/engine/images.ts';
import type { LayersProgress } from '../../src/engine/layerProgress.ts';
import { createContainer, runContainer } from '../../src/engine/runContainer.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { freePort } from '../support/freePort.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);

describe('images', function () {
	this.timeout(120_000);
	let engine: TestEngine;
	let connection: EngineConnection;
	let registry: Registry;
	let folder: string;
	const name = `slipway-images-${process.pid}`;
	const docker = (...words: string[]) => run(engine.cli, words, { env: { ...engine.env, DOCKER_CONFIG: folder } });
	const surroundings = (env: Record<string, string> = {}): EngineEnvironment => ({
		env: { PATH: process.env.PATH, DOCKER_CONFIG: folder, ...env },
		home: '/nonexistent',
		platform: 'linux',
		contextSetting: () => '',
	});
	/** An image of its own with two layers, one of `size` random bytes, so that nothing of it is there already. */
	const make = async (reference: string, size: number) => {
		const container = await createContainer(connection, 'busybox', { command: ['true'] });
		try {
			const file = join(folder, 'random');
			await writeFile(file, randomBytes(size));
			await docker('cp', file, `${container}:/random`);
			await docker('commit', container, reference);
		} finally {
			await removeContainer(connection, container, { force: true });
		}
		return (await inspectImage(connection, reference)).Id;
	};
	const removeQuietly = (reference: string) => removeImage(connection, reference, { force: true }).catch(() => {});

	before(async () => {
		engine = await ensureEngine();
		connection = openConnection(engine.host);
		folder = await mkdtemp(join(tmpdir(), 'slipway-images-'));
		registry = await startRegistry();
	});
	after(async () => {
		connection?.dispose();
		await registry?.end();
		await rm(folder, { recursive: true, force: true });
	});

	it('pulls with the progress of its layers, and resolves to the id', async () => {
		const reference = `${registry.address}/team/${name}:1.0`;
		const id = await make(reference, 20_000_000);
		await docker('push', reference);
		await removeImage(connection, reference);
		const seen: LayersProgress[] = [];
		const pulled = await pullImage(connection, reference, { onProgress: progress => seen.push(progress) });
		try {
			assert.equal(pulled, id);
			const last = seen.at(-1);
			assert.ok(last && last.layersTotal >= 1 && last.layersDone === last.layersTotal, JSON.stringify(last));
			assert.ok(last.bytesDone === last.bytesTotal && last.bytesTotal >= 20_000_000, JSON.stringify(last));
			assert.ok(seen.some(({ bytesDone, bytesTotal }) => bytesDone > 0 && bytesDone < bytesTotal));
			assert.ok(seen.every(({ bytesDone, bytesTotal }) => bytesDone <= bytesTotal));
			const { RepoDigests } = await inspectImage(connection, reference);
			await removeImage(connection, reference);
			assert.equal(await pullImage(connection, RepoDigests[0] ?? ''), id);
		} finally {
			await removeQuietly(id);
		}
	});

	it('says what cannot be pulled, and why', async () => {
		const unknown = `${registry.address}/team/nothing:2`;
		await assert.rejects(pullImage(connection, unknown), (error: EngineError) => {
			assert.equal(error.code, 'notFound');
			assert.deepEqual(error.recognised, { kind: 'noSuchImage', reference: unknown });
			return true;
		});
		await assert.rejects(pullImage(connection, `127.0.0.1:${await freePort()}/x:1`), (error: EngineError) => {
			assert.equal(error.recognised?.kind, 'registryUnreachable', error.message);
			return error.code === 'failed';
		});
		await assert.rejects(pullImage(connection, 'Not A Reference'), { code: 'invalid' });
	});

	it('cancels a pull in the engine too', async () => {
		const slow = await startSlowRegistry();
		const controller = new AbortController();
		const progress: LayersProgress[] = [];
		const pulling = pullImage(connection, `${slow.address}/x:1`, {
			signal: controller.signal,
			onProgress: step => progress.push(step),
		});
		pulling.catch(() => {});
		try {
			await until(() => progress.some(({ bytesDone }) => bytesDone > 0));
			controller.abort();
			await assert.rejects(pulling, { code: 'cancelled' });
			await until(() => slow.downloads() === 0);
		} finally {
			slow.end();
		}
	});

	it('pulls what the CLI has logged in for', async () => {
		const login = { user: 'kim', password: 'pass:word 한글' };
		const closed = await startRegistry({ auth: login });
		const reference = `${closed.address}/${name}:secret`;
		try {
			await docker('login', '--username', login.user, '--password', login.password, closed.address);
			const id = await make(reference, 1000);
			await docker('push', reference);
			await removeImage(connection, reference);
			const nobody = surroundings({ DOCKER_CONFIG: '/nonexistent' });
			await assert.rejects(pullImage(connection, reference, { environment: nobody }), (error: EngineError) => {
				assert.deepEqual(error.recognised, { kind: 'unauthorized' }, error.message);
				return error.code === 'denied';
			});
			assert.equal(await pullImage(connection, reference, { environment: surroundings() }), id);
			await removeImage(connection, reference);
		} finally {
			await closed.end();
		}
	});

	it('runs an image that has to be pulled first, and again with what is there', async () => {
		const reference = `${registry.address}/${name}:run`;
		await make(reference, 1000);
		await docker('push', reference);
		await removeImage(connection, reference);
		const seen: LayersProgress[] = [];
		const options = { command: ['true'] };
		const first = await runContainer(connection, reference, options, {
			onPullProgress: progress => seen.push(progress),
		});
		assert.ok(seen.length > 0);
		seen.length = 0;
		const onPullProgress = (progress: LayersProgress) => seen.push(progress);
		const second = await runContainer(connection, reference, options, { onPullProgress });
		assert.equal(seen.length, 0);
		const third = await runContainer(connection, reference, { ...options, pull: 'always' }, { onPullProgress });
		assert.ok(seen.length > 0);
		await Promise.all([first, second, third].map(id => removeContainer(connection, id, { force: true })));
		await removeImage(connection, reference);
	});

	it('tags, and removes one tag after the other', async () => {
		const [a, b] = [`${name}-a`, `localhost:5000/team/${name}-b:2`];
		const id = await make(a, 100);
		await tagImage(connection, id, b);
		assert.deepEqual((await inspectImage(connection, id)).RepoTags.sort(), [`${a}:latest`, b].sort());
		await assert.rejects(removeImage(connection, id), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'imageHasTags' });
			return error.code === 'conflict';
		});
		await removeImage(connection, a);
		assert.deepEqual((await inspectImage(connection, id)).RepoTags, [b]);
		await removeImage(connection, b);
		await assert.rejects(inspectImage(connection, id), { code: 'notFound' });
	});

	it('removes all tags of an id by force', async () => {
		const id = await make(`${name}-c:1`, 100);
		await tagImage(connection, id, `${name}-d:1`);
		await removeImage(connection, id, { force: true });
		await assert.rejects(inspectImage(connection, `${name}-d:1`), { code: 'notFound' });
	});

	it('refuses tags that are none', async () => {
		for (const tag of ['Upper', 'a b', '', 'x:', `busybox@sha256:${'0'.repeat(64)}`]) {
			await assert.rejects(tagImage(connection, 'busybox', tag), { code: 'invalid' }, tag);
		}
		await assert.rejects(tagImage(connection, 'slipway-nothing', 'x:1'), { code: 'notFound' });
	});

	it('says who uses an image', async () => {
		const reference = `${name}-used:1`;
		await make(reference, 100);
		const user = await runContainer(connection, reference, { command: ['sleep', '1000'] });
		try {
			await assert.rejects(removeImage(connection, reference), (error: EngineError) => {
				assert.equal(error.code, 'conflict');
				assert.equal(error.recognised?.kind, 'imageInUse', error.message);
				const holders = error.recognised?.kind === 'imageInUse' ? error.recognised.holders : [];
				assert.ok(holders[0] && user.startsWith(holders[0]));
				return true;
			});
		} finally {
			await removeContainer(connection, user, { force: true });
			await removeImage(connection, reference);
		}
	});

	it('reads the history', async () => {
		const [newest] = await historyImage(connection, 'busybox');
		assert.ok(newest && newest.Created > 0 && newest.Size > 0);
		await assert.rejects(historyImage(connection, 'slipway-nothing'), { code: 'notFound' });
		await assert.rejects(inspectImage(connection, '../containers/json'), { code: 'notFound' });
	});
});

/** A registry that sends a layer so slowly that it never comes to its end. */
async function startSlowRegistry() {
	const digest = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
	const layer = {
		mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
		size: 500_000_000,
		digest: digest(randomBytes(8)),
	};
	const rootfs = { type: 'layers', diff_ids: [digest(randomBytes(8))] };
	const config = Buffer.from(
		JSON.stringify({ architecture: process.arch === 'arm64' ? 'arm64' : 'amd64', os: 'linux', rootfs }),
	);
	const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
	const configuration = {
		mediaType: 'application/vnd.docker.container.image.v1+json',
		size: config.length,
		digest: digest(config),
	};
	const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config: configuration, layers: [layer] }));
	const open = new Set<ServerResponse>();
	const server = createServer(({ url = '' }, response) => {
		if (url.includes('/manifests/')) {
			const length = manifest.length;
			const head = { 'content-type': mediaType, 'content-length': length, 'docker-content-digest': digest(manifest) };
			response.writeHead(200, head).end(manifest);
		} else if (url.endsWith(configuration.digest)) {
			response.end(config);
		} else if (url.endsWith(layer.digest)) {
			open.add(response);
			response.writeHead(200, { 'content-length': layer.size }).write(Buffer.alloc(1_500_000));
			const trickle = setInterval(() => response.write(Buffer.alloc(10_000)), 100);
			response.on('close', () => {
				clearInterval(trickle);
				open.delete(response);
			});
		} else {
			response.end();
		}
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		address: `127.0.0.1:${(server.address() as { port: number }).port}`,
		downloads: () => open.size,
		end: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}
