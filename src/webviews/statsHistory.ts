import type { StatsSample } from '../engine/stats.ts';

/** Milliseconds that are kept. */
export const historyLength = 5 * 60_000;

/** The last five minutes of each container, from the moment somebody watched it. */
export class StatsHistory {
	readonly #samples = new Map<string, StatsSample[]>();

	add(id: string, sample: StatsSample): void {
		const samples = this.#samples.get(id) ?? [];
		this.#samples.set(id, samples);
		samples.push(sample);
		const oldest = sample.at - historyLength;
		// Several at a time, since each time moves the rest.
		if ((samples[16]?.at ?? sample.at) < oldest) {
			samples.splice(
				0,
				samples.findIndex(({ at }) => at >= oldest),
			);
		}
	}

	/** Whether there is anything of the last five minutes. */
	has(id: string, now: number): boolean {
		const newest = this.#samples.get(id)?.at(-1);
		return newest !== undefined && newest.at >= now - historyLength;
	}

	of(ids: readonly string[]): Readonly<Record<string, readonly StatsSample[]>> {
		return Object.fromEntries(ids.map(id => [id, this.#samples.get(id) ?? []]));
	}

	/** Forgets all others. */
	keepOnly(ids: readonly string[]): void {
		for (const id of this.#samples.keys()) {
			if (!ids.includes(id)) {
				this.#samples.delete(id);
			}
		}
	}
}
