import type { LogPattern } from '../protocols/logViewer.ts';
import { element, newId, setAttribute } from './element.ts';

export interface PatternTexts {
	readonly label: string;
	readonly placeholder: string;
	readonly matchCase: string;
	readonly regex: string;
}

/** A box for text to look for, with its two switches as VS Code's own boxes have them. */
export class LogPatternField {
	readonly element: HTMLElement;
	readonly input: HTMLInputElement;
	readonly #problem: HTMLElement;
	readonly #switches: { readonly matchCase: HTMLButtonElement; readonly regex: HTMLButtonElement };
	readonly #change: (pattern: LogPattern) => void;

	constructor(texts: PatternTexts, pattern: LogPattern, change: (pattern: LogPattern) => void) {
		const id = newId();
		this.#change = change;
		this.input = element('input', {
			type: 'text',
			'aria-label': texts.label,
			'aria-describedby': id,
			placeholder: texts.placeholder,
			spellcheck: 'false',
			autocomplete: 'off',
			on: { input: () => this.#tell() },
		});
		this.#switches = {
			matchCase: this.#switch('Aa', texts.matchCase),
			regex: this.#switch('.*', texts.regex),
		};
		this.#problem = element('div', { class: 'problem pattern-problem', id, role: 'status' });
		this.element = element(
			'div',
			{ class: 'pattern' },
			this.input,
			this.#switches.matchCase,
			this.#switches.regex,
			this.#problem,
		);
		this.show(pattern);
	}

	get pattern(): LogPattern {
		const isOn = (button: HTMLButtonElement) => button.getAttribute('aria-pressed') === 'true';
		return {
			text: this.input.value,
			regex: isOn(this.#switches.regex),
			matchCase: isOn(this.#switches.matchCase),
		};
	}

	show(pattern: LogPattern): void {
		this.input.value = pattern.text;
		this.#switches.matchCase.setAttribute('aria-pressed', String(pattern.matchCase));
		this.#switches.regex.setAttribute('aria-pressed', String(pattern.regex));
	}

	/** Says below the box what is wrong with it. */
	say(problem: string): void {
		this.#problem.textContent = problem;
		setAttribute(this.input, 'aria-invalid', problem === '' ? undefined : 'true');
	}

	#tell(): void {
		this.#change(this.pattern);
	}

	#switch(text: string, name: string): HTMLButtonElement {
		const made: HTMLButtonElement = element('button', {
			type: 'button',
			class: 'icon switch',
			text,
			title: name,
			'aria-label': name,
			'aria-pressed': 'false',
			on: {
				click: () => {
					made.setAttribute('aria-pressed', String(made.getAttribute('aria-pressed') !== 'true'));
					this.#tell();
				},
			},
		});
		return made;
	}
}
