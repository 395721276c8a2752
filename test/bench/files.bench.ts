import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Files } from '../../src/engine/files.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type Figure, median } from './figure.ts';
import { timed } from './timed.ts';

const run = promisify(execFile);
const rounds = 9;
const count = 10_000;
const container = 'slipway-bench-files';

/** Opening a folder of 10,000 files, with kinds, sizes and times; in turn with the docker program, which gives names only. */
export async function measure(): Promise<Figure[]> {
	const { env, host, cli } = await ensureEngine();
	const connection = openConnection(host);
	const files = new Files(connection);
	await run(cli, ['run', '-d', '--name', container, 'busybox', 'sleep', '600'], { env });
	try {
		const script = `mkdir /many; cd /many; i=0; while [ $i -lt ${count} ]; do : >file-$i; i=$((i+1)); done`;
		await run(cli, ['exec', container, 'sh', '-c', script], { env });
		const address = { root: { kind: 'container', id: container }, path: '/many' } as const;
		const ours: number[] = [];
		const theirs: number[] = [];
		for (let round = 0; round < rounds; round++) {
			ours.push(await timed(async () => checkCount((await files.list(address)).length)));
			theirs.push(
				await timed(async () => {
					const { stdout } = await run(cli, ['exec', container, 'ls', '/many'], { env });
					checkCount(stdout.trim().split('\n').length);
				}),
			);
		}
		const [own, other] = [median(ours), median(theirs)];
		return [
			{
				name: `opening a folder of ${count} files`,
				value: Math.round(own),
				unit: 'ms',
				against: `docker exec ls ${other.toFixed(0)} ms`,
				target: '≤ 2 × docker exec ls',
				met: own <= 2 * other,
			},
		];
	} finally {
		files.dispose();
		connection.dispose();
		await run(cli, ['rm', '-f', container], { env });
	}
}

function checkCount(found: number): void {
	if (found !== count) {
		throw new Error(`${found} files instead of ${count}`);
	}
}
