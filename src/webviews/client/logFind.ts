import type { LogFound, LogPattern, LogViewer } from '../protocols/logViewer.ts';
import { element } from './element.ts';
import { type IconName, icon } from './icons.ts';
import { LogPatternField } from './logPatternField.ts';
import { type PanelClient, RequestFailure } from './panelClient.ts';

export interface LogFindHost {
	readonly client: PanelClient<LogViewer>;
	/** Where the next search begins. */
	place(): number;
	/** Shows what was found. */
	reveal(position: number): void;
	/** What is to be marked in the rows; an empty text for nothing. */
	mark(pattern: LogPattern): void;
	close(): void;
}

const typingPause = 30;

/** The search box: marks what it finds and goes from one to the next, and hides nothing. */
export class LogFind {
	readonly element: HTMLElement;
	readonly #host: LogFindHost;
	readonly #field: LogPatternField;
	readonly #count = element('span', { class: 'count', role: 'status' });
	#found: LogFound = { count: 0 };
	#index: number | undefined;
	/** Where the last one was found; the first search of a word starts over from where it began. */
	#at: number | undefined;
	#timer = 0;
	#searching = new AbortController();

	constructor(host: LogFindHost, pattern: LogPattern) {
		const text: PanelClient<LogViewer>['text'] = (name, ...values) => host.client.text(name, ...values);
		this.#host = host;
		this.#field = new LogPatternField(
			{
				label: text('search'),
				placeholder: text('searchPlaceholder'),
				matchCase: text('matchCase'),
				regex: text('regex'),
			},
			pattern,
			() => this.#searchSoon(),
		);
		const button = (name: IconName, title: string, click: () => void) =>
			element('button', { type: 'button', class: 'icon', title, 'aria-label': title, on: { click } }, icon(name));
		this.element = element(
			'div',
			{ class: 'find', role: 'search', hidden: true },
			this.#field.element,
			this.#count,
			button('up', text('searchPrevious'), () => void this.next(true)),
			button('down', text('searchNext'), () => void this.next(false)),
			button('close', text('searchClose'), () => this.close()),
		);
		this.#field.input.addEventListener('keydown', event => {
			if (event.key === 'Enter') {
				event.preventDefault();
				void this.next(event.shiftKey);
			}
		});
		this.element.addEventListener('keydown', event => event.key === 'Escape' && this.close());
		host.client.on('found', found => this.#show(found));
	}

	get pattern(): LogPattern {
		return this.#field.pattern;
	}

	get isOpen(): boolean {
		return !this.element.hidden;
	}

	open(selected: string): void {
		this.element.hidden = false;
		if (selected !== '') {
			this.#field.show({ ...this.pattern, text: selected });
		}
		this.#field.input.focus();
		this.#field.input.select();
		this.#searchSoon();
	}

	close(): void {
		this.element.hidden = true;
		this.#host.mark({ ...this.pattern, text: '' });
		void this.#host.client.request('search', { ...this.pattern, text: '' }).catch(() => {});
		this.#host.close();
	}

	/** The lines are others now: what was found is looked for again. */
	again(): void {
		if (this.isOpen) {
			this.#index = undefined;
			void this.#search(false);
		}
	}

	async next(backwards: boolean): Promise<void> {
		if (!this.isOpen || this.pattern.text === '') {
			this.open('');
			return;
		}
		const from = this.#at === undefined ? this.#host.place() : this.#at + (backwards ? -1 : 1);
		await this.#go(from, backwards);
	}

	#searchSoon(): void {
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(() => void this.#search(true), typingPause);
	}

	async #search(goes: boolean): Promise<void> {
		this.#searching.abort();
		this.#searching = new AbortController();
		const { signal } = this.#searching;
		const { pattern } = this;
		try {
			const found = await this.#host.client.request('search', pattern, signal);
			this.#field.say('');
			this.#host.mark(pattern);
			this.#index = undefined;
			this.#show(found);
			if (goes && pattern.text !== '') {
				await this.#go(this.#at ?? this.#host.place(), false);
			}
		} catch (error) {
			if (error instanceof RequestFailure && !signal.aborted) {
				this.#field.say(error.message);
				this.#host.mark({ ...pattern, text: '' });
				this.#show({ count: 0 });
			}
		}
	}

	async #go(from: number, backwards: boolean): Promise<void> {
		const found = await this.#host.client.request('next', { from, backwards }).catch(() => undefined);
		if (found) {
			this.#at = found.position;
			this.#index = found.index;
			this.#show(this.#found);
			this.#host.reveal(found.position);
		}
	}

	#show(found: LogFound): void {
		const { client } = this.#host;
		this.#found = found;
		const count = found.count.toLocaleString();
		const isEmpty = this.pattern.text === '';
		this.#count.textContent = isEmpty
			? ''
			: found.count === 0
				? client.text('searchNone')
				: client.text('searchCount', this.#index === undefined ? '–' : (this.#index + 1).toLocaleString(), count);
		this.#count.classList.toggle('problem', !isEmpty && found.count === 0);
	}
}
