import { setTimeout as sleep } from 'node:timers/promises';
import { bareEvents } from './bareEvents.ts';
import { benchEngine, post } from './benchEngine.ts';
import { type Figure, median, percentile } from './figure.ts';
import { openStore } from './storeUnderTest.ts';

const rounds = 60;

/** From an event's arrival on a bare stream to the store's `onDidChange`, with 1,000 containers, one of them changed. */
export async function measure(): Promise<Figure[]> {
	const { host, socketPath } = await benchEngine();
	const bare = await bareEvents(socketPath);
	const subject = await openStore(host);
	const { store } = subject;
	const [container] = await store.list('container');
	const id = container?.id ?? '';
	const known: number[] = [];
	const unknown: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const name = `renamed-${round}`;
		const [seen, shown] = [bare.next('rename', id), subject.when(() => store.get('container', id)?.name === name)];
		await post(host, `/containers/${id}/rename?name=${name}`);
		known.push(Math.max(0, (await shown) - (await seen)));
		await sleep(40);
	}
	for (let round = 0; round < rounds / 4; round++) {
		// New to the store, so that it must be read before it can be shown.
		const name = `appears-${round}`;
		const shown = subject.when(containers => containers.some(each => each.name === name));
		const seen = bare.next('create');
		await post(host, `/containers/create?name=${name}`, { Image: 'busybox' });
		unknown.push(Math.max(0, (await shown) - (await seen)));
		// After a calm second it is read first; in a burst the event alone would show it at once.
		await sleep(1100);
	}
	subject.dispose();
	bare.close();
	return [
		...figures('event → onDidChange, one of 1,000 changed', known),
		...figures('event → onDidChange, one more than 1,000', unknown),
	];
}

function figures(name: string, delays: readonly number[]): Figure[] {
	const figure = (what: string, value: number, most: number): Figure => ({
		name: `${name}, ${what}`,
		value: Math.round(value * 10) / 10,
		unit: 'ms',
		against: 'arrival on a bare stream',
		target: `≤ ${most} ms`,
		met: value <= most,
	});
	return [figure('median', median(delays), 15), figure('p95', percentile(delays, 95), 50)];
}
