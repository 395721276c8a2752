import { setTimeout as sleep } from 'node:timers/promises';
import { engineRequest } from '../support/engineAddress.ts';
import { benchEngine, createContainers, post, removeContainers } from './benchEngine.ts';
import type { Figure } from './figure.ts';
import { openStore } from './storeUnderTest.ts';

const duration = 20_000;
const interval = 50;

/** A container is started in the middle of a storm: every 50 ms another one is renamed or an image tagged. */
export async function measure(): Promise<Figure[]> {
	const { host } = await benchEngine();
	const [other = ''] = await createContainers(host, 1, 'storm');
	const subject = await openStore(host);
	const ids = [other];
	try {
		await subject.store.list('container');
		await subject.store.list('image');
		const storm = blow(host, other);
		await sleep(duration / 2);
		const begin = performance.now();
		const shown = subject.when(all => all.some(({ name, state }) => name === 'in-the-storm' && state === 'running'));
		const created = await post(host, '/containers/create?name=in-the-storm', {
			Image: 'busybox',
			Cmd: ['sleep', '99'],
		});
		const { Id } = JSON.parse(created);
		ids.push(Id);
		await post(host, `/containers/${Id}/start`);
		const value = Math.round((await shown) - begin);
		const events = await storm;
		return [
			{
				name: 'container started in a storm of unrelated events → its row',
				value,
				unit: 'ms',
				against: `peer 20.8 s; ${events} other events in ${duration / 1000} s`,
				target: '≤ 500 ms',
				met: value <= 500,
			},
		];
	} finally {
		subject.dispose();
		await removeContainers(host, ids);
	}
}

async function blow(host: string, id: string): Promise<number> {
	const end = performance.now() + duration;
	let count = 0;
	while (performance.now() < end) {
		const next = sleep(interval);
		await (count % 2 === 0
			? post(host, `/containers/${id}/rename?name=storm-over-${count}`)
			: post(host, `/images/busybox/tag?repo=storm&tag=${count % 4}`));
		count++;
		await next;
	}
	for (const tag of [1, 3]) {
		await engineRequest(host, { method: 'DELETE', path: `/images/storm:${tag}` });
	}
	return count;
}
