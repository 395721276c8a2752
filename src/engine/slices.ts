import { setImmediate as turn } from 'node:timers/promises';
import { throwIfCancelled } from './calls.ts';

/** Milliseconds: less than what anybody notices who waits for something else. */
const slice = 8;

/** Runs a long computation in slices; `step` works until the given time (of `performance.now()`), true when all is done. */
export async function inSlices(step: (until: number) => boolean, signal?: AbortSignal): Promise<void> {
	while (!step(performance.now() + slice)) {
		await turn();
		throwIfCancelled(signal);
	}
}
