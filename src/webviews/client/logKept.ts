import type { LogViewer, LogViewerState } from '../protocols/logViewer.ts';
import type { PanelClient } from './panelClient.ts';

const pause = 300;

/** Keeps how a viewer is, so that it comes back like that. */
export class LogKept {
	readonly #client: PanelClient<LogViewer>;
	readonly #stateNow: () => Omit<LogViewerState, 'target' | 'reading'>;
	#timer: number | undefined;
	#isLeft = false;

	constructor(client: PanelClient<LogViewer>, stateNow: () => Omit<LogViewerState, 'target' | 'reading'>) {
		this.#client = client;
		this.#stateNow = stateNow;
	}

	keepSoon(): void {
		this.#timer ??= window.setTimeout(() => this.keep(), pause);
	}

	keep(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (!this.#isLeft) {
			this.#client.keep(this.#state);
		}
	}

	/** The view that this page is in will show something else, and must not come back to this. */
	leave(): LogViewerState {
		this.#isLeft = true;
		this.#client.forget();
		return this.#state;
	}

	get #state(): LogViewerState {
		const { target, reading } = this.#client.state;
		return { target, reading, ...this.#stateNow() };
	}
}
