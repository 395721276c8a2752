import { setTimeout as sleep } from 'node:timers/promises';
import { mapLimited } from '../../src/base/async.ts';
import { silentLogger } from '../../src/base/logger.ts';
import { ContainerStats, type StatsSample } from '../../src/engine/stats.ts';
import { StatsHistory } from '../../src/webviews/statsHistory.ts';
import { openConnection } from '../support/engineConnection.ts';
import { benchEngine, createContainers, post, removeContainers } from './benchEngine.ts';
import type { Figure } from './figure.ts';

const count = 50;
const duration = 20_000;
const most = 4;

/** Fifty containers, each watched by a panel: what is read, kept and sent to its page, once a second. */
export async function measure(): Promise<Figure[]> {
	const { host } = await benchEngine();
	const ids = await createContainers(host, count, 'stats');
	const connection = openConnection(host);
	const stats = new ContainerStats(connection, silentLogger);
	try {
		await mapLimited(ids, 4, id => post(host, `/containers/${id}/start`));
		const history = new StatsHistory();
		let unsent: Record<string, StatsSample[]> = {};
		let samples = 0;
		for (const id of ids) {
			stats.watch(id, {
				onSample: sample => {
					samples++;
					history.add(id, sample);
					unsent[id] = [...(unsent[id] ?? []), sample];
				},
			});
		}
		// As VS Code sends it, which begins with making a text of it.
		let sent = 0;
		const sending = setInterval(() => {
			sent += JSON.stringify({ type: 'event', name: 'samples', value: { now: Date.now(), samples: unsent } }).length;
			unsent = {};
		}, 1000);
		while (samples < count * 2) {
			await sleep(100);
		}
		const [samplesBefore, sentBefore] = [samples, sent];
		const before = process.cpuUsage();
		const begin = performance.now();
		await sleep(duration);
		const { user, system } = process.cpuUsage(before);
		const elapsed = performance.now() - begin;
		clearInterval(sending);
		const share = Math.round(((user + system) / 1000 / elapsed) * 10_000) / 100;
		const rate = Math.round(((samples - samplesBefore) / elapsed) * 1000);
		const size = Math.round((sent - sentBefore) / elapsed);
		return [
			{
				name: `stats of ${count} containers, ${rate} samples and ${size} kB to the page a second`,
				value: share,
				unit: '% of a core',
				against: '–',
				target: `≤ ${most} % of a core`,
				met: share <= most,
			},
		];
	} finally {
		stats.dispose();
		connection.dispose();
		await removeContainers(host, ids);
	}
}
