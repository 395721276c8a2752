import type { StatsPanel, StatsRow, StatsSample } from '../protocols/stats.ts';
import { element } from './element.ts';
import type { PanelClient } from './panelClient.ts';
import { none } from './statsCells.ts';
import { type ChartWords, StatsChart } from './statsChart.ts';
import { type ChartLine, colourCount } from './statsDrawing.ts';
import { type Figure, figuresOf } from './statsFigures.ts';
import { pointsOf, type StatsSeries, sumOf } from './statsSeries.ts';

export interface ChartsHost {
	readonly client: PanelClient<StatsPanel>;
	readonly series: StatsSeries;
	colour(id: string): number;
}

/** All charts, with one moment that is read in all of them. */
export class StatsCharts {
	readonly element = element('div', { class: 'charts' });
	readonly #host: ChartsHost;
	readonly #charts: readonly { readonly figure: Figure; readonly chart: StatsChart }[];

	constructor(host: ChartsHost) {
		this.#host = host;
		const words = chartWords(host.client);
		this.#charts = figuresOf(host.client).map(figure => ({
			figure,
			chart: new StatsChart(figure, words, back => this.#charts.forEach(({ chart }) => void chart.mark(back))),
		}));
		this.element.append(...this.#charts.map(({ chart }) => chart.element));
	}

	/** A line for each of the rows, or one for their sum. */
	show(rows: readonly StatsRow[], sum: boolean, now: number): void {
		for (const { figure, chart } of this.#charts) {
			const lines = sum ? this.#sumLines(figure, rows, now) : this.#lines(figure, rows);
			const limit = figure.column === 'memory' ? this.#limit(rows, sum) : undefined;
			chart.show({ lines, limit, summary: this.#summary(figure, rows, now) }, now);
		}
	}

	showNumbers(): void {
		this.#charts.forEach(({ chart }) => void chart.showNumbers());
	}

	#lines({ values, names }: Figure, rows: readonly StatsRow[]): ChartLine[] {
		return rows.flatMap(row =>
			values.map((read, index) => ({
				name: [row.name, names[index]].filter(Boolean).join(' · '),
				colour: this.#host.colour(row.id) % colourCount,
				dashed: index > 0,
				points: pointsOf(this.#host.series.of(row.id), read),
			})),
		);
	}

	#sumLines({ values, names }: Figure, rows: readonly StatsRow[], now: number): ChartLine[] {
		return values.map((read, index) => ({
			name: [this.#host.client.text('total'), names[index]].filter(Boolean).join(' · '),
			colour: 0,
			dashed: index > 0,
			points: sumOf(
				rows.map(({ id }) => pointsOf(this.#host.series.of(id), read)),
				now,
			),
		}));
	}

	/** Where all have the same one: of several others there is no one line. */
	#limit(rows: readonly StatsRow[], sum: boolean): number | undefined {
		const limits = new Set(rows.map(({ id }) => this.#host.series.of(id).at(-1)?.memoryLimit));
		const [limit] = limits;
		return limits.size === 1 && !(sum && rows.length > 1) && limit ? limit : undefined;
	}

	/** What all of them use now. */
	#summary({ values, names, format }: Figure, rows: readonly StatsRow[], now: number): string {
		const samples = rows.flatMap(({ id, state }) =>
			state === 'running' ? (this.#host.series.current(id, now) ?? []) : [],
		);
		const total = (read: (sample: StatsSample) => number | undefined) => {
			const known = samples.flatMap(sample => read(sample) ?? []);
			return known.length === 0 ? none : format(known.reduce((sum, value) => sum + value, 0));
		};
		const arrows = names.length > 0 ? ['↓ ', '↑ '] : [''];
		return values.map((read, index) => `${arrows[index]}${total(read)}`).join('  ');
	}
}

function chartWords(client: PanelClient<StatsPanel>): ChartWords {
	const language = document.documentElement.lang;
	const minute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	return {
		time: new Intl.DateTimeFormat(language, { ...minute, second: '2-digit' }),
		minute: new Intl.DateTimeFormat(language, minute),
		name: client.text('name'),
		now: client.text('now'),
		average: client.text('average'),
		highest: client.text('highest'),
		keys: client.text('chartKeys'),
		limit: value => client.text('limit', value),
		more: count => client.text('more', count),
	};
}
