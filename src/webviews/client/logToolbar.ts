import type { LogLocation, LogLook, LogSelection, LogTimes, LogViewer, LogViewerText } from '../protocols/logViewer.ts';
import { type Child, element, newId } from './element.ts';
import { type IconName, icon } from './icons.ts';
import { LogPatternField } from './logPatternField.ts';
import type { PanelClient } from './panelClient.ts';
import { popup } from './popup.ts';

export interface LogActions {
	select(change: Partial<LogSelection>): void;
	setLook(look: LogLook): void;
	openSearch(): void;
	copyAll(): void;
	save(): void;
	document(): void;
	move(): void;
	close(): void;
	clear(): void;
}

export interface LogToolbarStart {
	readonly selection: LogSelection;
	readonly look: LogLook;
	readonly location: LogLocation;
}

type Text = PanelClient<LogViewer>['text'];

const levels: readonly (readonly [value: LogSelection['level'], text: LogViewerText])[] = [
	['', 'levelAll'],
	['debug', 'levelDebug'],
	['info', 'levelInfo'],
	['warning', 'levelWarning'],
	['error', 'levelError'],
];
const times: readonly (readonly [value: LogTimes, text: LogViewerText])[] = [
	['local', 'timesLocal'],
	['utc', 'timesUtc'],
	['relative', 'timesRelative'],
	['none', 'timesNone'],
];

/** What is shown of the log, and how. */
export class LogToolbar {
	readonly element: HTMLElement;
	readonly filter: LogPatternField;
	readonly #text: Text;
	readonly #actions: LogActions;
	readonly #level: HTMLSelectElement;
	readonly #period: { readonly since: HTMLInputElement; readonly until: HTMLInputElement };
	readonly #periodLabel = element('span');
	readonly #periodProblem = element('div', { class: 'problem', role: 'status' });
	#look: LogLook;

	constructor(text: Text, actions: LogActions, { selection, look, location }: LogToolbarStart) {
		this.#text = text;
		this.#actions = actions;
		this.#look = look;
		this.filter = new LogPatternField(
			{
				label: text('filter'),
				placeholder: text('filterPlaceholder'),
				matchCase: text('matchCase'),
				regex: text('regex'),
			},
			selection.pattern,
			pattern => actions.select({ pattern }),
		);
		this.#level = this.#levelSelect();
		this.#period = { since: this.#periodInput('since'), until: this.#periodInput('until') };
		this.element = element(
			'div',
			{ class: 'toolbar', role: 'toolbar', 'aria-label': text('toolbar') },
			this.filter.element,
			this.#level,
			this.#periodPopup(),
			this.#viewPopup(),
			element(
				'div',
				{ class: 'buttons' },
				this.#button('search', 'search', () => actions.openSearch()),
				this.#button('clear', 'clear', () => actions.clear()),
				this.#morePopup(location),
			),
		);
		this.show(selection);
	}

	show(selection: LogSelection): void {
		this.#level.value = selection.level;
		this.#period.since.value = selection.since;
		this.#period.until.value = selection.until;
		const parts = [
			selection.since && `${this.#text('since')} ${selection.since}`,
			selection.until && `${this.#text('until')} ${selection.until}`,
		];
		this.#periodLabel.textContent = parts.filter(Boolean).join(' · ') || this.#text('period');
	}

	/** Says what is wrong with the selection, at what it is about. */
	say(problem: string, about: 'pattern' | 'period' | undefined): void {
		this.filter.say(about === 'pattern' ? problem : '');
		this.#periodProblem.textContent = about === 'period' ? problem : '';
	}

	#button(name: IconName, text: LogViewerText, click: () => void): HTMLButtonElement {
		const title = this.#text(text);
		return element('button', { type: 'button', class: 'icon', title, 'aria-label': title, on: { click } }, icon(name));
	}

	#levelSelect(): HTMLSelectElement {
		const made: HTMLSelectElement = element(
			'select',
			{
				'aria-label': this.#text('level'),
				on: { change: () => this.#actions.select({ level: made.value as LogSelection['level'] }) },
			},
			...levels.map(([value, text]) => element('option', { value, text: this.#text(text) })),
		);
		return made;
	}

	#periodInput(name: 'since' | 'until'): HTMLInputElement {
		return element('input', {
			type: 'text',
			id: newId(),
			placeholder: name === 'since' ? '10m' : '2026-08-01T10:00',
			spellcheck: 'false',
			autocomplete: 'off',
			on: {
				change: () => this.#tellPeriod(),
				keydown: event => event.key === 'Enter' && this.#tellPeriod(),
			},
		});
	}

	#tellPeriod(): void {
		const { since, until } = this.#period;
		this.#actions.select({ since: since.value.trim(), until: until.value.trim() });
	}

	#periodPopup(): HTMLElement {
		const { since, until } = this.#period;
		const clear = () => {
			since.value = '';
			until.value = '';
			this.#tellPeriod();
		};
		return popup(
			[this.#periodLabel],
			this.#text('period'),
			element('label', { for: since.id, text: this.#text('since') }),
			since,
			element('label', { for: until.id, text: this.#text('until') }),
			until,
			element('div', { class: 'quiet', text: this.#text('periodHelp') }),
			this.#periodProblem,
			element('button', { type: 'button', text: this.#text('periodClear'), on: { click: clear } }),
		);
	}

	#viewPopup(): HTMLElement {
		const choice = ([value, text]: (typeof times)[number]) =>
			this.#choice('radio', text, this.#look.times === value, () => ({ times: value }));
		return popup(
			[this.#text('view')],
			this.#text('view'),
			element('fieldset', {}, element('legend', { text: this.#text('times') }), ...times.map(choice)),
			this.#choice('checkbox', 'wrap', this.#look.wrap, wrap => ({ wrap })),
			this.#choice('checkbox', 'fields', this.#look.fields, fields => ({ fields })),
			this.#choice('checkbox', 'fold', this.#look.folded, folded => ({ folded })),
		);
	}

	#choice(
		type: 'radio' | 'checkbox',
		text: LogViewerText,
		checked: boolean,
		change: (checked: boolean) => Partial<LogLook>,
	): HTMLElement {
		const input: HTMLInputElement = element('input', {
			type,
			name: type === 'radio' ? 'times' : undefined,
			checked,
			on: {
				change: () => {
					this.#look = { ...this.#look, ...change(input.checked) };
					this.#actions.setLook(this.#look);
				},
			},
		});
		return element('label', { class: 'choice' }, input, this.#text(text));
	}

	#morePopup(location: LogLocation): HTMLElement {
		const actions = this.#actions;
		const isInPanel = location === 'panel';
		const entries: readonly (readonly [LogViewerText, () => void])[] = [
			['copyAll', () => actions.copyAll()],
			['save', () => actions.save()],
			['document', () => actions.document()],
			[isInPanel ? 'moveToEditor' : 'moveToPanel', () => actions.move()],
			// A tab has a cross of its own.
			...(isInPanel ? [['close', () => actions.close()] as const] : []),
		];
		const made: HTMLDetailsElement = popup(
			[icon('more')],
			this.#text('more'),
			...entries.map(
				([text, act]): Child =>
					element('button', {
						type: 'button',
						class: 'entry',
						text: this.#text(text),
						on: {
							click: () => {
								made.open = false;
								act();
							},
						},
					}),
			),
		);
		made.classList.add('only-icon');
		return made;
	}
}
