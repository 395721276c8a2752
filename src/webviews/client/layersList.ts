import { humanSize } from '../../base/format.ts';
import type { LayerStepRow, LayersView } from '../protocols/layers.ts';
import { element } from './element.ts';
import type { PanelClient } from './panelClient.ts';

export interface LayerActions {
	choose(layer: number): void;
	openLine(layer: number): void;
}

/** The steps that made an image, the oldest on top; those that made a layer can be chosen. */
export class LayersList {
	readonly element: HTMLElement;
	readonly #client: PanelClient<LayersView>;
	readonly #actions: LayerActions;
	readonly #list = element('ul');
	#buttons = new Map<number, HTMLButtonElement>();
	#drawn = '';
	#chosen = -1;

	constructor(client: PanelClient<LayersView>, actions: LayerActions) {
		this.#client = client;
		this.#actions = actions;
		this.#list.addEventListener('keydown', event => this.#onKey(event));
		this.element = element('nav', { class: 'layers', 'aria-label': client.text('layers') }, this.#list);
	}

	show(steps: readonly LayerStepRow[]): void {
		const drawn = JSON.stringify(steps);
		if (drawn === this.#drawn) {
			return;
		}
		this.#drawn = drawn;
		const hadFocus = this.#list.contains(document.activeElement);
		const largest = Math.max(1, ...steps.map(({ size }) => size));
		this.#buttons = new Map();
		this.#list.replaceChildren(...steps.map(step => this.#row(step, largest)));
		this.choose(this.#chosen);
		if (hadFocus) {
			this.#buttons.get(this.#chosen)?.focus();
		}
	}

	focus(): void {
		this.#buttons.get(this.#chosen)?.focus();
	}

	/** Marks a layer as the one that is looked at. */
	choose(layer: number): void {
		this.#chosen = layer;
		for (const [own, button] of this.#buttons) {
			const isChosen = own === layer;
			button.setAttribute('aria-current', String(isChosen));
			button.tabIndex = isChosen ? 0 : -1;
			if (isChosen) {
				button.scrollIntoView?.({ block: 'nearest' });
			}
		}
	}

	#row(step: LayerStepRow, largest: number): HTMLElement {
		const text = this.#text;
		if (step.layer === undefined) {
			return element(
				'li',
				{ class: 'setting', title: text('setting') },
				element('code', { text: step.command }),
				this.#line(step),
			);
		}
		const { layer } = step;
		const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
		bar.style.width = `${Math.round((100 * step.size) / largest)}%`;
		const facts = [humanSize(step.size), step.age].filter(Boolean).join(' · ');
		const button = element(
			'button',
			{
				type: 'button',
				class: 'layer',
				title: step.command,
				on: { click: () => this.#actions.choose(layer) },
			},
			element('span', { class: 'number', text: `${layer + 1}`, 'aria-label': text('layer', layer + 1) }),
			element('code', { text: step.command || '–' }),
			element(
				'span',
				{ class: 'quiet facts' },
				element('span', { text: facts }),
				step.shared && element('span', { class: 'shared', text: text('shared') }),
			),
			step.problem !== '' && element('span', { class: 'problem', text: step.problem }),
			step.size > 0 && bar,
		);
		this.#buttons.set(layer, button);
		return element('li', {}, button, this.#line(step));
	}

	#line(step: LayerStepRow): HTMLElement | undefined {
		const { layer, line } = step;
		if (line === '' || layer === undefined) {
			return undefined;
		}
		return element('button', {
			type: 'button',
			class: 'link line',
			text: line,
			'aria-label': this.#client.text('openLine', line),
			title: this.#client.text('openLine', line),
			on: { click: () => this.#actions.openLine(layer) },
		});
	}

	readonly #text: PanelClient<LayersView>['text'] = (name, ...values) => this.#client.text(name, ...values);

	#onKey(event: KeyboardEvent): void {
		const layers = [...this.#buttons.keys()];
		const at = layers.indexOf(this.#chosen);
		const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: layers.length - 1 }[event.key];
		const layer = next === undefined ? undefined : layers[next];
		if (layer !== undefined) {
			event.preventDefault();
			this.#actions.choose(layer);
			this.#buttons.get(layer)?.focus();
		}
	}
}
