import type { Processes, StatsPanel, StatsRow } from '../protocols/stats.ts';
import { element } from './element.ts';
import { type PanelClient, RequestFailure } from './panelClient.ts';

const between = 2000;
/** Of how many containers at once; each costs the engine a look. */
const mostContainers = 4;

/** What runs in the chosen containers; asked for while it is unfolded, so never while the panel is hidden. */
export class StatsProcesses {
	readonly element = element('div', { class: 'processes' });
	readonly #client: PanelClient<StatsPanel>;
	readonly #tables = new Map<string, HTMLElement>();
	#rows: readonly StatsRow[] = [];
	#shown = '';
	#timer: number | undefined;
	#asking = new AbortController();
	#isOpen = false;

	constructor(client: PanelClient<StatsPanel>) {
		this.#client = client;
	}

	/** Those of these rows, the chosen ones or the only one; of none there is a hint. */
	show(rows: readonly StatsRow[], isOpen: boolean): void {
		this.#rows = rows.slice(0, mostContainers);
		const wanted = JSON.stringify([isOpen, this.#rows.map(({ id, name, state }) => [id, name, state])]);
		if (wanted === this.#shown) {
			return;
		}
		this.#shown = wanted;
		this.#isOpen = isOpen;
		this.#drawFrame();
		clearTimeout(this.#timer);
		this.#asking.abort();
		this.#asking = new AbortController();
		if (isOpen) {
			void this.#ask(this.#asking.signal);
		}
	}

	#drawFrame(): void {
		const known = new Map(this.#tables);
		this.#tables.clear();
		const parts = this.#rows.map(row => {
			const place = known.get(row.id) ?? element('div', { class: 'scrolled' });
			if (row.state !== 'running' && row.state !== 'paused') {
				place.replaceChildren(element('p', { class: 'quiet', text: this.#client.text('notRunning', row.name) }));
			}
			this.#tables.set(row.id, place);
			return element('section', {}, this.#rows.length > 1 && element('h3', { text: row.name }), place);
		});
		const hint = element('p', { class: 'quiet', text: this.#client.text('chooseForProcesses') });
		this.element.replaceChildren(...(parts.length > 0 ? parts : [hint]));
	}

	async #ask(signal: AbortSignal): Promise<void> {
		const running = this.#rows.filter(({ state }) => state === 'running' || state === 'paused');
		await Promise.all(running.map(row => this.#askOf(row, signal)));
		if (this.#isOpen && !signal.aborted) {
			this.#timer = window.setTimeout(() => void this.#ask(signal), between);
		}
	}

	async #askOf(row: StatsRow, signal: AbortSignal): Promise<void> {
		const place = this.#tables.get(row.id);
		try {
			const processes = await this.#client.request('processes', row.id, signal);
			if (!signal.aborted) {
				place?.replaceChildren(tableOf(processes, this.#client.text('processesOf', row.name)));
			}
		} catch (error) {
			if (error instanceof RequestFailure && !signal.aborted) {
				place?.replaceChildren(element('p', { class: 'quiet', text: error.message }));
			}
		}
	}
}

function tableOf({ titles, processes }: Processes, label: string): HTMLElement {
	const heads = titles.map(title => element('th', { scope: 'col', text: title }));
	const rows = processes.map(cells => element('tr', {}, ...cells.map(text => element('td', { text }))));
	return element(
		'table',
		{ 'aria-label': label },
		element('thead', {}, element('tr', {}, ...heads)),
		element('tbody', {}, ...rows),
	);
}
