import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection } from '../../src/engine/connection.ts';
import { execCapture } from '../../src/engine/exec.ts';
import { ensureEngine } from '../support/engine.ts';
import { type Figure, median } from './figure.ts';
import { timed } from './timed.ts';

const run = promisify(execFile);
const rounds = 15;
const container = 'slipway-bench-exec';

/** A command without a terminal, against the docker program; in turn, so that both meet the same noise. */
export async function measure(): Promise<Figure[]> {
	const { env, host, cli } = await ensureEngine();
	const environment = {
		env: { DOCKER_HOST: host },
		home: '/nonexistent',
		platform: process.platform,
		contextSetting: () => '',
	};
	const connection = new EngineConnection({ environment, logger: silentLogger });
	await run(cli, ['run', '-d', '--name', container, 'busybox', 'sleep', '600'], { env });
	try {
		const ours: number[] = [];
		const theirs: number[] = [];
		for (let round = 0; round < rounds; round++) {
			ours.push(await timed(() => execCapture(connection, container, { command: ['true'] })));
			theirs.push(await timed(() => run(cli, ['exec', container, 'true'], { env })));
		}
		const [own, other] = [median(ours), median(theirs)];
		const against = `docker exec ${other.toFixed(0)} ms`;
		return [
			{ name: 'execCapture(["true"])', value: own, unit: 'ms', against, target: '< docker exec', met: own < other },
		];
	} finally {
		connection.dispose();
		await run(cli, ['rm', '-f', container], { env });
	}
}
