import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { callJson } from '../../src/engine/calls.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { inspectContainer, removeContainer } from '../../src/engine/containers.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { loadImages, saveImages } from '../../src/engine/imageArchive.ts';
import { pushImage } from '../../src/engine/imagePush.ts';
import { inspectImage, pullImage, removeImage, tagImage } from '../../src/engine/images.ts';
import type { LayersProgress } from '../../src/engine/layerProgress.ts';
import { type RecreateOptions, recreateContainer } from '../../src/engine/recreateContainer.ts';
import { createContainer } from '../../src/engine/runContainer.ts';
import { openConnection } from '../support/engineConnection.ts';
import { makeImage } from '../support/makeImage.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { startRegistryProxy } from '../support/registryProxy.ts';

const run = promisify(execFile);

/** What goes wrong for real while images go in and out: one engine of its own that is killed and filled up. */
describe('faults of images', function () {
	this.timeout(60_000);
	const image = 'slipway-faults:1';
	let engine: OwnEngine;
	let connection: EngineConnection;
	let folder: string;
	let whole: string;

	let registry: Registry;
	let proxy: Awaited<ReturnType<typeof startRegistryProxy>>;

	before(async () => {
		registry = await startRegistry();
		proxy = await startRegistryProxy(registry);
		folder = await mkdtemp(join(tmpdir(), 'slipway-faults-'));
		// What breaks off is not tried again and again, which takes a minute.
		engine = await startEngine({ busybox: false, args: ['--max-download-attempts', '1'] });
		connection = openConnection(engine.host);
		await makeImage(engine.host, image, 20_000_000);
		await mkdir(join(folder, 'kept'));
		whole = join(folder, 'kept', 'whole.tar');
		await saveImages(connection, [image], whole);
	});
	after(async () => {
		connection?.dispose();
		await engine?.end();
		await proxy?.end();
		await registry?.end();
		await rm(folder, { recursive: true, force: true });
	});

	async function failure(work: Promise<unknown>): Promise<EngineError> {
		return work.then(
			() => assert.fail('it should have failed'),
			(error: EngineError) => error,
		);
	}

	let stopped: Promise<void> | undefined;
	function stop(): void {
		stopped = engine.stop();
	}

	async function backAgain(): Promise<void> {
		await stopped;
		await engine.start();
		connection.retryNow();
		await connection.connect().catch(() => connection.connect());
	}

	it('a save whose engine dies leaves nothing behind', async () => {
		const path = join(folder, 'died.tar');
		const onProgress = once(stop);
		const { code } = await failure(saveImages(connection, [image], path, { onProgress }));
		assert.equal(code, 'unreachable');
		assert.deepEqual(await readdir(folder), ['kept']);
		await backAgain();
	});

	it('a load whose engine dies says so, and works when it is back', async () => {
		await removeImage(connection, image);
		const onProgress = once(stop);
		const { code } = await failure(loadImages(connection, whole, { onProgress }));
		assert.equal(code, 'unreachable');
		await backAgain();
		await assert.rejects(inspectImage(connection, image), { code: 'notFound' });
		assert.deepEqual(await loadImages(connection, whole), [image]);
	});

	it('a save to a full disk says which, and leaves nothing behind', async () => {
		const disk = join(folder, 'disk');
		await withTmpfs(disk, '5m', async () => {
			const error = await failure(saveImages(connection, [image], join(disk, 'big.tar')));
			assert.deepEqual(error.recognised, { kind: 'hostFile', problem: 'full', path: join(disk, 'big.tar') });
			assert.deepEqual(await readdir(disk), []);
		});
		await rm(disk, { recursive: true });
	});

	/** Where the engine puts what it gets before it unpacks it. */
	function withSmallDisk(work: () => Promise<void>): Promise<void> {
		const data = `data-${basename(resolve(engine.binaries.dockerd, '../../..'))}`;
		return withTmpfs(join(engine.folder, data, 'tmp'), '5m', work);
	}

	it("a load that fills the engine's disk says so", async () => {
		await removeImage(connection, image);
		await withSmallDisk(async () => {
			const error = await failure(loadImages(connection, whole));
			assert.equal(error.recognised?.kind, 'noSpace', `${error.code} ${error.message}`);
			await assert.rejects(inspectImage(connection, image), { code: 'notFound' });
		});
		assert.deepEqual(await loadImages(connection, whole), [image]);
	});

	it('a push whose engine dies says so, and works when it is back', async () => {
		const reference = `${registry.address}/dies:1`;
		await tagImage(connection, image, reference);
		proxy.tampering = {};
		const error = await failure(pushImage(connection, reference, { onProgress: once(stop) }));
		assert.equal(error.code, 'unreachable', error.message);
		await backAgain();
		assert.match(await pushImage(connection, reference), /^sha256:/);
	});

	it('a pull whose engine dies leaves no half image', async () => {
		const reference = `${registry.address}/dies:1`;
		await removeImage(connection, reference);
		await removeImage(connection, image);
		const stopAtBytes = once(stop);
		const onProgress = ({ bytesDone }: LayersProgress) => bytesDone > 0 && stopAtBytes();
		const { code } = await failure(pullImage(connection, reference, { onProgress }));
		assert.equal(code, 'unreachable');
		await backAgain();
		await assert.rejects(inspectImage(connection, reference), { code: 'notFound' });
		await pullImage(connection, reference);
		await tagImage(connection, reference, image);
		await removeImage(connection, reference);
	});

	it("a pull that fills the engine's disk says so and keeps nothing, and works later", async () => {
		const reference = `${registry.address}/full:1`;
		await makeImage(engine.host, reference, 8_000_000);
		await pushImage(connection, reference);
		await removeImage(connection, reference);
		await withSmallDisk(async () => {
			const error = await failure(pullImage(connection, reference));
			assert.equal(error.recognised?.kind, 'noSpace', `${error.code} ${error.message}`);
			await assert.rejects(inspectImage(connection, reference), { code: 'notFound' });
		});
		await pullImage(connection, reference);
		await removeImage(connection, reference);
	});

	it('a push whose registry dies in the middle leaves no half image there, and works later', async () => {
		const reference = `${proxy.address}/dies-push:1`;
		await makeImage(engine.host, reference, 3_000_000);
		const dyingAt = (bodyOf: string, part: string) => ({
			dies: ({ method, url }: { method?: string; url?: string }) => method === bodyOf && url?.includes(part) === true,
		});
		// The engine tries a layer again and again, for a minute; that can be cancelled.
		proxy.tampering = dyingAt('PATCH', '/blobs/uploads/');
		const stop = new AbortController();
		const seen = new Set<string>();
		const onProgress = ({ layers }: LayersProgress) => {
			for (const { status } of layers) {
				seen.add(status);
				status.startsWith('Retrying') && stop.abort();
			}
		};
		const cancelled = await failure(pushImage(connection, reference, { signal: stop.signal, onProgress }));
		assert.equal(cancelled.code, 'cancelled', `${cancelled.message} ${[...seen]}`);
		proxy.tampering = dyingAt('PUT', '/manifests/');
		const error = await failure(pushImage(connection, reference));
		assert.deepEqual([error.code, error.recognised?.kind], ['failed', 'registryUnreachable'], error.message);
		assert.equal((await fetch(`http://${registry.address}/v2/dies-push/manifests/1`)).status, 404);
		proxy.tampering = {};
		assert.match(await pushImage(connection, reference), /^sha256:/);
		await removeImage(connection, reference);
	});

	it('a recreation whose pull fails or is cancelled leaves the container as it was', async () => {
		const reference = `${proxy.address}/recreated:1`;
		await makeImage(engine.host, reference, 3_000_000);
		await pushImage(connection, reference);
		await removeImage(connection, reference);
		await makeImage(engine.host, reference, 1000);
		const id = await createContainer(connection, reference, { name: 'kept', command: ['none'] });
		const was = await inspectContainer(connection, id);
		const recreate = (options: RecreateOptions) => recreateContainer(connection, 'kept', { pull: true, ...options });
		proxy.tampering = { dies: ({ url }, body) => url?.includes('/blobs/') === true && (body?.length ?? 0) > 1_000_000 };
		assert.equal((await failure(recreate({}))).code, 'failed');
		proxy.tampering = {};
		const stop = new AbortController();
		const cancelled = recreate({ signal: stop.signal, onPullProgress: () => stop.abort() });
		assert.equal((await failure(cancelled)).code, 'cancelled');
		assert.deepEqual(await inspectContainer(connection, 'kept'), was);
		const list = { method: 'GET', path: '/containers/json', query: { all: true } } as const;
		assert.equal((await callJson<unknown[]>(connection, list)).length, 1);
		const { id: fresh } = await recreate({});
		assert.notEqual((await inspectContainer(connection, 'kept')).Image, was.Image);
		await removeContainer(connection, fresh);
	});

	it('a pull from a registry whose layers are not what it promised keeps nothing', async () => {
		const reference = `${proxy.address}/dies:1`;
		const isLayer = (url = '', body: Buffer) => url.includes('/blobs/') && body.length > 1_000_000;
		await removeImage(connection, image);
		proxy.tampering = { change: ({ url }, body) => (isLayer(url, body) ? flipped(body) : body) };
		const error = await failure(pullImage(connection, reference));
		assert.equal(error.recognised?.kind, 'otherContent', `${error.code} ${error.message}`);
		await assert.rejects(inspectImage(connection, reference), { code: 'notFound' });
		proxy.tampering = {};
		await pullImage(connection, reference);
		await tagImage(connection, reference, image);
		await removeImage(connection, reference);
	});

	it('a pull from a registry that is busy says so', async () => {
		const body = JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message: 'too many requests' }] });
		proxy.tampering = { instead: ({ url }) => (url?.includes('/busy/') ? { status: 429, body } : undefined) };
		const error = await failure(pullImage(connection, `${proxy.address}/busy:1`));
		assert.equal(error.recognised?.kind, 'rateLimited', `${error.code} ${error.message}`);
	});

	it('a push to a registry that is busy says so, and works later', async () => {
		const reference = `${proxy.address}/busy-push:1`;
		await tagImage(connection, image, reference);
		const body = JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message: 'too many requests' }] });
		const isManifest = ({ url, method }: { url?: string; method?: string }) =>
			method === 'PUT' && url?.includes('/manifests/') === true;
		proxy.tampering = { instead: request => (isManifest(request) ? { status: 429, body } : undefined) };
		const error = await failure(pushImage(connection, reference));
		assert.equal(error.recognised?.kind, 'rateLimited', `${error.code} ${error.message}`);
		proxy.tampering = {};
		assert.match(await pushImage(connection, reference), /^sha256:/);
		await removeImage(connection, reference);
	});

	it('a pull by digest takes no other manifest for it', async () => {
		// The engine remembers manifests that it has seen.
		const reference = `${proxy.address}/digest:1`;
		await makeImage(engine.host, reference, 100_000);
		const digest = await pushImage(connection, reference);
		await removeImage(connection, reference);
		const otherSize = (body: Buffer) => Buffer.from(body.toString('utf8').replace(/("size": ?)\d/, '$19'));
		proxy.tampering = { change: ({ url }, body) => (url?.includes('/manifests/') ? otherSize(body) : body) };
		const error = await failure(pullImage(connection, `${proxy.address}/digest@${digest}`));
		assert.equal(error.recognised?.kind, 'otherContent', `${error.code} ${error.message}`);
		await assert.rejects(inspectImage(connection, `${proxy.address}/digest@${digest}`), { code: 'notFound' });
		proxy.tampering = {};
	});

	it('a pull whose registry dies in the middle keeps nothing, and works later', async () => {
		const reference = `${proxy.address}/dies:1`;
		await removeImage(connection, image);
		proxy.tampering = { dies: ({ url }, body) => url?.includes('/blobs/') === true && (body?.length ?? 0) > 1_000_000 };
		const error = await failure(pullImage(connection, reference));
		assert.equal(error.code, 'failed', error.message);
		assert.match(error.message, /unexpected EOF|connection reset/i);
		await assert.rejects(inspectImage(connection, reference), { code: 'notFound' });
		proxy.tampering = {};
		await pullImage(connection, reference);
		await tagImage(connection, reference, image);
		await removeImage(connection, reference);
	});

	it('a pull and a push are given up at any percent, and work later', async () => {
		const reference = `${registry.address}/given-up:1`;
		await tagImage(connection, image, reference);
		const givenUp = async (share: number, move: typeof pullImage | typeof pushImage) => {
			const stop = new AbortController();
			const onProgress = ({ bytesDone, bytesTotal }: LayersProgress) => bytesDone >= share * bytesTotal && stop.abort();
			await assert.rejects(move(connection, reference, { signal: stop.signal, onProgress }), { code: 'cancelled' });
		};
		for (const share of [0, 0.2]) {
			await givenUp(share, pushImage);
		}
		assert.match(await pushImage(connection, reference), /^sha256:/);
		for (const share of [0, 0.2, 0.6]) {
			await removeImage(connection, reference);
			await removeImage(connection, image).catch(() => {});
			await givenUp(share, pullImage);
			await assert.rejects(inspectImage(connection, reference), { code: 'notFound' });
			await pullImage(connection, reference);
		}
		await tagImage(connection, reference, image);
		await removeImage(connection, reference);
	});
});

function flipped(body: Buffer): Buffer {
	const changed = Buffer.from(body);
	const middle = Math.floor(body.length / 2);
	changed[middle] = (changed[middle] as number) ^ 1;
	return changed;
}

async function withTmpfs(folder: string, size: string, work: () => Promise<void>): Promise<void> {
	await mkdir(folder, { recursive: true });
	await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
	try {
		await work();
	} finally {
		await run('umount', ['--lazy', folder]);
	}
}

function once(act: () => void): () => void {
	let done = false;
	return () => {
		if (!done) {
			done = true;
			act();
		}
	};
}
