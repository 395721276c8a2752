/** One line of the benchmark table. */
export interface Figure {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	/** What it is measured against, with that figure where it was measured in the same run. */
	readonly against: string;
	readonly target: string;
	readonly met: boolean;
}

export function median(values: readonly number[]): number {
	return percentile(values, 50);
}

/** The smallest value that `percent` of all values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
