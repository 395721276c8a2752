import assert from 'node:assert/strict';
import { binarySize, humanSize } from '../../src/base/format.ts';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { ContainerStats, type StatsSample } from '../../src/engine/stats.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { until } from '../support/until.ts';
import { docker } from './containerSamples.ts';
import { openSockets } from './openSockets.ts';

describe('ContainerStats, on a real engine', function () {
	this.timeout(120_000);
	let connection: EngineConnection;
	let stats: ContainerStats;
	let id: string;

	before(async () => {
		await ensureEngine();
		// Something to do and to write, and a pause so that other tests have the processor too.
		const work = 'while :; do for i in $(seq 2000); do :; done; echo x > /tmp/x; sleep 0.05; done';
		id = await docker('run', '-d', '--memory', '100m', 'busybox', 'sh', '-c', work);
	});
	after(async () => {
		await docker('rm', '-f', id);
	});
	beforeEach(async () => {
		connection = openConnection((await ensureEngine()).host);
		await connection.connect();
		stats = new ContainerStats(connection, silentLogger);
	});
	afterEach(() => {
		stats.dispose();
		connection.dispose();
	});

	function watch(of: string): { readonly samples: StatsSample[]; readonly failures: EngineError[]; end(): void } {
		const samples: StatsSample[] = [];
		const failures: EngineError[] = [];
		const subscription = stats.watch(of, {
			onSample: sample => samples.push(sample),
			onFailure: error => failures.push(error),
		});
		return { samples, failures, end: () => subscription.dispose() };
	}

	it('tells what docker stats tells at the same moment', async () => {
		const { samples } = watch(id);
		await until(() => samples.length > 0);
		const shown = JSON.parse(await docker('stats', '--no-stream', '--format', '{{json .}}', id));
		const wanted = { cpu: shown.CPUPerc, memory: shown.MemUsage, percent: shown.MemPerc, processes: shown.PIDs };
		// One sampling of the engine's serves both, so that one of these is the very same to the last digit.
		const asDocker = ({ cpu, memory, memoryLimit, processes }: StatsSample) => ({
			cpu: `${cpu.toFixed(2)}%`,
			memory: `${binarySize(memory)} / ${binarySize(memoryLimit)}`.replaceAll(/(?<=\d) /g, ''),
			percent: `${((memory / memoryLimit) * 100).toFixed(2)}%`,
			processes: `${processes}`,
		});
		const isSame = (sample: StatsSample) => JSON.stringify(asDocker(sample)) === JSON.stringify(wanted);
		await until(() => samples.some(isSame)).catch(() =>
			assert.fail(`${JSON.stringify(wanted)} is none of ${JSON.stringify(samples.map(asDocker))}`),
		);
		const traffic = ({ in: received, out }: { in: number; out: number }) =>
			`${humanSize(received)} / ${humanSize(out)}`.replaceAll(/(?<=\d) /g, '');
		const same = samples.find(isSame) as StatsSample;
		assert.equal(traffic(same.network ?? { in: 0, out: 0 }), shown.NetIO);
		assert.equal(traffic(same.disk), shown.BlockIO);
	});

	it('asks the engine once for all viewers, and no longer when the last has gone', async () => {
		const before = await openSockets();
		const first = watch(id);
		const second = watch(id);
		await until(() => first.samples.length > 0 && second.samples.length > 0);
		assert.equal(first.samples[0], second.samples[0]);
		assert.deepEqual(stats.watched, [id]);
		await untilAtMost(before + 1);
		first.end();
		first.end();
		const seen = second.samples.length;
		await until(() => second.samples.length > seen);
		assert.equal(stats.watched.length, 1);
		const untold = first.samples.length;
		second.end();
		assert.deepEqual(stats.watched, []);
		await untilAtMost(before);
		assert.equal(first.samples.length, untold);
	});

	it('opens nothing that stays for a viewer who leaves at once', async () => {
		const before = await openSockets();
		watch(id).end();
		const other = watch(id);
		stats.dispose();
		other.end();
		await untilAtMost(before);
		assert.deepEqual(watch(id).failures, []);
		assert.deepEqual(stats.watched, []);
	});

	it('says that a container is gone', async () => {
		const gone = await docker('run', '-d', 'busybox', 'sleep', '1000');
		const { samples, failures } = watch(gone);
		try {
			await until(() => samples.length > 0);
		} finally {
			await docker('rm', '-f', gone);
		}
		await until(() => failures.length > 0);
		assert.equal(failures[0]?.code, 'notFound');
	});

	/** Signs of life of the connection come and go meanwhile. */
	async function untilAtMost(count: number): Promise<void> {
		await until(async () => (await openSockets()) <= count, 'each stream to be closed');
	}
});
