import { binarySize, humanSize } from '../../base/format.ts';
import type { StatsColumn, StatsSample, Traffic } from '../protocols/stats.ts';
import { percentText } from './statsScale.ts';

/** What a cell of the table says of a sample; the texts are those of `docker stats`. */
export function cellText(column: StatsColumn, sample: StatsSample): string {
	switch (column) {
		case 'cpu':
			return percentText(sample.cpu);
		case 'memory':
			return binarySize(sample.memory);
		case 'network':
			return trafficText(sample.network);
		case 'disk':
			return trafficText(sample.disk);
		case 'processes':
			return sample.processes === undefined ? none : String(sample.processes);
		default:
			return '';
	}
}

export const none = '–';

/** Behind the memory: ` / 64 MiB`. */
export function memoryLimit(sample: StatsSample): string {
	return sample.memoryLimit > 0 ? ` / ${binarySize(sample.memoryLimit)}` : '';
}

export function memoryShare({ memory, memoryLimit }: StatsSample): string {
	return memoryLimit > 0 ? percentText((memory / memoryLimit) * 100) : '';
}

/** What a column is sorted by. */
export function sortValue(column: StatsColumn, sample: StatsSample | undefined): number {
	switch (column) {
		case 'cpu':
			return sample?.cpu ?? -1;
		case 'memory':
			return sample?.memory ?? -1;
		case 'network':
			return sample?.network ? sample.network.in + sample.network.out : -1;
		case 'disk':
			return sample ? sample.disk.in + sample.disk.out : -1;
		case 'processes':
			return sample?.processes ?? -1;
		default:
			return 0;
	}
}

/** All of several containers, but for the limits, which may be the same memory. */
export function totalOf(samples: readonly StatsSample[]): StatsSample {
	const sum = (of: (sample: StatsSample) => number | undefined) =>
		samples.reduce((total, sample) => total + (of(sample) ?? 0), 0);
	return {
		at: 0,
		begins: false,
		cpu: sum(({ cpu }) => cpu),
		memory: sum(({ memory }) => memory),
		memoryLimit: 0,
		network: { in: sum(({ network }) => network?.in), out: sum(({ network }) => network?.out) },
		disk: { in: sum(({ disk }) => disk.in), out: sum(({ disk }) => disk.out) },
		networkRate: undefined,
		diskRate: undefined,
		processes: sum(({ processes }) => processes),
	};
}

function trafficText(traffic: Traffic | undefined): string {
	return traffic === undefined ? none : `${humanSize(traffic.in)} / ${humanSize(traffic.out)}`;
}
