import * as http from 'node:http';
import { benchEngine } from './benchEngine.ts';
import { type Figure, median } from './figure.ts';
import { openStore } from './storeUnderTest.ts';

const rounds = 9;

/** The first list of 1,000 containers, against the bare HTTP call on a warm connection. */
export async function measure(): Promise<Figure[]> {
	const { host, socketPath } = await benchEngine();
	const raw: number[] = [];
	const own: number[] = [];
	const agent = new http.Agent({ keepAlive: true });
	await getContainers(socketPath, agent);
	for (let round = 0; round < rounds; round++) {
		raw.push(await time(() => getContainers(socketPath, agent)));
		const { store, events, dispose } = await openStore(host);
		await events.start();
		own.push(await time(() => store.list('container')));
		dispose();
	}
	agent.destroy();
	const value = median(own) / median(raw);
	return [
		{
			name: 'first list of 1,000 containers',
			value: round2(value),
			unit: '×',
			against: `raw HTTP ${median(raw).toFixed(0)} ms, store ${median(own).toFixed(0)} ms`,
			target: '≤ 1.3 ×',
			met: value <= 1.3,
		},
	];
}

function getContainers(socketPath: string, agent: http.Agent): Promise<void> {
	return new Promise((resolve, reject) => {
		const call = http.get({ socketPath, path: '/containers/json?all=1', agent }, response => {
			const chunks: Buffer[] = [];
			response.on('data', chunk => chunks.push(chunk));
			response.on('end', () => {
				JSON.parse(Buffer.concat(chunks).toString());
				resolve();
			});
		});
		call.on('error', reject);
	});
}

async function time(work: () => Promise<unknown>): Promise<number> {
	const begin = performance.now();
	await work();
	return performance.now() - begin;
}

function round2(value: number): number {
	return Math.round(value * 100) / 100;
}
