import { humanSize } from '../../base/format.ts';
import type { LayersReading, LayersView } from '../protocols/layers.ts';
import { element } from './element.ts';
import { type PanelClient, RequestFailure } from './panelClient.ts';

/** The line at the bottom: how far the reading is, what failed, and the way on. */
export class LayersStatus {
	readonly element: HTMLElement;
	readonly #client: PanelClient<LayersView>;
	readonly #words = element('span', { role: 'status' });
	readonly #progress = element('progress', { max: 1 });
	readonly #stop: HTMLButtonElement;
	readonly #read: HTMLButtonElement;

	constructor(client: PanelClient<LayersView>) {
		this.#client = client;
		this.#stop = this.#button(client.text('stop'), () => client.request('stop', undefined));
		this.#read = this.#button(client.text('readAgain'), () => client.request('read', undefined));
		this.#progress.setAttribute('aria-label', client.text('reading'));
		this.element = element('footer', {}, this.#progress, this.#words, this.#stop, this.#read);
	}

	showReading(reading: LayersReading): void {
		const { phase } = reading;
		this.element.hidden = phase === 'done' && reading.overview.failure === '';
		this.#progress.hidden = phase !== 'reading';
		this.#stop.hidden = phase !== 'reading';
		this.#read.hidden = phase === 'reading' || phase === 'done';
		this.#read.textContent = this.#client.text(phase === 'cancelled' ? 'read' : 'readAgain');
		if (phase === 'reading') {
			const { bytes, expected } = reading;
			if (expected > 0 && bytes > 0) {
				this.#progress.value = Math.min(1, bytes / expected);
			} else {
				this.#progress.removeAttribute('value');
			}
			this.#say(
				bytes > 0
					? this.#client.text('readingOf', humanSize(bytes), humanSize(expected))
					: this.#client.text('reading'),
			);
		} else if (phase === 'done') {
			this.#say(reading.overview.failure, true);
		} else {
			this.#say(phase === 'failed' ? reading.sentence : this.#client.text('cancelled'), phase === 'failed');
		}
	}

	/** What is being done meanwhile; nothing takes it away. */
	showWork(words: string): void {
		this.element.hidden = words === '';
		this.#progress.hidden = words === '';
		this.#progress.removeAttribute('value');
		this.#say(words);
	}

	/** Tells of a request that failed; one that the user gave up is no failure. */
	async watch<T>(request: Promise<T>): Promise<T | undefined> {
		try {
			return await request;
		} catch (error) {
			if (error instanceof RequestFailure && error.failure.code !== 'cancelled') {
				this.element.hidden = false;
				this.#say(error.message, true);
			}
			return undefined;
		}
	}

	#say(words: string, isProblem = false): void {
		this.#words.textContent = words;
		this.#words.className = isProblem ? 'problem' : '';
	}

	#button(text: string, ask: () => Promise<unknown>): HTMLButtonElement {
		return element('button', { type: 'button', text, on: { click: () => void this.watch(ask()) } });
	}
}
