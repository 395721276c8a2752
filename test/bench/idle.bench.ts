import { setTimeout as sleep } from 'node:timers/promises';
import { mapLimited } from '../../src/base/async.ts';
import { benchEngine, createContainers, post, removeContainers } from './benchEngine.ts';
import type { Figure } from './figure.ts';
import { openStore } from './storeUnderTest.ts';

const duration = 60_000;
const healthcheck = { Test: ['CMD', 'true'], Interval: 1e9, Timeout: 5e9, Retries: 3 };

/** A minute of nothing but health checks, every second in five containers, beside 1,000 others. */
export async function measure(): Promise<Figure[]> {
	const { host } = await benchEngine();
	const ids = await createContainers(host, 5, 'idle', { Healthcheck: healthcheck });
	const subject = await openStore(host);
	try {
		for (const kind of ['container', 'image', 'volume', 'network'] as const) {
			await subject.store.list(kind);
		}
		const healthy = subject.when(() => ids.every(id => subject.store.get('container', id)?.health === 'healthy'));
		await mapLimited(ids, 5, id => post(host, `/containers/${id}/start`));
		await healthy;
		await sleep(3000);
		const callsBefore = subject.listCalls();
		const before = process.cpuUsage();
		const begin = performance.now();
		await sleep(duration);
		const { user, system } = process.cpuUsage(before);
		const share = (user + system) / 1000 / (performance.now() - begin);
		const calls = subject.listCalls() - callsBefore;
		const cpu = Math.round(share * 10_000) / 100;
		return [
			figure('idle for 60 s beside health checks, list calls', calls, 'calls', 0),
			figure('idle for 60 s beside health checks, processor', cpu, '% of a core', 1),
		];
	} finally {
		subject.dispose();
		await removeContainers(host, ids);
	}
}

function figure(name: string, value: number, unit: string, most: number): Figure {
	return { name, value, unit, against: '–', target: `≤ ${most} ${unit}`, met: value <= most };
}
