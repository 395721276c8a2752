/** How the values of a chart are written, and between which of them lines are drawn. */
export interface Scale {
	/** The upper end of the axis; not below what was asked for. */
	readonly top: number;
	/** Values with a line, from 0 up. */
	readonly ticks: readonly number[];
}

/** Round steps for an axis from 0 to at least `highest`, at most `most` of them. `binary` counts in powers of 1,024. */
export function niceScale(highest: number, most: number, binary: boolean): Scale {
	const rough = (highest > 0 ? highest : 1) / most;
	const unit = binary ? 1024 ** Math.max(0, Math.floor(Math.log2(rough) / 10)) : 10 ** Math.floor(Math.log10(rough));
	const steps = binary ? [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] : [1, 2, 5, 10];
	const step = unit * (steps.find(factor => factor * unit >= rough) ?? 1);
	const count = Math.max(1, Math.ceil(highest / step));
	// Where the step is a fraction, adding up would leave crumbs.
	const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
	return { top: ticks.at(-1) as number, ticks };
}

/** Whole minutes between two times, epoch milliseconds; every second one where there is little room. */
export function minuteTicks(from: number, to: number, every = 1): readonly number[] {
	const step = every * 60_000;
	const first = Math.ceil(from / step) * step;
	return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}

/** Two decimals as `docker stats` has them. */
export function percentText(value: number): string {
	return `${value.toFixed(2)}%`;
}

/** The same for an axis: `50%`, `0.5%`. */
export function shortPercent(value: number): string {
	return `${Number(value.toPrecision(3))}%`;
}
