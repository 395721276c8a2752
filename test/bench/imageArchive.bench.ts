import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadImages, saveImages } from '../../src/engine/imageArchive.ts';
import { removeImage } from '../../src/engine/images.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { makeImage } from '../support/makeImage.ts';
import { type Figure, median } from './figure.ts';
import { timed } from './timed.ts';
import { watchMemory } from './watchMemory.ts';

const run = promisify(execFile);
const rounds = 3;
const image = 'slipway-bench-archive:1';
const size = 500_000_000;
const mostMemory = 60;

/** `image.save` and `image.load` of 500 MB against `docker save` and `docker load`; in turn, so that both meet the same noise. */
export async function measure(): Promise<Figure[]> {
	const { env, host, cli } = await ensureEngine();
	const connection = openConnection(host);
	const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
	const [own, other] = [join(folder, 'own.tar'), join(folder, 'docker.tar')];
	const docker = (...words: string[]) => run(cli, words, { env });
	try {
		await makeImage(host, image, size);
		const save = await race(
			() => saveImages(connection, [image], own),
			() => docker('save', '-o', other, image),
		);
		const gone = () => removeImage(connection, image, { force: true });
		const load = await race(
			async () => loadImages(connection, own),
			() => docker('load', '-i', other),
			gone,
		);
		return [
			figureOf('image.save', 'docker save', save),
			figureOf('image.load', 'docker load', load),
			memoryOf(save, load),
		];
	} finally {
		await removeImage(connection, image, { force: true }).catch(() => {});
		connection.dispose();
		await rm(folder, { recursive: true, force: true });
	}
}

interface Race {
	/** Milliseconds. */
	readonly ours: number;
	readonly theirs: number;
	/** Megabytes that this process had more than before. */
	readonly memory: number;
}

async function race(
	ours: () => Promise<unknown>,
	theirs: () => Promise<unknown>,
	before: () => Promise<unknown> = async () => {},
): Promise<Race> {
	const times: { ours: number; theirs: number }[] = [];
	let memory = 0;
	for (let round = 0; round < rounds; round++) {
		await before();
		const watch = watchMemory();
		const own = await timed(ours);
		memory = Math.max(memory, watch.end());
		await before();
		times.push({ ours: own, theirs: await timed(theirs) });
	}
	return { ours: median(times.map(it => it.ours)), theirs: median(times.map(it => it.theirs)), memory };
}

function figureOf(name: string, against: string, { ours, theirs }: Race): Figure {
	const speed = theirs / ours;
	return {
		name: `${name} of 500 MB`,
		value: Number(speed.toFixed(2)),
		unit: '× its speed',
		against: `${against} ${(theirs / 1000).toFixed(2)} s`,
		target: '≥ 0.9',
		met: speed >= 0.9,
	};
}

function memoryOf(...races: readonly Race[]): Figure {
	const memory = Math.max(...races.map(race => race.memory));
	return {
		name: 'memory while saving and loading',
		value: Number(memory.toFixed(0)),
		unit: 'MB more',
		against: 'before',
		target: `≤ ${mostMemory}`,
		met: memory <= mostMemory,
	};
}
