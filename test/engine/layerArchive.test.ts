import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import * as zlib from 'node:zlib';
import { readLayerArchive } from '../../src/engine/layerArchive.ts';
import { findImage } from '../../src/engine/layerPlaces.ts';
import { imageArchive, layerTar, sha256 } from '../support/layeredImage.ts';
import { tarOf } from '../support/tarOf.ts';

describe('layerArchive', () => {
	const one = layerTar({ 'etc/one': 'first' });
	const two = layerTar({ 'etc/two': 3_000_000 });
	const digestOf = (bytes: Buffer) => `sha256:${sha256(bytes)}`;
	const blob = (bytes: Buffer | string) => `blobs/sha256/${sha256(Buffer.from(bytes))}`;
	const config = (layers: readonly Buffer[], history: readonly object[] = []) =>
		JSON.stringify({ os: 'linux', rootfs: { type: 'layers', diff_ids: layers.map(digestOf) }, history });
	const descriptor = (bytes: Buffer | string, mediaType = 'application/vnd.oci.image.layer.v1.tar') => ({
		...{ mediaType, digest: digestOf(Buffer.from(bytes)), size: bytes.length },
	});

	async function* inPieces(archive: Buffer, size = 10_007) {
		for (let at = 0; at < archive.length; at += size) {
			yield archive.subarray(at, at + size);
		}
	}
	/** The paths of each layer, or why there are none. */
	async function layersIn(archive: Buffer, digests: readonly string[], options = {}) {
		const read = await readLayerArchive(inPieces(archive), options);
		assert.equal(read.failure, undefined);
		return findImage(read, digests).layers.map(({ place, foreign }) => {
			const layer = read.layers.get(place);
			if (layer === undefined) {
				return foreign ? 'foreign' : 'missing';
			}
			return typeof layer === 'string' ? layer : layer.entries.map(({ path }) => path).join();
		});
	}
	/** An archive as engines with compressed layers write it: blobs first, in the order of their names. */
	const ociArchive = (packed: readonly Buffer[], unpacked: readonly Buffer[], more: Record<string, string> = {}) => {
		const image = config(unpacked);
		const manifest = JSON.stringify({ config: descriptor(image), layers: packed.map(it => descriptor(it)) });
		const blobs = [...packed, image, manifest].map(bytes => [blob(bytes), bytes] as const);
		return tarOf({
			...Object.fromEntries(blobs.sort(([a], [b]) => (a < b ? -1 : 1))),
			...more,
			'index.json': JSON.stringify({ manifests: [descriptor(manifest)] }),
			'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
		});
	};

	it('reads the layout of docker save before OCI, where a layer may be a link to another', async () => {
		const { archive, digests } = imageArchive('a:1', [
			{ command: 'ADD', files: { a: 'x' } },
			{ command: 'ENV A=1' },
			{ command: 'COPY', files: { b: 'y' } },
		]);
		assert.deepEqual(await layersIn(archive, digests), ['a', 'b']);
		const linked = Buffer.concat([
			layerTar({ '0/layer.tar': layerTar({ a: 'x' }).toString('latin1') }).subarray(0, -1024),
			layerTar({ '1/layer.tar': { type: 'symlink', linkName: '../0/layer.tar' } }).subarray(0, -1024),
			tarOf({
				'c.json': JSON.stringify({ rootfs: { diff_ids: ['sha256:aa', 'sha256:aa'] } }),
				'manifest.json': JSON.stringify([{ Config: 'c.json', Layers: ['0/layer.tar', '1/layer.tar'] }]),
			}),
		]);
		assert.deepEqual(await layersIn(linked, ['sha256:aa', 'sha256:aa']), ['a', 'a']);
	});

	it('reads OCI layouts, plain, gzip and zstd, with blobs before what names them', async () => {
		const packings = [(bytes: Buffer) => bytes, zlib.gzipSync, zlib.zstdCompressSync];
		for (const pack of packings) {
			const packed = [one, two].map(bytes => pack(bytes));
			const found = await layersIn(ociArchive(packed, [one, two]), [one, two].map(digestOf));
			assert.deepEqual(found, ['etc/one', 'etc/two'], pack.name);
		}
	});

	it('finds the image of the engine among other platforms and attestations', async () => {
		const other = config([two, one]);
		const attestation = config([Buffer.from('{"predicateType":"slsa"}')]);
		const archive = ociArchive([zlib.gzipSync(one)], [one], { [blob(other)]: other, [blob(attestation)]: attestation });
		assert.deepEqual(await layersIn(archive, [digestOf(one)]), ['etc/one']);
	});

	it('says of zstd that it cannot be read where Node has none, and reads the rest', async () => {
		const archive = ociArchive([zlib.zstdCompressSync(one), zlib.gzipSync(two)], [one, two]);
		const old = { unpackers: { gzip: () => zlib.createGunzip() } };
		assert.deepEqual(await layersIn(archive, [one, two].map(digestOf), old), ['compression', 'etc/two']);
	});

	it('says which layer is damaged, is missing, or never comes, and reads the rest', async () => {
		const cut = zlib.gzipSync(two).subarray(0, 900);
		const spoilt = Buffer.from(one);
		spoilt.write('spoilt', 600);
		const wrong = layerTar({ a: 1, b: 1 });
		wrong.write('wrong', 1024);
		const packed = [cut, zlib.gzipSync(one), wrong, Buffer.from('no tar at all')];
		const unpacked = ['1', '2', '3', '4'].map(text => Buffer.from(text));
		const digests = unpacked.map(digestOf);
		assert.deepEqual(await layersIn(ociArchive(packed, unpacked), digests), [
			...['damaged', 'etc/one', 'damaged', 'damaged'],
		]);
		const image = config([one, two]);
		const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
		const manifest = JSON.stringify({
			config: descriptor(image),
			layers: [descriptor('windows', foreign), descriptor('lost')],
		});
		const windows = tarOf({ [blob(image)]: image, [blob(manifest)]: manifest });
		assert.deepEqual(await layersIn(windows, [one, two].map(digestOf)), ['foreign', 'missing']);
	});

	it('keeps what it has read when the archive ends too early, and its reader can see why', async () => {
		const archive = tarOf({ [blob(one)]: one, [blob(two)]: two });
		const read = await readLayerArchive(inPieces(archive.subarray(0, 9000)));
		assert.equal((read.failure as { code?: string }).code, 'invalid');
		assert.deepEqual([...read.layers.keys()], [blob(one)]);
	});

	it('stops a packed layer with its source', async () => {
		const archive = ociArchive([zlib.gzipSync(Buffer.concat([two, Buffer.alloc(9_000_000, 'x')]))], [two]);
		async function* broken() {
			yield archive.subarray(0, 2000);
			throw new Error('the line is cut');
		}
		const read = await readLayerArchive(broken());
		assert.equal((read.failure as Error).message, 'the line is cut');
		const nothing = await readLayerArchive(new PassThrough().end());
		assert.equal((nothing.failure as { code?: string }).code, 'invalid');
	});

	it('reads what is known no more, and stops once it has enough', async () => {
		const archive = tarOf({ [blob(one)]: one, [blob(two)]: two, 'index.json': '{}' });
		const read = await readLayerArchive(inPieces(archive), {
			isKnown: place => place === blob(one),
			isEnough: ({ layers }) => layers.has(blob(two)),
		});
		assert.deepEqual([[...read.layers.keys()], read.documents.size], [[blob(two)], 0]);
	});

	it('does not let documents fill the memory, nor take a broken one for a fault', async () => {
		const huge = `{"a":"${'x'.repeat(5_000_000)}"}`;
		const read = await readLayerArchive(
			inPieces(tarOf({ 'huge.json': huge, 'broken.json': '{"a":', 'good.json': '[1]' })),
		);
		assert.deepEqual([...read.documents], [['good.json', [1]]]);
	});
});
