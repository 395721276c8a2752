import { delay } from '../base/async.ts';
import type { RegistryClient } from '../engine/registryClient.ts';
import { problemOf } from '../engine/registryProblem.ts';

const pause = 100;
const patience = 10_000;

/** Resolves when a registry that has just been started answers; rejects after ten seconds with what is wrong. */
export async function waitForRegistry(client: RegistryClient, host: string, signal: AbortSignal): Promise<void> {
	const end = Date.now() + patience;
	for (;;) {
		try {
			await client.repositories(host, { signal });
			return;
		} catch (error) {
			if (problemOf(error) !== 'down' || Date.now() > end) {
				throw error;
			}
			await delay(pause, signal);
		}
	}
}
