import type { LogSelection, LogState, LogViewer } from '../protocols/logViewer.ts';
import { type Child, element } from './element.ts';
import type { PanelClient } from './panelClient.ts';

export interface LogStatusActions {
	older(): void;
	toEnd(): void;
	showEverything(): void;
}

export interface LogMoment {
	readonly log: LogState;
	readonly selection: LogSelection;
	readonly isAtEnd: boolean;
	readonly isAtStart: boolean;
	readonly isLoadingOlder: boolean;
	readonly newLines: number;
}

/** What there is to know about the log as a whole: below it, over it when it is empty, and on the way to its end. */
export class LogStatus {
	readonly line = element('div', { class: 'status' });
	/** Over the log. */
	readonly over: HTMLElement;
	readonly problems = element('div', { class: 'problems', role: 'alert' });
	readonly #text: PanelClient<LogViewer>['text'];
	readonly #actions: LogStatusActions;
	readonly #words = element('span');
	readonly #failure = element('span', { class: 'problem', role: 'alert' });
	readonly #older: HTMLButtonElement;
	readonly #toEnd: HTMLButtonElement;
	readonly #empty = element('div', { class: 'empty quiet' });
	#said = '';
	#saidEmpty = '';

	constructor(text: PanelClient<LogViewer>['text'], actions: LogStatusActions) {
		this.#text = text;
		this.#actions = actions;
		this.#older = element('button', { type: 'button', class: 'link', on: { click: () => actions.older() } });
		this.#toEnd = element('button', { type: 'button', class: 'to-end', on: { click: () => actions.toEnd() } });
		this.over = element('div', { class: 'over' }, this.#empty, this.#toEnd);
		this.line.append(this.#words, this.#older, this.#failure);
	}

	/** Says what the last action failed of; an empty text takes it away. */
	fail(sentence: string): void {
		setText(this.#failure, sentence);
	}

	show(moment: LogMoment): void {
		const { log, isAtEnd, isAtStart, isLoadingOlder, newLines } = moment;
		setText(this.#words, this.#wordsOf(moment).join(' · '));
		this.#older.hidden = !log.older || !isAtStart;
		this.#older.disabled = isLoadingOlder;
		setText(this.#older, this.#text(isLoadingOlder ? 'loadingOlder' : 'older'));
		this.#toEnd.hidden = isAtEnd;
		const count = newLines.toLocaleString();
		setText(
			this.#toEnd,
			newLines === 0 ? this.#text('toEnd') : this.#text(newLines === 1 ? 'newLine' : 'newLines', count),
		);
		this.#toEnd.classList.toggle('primary', newLines > 0);
		this.#showEmpty(moment);
		this.#showProblems(log);
	}

	#wordsOf({ log, selection, isAtEnd }: LogMoment): string[] {
		const shown = log.next - log.first;
		const all = log.total.toLocaleString();
		const lines = isFiltered(selection)
			? this.#text('linesOf', shown.toLocaleString(), all)
			: log.total === 1
				? this.#text('oneLine')
				: this.#text('lines', all);
		const [only, another] = log.sources;
		return [
			// Several have names of their own above the log.
			only && !another ? only.name : '',
			lines,
			this.#progressOf(log, isAtEnd),
			log.dropped > 0 ? this.#text('dropped', log.dropped.toLocaleString()) : '',
			log.skipped > 0 ? this.#text('skipped', log.skipped.toLocaleString()) : '',
		].filter(word => word !== '');
	}

	#progressOf({ sources }: LogState, isAtEnd: boolean): string {
		const is = (state: string) => sources.some(source => source.state === state);
		if (is('following')) {
			return this.#text(isAtEnd ? 'following' : 'paused');
		}
		return is('waiting') ? this.#text('waiting') : sources.length > 0 ? this.#text('ended') : '';
	}

	#showEmpty({ log, selection }: LogMoment): void {
		const isEmpty = log.next === log.first && !log.sources.every(({ problem }) => problem !== undefined);
		const said = !isEmpty ? '' : isFiltered(selection) && log.total > 0 ? 'emptyFiltered' : 'empty';
		if (said === this.#saidEmpty) {
			return;
		}
		this.#saidEmpty = said;
		const content: Child[] =
			said === ''
				? []
				: said === 'empty'
					? [this.#text('empty')]
					: [
							`${this.#text('emptyFiltered')} `,
							element('button', {
								type: 'button',
								class: 'link',
								text: this.#text('clearFilter'),
								on: { click: () => this.#actions.showEverything() },
							}),
						];
		this.#empty.replaceChildren(...content.filter((child): child is string | Node => Boolean(child)));
	}

	#showProblems({ sources }: LogState): void {
		const said = sources.flatMap(({ name, problem }) =>
			problem === undefined ? [] : [sources.length > 1 ? `${name}: ${problem}` : problem],
		);
		if (said.join('\n') !== this.#said) {
			this.#said = said.join('\n');
			this.problems.replaceChildren(...said.map(text => element('div', { class: 'problem', text })));
		}
	}
}

function isFiltered({ pattern, level, hidden, since, until }: LogSelection): boolean {
	return pattern.text !== '' || level !== '' || hidden.length > 0 || since !== '' || until !== '';
}

function setText(on: HTMLElement, text: string): void {
	if (on.textContent !== text) {
		on.textContent = text;
	}
}
