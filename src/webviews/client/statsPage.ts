import type { StatsPanel, StatsPart, StatsRow, StatsRows } from '../protocols/stats.ts';
import { element, setAttribute } from './element.ts';
import { foldedGroup } from './formFields.ts';
import type { PanelClient } from './panelClient.ts';
import { StatsCharts } from './statsCharts.ts';
import { StatsProcesses } from './statsProcesses.ts';
import { StatsSeries } from './statsSeries.ts';
import { StatsTable } from './statsTable.ts';

const between = 1000;
/** Where people have asked for less motion. */
const betweenWithoutMotion = 5000;
const betweenNumbers = 5000;

/** A table with what each container uses now, the charts of the last five minutes, and what runs inside. */
export class StatsPage {
	readonly client: PanelClient<StatsPanel>;
	readonly series = new StatsSeries();
	readonly #root: HTMLElement;
	readonly #colours = new Map<string, number>();
	readonly #table: StatsTable;
	readonly #charts: StatsCharts;
	readonly #processes: StatsProcesses;
	readonly #count = element('span', { class: 'quiet count', role: 'status' });
	readonly #message = element('p', { class: 'message', role: 'status' });
	readonly #sumBox: HTMLInputElement;
	readonly #sumLabel: HTMLElement;
	readonly #parts = element('div');
	#state: StatsPanel['state'];
	#rows: StatsRows;
	#watched = '';
	#drawnAt = 0;
	#numberedAt = 0;

	constructor(client: PanelClient<StatsPanel>, root: HTMLElement) {
		this.client = client;
		this.#root = root;
		this.#state = client.state;
		this.#rows = client.start;
		this.series.add(client.start.histories);
		this.#table = new StatsTable(this);
		this.#charts = new StatsCharts(this);
		this.#processes = new StatsProcesses(client);
		this.#sumBox = element('input', {
			type: 'checkbox',
			checked: this.#state.sum,
			on: { change: () => this.#change({ sum: this.#sumBox.checked }) },
		});
		this.#sumLabel = element('label', { class: 'switch' }, this.#sumBox, client.text('sum'));
		this.#drawFrame();
		this.#onRows(client.start);
		client.on('rows', rows => this.#onRows(rows));
		client.on('samples', samples => {
			this.series.add(samples);
			this.#draw();
		});
		this.#keepDrawing();
	}

	get sort(): StatsPanel['state']['sort'] {
		return this.#state.sort;
	}

	set sort(sort: StatsPanel['state']['sort']) {
		this.#state = { ...this.#state, sort };
	}

	sorted(): void {
		this.#change({});
	}

	isChosen(id: string): boolean {
		return this.#state.chosen.includes(id);
	}

	choose(id: string, chosen: boolean): void {
		const others = this.#state.chosen.filter(other => other !== id);
		this.#change({ chosen: chosen ? [...others, id] : others });
	}

	/** A row keeps its colour as long as it is there. */
	colour(id: string): number {
		const known = this.#colours.get(id);
		if (known !== undefined) {
			return known;
		}
		const taken = new Set(this.#colours.values());
		let free = 0;
		while (taken.has(free)) {
			free++;
		}
		this.#colours.set(id, free);
		return free;
	}

	#drawFrame(): void {
		const filter = element('input', {
			type: 'search',
			placeholder: this.client.text('filter'),
			'aria-label': this.client.text('filter'),
			spellcheck: 'false',
			on: { input: () => this.#change({ filter: filter.value }) },
		});
		filter.value = this.#state.filter;
		this.#root.append(
			element(
				'div',
				{ class: 'toolbar', role: 'toolbar', 'aria-label': this.client.text('stats') },
				filter,
				this.#sumLabel,
			),
			this.#message,
			element('div', { class: 'scrolled' }, this.#table.element),
			this.#parts,
			element('div', { class: 'statusline' }, this.#count),
		);
		this.#parts.append(this.#part('charts', this.#charts.element), this.#part('processes', this.#processes.element));
	}

	#part(part: StatsPart, content: HTMLElement): HTMLElement {
		return foldedGroup(
			{
				title: this.client.text(part),
				summary: '',
				open: !this.#state.folded.includes(part),
				toggle: open => {
					const others = this.#state.folded.filter(other => other !== part);
					this.#change({ folded: open ? others : [...others, part] });
				},
			},
			content,
		);
	}

	#onRows(rows: StatsRows): void {
		this.#rows = rows;
		const ids = rows.rows.map(({ id }) => id);
		this.series.keepOnly(ids);
		for (const id of this.#colours.keys()) {
			if (!ids.includes(id)) {
				this.#colours.delete(id);
			}
		}
		// In the order of their names, so that the colours are the same each time.
		for (const { id } of [...rows.rows].sort((left, right) => (left.name < right.name ? -1 : 1))) {
			this.colour(id);
		}
		this.#refresh();
	}

	#change(changed: Partial<StatsPanel['state']>): void {
		this.#state = { ...this.#state, ...changed };
		this.client.keep(this.#state);
		this.#refresh();
	}

	/** Rows or choices have changed: all is brought in line with them at once. */
	#refresh(): void {
		this.#watch();
		this.#say();
		this.#processes.show(this.#processRows, !this.#state.folded.includes('processes'));
		this.#sumLabel.hidden = this.#charted.length < 2;
		this.#drawnAt = 0;
		this.#numberedAt = 0;
		this.#draw();
	}

	get #filtered(): readonly StatsRow[] {
		const wanted = this.#state.filter.trim().toLowerCase();
		return this.#rows.rows.filter(({ name }) => name.toLowerCase().includes(wanted));
	}

	get #charted(): readonly StatsRow[] {
		const rows = this.#filtered;
		const chosen = rows.filter(({ id }) => this.isChosen(id));
		return chosen.length > 0 ? chosen : rows;
	}

	get #processRows(): readonly StatsRow[] {
		const rows = this.#filtered;
		return rows.length === 1 ? rows : rows.filter(({ id }) => this.isChosen(id));
	}

	/** Only what is on the screen is asked for. */
	#watch(): void {
		const ids = this.#filtered.map(({ id }) => id);
		const text = ids.join();
		if (text !== this.#watched) {
			this.#watched = text;
			void this.client.request('watch', ids);
		}
	}

	#say(): void {
		const { rows, unreachable } = this.#rows;
		const filtered = this.#filtered;
		const running = filtered.filter(({ state }) => state === 'running').length;
		const isAll = this.#state.target.kind === 'all';
		const message =
			unreachable ??
			(rows.length === 0
				? this.client.text(isAll ? 'nobodyRuns' : 'nobodyLeft')
				: filtered.length === 0
					? this.client.text('noMatch')
					: '');
		this.#message.textContent = message;
		this.#message.hidden = message === '';
		setAttribute(this.#message, 'class', unreachable === undefined ? 'message quiet' : 'message problem');
		this.#table.element.hidden = filtered.length === 0;
		this.#parts.hidden = filtered.length === 0;
		this.#count.textContent = this.client.text('rows', running, filtered.length);
	}

	/** At most once a second, whoever asks. */
	#draw(): void {
		const now = Date.now();
		const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
		if (now - this.#drawnAt < (isCalm ? betweenWithoutMotion : between) * 0.9) {
			return;
		}
		this.#drawnAt = now;
		this.#table.show(this.#filtered, now);
		this.#table.drawSparklines(now);
		if (!this.#state.folded.includes('charts')) {
			this.#charts.show(this.#charted, this.#state.sum, now);
			if (now - this.#numberedAt >= betweenNumbers) {
				this.#numberedAt = now;
				this.#charts.showNumbers();
			}
		}
	}

	/** Time goes on, also where nothing comes; and a change of the theme shows at once. */
	#keepDrawing(): void {
		setInterval(() => this.#draw(), between);
		new MutationObserver(() => {
			this.#drawnAt = 0;
			this.#draw();
		}).observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
	}
}
