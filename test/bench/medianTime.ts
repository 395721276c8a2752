/** Milliseconds that work takes: the median of twenty runs after five to warm up. */
export async function medianTime(work: () => unknown): Promise<number> {
	for (let run = 0; run < 5; run++) {
		await work();
	}
	const times: number[] = [];
	for (let run = 0; run < 20; run++) {
		const begin = performance.now();
		await work();
		times.push(performance.now() - begin);
	}
	return times.sort((a, b) => a - b)[10] ?? 0;
}
