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
		least: 1000,
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
			least: 1,
			values: [({ cpu }) => cpu],
			names: [],
			format: percentText,
			formatAxis: shortPercent,
		},
		{
			column: 'memory',
			title: client.text('memory'),
			binary: true,
			least: 1024 * 1024,
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
			least: 4,
			values: [({ processes }) => processes],
			names: [],
			format: String,
			formatAxis: String,
		},
	];
}
