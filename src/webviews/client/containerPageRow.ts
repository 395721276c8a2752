import type { ContainerPage, PageRow, PageValue } from '../protocols/containerPage.ts';
import { element } from './element.ts';
import type { PanelClient } from './panelClient.ts';

/** What rows ask of the page around them. */
export interface RowHost {
	readonly client: PanelClient<ContainerPage>;
	/** Says something to those who do not see it, and below the page to those who do. */
	say(words: string): void;
	ask<T>(asked: Promise<T>): Promise<T | undefined>;
}

/** A name, and its values with what can be done with each. */
export function pageRow(row: PageRow, host: RowHost): HTMLElement {
	return element(
		'div',
		{ class: 'row', role: 'row' },
		element('div', { class: 'name', role: 'rowheader', text: row.name }),
		element('div', { class: 'values', role: 'cell' }, ...row.values.map(value => valueLine(row, value, host))),
	);
}

function valueLine(row: PageRow, value: PageValue, host: RowHost): HTMLElement {
	const { client } = host;
	const what = value.label === undefined ? row.name : `${row.name}, ${value.label}`;
	const shown = shownValue(value, what, host);
	const copy = async () => {
		await client.request('copy', value.key);
		host.say(client.text('copied'));
	};
	return element(
		'div',
		{ class: 'value' },
		value.label !== undefined && element('span', { class: 'quiet label', text: value.label }),
		shown,
		value.hides && unfoldButton(value, what, shown, host),
		element('button', {
			type: 'button',
			class: 'link copy',
			'data-key': `copy ${value.key}`,
			text: client.text('copy'),
			'aria-label': client.text('copyOf', what),
			on: { click: () => void host.ask(copy()) },
		}),
	);
}

function shownValue(value: PageValue, what: string, host: RowHost): HTMLElement {
	const look = value.look ?? '';
	if (value.link === undefined) {
		return element('span', { class: `text ${look}`, text: value.text });
	}
	return element('button', {
		type: 'button',
		class: `link text ${look}`,
		'data-key': `open ${value.key}`,
		text: value.text,
		title: value.link,
		'aria-label': `${what}: ${value.text}. ${value.link}`,
		on: { click: () => void host.ask(host.client.request('run', value.key)) },
	});
}

/** Shows a value whole, and hides it again. */
function unfoldButton(value: PageValue, what: string, shown: HTMLElement, host: RowHost): HTMLElement {
	const { client } = host;
	const isSecret = value.hides === 'secret';
	const length = value.length ?? 0;
	let whole = false;
	const button = element('button', { type: 'button', class: 'link', 'data-key': `show ${value.key}` });
	const name = () => {
		const closed = isSecret ? client.text('showValue') : client.text('showAll', length);
		const closedOf = isSecret ? client.text('showValueOf', what) : client.text('showAllOf', what, length);
		button.textContent = whole ? client.text('hideValue') : closed;
		button.setAttribute('aria-label', whole ? client.text('hideValueOf', what) : closedOf);
	};
	button.addEventListener('click', async () => {
		const text = whole ? value.text : await host.ask(client.request('value', value.key));
		if (text !== undefined) {
			whole = !whole;
			shown.textContent = text;
			name();
		}
	});
	name();
	return button;
}
