import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { requestArchive } from '../../src/engine/archiveAnswer.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { archiveOf, outlineImage, readImageLayers } from '../../src/engine/imageLayers.ts';
import { removeImage } from '../../src/engine/images.ts';
import { LayerCache } from '../../src/engine/layerCache.ts';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { openConnection } from '../support/engineConnection.ts';
import { imageConfig, layerTar, type MadeLayer, sha256 } from '../support/layeredImage.ts';
import { tarOf } from '../support/tarOf.ts';
import { type Figure, median } from './figure.ts';
import { timed } from './timed.ts';
import { watchMemory } from './watchMemory.ts';

const rounds = 3;
const image = 'slipway-bench-layers:1';
const layerCount = 12;
/** Smaller while building, with `SLIPWAY_BENCH_LAYERS=100` for 100 MB. */
const megabytes = Number(process.env.SLIPWAY_BENCH_LAYERS ?? 1000);
const filesPerLayer = 2000;
const smallFile = 2000;
const mostMemory = 150;

/** The files of all layers of an image of 1 GB against reading its archive to nowhere; in turn, so that both meet the same noise. */
export async function measure(): Promise<Figure[]> {
	const { host } = await ensureEngine();
	const connection = openConnection(host);
	const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
	try {
		await load(host);
		const outline = await outlineImage(connection, image);
		const times: { ours: number; theirs: number }[] = [];
		let memory = 0;
		for (let round = 0; round < rounds; round++) {
			const theirs = await timed(() => readToNowhere(connection, outline.id));
			const watch = watchMemory();
			const ours = await timed(async () => {
				await readImageLayers(connection, await outlineImage(connection, image));
			});
			memory = Math.max(memory, watch.end());
			times.push({ ours, theirs });
		}
		const cache = new LayerCache(folder);
		const read = async () => {
			await readImageLayers(connection, await outlineImage(connection, image), { cache });
		};
		await read();
		const again = await timed(read);
		const [ours, theirs] = [median(times.map(it => it.ours)), median(times.map(it => it.theirs))];
		return figuresOf(ours, theirs, memory, again);
	} finally {
		await removeImage(connection, image, { force: true }).catch(() => {});
		connection.dispose();
		await rm(folder, { recursive: true, force: true });
	}
}

async function load(host: string): Promise<void> {
	const body = Readable.from(archive(), { objectMode: false });
	const request = { method: 'POST', path: '/images/load?quiet=1', contentType: 'application/x-tar' } as const;
	const answer = await engineRequest(host, { ...request, body, timeoutMs: 600_000 });
	if (answer.status !== 200 || !answer.body.includes('Loaded')) {
		throw new Error(answer.body);
	}
}

/** One layer after the other, so that what is measured begins with little memory. */
async function* archive(): AsyncGenerator<Buffer> {
	const steps: MadeLayer[] = [];
	const digests: string[] = [];
	for (let layer = 0; layer < layerCount; layer++) {
		const step = { command: `RUN ${layer}`, files: filesOf(layer) };
		const tar = layerTar(step.files);
		steps.push(step);
		digests.push(`sha256:${sha256(tar)}`);
		yield withoutEnd(tarOf({ [`${layer}/layer.tar`]: tar }));
	}
	const Layers = steps.map((_, layer) => `${layer}/layer.tar`);
	const manifest = [{ Config: 'config.json', RepoTags: [image], Layers }];
	yield tarOf({ 'config.json': imageConfig(steps, digests), 'manifest.json': JSON.stringify(manifest) });
}

function withoutEnd(tar: Buffer): Buffer {
	return tar.subarray(0, -1024);
}

/** Many small files and one large one. */
function filesOf(layer: number): MadeLayer['files'] {
	const large = Math.max(0, Math.round((megabytes * 1e6) / layerCount) - filesPerLayer * smallFile);
	const small = Array.from({ length: filesPerLayer }, (_, file) => [`usr/lib/${layer}/module/${file}.js`, smallFile]);
	return Object.fromEntries([...small, [`opt/${layer}`, large]]);
}

async function readToNowhere(connection: EngineConnection, id: string): Promise<void> {
	await connection.call(
		async (docker, signal) => {
			for await (const _ of await requestArchive(docker, archiveOf(id), signal)) {
			}
		},
		{ deadline: Number.POSITIVE_INFINITY },
	);
}

function figuresOf(ours: number, theirs: number, memory: number, again: number): Figure[] {
	const ratio = ours / theirs;
	return [
		{
			name: `layers of an image of ${megabytes} MB`,
			value: Number(ratio.toFixed(2)),
			unit: '× its time',
			against: `reading its archive to nowhere ${(theirs / 1000).toFixed(2)} s`,
			target: '≤ 1.5',
			met: ratio <= 1.5,
		},
		{
			name: 'memory while reading the layers',
			value: Number(memory.toFixed(0)),
			unit: 'MB more',
			against: 'before',
			target: `≤ ${mostMemory}`,
			met: memory <= mostMemory,
		},
		{
			name: 'the same layers again',
			value: Number(again.toFixed(0)),
			unit: 'ms',
			against: 'from the cache',
			target: '≤ 300',
			met: again <= 300,
		},
	];
}
