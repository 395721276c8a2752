import { startEngine } from '../support/ownEngine.ts';
import { createContainers, post } from './benchEngine.ts';
import { type Figure, median } from './figure.ts';
import { openStore } from './storeUnderTest.ts';

const rounds = 5;

/** The engine is stopped and started, and a container with it at once. */
export async function measure(): Promise<Figure[]> {
	const engine = await startEngine();
	const subject = await openStore(engine.host);
	try {
		await createContainers(engine.host, 20, 'lost');
		await subject.store.list('container');
		const delays: number[] = [];
		for (let round = 0; round < rounds; round++) {
			await engine.stop();
			await engine.start();
			const name = `back-${round}`;
			const begin = performance.now();
			const shown = subject.when(all => all.some(each => each.name === name && each.state === 'running'));
			const created = await post(engine.host, `/containers/create?name=${name}`, {
				Image: 'busybox',
				Cmd: ['sleep', '99'],
			});
			await post(engine.host, `/containers/${JSON.parse(created).Id}/start`);
			delays.push((await shown) - begin);
		}
		const value = Math.round(median(delays));
		return [
			{
				name: 'engine lost and back, a container started at once → its row',
				value,
				unit: 'ms',
				against: `peer 48–60 s; slowest of ${rounds}: ${Math.round(Math.max(...delays))} ms`,
				target: '≤ 2000 ms',
				met: Math.max(...delays) <= 2000,
			},
		];
	} finally {
		subject.dispose();
		await engine.end();
	}
}
