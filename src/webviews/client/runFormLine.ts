import type { RunForm, RunValues } from '../protocols/runForm.ts';
import { type Child, element, newId, setAttribute } from './element.ts';
import { type PanelClient, RequestFailure } from './panelClient.ts';

const typingPause = 300;

/** The live `docker run` line, which can be copied, changed and replaced. */
export class RunLine {
	readonly element: HTMLElement;
	readonly #client: PanelClient<RunForm>;
	readonly #onRead: (values: RunValues) => void;
	readonly #area: HTMLTextAreaElement;
	readonly #problem: HTMLElement;
	#timer: number | undefined;
	#line = '';
	#isUnread = false;

	constructor(client: PanelClient<RunForm>, onRead: (values: RunValues) => void) {
		this.#client = client;
		this.#onRead = onRead;
		const id = newId();
		this.#problem = element('div', { class: 'problem', id: `${id}-problem`, role: 'status' });
		this.#area = element('textarea', {
			id,
			class: 'code',
			rows: 2,
			spellcheck: 'false',
			'aria-describedby': `${id}-help ${id}-problem`,
			on: { input: () => this.#readSoon(), blur: () => this.#show() },
		});
		const parts: Child[] = [
			element('label', { for: id, text: client.text('line') }),
			element('span', { class: 'quiet', id: `${id}-help`, text: ` ${client.text('lineHelp')}` }),
			this.#area,
			this.#problem,
		];
		this.element = element('div', {}, ...parts);
	}

	get text(): string {
		return this.#area.value;
	}

	/** What the fields make; not while somebody is writing here. */
	show(line: string): void {
		this.#line = line;
		this.#show();
	}

	#show(): void {
		if (document.activeElement !== this.#area && !this.#isUnread) {
			this.#area.value = this.#line;
			this.#say(undefined);
		}
	}

	#readSoon(): void {
		clearTimeout(this.#timer);
		this.#isUnread = true;
		this.#timer = window.setTimeout(() => void this.#read(), typingPause);
	}

	async #read(): Promise<void> {
		const line = this.#area.value;
		try {
			const values = line.trim() === '' ? undefined : await this.#client.request('read', line);
			if (line !== this.#area.value) {
				return;
			}
			this.#isUnread = false;
			this.#say(undefined);
			if (values) {
				this.#onRead(values);
			}
		} catch (error) {
			// What cannot be read stays as it was typed.
			if (error instanceof RequestFailure && line === this.#area.value) {
				this.#say(error.message);
			}
		}
	}

	#say(problem: string | undefined): void {
		this.#problem.textContent = problem ?? '';
		setAttribute(this.#area, 'aria-invalid', problem === undefined ? undefined : 'true');
	}
}
