import type { StatsColumn, StatsPanel, StatsRow, StatsSample } from '../protocols/stats.ts';
import { element, setAttribute } from './element.ts';
import type { PanelClient } from './panelClient.ts';
import { cellText, memoryLimit, memoryShare, none, sortValue, totalOf } from './statsCells.ts';
import { colourCount, colourOf, drawSparkline } from './statsDrawing.ts';
import { pointsOf, type StatsSeries, shownLength } from './statsSeries.ts';

const columns: readonly StatsColumn[] = ['name', 'state', 'cpu', 'memory', 'network', 'disk', 'processes'];
const figures: readonly StatsColumn[] = columns.slice(2);
/** The sparkline is of the last minute: in a row there is no room for five. */
const sparkLength = shownLength / 5;

export interface TableHost {
	readonly client: PanelClient<StatsPanel>;
	readonly series: StatsSeries;
	sort: StatsPanel['state']['sort'];
	isChosen(id: string): boolean;
	choose(id: string, chosen: boolean): void;
	/** Which of the chart colours a row has. */
	colour(id: string): number;
	sorted(): void;
}

/** The rows with what they use now. */
export class StatsTable {
	readonly element: HTMLElement;
	readonly #host: TableHost;
	readonly #heads = new Map<StatsColumn, HTMLElement>();
	readonly #body = element('tbody');
	readonly #foot = element('tfoot');
	readonly #rows = new Map<string, TableRow>();
	readonly #totals = new Map<StatsColumn, HTMLElement>();

	constructor(host: TableHost) {
		this.#host = host;
		const { client } = host;
		this.element = element(
			'table',
			{ class: 'containers', 'aria-label': client.text('containers') },
			element(
				'thead',
				{},
				element('tr', {}, element('td', { class: 'chart' }), ...columns.map(column => this.#head(column))),
			),
			this.#body,
			this.#foot,
		);
		this.#drawFoot();
		this.#showSort();
	}

	/** Shows these rows. */
	show(rows: readonly StatsRow[], now: number): void {
		const ids = new Set(rows.map(({ id }) => id));
		for (const [id, row] of this.#rows) {
			if (!ids.has(id)) {
				row.element.remove();
				this.#rows.delete(id);
			}
		}
		for (const row of rows) {
			const shown = this.#rows.get(row.id) ?? new TableRow(this.#host, row.id);
			this.#rows.set(row.id, shown);
			shown.show(row, this.#current(row, now));
		}
		this.#order(rows, now);
		const samples = rows.flatMap(row => this.#current(row, now) ?? []);
		this.#foot.hidden = rows.length < 2;
		const total = totalOf(samples);
		for (const [column, cell] of this.#totals) {
			cell.textContent = samples.length === 0 ? none : cellText(column, total);
		}
	}

	drawSparklines(now: number): void {
		const style = getComputedStyle(this.element);
		for (const row of this.#rows.values()) {
			row.drawSparkline(now, style);
		}
	}

	#current({ id, state }: StatsRow, now: number): StatsSample | undefined {
		return state === 'running' ? this.#host.series.current(id, now) : undefined;
	}

	#head(column: StatsColumn): HTMLElement {
		const { client } = this.#host;
		const detail = column === 'network' || column === 'disk' ? client.text(`${column}Detail`) : undefined;
		const head = element(
			'th',
			{ scope: 'col', class: column },
			element(
				'button',
				{ type: 'button', on: { click: () => this.#sortBy(column) } },
				client.text(column),
				detail !== undefined && element('span', { class: 'quiet', text: ` ${detail}` }),
			),
		);
		this.#heads.set(column, head);
		return head;
	}

	#sortBy(column: StatsColumn): void {
		const { sort } = this.#host;
		const isFigure = figures.includes(column);
		this.#host.sort = {
			column,
			descending: sort.column === column ? !sort.descending : isFigure,
		};
		this.#showSort();
		this.#host.sorted();
	}

	#showSort(): void {
		const { column: sorted, descending } = this.#host.sort;
		for (const [column, head] of this.#heads) {
			const order = column === sorted ? (descending ? 'descending' : 'ascending') : undefined;
			setAttribute(head, 'aria-sort', order);
		}
	}

	/** Rows do not move away below the pointer or the focus. */
	#order(rows: readonly StatsRow[], now: number): void {
		const { column, descending } = this.#host.sort;
		const isHeld = figures.includes(column) && this.#body.matches(':hover, :focus-within');
		const known = rows.every(({ id }) => this.#rows.get(id)?.element.isConnected);
		if (isHeld && known) {
			return;
		}
		const direction = descending ? -1 : 1;
		const compare = (left: StatsRow, right: StatsRow) => {
			const names = compareText(left.name, right.name);
			if (column === 'name' || column === 'state') {
				return direction * (column === 'name' ? names : compareText(left.words, right.words) || names);
			}
			const values = [left, right].map(row => sortValue(column, this.#current(row, now))) as [number, number];
			return direction * (values[0] - values[1]) || names;
		};
		const order = [...rows].sort(compare).map(({ id }) => this.#rows.get(id)?.element as HTMLElement);
		if (order.some((row, index) => this.#body.children[index] !== row)) {
			this.#body.append(...order);
		}
	}

	#drawFoot(): void {
		const cells = figures.map(column => {
			const cell = element('td', { class: column });
			this.#totals.set(column, cell);
			return cell;
		});
		const title = element('th', { scope: 'row', class: 'name', text: this.#host.client.text('total') });
		this.#foot.append(
			element('tr', {}, element('td', { class: 'chart' }), title, element('td', { class: 'state' }), ...cells),
		);
	}
}

class TableRow {
	readonly element: HTMLElement;
	readonly #host: TableHost;
	readonly #id: string;
	readonly #name = element('th', { scope: 'row', class: 'name' });
	readonly #state = element('td', { class: 'state' });
	readonly #box: HTMLInputElement;
	readonly #swatch = element('span', { 'aria-hidden': 'true' });
	readonly #cells = new Map<StatsColumn, HTMLElement>();
	readonly #limit = element('span', { class: 'limit' });
	readonly #share = element('span', { class: 'quiet' });
	readonly #spark = element('canvas', { class: 'spark', 'aria-hidden': 'true' });

	constructor(host: TableHost, id: string) {
		this.#host = host;
		this.#id = id;
		this.#box = element('input', {
			type: 'checkbox',
			on: { change: () => host.choose(id, this.#box.checked) },
		});
		const cells = figures.map(column => {
			const text = element('span');
			this.#cells.set(column, text);
			return element(
				'td',
				{ class: column },
				column === 'cpu' && this.#spark,
				text,
				...(column === 'memory' ? [this.#limit, this.#share] : []),
			);
		});
		this.element = element(
			'tr',
			{ on: { click: event => this.#onClick(event) } },
			element('td', { class: 'chart' }, element('label', {}, this.#box, this.#swatch)),
			this.#name,
			this.#state,
			...cells,
		);
	}

	show({ name, state, words, problem }: StatsRow, sample: StatsSample | undefined): void {
		const { client } = this.#host;
		setText(this.#name, name);
		setAttribute(this.#name, 'title', name);
		setText(this.#state, problem === undefined ? words : `${words} · ${problem}`);
		setAttribute(this.#state, 'title', problem);
		setAttribute(this.element, 'data-state', state);
		setAttribute(this.#box, 'aria-label', client.text('chart', name));
		setAttribute(this.#box, 'title', client.text('chart', name));
		this.#box.checked = this.#host.isChosen(this.#id);
		this.#swatch.className = `swatch colour-${this.#host.colour(this.#id) % colourCount}`;
		for (const [column, cell] of this.#cells) {
			setText(cell, sample ? cellText(column, sample) : none);
		}
		setText(this.#limit, sample ? memoryLimit(sample) : '');
		setText(this.#share, sample ? memoryShare(sample) : '');
	}

	drawSparkline(now: number, style: CSSStyleDeclaration): void {
		const from = now - sparkLength;
		const points = pointsOf(
			this.#host.series.of(this.#id).filter(({ at }) => at >= from),
			({ cpu }) => cpu,
		);
		const top = Math.max(10, ...points.map(({ value }) => value));
		drawSparkline(this.#spark, points, { from, to: now, top }, colourOf(style, this.#host.colour(this.#id)));
	}

	/** Anywhere in the row. */
	#onClick({ target }: MouseEvent): void {
		if (target instanceof Element && !target.closest('label') && getSelection()?.isCollapsed !== false) {
			this.#box.checked = !this.#box.checked;
			this.#host.choose(this.#id, this.#box.checked);
		}
	}
}

function setText(cell: HTMLElement, text: string): void {
	if (cell.textContent !== text) {
		cell.textContent = text;
	}
}

function compareText(left: string, right: string): number {
	return left.localeCompare(right, undefined, { numeric: true });
}
