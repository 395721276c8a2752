import { humanSize } from '../../base/format.ts';
import type { LayersComparison, LayersOverview, LayersTab, LayersView } from '../protocols/layers.ts';
import { element } from './element.ts';
import { LayersFiles } from './layersFiles.ts';
import { LayersList } from './layersList.ts';
import { LayersStatus } from './layersStatus.ts';
import { wasteList } from './layersWaste.ts';
import type { PanelClient } from './panelClient.ts';

const tabs: readonly LayersTab[] = ['files', 'waste', 'compare'];

/** The layers of an image: figures on top, the layers beside what they hold, and below how far it is. */
export class LayersPage {
	readonly #client: PanelClient<LayersView>;
	readonly #figures = element('dl', { class: 'figures' });
	readonly #title = element('h1');
	readonly #list: LayersList;
	readonly #files: LayersFiles;
	readonly #status: LayersStatus;
	readonly #tabs = new Map<LayersTab, HTMLButtonElement>();
	readonly #panel = element('section', { role: 'tabpanel', id: 'content', tabindex: '-1' });
	#state: LayersView['state'];
	#image: LayersView['start']['image'];
	#overview: LayersOverview | undefined;
	#comparison: LayersComparison | undefined;

	constructor(client: PanelClient<LayersView>, root: HTMLElement) {
		this.#client = client;
		this.#state = client.state;
		this.#image = client.start.image;
		this.#status = new LayersStatus(client);
		this.#list = new LayersList(client, {
			choose: layer => this.#chooseLayer(layer),
			openLine: layer => void this.#status.watch(client.request('openLine', layer)),
		});
		this.#files = new LayersFiles(client, this.#status, change => this.#change(change));
		this.#drawFrame(root);
		this.#showImage(client.start.image);
		this.#showReading(client.start.reading);
		client.on('image', image => this.#showImage(image));
		client.on('reading', reading => this.#showReading(reading));
		this.#list.focus();
	}

	#drawFrame(root: HTMLElement): void {
		const text = this.#client.text.bind(this.#client);
		for (const tab of tabs) {
			const button = element('button', {
				type: 'button',
				role: 'tab',
				'aria-controls': 'content',
				text: text(tab),
				on: { click: () => this.#chooseTab(tab) },
			});
			this.#tabs.set(tab, button);
		}
		const tablist = element('div', { class: 'tabs', role: 'tablist' }, ...this.#tabs.values());
		tablist.addEventListener('keydown', event => this.#onTabKey(event));
		root.append(
			element('header', {}, this.#title, this.#figures),
			element('div', { class: 'body' }, this.#list.element, element('div', { class: 'content' }, tablist, this.#panel)),
			this.#status.element,
		);
	}

	#showImage(image: LayersView['start']['image']): void {
		this.#image = image;
		const { name, platform, size, steps } = image;
		this.#title.replaceChildren(
			name,
			element('span', { class: 'quiet', text: [platform, size > 0 && humanSize(size)].filter(Boolean).join(' · ') }),
		);
		this.#list.show(steps);
		this.#list.choose(this.#layer);
	}

	#showReading(reading: LayersView['start']['reading']): void {
		this.#status.showReading(reading);
		this.#overview = reading.phase === 'done' ? reading.overview : undefined;
		this.#drawFigures();
		if (this.#overview && this.#state.other !== '' && !this.#comparison) {
			void this.#compare(this.#state.other);
		}
		this.#chooseTab(this.#state.tab);
	}

	get #layer(): number {
		const layers = this.#image.steps.flatMap(({ layer }) => (layer === undefined ? [] : [layer]));
		const newest = Math.max(-1, ...layers);
		return Math.min(this.#state.layer ?? newest, newest);
	}

	#drawFigures(): void {
		const text = this.#client.text.bind(this.#client);
		const figure = (name: string, value: string, help: string) =>
			element(
				'div',
				{ title: help },
				element('dt', { text: name }),
				element('dd', { text: value }),
				element('dd', { class: 'quiet help', text: help }),
			);
		const overview = this.#overview;
		this.#figures.hidden = !overview || this.#layer < 0;
		if (overview) {
			const percent = `${Math.floor(overview.efficiency * 1000) / 10} %`;
			this.#figures.replaceChildren(
				figure(text('savable'), humanSize(overview.savableBytes), text('savableHelp')),
				figure(text('efficiency'), percent, text('efficiencyHelp')),
				figure(text('wasted'), humanSize(overview.wastedBytes), text('wastedHelp')),
			);
		}
	}

	/** With a path, its files are looked for there. */
	#chooseLayer(layer: number, path?: string): void {
		this.#list.choose(layer);
		if (path !== undefined) {
			this.#files.search(path);
		}
		this.#change({ layer, tab: 'files' });
		this.#chooseTab('files');
	}

	#chooseTab(tab: LayersTab): void {
		this.#change({ tab });
		for (const [own, button] of this.#tabs) {
			button.setAttribute('aria-selected', String(own === tab));
			button.tabIndex = own === tab ? 0 : -1;
		}
		this.#panel.setAttribute('aria-label', this.#client.text(tab));
		this.#panel.replaceChildren(...this.#content(tab));
	}

	#content(tab: LayersTab): Node[] {
		const text = this.#client.text.bind(this.#client);
		const overview = this.#overview;
		if (this.#layer < 0 && this.#image.steps.length > 0) {
			return [element('p', { text: text('noLayers') })];
		}
		if (!overview) {
			return [];
		}
		switch (tab) {
			case 'files': {
				const problem = this.#image.steps.find(({ layer }) => layer === this.#layer)?.problem ?? '';
				if (problem !== '') {
					return [element('p', { class: 'problem', text: problem })];
				}
				void this.#files.show({ of: 'layer', layer: this.#layer });
				return [this.#files.element];
			}
			case 'waste':
				return [wasteList(this.#client, overview, (layer, path) => this.#chooseLayer(layer, path))];
			case 'compare':
				return this.#comparisonContent();
		}
	}

	#comparisonContent(): Node[] {
		const text = this.#client.text.bind(this.#client);
		const choose = element('button', {
			type: 'button',
			class: this.#comparison ? undefined : 'primary',
			text: text('compareWith'),
			on: { click: () => void this.#compare('') },
		});
		const comparison = this.#comparison;
		if (!comparison) {
			return [element('div', { class: 'intro' }, element('p', { text: text('compareHelp') }), choose)];
		}
		const { added, changed, removed } = comparison.changes;
		const counts = (
			[
				['filesAdded', added],
				['filesChanged', changed],
				['filesRemoved', removed],
			] as const
		)
			.filter(([, { files }]) => files > 0)
			.map(([name, { files, bytes }]) => text(name, files, humanSize(bytes)));
		void this.#files.show({ of: 'compared', layer: 0 });
		return [
			element(
				'div',
				{ class: 'intro' },
				element('h2', { text: text('comparedWith', comparison.name, this.#image.name) }),
				element('p', { text: counts.join(' · ') }),
				element('p', { class: 'quiet', text: text('sharedLayers', comparison.sharedLayers, comparison.layers) }),
				choose,
			),
			this.#files.element,
		];
	}

	/** The id of another image, or nothing to be asked for one. */
	async #compare(other: string): Promise<void> {
		const request = this.#client.request('compare', other);
		if (other !== '') {
			this.#status.showWork(this.#client.text('comparing'));
		}
		const comparison = await this.#status.watch(request.finally(() => this.#status.showWork('')));
		if (comparison) {
			this.#comparison = comparison;
			if (other === '') {
				this.#files.search('');
			}
			this.#change({ other: comparison.id });
			if (this.#state.tab === 'compare') {
				this.#chooseTab('compare');
			}
		}
	}

	#change(state: Partial<LayersView['state']>): void {
		this.#state = { ...this.#state, ...state };
		this.#client.keep(this.#state);
	}

	#onTabKey(event: KeyboardEvent): void {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (step !== undefined) {
			event.preventDefault();
			const next = tabs[(tabs.indexOf(this.#state.tab) + step + tabs.length) % tabs.length] as LayersTab;
			this.#chooseTab(next);
			this.#tabs.get(next)?.focus();
		}
	}
}
