import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { isMissing, type LayersOptions, outlineImage, readImageLayers } from '../../src/engine/imageLayers.ts';
import { historyImage, removeImage } from '../../src/engine/images.ts';
import type { Layer } from '../../src/engine/layer.ts';
import { LayerCache } from '../../src/engine/layerCache.ts';
import { diveFigures } from '../../src/engine/layerEfficiency.ts';
import { readLayerFile } from '../../src/engine/layerFile.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { imageArchive, layerTar, loadLayers, type MadeLayer, sha256 } from '../support/layeredImage.ts';
import { tarOf } from '../support/tarOf.ts';
import { diveTestImage } from './diveTestImage.ts';

describe('imageLayers', function () {
	this.timeout(120_000);
	const name = `slipway-layers-${process.pid}`;
	const made: string[] = [];
	let engine: TestEngine;
	let connection: EngineConnection;
	let folder: string;

	before(async () => {
		engine = await ensureEngine();
		connection = openConnection(engine.host);
		folder = await mkdtemp(join(tmpdir(), 'slipway-layers-'));
	});
	after(async () => {
		await Promise.all(made.map(tag => removeImage(connection, tag, { force: true }).catch(() => {})));
		connection?.dispose();
		await rm(folder, { recursive: true, force: true });
	});

	const load = async (tag: string, steps: Parameters<typeof loadLayers>[2]) => {
		made.push(`${name}:${tag}`);
		await loadLayers(engine.host, `${name}:${tag}`, steps);
		return `${name}:${tag}`;
	};
	const read = async (image: string, options: LayersOptions = {}, from = connection) =>
		readImageLayers(from, await outlineImage(from, image), options);
	const found = (layers: readonly (Layer | { problem: string })[]) =>
		layers.map(layer => ('problem' in layer ? layer.problem : layer.entries.map(({ path }) => path).join()));

	it("has dive's figures, and says of each step what docker history says", async () => {
		const image = await load('dive', [...diveTestImage, { command: 'CMD ["sh"]' }]);
		const { layers, steps, digests, failure } = await read(image);
		assert.equal(failure, undefined);
		assert.deepEqual(diveFigures(layers.filter((layer): layer is Layer => !isMissing(layer))), {
			efficiency: 0.9844212134184309,
			wastedBytes: 32025,
			sizeBytes: 1220598,
			userSizeBytes: 66237,
		});
		const history = (await historyImage(connection, image)).reverse();
		assert.deepEqual(
			steps.map(({ command, size, createdAt }) => [command, size, createdAt]),
			history.map(({ CreatedBy, Size, Created }) => [CreatedBy, Size, Created * 1000]),
		);
		assert.deepEqual(
			steps.map(({ layer }) => layer),
			[...diveTestImage.keys(), undefined],
		);
		assert.equal(digests.length, diveTestImage.length);
	});

	it('asks the engine for nothing but the outline the second time, and for other images only what is new', async () => {
		const cache = new LayerCache(join(folder, 'cache'));
		const shared: MadeLayer[] = [
			{ command: 'ADD', files: { a: 4_000_000 } },
			{ command: 'RUN true', files: {} },
		];
		const first = await load('first', [...shared, { command: 'ENV A=1' }, { command: 'RUN b', files: { b: 1 } }]);
		const second = await load('second', [...shared, { command: 'WORKDIR /x', files: { x: null } }]);
		let asked = 0;
		const options = { cache, beforeReading: async () => void asked++ };
		const fresh = await read(first, options);
		const again = await read(first, options);
		assert.deepEqual([asked, found(again.layers), again.steps], [1, ['a', '', 'b'], fresh.steps]);
		assert.deepEqual(
			again.steps.map(({ layer }) => layer),
			[0, 1, undefined, 2],
		);
		const kept = fresh.layers[0];
		const other = await read(second, options);
		assert.deepEqual([asked, found(other.layers)], [2, ['a', '', 'x']]);
		assert.deepEqual(other.layers[0], kept);
		const file = await readLayerFile(connection, again, { layer: 2, path: 'b' }, { cache });
		assert.deepEqual(file, Buffer.alloc(1));
	});

	it('reads one file of one layer, from the cache of places or without', async () => {
		const image = await load('files', [
			{ command: 'ADD', files: { 'etc/motd': 'one' } },
			{ command: 'ADD', files: { 'etc/motd': 'two', big: 2_000_000 } },
		]);
		const outline = await outlineImage(connection, image);
		const file = (layer: number, path = 'etc/motd') => readLayerFile(connection, outline, { layer, path });
		assert.deepEqual([String(await file(0)), String(await file(1))], ['one', 'two']);
		assert.equal((await file(1, 'big')).length, 2_000_000);
		await assert.rejects(file(1, 'nothing'), { code: 'notFound' });
		await assert.rejects(file(7), { code: 'notFound' });
	});

	it('stops at once when it is cancelled, also before it has begun, and when it may not read', async () => {
		const image = await load('long', [{ command: 'ADD', files: { a: 20_000_000 } }]);
		const stop = new AbortController();
		const reading = read(image, { signal: stop.signal, onProgress: () => stop.abort() });
		await assert.rejects(reading, { code: 'cancelled' });
		await assert.rejects(read(image, { signal: AbortSignal.abort() }), { code: 'cancelled' });
		const no = new EngineError('cancelled', 'no');
		const refused = read(image, { beforeReading: () => Promise.reject(no) });
		await assert.rejects(refused, no);
	});

	it('has nothing to read of an image without layers', async () => {
		const image = await load('none', [{ command: 'ENV A=1' }]);
		let asked = 0;
		const { layers, steps } = await read(image, { beforeReading: async () => void asked++ });
		assert.deepEqual([layers, asked, steps.map(({ layer }) => layer)], [[], 0, [undefined]]);
	});

	it('rejects for an image that is not there', async () => {
		await assert.rejects(read(`${name}:nowhere`), { code: 'notFound' });
	});

	/** What the engine of the tests cannot be made to send. */
	describe('from another engine', () => {
		let server: Server;
		let other: EngineConnection;
		let image: { readonly digests: readonly string[]; readonly archive: Buffer };

		before(async () => {
			server = createServer((request, answer) => {
				const path = request.url?.replace(/^\/v[\d.]+/, '').replace(/\?.*/, '') ?? '';
				const json = (value: unknown) =>
					answer.setHeader('Content-Type', 'application/json').end(JSON.stringify(value));
				const { digests, archive } = image;
				if (path.endsWith('/get')) {
					answer.end(archive);
				} else if (path.endsWith('/history')) {
					json(digests.map(() => ({ CreatedBy: 'COPY', Size: 1, Created: 1, Comment: '' })));
				} else if (path.startsWith('/images/')) {
					json({ Id: `sha256:${'e'.repeat(64)}`, Size: 2, Os: 'windows', RootFS: { Layers: digests } });
				} else {
					json({ ApiVersion: '1.44', Version: '25', Os: 'linux', MinAPIVersion: '1.24' });
				}
			});
			await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
			image = imageArchive('first:1', []);
			other = openConnection(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
		});
		after(() => {
			other?.dispose();
			server?.close();
		});

		/** Blobs by their digests, as engines send them since 25. */
		const blobs = (...layers: readonly Buffer[]) => {
			const names = layers.map(layer => `sha256:${sha256(layer)}`);
			const files = layers.map((layer, index) => [`blobs/${names[index]?.replace(':', '/')}`, layer]);
			return { digests: names, archive: tarOf(Object.fromEntries(files)) };
		};

		it('reads 127 layers', async () => {
			const steps = Array.from({ length: 127 }, (_, index) => ({ command: 'RUN', files: { [`f${index}`]: index } }));
			image = imageArchive('many:1', steps);
			const { layers, steps: read127 } = await read('many:1', {}, other);
			assert.deepEqual(
				found(layers),
				steps.map((_, index) => `f${index}`),
			);
			assert.equal(read127[126]?.layer, 126);
		});

		it('shows the layers that came, and why not all did', async () => {
			const { digests, archive } = blobs(layerTar({ a: 1 }), layerTar({ b: 3000 }));
			const begun = Buffer.concat([archive.subarray(0, 4000), Buffer.from('{"message":"layer does not exist"}')]);
			image = { digests, archive: begun };
			const cut = await read('cut:1', {}, other);
			assert.deepEqual([found(cut.layers), cut.failure?.message], [['a', 'missing'], 'layer does not exist']);
			image = { digests, archive: begun.subarray(-34) };
			await assert.rejects(read('cut:1', {}, other), { message: 'layer does not exist' });
		});

		it('says which layer is damaged', async () => {
			const spoilt = layerTar({ b: 10, c: 20 });
			spoilt.fill('x', 1024, 1500);
			image = blobs(layerTar({ a: 1 }), spoilt, layerTar({ d: 1 }));
			assert.deepEqual(found((await read('spoilt:1', {}, other)).layers), ['a', 'damaged', 'd']);
		});

		it('knows that archives lack the base layers of Windows', async () => {
			const { digests } = blobs(layerTar({ windows: 1 }), layerTar({ own: 1 }));
			const [base = '', own = ''] = digests;
			const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
			const config = JSON.stringify({ os: 'windows', rootfs: { type: 'layers', diff_ids: digests } });
			const places = digests.map(digest => `blobs/${digest.replace(':', '/')}`);
			const manifest = {
				Config: 'config.json',
				Layers: places,
				LayerSources: { [base]: { mediaType: foreign, digest: base } },
			};
			const archive = tarOf({
				[places[1] as string]: layerTar({ own: 1 }),
				'config.json': config,
				'manifest.json': JSON.stringify([manifest]),
			});
			image = { digests: [base, own], archive };
			const { layers, platform } = await read('windows:1', {}, other);
			assert.deepEqual([found(layers), platform], [['foreign', 'own'], 'windows']);
		});
	});
});
