import assert from 'node:assert/strict';

/**
 * For times that the product promises. A machine that is busy with something else takes longer now and then, and that is
 * no fault of the product's: what is too slow is so each time, or mostly.
 */

/** In milliseconds. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const begin = performance.now();
	await work();
	return performance.now() - begin;
}

/** What this process has used of the processor, in milliseconds: a busy machine does not change that. */
export function processorMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** The median: what more than half of the times have kept. */
export function usually(times: readonly number[]): number {
	return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** Fails when the work takes longer than `limitMs` each time of several. */
export async function keepsTime(limitMs: number, work: () => Promise<unknown>): Promise<void> {
	await keepsParts(async () => [(await timeOf(work)) / limitMs]);
}

/** Fails when one of the parts of the work takes longer than it may each time of several. @param work gives 1 for a part that took as long as it may. */
export async function keepsParts(work: () => Promise<readonly number[]>): Promise<void> {
	let best: readonly number[] = [];
	for (let round = 0; round < 4 && (round === 0 || best.some(part => part > 1)); round++) {
		const parts = await work();
		best = parts.map((part, index) => Math.min(part, best[index] ?? part));
	}
	assert.ok(
		best.every(part => part <= 1),
		`It took ${best.map(part => part.toFixed(2))} of the time that it may.`,
	);
}
