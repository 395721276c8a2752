import type { StatsHistories, StatsSample } from '../protocols/stats.ts';

/** Milliseconds that are shown. */
export const shownLength = 5 * 60_000;
/** Podman tells every five seconds; what is older than this is no figure of now. */
const currentFor = 12_000;
const second = 1000;

/** The samples of each container, at times of this page's clock. */
export class StatsSeries {
	readonly #samples = new Map<string, StatsSample[]>();

	add({ now, samples }: StatsHistories): void {
		const offset = Date.now() - now;
		for (const [id, added] of Object.entries(samples)) {
			const known = this.#samples.get(id) ?? [];
			this.#samples.set(id, known);
			known.push(...added.map(sample => ({ ...sample, at: sample.at + offset })));
			const oldest = Date.now() - shownLength - 10 * second;
			known.splice(
				0,
				Math.max(
					0,
					known.findIndex(({ at }) => at >= oldest),
				),
			);
		}
	}

	keepOnly(ids: readonly string[]): void {
		for (const id of this.#samples.keys()) {
			if (!ids.includes(id)) {
				this.#samples.delete(id);
			}
		}
	}

	of(id: string): readonly StatsSample[] {
		return this.#samples.get(id) ?? [];
	}

	/** What holds now; undefined where nothing has come for a while. */
	current(id: string, now: number): StatsSample | undefined {
		const newest = this.of(id).at(-1);
		return newest && now - newest.at < currentFor ? newest : undefined;
	}
}

/** What a line of a chart is drawn from. */
export interface Point {
	readonly at: number;
	readonly value: number;
	/** The line does not come from the point before. */
	readonly begins: boolean;
}

/** One line; samples without the value leave a gap. */
export function pointsOf(samples: readonly StatsSample[], read: (sample: StatsSample) => number | undefined): Point[] {
	const points: Point[] = [];
	let begins = true;
	for (const sample of samples) {
		const value = read(sample);
		begins ||= sample.begins;
		if (value === undefined) {
			begins = true;
		} else {
			points.push({ at: sample.at, value, begins });
			begins = false;
		}
	}
	return points;
}

/** The sum of several lines, at every whole second that one of them covers. */
export function sumOf(lines: readonly (readonly Point[])[], now: number): Point[] {
	const sums: Point[] = [];
	const first = Math.ceil((now - shownLength) / second) * second;
	const places = lines.map(() => 0);
	for (let at = first; at <= now; at += second) {
		const values = lines.flatMap((line, index) => {
			places[index] = advance(line, places[index] as number, at);
			return valueAt(line, places[index] as number, at) ?? [];
		});
		if (values.length > 0) {
			const before = sums.at(-1);
			const value = values.reduce((sum, each) => sum + each, 0);
			sums.push({ at, value, begins: before === undefined || at - before.at > second });
		}
	}
	return sums;
}

/** The value of a line at a time, of the point before; undefined in a gap. */
export function readingAt(line: readonly Point[], at: number): Point | undefined {
	const place = advance(line, 0, at);
	return valueAt(line, place, at) === undefined ? undefined : line[place];
}

/** The last point at or before a time, looking on from `place`. */
function advance(line: readonly Point[], place: number, at: number): number {
	let found = place;
	while ((line[found + 1]?.at ?? Number.POSITIVE_INFINITY) <= at) {
		found++;
	}
	return found;
}

function valueAt(line: readonly Point[], place: number, at: number): number | undefined {
	const point = line[place];
	const next = line[place + 1];
	if (point === undefined || point.at > at) {
		return undefined;
	}
	// Up to the next point where the line goes on; beyond its end a sample speaks for its own second.
	return (next !== undefined && !next.begins) || at - point.at <= 1.5 * second ? point.value : undefined;
}

/** Mean and highest value of a line; undefined of one without points. */
export function extentOf(line: readonly Point[]): { average: number; highest: number } | undefined {
	if (line.length === 0) {
		return undefined;
	}
	const values = line.map(({ value }) => value);
	return {
		average: values.reduce((sum, value) => sum + value, 0) / values.length,
		highest: Math.max(...values),
	};
}
