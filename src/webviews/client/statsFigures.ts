import { binarySize, humanSize } from '../../base/format.ts';
import type { StatsColumn, StatsPanel, StatsSample, Traffic } from '../protocols/stats.ts';
import type { PanelClient } from './panelClient.ts';
import type { ChartKind } from './statsDrawing.ts';
import { percentText, shortPercent } from './statsScale.ts';

type Value = (sample: StatsSample) => number | undefined;

/** One of the charts: a line for each container, or two. */
export interface Figure extends ChartKind {
	readonly column: StatsColumn;
	/** The second is drawn dashed. */
	readonly values: readonly Value[];
	/** Named in readings where there are two. */
	readonly names: readonly string[];
}

export function figuresOf(client: PanelClient<StatsPanel>): readonly Figure[] {
	const rate = (value: number) => client.text('perSecond', humanSize(value));
	const traffic = (column: 'network' | 'disk', of: (sample: StatsSample) => Traffic | undefined, names: string[]) => ({
		column,
		title: client.text(column),
		legend: `${names[0]} ──  ${names[1]} ╌╌`,
		binary: false,
		values: [(sample: StatsSample) => of(sample)?.in, (sample: StatsSample) => of(sample)?.out],
		names,
		format: rate,
		formatAxis: rate,
	});
	return [
		{
			column: 'cpu',
			title: client.text('cpu'),
			binary: false,
			values: [({ cpu }) => cpu],
			names: [],
			format: percentText,
			formatAxis: shortPercent,
		},
		{
			column: 'memory',
			title: client.text('memory'),
			binary: true,
			values: [({ memory }) => memory],
			names: [],
			format: binarySize,
			formatAxis: binarySize,
		},
		traffic('network', ({ networkRate }) => networkRate, [client.text('received'), client.text('sent')]),
		traffic('disk', ({ diskRate }) => diskRate, [client.text('read'), client.text('written')]),
		{
			column: 'processes',
			title: client.text('processes'),
			binary: false,
			whole: true,
			values: [({ processes }) => processes],
			names: [],
			format: String,
			formatAxis: String,
		},
	];
}

/** What a cell of the table says of a sample; the texts are those of `docker stats`. */
export function cellText(column: StatsColumn, sample: StatsSample): string {
	switch (column) {
		case 'cpu':
			return percentText(sample.cpu);
		case 'memory':
			return sample.memoryLimit > 0
				? `${binarySize(sample.memory)} / ${binarySize(sample.memoryLimit)}`
				: binarySize(sample.memory);
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
