import type { RunForm, RunState } from '../protocols/runForm.ts';
import { element } from './element.ts';
import type { PanelClient } from './panelClient.ts';

export interface RunActions {
	run(): void;
	/** The docker run line as it stands. */
	line(): string;
	focusProblem(): void;
}

/** The buttons below the form, and how the run goes. */
export class RunStatus {
	readonly element: HTMLElement;
	readonly #client: PanelClient<RunForm>;
	readonly #run: HTMLButtonElement;
	readonly #stop: HTMLButtonElement;
	readonly #words = element('div', { role: 'status' });
	readonly #problems: HTMLButtonElement;
	#state: RunState = { phase: 'idle' };

	constructor(client: PanelClient<RunForm>, actions: RunActions) {
		this.#client = client;
		const button = (text: string, click: () => void, primary = false) =>
			element('button', { type: 'button', class: primary ? 'primary' : undefined, text, on: { click } });
		this.#run = button(client.text('run'), () => actions.run(), true);
		this.#run.title = client.text('runKeys');
		this.#stop = button(client.text('stop'), () => void client.request('stop', undefined));
		this.#problems = element('button', {
			type: 'button',
			class: 'link problem',
			on: { click: () => actions.focusProblem() },
		});
		this.element = element(
			'div',
			{ class: 'controls' },
			this.#run,
			this.#stop,
			button(client.text('copy'), () => void client.request('copy', actions.line())),
			this.#words,
			this.#problems,
		);
		this.show(this.#state);
		this.showProblems(0);
	}

	get isRunning(): boolean {
		return this.#state.phase === 'running';
	}

	show(state: RunState): void {
		this.#state = state;
		this.#run.disabled = this.isRunning;
		this.#stop.hidden = !this.isRunning;
		this.#words.replaceChildren(...this.#sentence(state));
		this.#words.className = state.phase === 'failed' ? 'problem' : 'quiet';
	}

	/** What a run came to is old news once something changes. */
	forget(): void {
		if (!this.isRunning) {
			this.show({ phase: 'idle' });
		}
	}

	showProblems(count: number): void {
		this.#problems.hidden = count === 0 || this.isRunning;
		this.#problems.textContent = count === 1 ? this.#client.text('oneProblem') : this.#client.text('problems', count);
	}

	#sentence(state: RunState): (string | Node)[] {
		const client = this.#client;
		switch (state.phase) {
			case 'running':
				return [state.progress || client.text('running', state.image)];
			case 'done': {
				const { url } = state;
				const open = () => url !== undefined && void client.request('openUrl', url);
				return [
					client.text('done', state.name),
					...(url === undefined
						? []
						: [
								' ',
								element('button', {
									type: 'button',
									class: 'link',
									text: client.text('open', url),
									on: { click: open },
								}),
							]),
				];
			}
			case 'failed':
				return [state.problem.sentence];
			case 'cancelled':
				return [client.text('cancelled')];
			case 'idle':
				return [];
		}
	}
}
