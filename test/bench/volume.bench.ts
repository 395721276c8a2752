import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { backupVolume, restoreVolume } from '../../src/engine/volumeArchive.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type Figure, median } from './figure.ts';
import { timed } from './timed.ts';

const run = promisify(execFile);
const rounds = 5;
const volume = 'slipway-bench-volume';
const target = 'slipway-bench-target';
const fill = 'for i in $(seq 50); do dd if=/dev/urandom of=/volume/$i bs=1M count=10 2>/dev/null; done';

/** 500 MB out of a volume and into a new one, against a container with tar; in turn, so that both meet the same noise. */
export async function measure(): Promise<Figure[]> {
	const { env, host, cli } = await ensureEngine();
	const docker = (...args: string[]) => run(cli, args, { env });
	const folder = await mkdtemp(path.join(tmpdir(), 'slipway-bench-'));
	const connection = openConnection(host);
	const tar = (name: string, ...words: string[]) =>
		docker(
			'run',
			'--rm',
			'-v',
			`${name}:/volume`,
			'-v',
			`${folder}:/backup`,
			'busybox',
			'tar',
			...words,
			'-C',
			'/volume',
		);
	const file = path.join(folder, 'ours.tar');
	const times = { backup: [] as number[], tarOut: [] as number[], restore: [] as number[], tarIn: [] as number[] };
	const memory = new PeakMemory();
	try {
		await docker('run', '--rm', '-v', `${volume}:/volume`, 'busybox', 'sh', '-c', fill);
		for (let round = 0; round < rounds; round++) {
			await settled();
			times.backup.push(await timed(() => memory.during(() => backupVolume(connection, volume, file))));
			await settled();
			times.tarOut.push(await timed(() => tar(volume, 'cf', '/backup/theirs.tar', '.')));
			await settled();
			times.restore.push(await timed(() => memory.during(() => restoreVolume(connection, target, file))));
			await docker('volume', 'rm', target);
			await settled();
			times.tarIn.push(await timed(() => tar(target, 'xf', '/backup/theirs.tar')));
			await docker('volume', 'rm', target);
			await Promise.all([rm(file), rm(path.join(folder, 'theirs.tar'))]);
		}
	} finally {
		connection.dispose();
		await docker('volume', 'rm', '-f', volume, target);
		await rm(folder, { recursive: true });
	}
	return [
		speed('volume.backup of 500 MB', times.backup, times.tarOut),
		speed('volume.restore of 500 MB', times.restore, times.tarIn),
		memory.figure('memory during backup and restore'),
	];
}

function speed(name: string, ours: readonly number[], theirs: readonly number[]): Figure {
	const [own, other] = [median(ours), median(theirs)];
	const value = Number((other / own).toFixed(2));
	const against = `docker run … tar ${(other / 1000).toFixed(2)} s, ours ${(own / 1000).toFixed(2)} s`;
	return { name, value, unit: '×', against, target: '≥ 1.0 ×', met: value >= 1 };
}

/** What has still to be written to the disk would slow down whoever is measured next. */
async function settled(): Promise<void> {
	await run('sync');
}

/** Megabytes of this process beyond those before. */
class PeakMemory {
	#peak = 0;

	async during<T>(work: () => Promise<T>): Promise<T> {
		const before = process.memoryUsage().rss;
		const timer = setInterval(() => {
			this.#peak = Math.max(this.#peak, process.memoryUsage().rss - before);
		}, 20);
		try {
			return await work();
		} finally {
			clearInterval(timer);
		}
	}

	figure(name: string): Figure {
		const value = Math.round(this.#peak / 1e6);
		return { name, value, unit: 'MB', against: '–', target: '≤ 60 MB more', met: value <= 60 };
	}
}
