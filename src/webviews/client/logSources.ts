import type { LogSourceRow, LogViewer } from '../protocols/logViewer.ts';
import { element } from './element.ts';
import type { PanelClient } from './panelClient.ts';

/** The sources as switches, in the colours that they have in the log; a double click leaves one alone. */
export class LogSources {
	readonly element: HTMLElement;
	readonly #text: PanelClient<LogViewer>['text'];
	readonly #setHidden: (names: readonly string[]) => void;
	#sources: readonly LogSourceRow[] = [];
	#hidden: ReadonlySet<string> = new Set();

	constructor(text: PanelClient<LogViewer>['text'], setHidden: (names: readonly string[]) => void) {
		this.#text = text;
		this.#setHidden = setHidden;
		this.element = element('div', { class: 'sources', role: 'group', 'aria-label': text('sources') });
	}

	show(sources: readonly LogSourceRow[], hidden: readonly string[]): void {
		const isSame = sources.length === this.#sources.length;
		this.#sources = sources;
		this.#hidden = new Set(hidden);
		this.element.hidden = sources.length < 2;
		if (!isSame) {
			this.element.replaceChildren(...sources.map((source, index) => this.#chip(source, index)));
		}
		sources.forEach((source, index) => void this.#renew(this.element.children[index] as HTMLElement, source));
	}

	#chip({ name }: LogSourceRow, index: number): HTMLElement {
		return element(
			'button',
			{
				type: 'button',
				class: `chip source${index % 8}`,
				on: { click: () => this.#toggle(name), dblclick: () => this.#only(name) },
			},
			element('span', { class: 'dot', 'aria-hidden': 'true' }),
			element('span', { class: 'chip-name', text: name }),
			element('span', { class: 'chip-state' }),
		);
	}

	#renew(chip: HTMLElement, { name, state, problem }: LogSourceRow): void {
		const words = {
			following: '',
			ended: this.#text('sourceEnded'),
			waiting: this.#text('sourceWaiting'),
			failed: this.#text('sourceFailed'),
		}[state];
		chip.setAttribute('aria-pressed', String(!this.#hidden.has(name)));
		chip.title = [name, problem ?? words, this.#text('sourceOnly')].filter(Boolean).join('\n');
		(chip.lastElementChild as HTMLElement).textContent = words;
	}

	#toggle(name: string): void {
		const hidden = new Set(this.#hidden);
		if (!hidden.delete(name)) {
			hidden.add(name);
		}
		this.#setHidden([...hidden]);
	}

	#only(name: string): void {
		this.#setHidden(this.#sources.map(source => source.name).filter(other => other !== name));
	}
}
