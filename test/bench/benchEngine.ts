import { mapLimited } from '../../src/base/async.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';

let shared: Promise<OwnEngine> | undefined;

/** An engine of the benchmarks' own with 1,000 created containers; the same for all measures of a run. */
export function benchEngine(): Promise<OwnEngine> {
	shared ??= startEngine().then(async engine => {
		await createContainers(engine.host, 1000, 'bench');
		return engine;
	});
	return shared;
}

export async function endBenchEngine(): Promise<void> {
	await (await shared)?.end();
	shared = undefined;
}

/** Created, not started; eight at a time through the API. Resolves to their ids. */
export function createContainers(host: string, count: number, name: string, options: object = {}): Promise<string[]> {
	const numbers = Array.from({ length: count }, (_, index) => index);
	const labels = { 'com.docker.compose.project': name, 'com.docker.compose.service': 'worker', purpose: 'benchmark' };
	return mapLimited(numbers, 8, async index => {
		const body = { Image: 'busybox', Cmd: ['sleep', '3600'], StopSignal: 'SIGKILL', Labels: labels, ...options };
		const answer = await post(host, `/containers/create?name=${name}-${index}`, body);
		return JSON.parse(answer).Id as string;
	});
}

export async function post(host: string, path: string, body?: object): Promise<string> {
	const data = body ? Buffer.from(JSON.stringify(body)) : undefined;
	const answer = await engineRequest(host, { method: 'POST', path, body: data });
	if (answer.status >= 400) {
		throw new Error(`POST ${path}: ${answer.status} ${answer.body}`);
	}
	return answer.body;
}

export async function removeContainers(host: string, ids: readonly string[]): Promise<void> {
	await mapLimited(ids, 8, id => engineRequest(host, { method: 'DELETE', path: `/containers/${id}?force=1&v=1` }));
}
