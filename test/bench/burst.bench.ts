import { setTimeout as sleep } from 'node:timers/promises';
import { mapLimited } from '../../src/base/async.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { bareEvents } from './bareEvents.ts';
import { benchEngine, createContainers, post, removeContainers } from './benchEngine.ts';
import type { Figure } from './figure.ts';
import { openStore } from './storeUnderTest.ts';

/** 200 containers of 1,200 are started, eight at a time through the API. */
export async function measure(): Promise<Figure[]> {
	const { host, socketPath } = await benchEngine();
	const ids = await createContainers(host, 200, 'burst', { ExposedPorts: { '80/tcp': {} } });
	const subject = await openStore(host);
	const bare = await bareEvents(socketPath);
	try {
		await subject.store.list('container');
		await sleep(1500);
		const callsBefore = subject.listCalls();
		const running = subject.when(() => ids.every(id => subject.store.get('container', id)?.state === 'running'));
		await mapLimited(ids, 8, id => post(host, `/containers/${id}/start`));
		const runningAt = await running;
		const lastEvent = bare.last();
		const wanted = await addresses(host, ids);
		const right = await subject.when(() =>
			ids.every(id => subject.store.get('container', id)?.networks[0]?.ipAddress === wanted.get(id)),
		);
		const rightAt = Math.max(runningAt, right);
		await sleep(1500);
		const calls = subject.listCalls() - callsBefore;
		return [
			figure('burst of 200 starts, last event → last row running', runningAt - lastEvent, 'ms', 300),
			figure('burst of 200 starts, last event → every row right to its address', rightAt - lastEvent, 'ms', 300),
			figure('burst of 200 starts, list calls', calls, 'calls', 30),
		];
	} finally {
		subject.dispose();
		bare.close();
		await removeContainers(host, ids);
	}
}

/** What the engine itself says in the end. Asked for after the burst's last answer, so it delays nothing. */
async function addresses(host: string, ids: readonly string[]): Promise<Map<string, string>> {
	const { body } = await engineRequest(host, { path: '/containers/json?all=1' });
	const wanted = new Set(ids);
	const all = JSON.parse(body) as {
		Id: string;
		NetworkSettings: { Networks: Record<string, { IPAddress: string }> };
	}[];
	return new Map(
		all
			.filter(({ Id }) => wanted.has(Id))
			.map(({ Id, NetworkSettings }) => [Id, Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? '']),
	);
}

function figure(name: string, value: number, unit: string, most: number): Figure {
	const against = unit === 'ms' ? 'the last event on a bare stream' : '–';
	const rounded = Math.max(0, Math.round(value));
	return { name, value: rounded, unit, against, target: `≤ ${most} ${unit}`, met: rounded <= most };
}
