/** Milliseconds that a piece of work takes, once. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
	const begin = performance.now();
	await work();
	return performance.now() - begin;
}
