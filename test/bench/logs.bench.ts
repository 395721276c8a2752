import { execFile } from 'node:child_process';
import { get } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { removeContainer } from '../../src/engine/containers.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { type FollowOptions, openLogs } from '../../src/engine/logFollower.ts';
import type { LogModel } from '../../src/engine/logModel.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type Figure, median } from './figure.ts';
import { timed } from './timed.ts';

const run = promisify(execFile);
const rounds = 3;
/** Of 100 bytes each, with the line feed. */
const lines = 2_000_000;
const line = '2026-08-01T10:20:30.123Z INFO request handled GET /some/path?with=query status=200 ms=12 user=4711';
const searchTarget = 300;
const blockTarget = 50;

/** One container's long log: read as it is and into the model in turn; then searched and filtered. */
export async function measure(): Promise<Figure[]> {
	const bed = new LogBed(await ensureEngine());
	try {
		await bed.fill();
		// The memory is measured before others have used any.
		const inMemory = await searched(bed);
		return [await followed(bed), await opened(bed), ...inMemory];
	} finally {
		await bed.end();
	}
}

class LogBed {
	readonly engine: TestEngine;
	readonly #connection: EngineConnection;
	readonly #events: EngineEvents;
	readonly #store: ResourceStore;
	#id = '';

	constructor(engine: TestEngine) {
		this.engine = engine;
		this.#connection = openConnection(engine.host);
		this.#events = new EngineEvents(this.#connection, silentLogger);
		this.#store = new ResourceStore(this.#connection, this.#events, silentLogger);
	}

	get id(): string {
		return this.#id;
	}

	async fill(): Promise<void> {
		const command = ['sh', '-c', `yes '${line}' | head -n ${lines}`];
		this.#id = await runContainer(this.#connection, 'busybox', { command });
		await this.#connection.call(docker => docker.getContainer(this.#id).wait(), { deadline: Number.POSITIVE_INFINITY });
		await this.#store.list('container');
	}

	open(options: FollowOptions): LogModel {
		const surroundings = { connection: this.#connection, events: this.#events, store: this.#store };
		return openLogs(surroundings, { kind: 'containers', ids: [this.#id] }, options);
	}

	/** Reads the whole log to nowhere. */
	readRaw(): Promise<void> {
		const socketPath = this.engine.host.replace('unix://', '');
		const path = `/containers/${this.#id}/logs?stdout=1&stderr=1&timestamps=1&follow=1`;
		return new Promise((resolve, reject) => {
			get({ socketPath, path }, answer => answer.on('data', () => {}).on('end', resolve)).on('error', reject);
		});
	}

	async end(): Promise<void> {
		await removeContainer(this.#connection, this.#id, { force: true });
		this.#store.dispose();
		this.#events.dispose();
		this.#connection.dispose();
	}
}

async function followed(bed: LogBed): Promise<Figure> {
	const [raw, ours]: [number[], number[]] = [[], []];
	for (let round = 0; round < rounds; round++) {
		raw.push(await timed(() => bed.readRaw()));
		ours.push(
			await timed(async () => {
				const model = bed.open({ tail: lines });
				await whenRows(model, () => model.extent.total + model.extent.dropped >= lines);
				model.dispose();
			}),
		);
	}
	const value = Number((median(raw) / median(ours)).toFixed(2));
	const against = `raw HTTP read ${seconds(raw)}, ours ${seconds(ours)}`;
	return { name: 'log of 200 MB into the model', value, unit: '×', against, target: '≥ 0.5 ×', met: value >= 0.5 };
}

async function opened(bed: LogBed): Promise<Figure> {
	const [docker, ours]: [number[], number[]] = [[], []];
	const { cli, env } = bed.engine;
	for (let round = 0; round < 5 * rounds; round++) {
		docker.push(await timed(() => run(cli, ['logs', '--tail', '200', bed.id], { env })));
		ours.push(
			await timed(async () => {
				const model = bed.open({ tail: 1000 });
				await whenRows(model, () => model.extent.next >= 200);
				model.dispose();
			}),
		);
	}
	const value = Math.round(median(ours));
	const most = Math.round(1.5 * median(docker) + 150);
	const against = `docker logs --tail 200: ${Math.round(median(docker))} ms`;
	return { name: 'first screen of a long log', value, unit: 'ms', against, target: `≤ ${most} ms`, met: value <= most };
}

async function searched(bed: LogBed): Promise<Figure[]> {
	const before = process.memoryUsage().rss;
	const model = bed.open({ tail: 1_000_000 });
	await whenRows(model, () => model.extent.next >= 1_000_000);
	const memory = Math.round((process.memoryUsage().rss - before) / 1e6);
	const works: readonly [string, () => Promise<unknown>][] = [
		['search, no match', () => find(model, { text: 'not there' })],
		['search, all match', () => find(model, { text: 'Request' })],
		['search by expression', () => find(model, { text: 'status=5\\d\\d', regex: true })],
		['filter by text', () => model.setFilter({ text: 'not there' })],
		['filter by level', () => model.setFilter({ levels: ['error'], onlyKnown: true })],
		['no filter', () => model.setFilter({})],
	];
	const delay = monitorEventLoopDelay({ resolution: 1 });
	const figures: Figure[] = [];
	for (const [name, work] of works) {
		await work();
		delay.enable();
		const times = [await timed(work), await timed(work), await timed(work), await timed(work), await timed(work)];
		delay.disable();
		const value = Math.round(median(times));
		const target = `≤ ${searchTarget} ms`;
		figures.push({
			name: `1,000,000 lines: ${name}`,
			value,
			unit: 'ms',
			against: '–',
			target,
			met: value <= searchTarget,
		});
	}
	model.dispose();
	const longest = Math.round(delay.percentile(99.9) / 1e6);
	const blocked = { name: 'longest wait for others meanwhile (99.9 %)', value: longest, unit: 'ms', against: '–' };
	return [
		...figures,
		{ ...blocked, target: `≤ ${blockTarget} ms`, met: longest <= blockTarget },
		{
			name: '1,000,000 lines in memory',
			value: memory,
			unit: 'MB',
			against: '–',
			target: '≤ 256 MB',
			met: memory <= 256,
		},
	];
}

async function find(model: LogModel, query: Parameters<LogModel['search']>[0]): Promise<void> {
	(await model.search(query)).dispose();
}

function whenRows(model: LogModel, isThere: () => boolean): Promise<void> {
	return new Promise(resolve => {
		const subscription = model.onDidChange(() => {
			if (isThere()) {
				subscription.dispose();
				resolve();
			}
		});
	});
}

function seconds(times: readonly number[]): string {
	return `${(median(times) / 1000).toFixed(2)} s`;
}
