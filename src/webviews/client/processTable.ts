import type { ContainerPage, PageProcesses } from '../protocols/containerPage.ts';
import { element } from './element.ts';
import type { PanelClient } from './panelClient.ts';

const pauseMs = 2000;

/** What runs in a container, asked for anew as long as it is followed. */
export class ProcessTable {
	readonly element = element('div', { class: 'scrolled' });
	readonly #client: PanelClient<ContainerPage>;
	readonly #onCount: (count: number | undefined) => void;
	#following: AbortController | undefined;
	#shown = '';

	constructor(client: PanelClient<ContainerPage>, onCount: (count: number | undefined) => void) {
		this.#client = client;
		this.#onCount = onCount;
		this.#say(client.text('notRunning'));
	}

	follow(wanted: boolean): void {
		if (wanted && !this.#following) {
			this.#following = new AbortController();
			void this.#keepAsking(this.#following.signal);
		} else if (!wanted) {
			this.#following?.abort();
			this.#following = undefined;
			this.#say(this.#client.text('notRunning'));
			this.#onCount(undefined);
		}
	}

	async #keepAsking(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			const answer = await this.#client.request('processes', undefined, signal).catch((failure: Error) => failure);
			if (signal.aborted) {
				return;
			}
			if (answer instanceof Error) {
				this.#say(answer.message);
			} else {
				this.#show(answer);
			}
			await new Promise(resolve => setTimeout(resolve, pauseMs));
		}
	}

	#say(words: string): void {
		this.#shown = '';
		this.element.replaceChildren(element('p', { class: 'quiet', text: words }));
	}

	/** What has not changed stays, with what is selected in it. */
	#show({ titles, processes }: PageProcesses): void {
		const shown = JSON.stringify([titles, processes]);
		if (shown === this.#shown) {
			return;
		}
		this.#shown = shown;
		this.#onCount(processes.length);
		const rows = processes.map(cells => element('tr', {}, ...cells.map(text => element('td', { text }))));
		const head = element('tr', {}, ...titles.map(text => element('th', { scope: 'col', text })));
		this.element.replaceChildren(
			element('table', {}, element('thead', {}, head), element('tbody', { class: 'code' }, ...rows)),
		);
	}
}
