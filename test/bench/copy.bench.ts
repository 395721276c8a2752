import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { copyFromContainer } from '../../src/engine/copyFromContainer.ts';
import { copyToContainer } from '../../src/engine/copyToContainer.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type Figure, median } from './figure.ts';
import { timed } from './timed.ts';

const run = promisify(execFile);
const container = 'slipway-bench-copy';
const total = 500_000_000;
const rounds = 3;
const mostMemory = 60;

/** Copies each way against `docker cp`, in turn, so that both meet the same noise. */
export async function measure(): Promise<Figure[]> {
	const engine = await ensureEngine();
	const connection = openConnection(engine.host);
	const folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-bench-'));
	try {
		await docker(engine, 'run', '-d', '--name', container, 'busybox', 'sleep', '3600');
		const figures: Figure[] = [];
		for (const count of [1, 5000]) {
			await makeFiles(path.join(folder, `${count}`), count);
			figures.push(...(await measureBothWays(engine, connection, folder, count)));
		}
		return figures;
	} finally {
		connection.dispose();
		await docker(engine, 'rm', '-f', container);
		await rm(folder, { recursive: true, force: true });
	}
}

async function measureBothWays(
	engine: TestEngine,
	connection: EngineConnection,
	folder: string,
	count: number,
): Promise<Figure[]> {
	const source = path.join(folder, `${count}`);
	const target = path.join(folder, 'target');
	const what = `500 MB in ${count === 1 ? '1 file' : `${count} files`}`;
	const emptyContainer = () => docker(engine, 'exec', container, 'sh', '-c', 'rm -rf /copy; mkdir /copy');
	const emptyTarget = async () => {
		await rm(target, { recursive: true, force: true });
		await mkdir(target);
	};
	const into = await compare(
		emptyContainer,
		() => copyToContainer(connection, container, [source], '/copy'),
		() => docker(engine, 'cp', '--quiet', source, `${container}:/copy`),
	);
	const from = await compare(
		emptyTarget,
		() => copyFromContainer(connection, container, `/copy/${count}`, target),
		() => docker(engine, 'cp', '--quiet', `${container}:/copy/${count}`, target),
	);
	return [...figures(`copyTo, ${what}`, into), ...figures(`copyFrom, ${what}`, from)];
}

interface Comparison {
	/** Of docker's time. */
	readonly speed: number;
	readonly theirs: number;
	/** Megabytes beyond what there was before. */
	readonly memory: number;
}

/** The first round, in which files and code are read for the first time, does not count. */
async function compare(
	prepare: () => Promise<unknown>,
	ours: () => Promise<unknown>,
	theirs: () => Promise<unknown>,
): Promise<Comparison> {
	const times: { ours: number; theirs: number }[] = [];
	let memory = 0;
	for (let round = 0; round <= rounds; round++) {
		await prepare();
		const peak = watchMemory();
		const own = await timed(ours);
		memory = Math.max(memory, peak());
		await prepare();
		times.push({ ours: own, theirs: await timed(theirs) });
	}
	const counted = times.slice(1);
	return {
		speed: median(counted.map(({ theirs }) => theirs)) / median(counted.map(({ ours }) => ours)),
		theirs: median(counted.map(({ theirs }) => theirs)),
		memory,
	};
}

function figures(name: string, { speed, theirs, memory }: Comparison): Figure[] {
	const against = `docker cp ${theirs.toFixed(0)} ms`;
	return [
		{ name, value: round(speed), unit: '× its speed', against, target: '≥ 0.9 ×', met: speed >= 0.9 },
		{
			name: `${name}: memory`,
			value: Math.round(memory),
			unit: 'MB more',
			against: 'before it',
			target: `≤ ${mostMemory} MB`,
			met: memory <= mostMemory,
		},
	];
}

/** Resident memory beyond what there is now, at its highest. */
function watchMemory(): () => number {
	const before = process.memoryUsage.rss();
	let highest = before;
	const timer = setInterval(() => {
		highest = Math.max(highest, process.memoryUsage.rss());
	}, 20);
	return () => {
		clearInterval(timer);
		return (highest - before) / 1_000_000;
	};
}

async function makeFiles(folder: string, count: number): Promise<void> {
	const content = Buffer.alloc(total / count, 'content of files ');
	for (let index = 0; index < count; index++) {
		const place = path.join(folder, `${index % 50}`);
		await mkdir(place, { recursive: true });
		await writeFile(path.join(place, `file${index}`), content);
	}
	// What is written to the disk later would slow down whoever is measured then.
	const handle = await open(folder);
	await handle.sync();
	await handle.close();
}

async function docker({ cli, env }: TestEngine, ...args: string[]): Promise<void> {
	await run(cli, args, { env });
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
