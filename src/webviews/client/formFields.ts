import { type Child, element, newId, setAttribute } from './element.ts';

export interface Field {
	/** Names the control to problems and to the focus. */
	readonly path: string;
	readonly label: string;
	readonly help?: string;
	readonly placeholder?: string;
	/** Id of the datalist it offers. */
	readonly list?: string;
	readonly value: string;
	change(value: string): void;
}

/** A text field with its label, what it is for, and a place for what is wrong with it. */
export function textField(field: Field, ...behind: readonly Child[]): HTMLElement {
	const id = newId();
	return element(
		'div',
		{ class: 'field' },
		element('label', { for: id, text: field.label }),
		helpText(field, id),
		element('div', { class: 'controls' }, input(field, { id, ...described(field, id) }), ...behind),
		problemPlace(field),
	);
}

export interface Option {
	readonly value: string;
	readonly label: string;
}

export function selectField(field: Field, options: readonly Option[]): HTMLElement {
	const id = newId();
	return element(
		'div',
		{ class: 'field' },
		element('label', { for: id, text: field.label }),
		helpText(field, id),
		select(field, options, { id, ...described(field, id) }),
		problemPlace(field),
	);
}

export interface Switch {
	readonly path: string;
	readonly label: string;
	readonly help?: string;
	readonly checked: boolean;
	change(checked: boolean): void;
}

export function switchField(field: Switch): HTMLElement {
	const id = newId();
	const box = checkbox(field, { id, ...described(field, id) });
	return element(
		'div',
		{ class: 'field' },
		element('div', { class: 'switch' }, box, element('label', { for: id, text: field.label })),
		helpText(field, id),
		problemPlace(field),
	);
}

export interface RowList {
	readonly label: string;
	readonly help?: string;
	readonly addLabel: string;
	readonly removeLabel: (row: number) => string;
	/** The controls of each row. */
	readonly rows: readonly (readonly Child[])[];
	/** Paths of the controls in each row. */
	readonly paths: readonly (readonly string[])[];
	add(): void;
	remove(row: number): void;
}

/** Rows that can be added and removed. */
export function rowList(list: RowList, ...behind: readonly Child[]): HTMLElement {
	const id = newId();
	const rows = list.rows.map((controls, row) =>
		element(
			'div',
			{ class: 'row' },
			element(
				'div',
				{ class: 'controls' },
				...controls,
				element('button', {
					class: 'icon',
					type: 'button',
					text: '×',
					'aria-label': list.removeLabel(row + 1),
					title: list.removeLabel(row + 1),
					on: { click: () => list.remove(row) },
				}),
			),
			...(list.paths[row] ?? []).map(path =>
				element('div', { class: 'problem', id: problemId(path), 'data-problem': path }),
			),
		),
	);
	return element(
		'fieldset',
		{ class: 'field', ...described(list, id) },
		element('legend', { text: list.label }),
		helpText(list, id),
		...rows,
		element('button', { type: 'button', class: 'link', text: list.addLabel, on: { click: () => list.add() } }),
		...behind,
	);
}

/** A text field in a row; its label is only heard. */
export function cell(field: Field & { readonly grow?: boolean }): HTMLElement {
	return input(field, {
		'aria-label': field.label,
		'aria-describedby': problemId(field.path),
		class: field.grow ? 'grow' : undefined,
	});
}

export function selectCell(field: Field, options: readonly Option[]): HTMLElement {
	return select(field, options, { 'aria-label': field.label, 'aria-describedby': problemId(field.path) });
}

export function checkCell(field: Switch): HTMLElement {
	return element('label', { class: 'switch' }, checkbox(field, {}), field.label);
}

/** A group of fields that can be folded; `summary` says what is set inside. */
export function foldedGroup(
	group: { readonly title: string; readonly summary: string; readonly open: boolean; toggle(open: boolean): void },
	...fields: readonly Child[]
): HTMLDetailsElement {
	const details = element(
		'details',
		{ open: group.open },
		element(
			'summary',
			{},
			element('h2', { text: group.title }),
			element('span', { class: 'quiet', text: group.summary }),
		),
		element('div', { class: 'group' }, ...fields),
	);
	details.addEventListener('toggle', () => group.toggle(details.open));
	return details;
}

/** Replaces the options of a list to choose from; the choice stays. */
export function fillSelect(control: HTMLSelectElement, options: readonly Option[], value: string): void {
	const known = options.some(option => option.value === value) ? options : [...options, { value, label: value }];
	control.replaceChildren(
		...known.map(option =>
			element('option', { value: option.value, text: option.label, selected: option.value === value }),
		),
	);
}

export function fillDatalist(list: HTMLDataListElement, values: readonly string[]): void {
	list.replaceChildren(...values.map(value => element('option', { value })));
}

/** Says at a control what is wrong with it, and offers the way out; `undefined` takes it away. */
export function showProblem(
	root: ParentNode,
	path: string,
	problem: { readonly sentence: string; readonly fix?: { readonly title: string; apply(): void } } | undefined,
): void {
	const place = root.querySelector(`[data-problem="${CSS.escape(path)}"]`);
	const control = controlOf(root, path);
	const { sentence, fix } = problem ?? {};
	if (control) {
		setAttribute(control, 'aria-invalid', problem ? 'true' : undefined);
	}
	if (place && place.firstChild?.textContent !== sentence) {
		place.replaceChildren(
			...(sentence === undefined ? [] : [sentence]),
			...(fix
				? [' ', element('button', { type: 'button', class: 'link', text: fix.title, on: { click: fix.apply } })]
				: []),
		);
	}
}

export function controlOf(root: ParentNode, path: string): HTMLElement | null {
	return root.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
}

type Attributes = Readonly<Record<string, string | undefined>>;

function input(field: Field, attributes: Attributes): HTMLInputElement {
	const made = element('input', {
		type: 'text',
		'data-path': field.path,
		list: field.list,
		placeholder: field.placeholder,
		spellcheck: 'false',
		autocomplete: 'off',
		...attributes,
		on: { input: () => field.change(made.value) },
	});
	made.value = field.value;
	return made;
}

function select(field: Field, options: readonly Option[], attributes: Attributes): HTMLSelectElement {
	const made = element('select', {
		'data-path': field.path,
		...attributes,
		on: { change: () => field.change(made.value) },
	});
	fillSelect(made, options, field.value);
	return made;
}

function checkbox(field: Switch, attributes: Attributes): HTMLInputElement {
	const made = element('input', {
		type: 'checkbox',
		'data-path': field.path,
		checked: field.checked,
		...attributes,
		on: { change: () => field.change(made.checked) },
	});
	return made;
}

function helpText({ help }: { readonly help?: string }, id: string): Child {
	return help !== undefined && element('div', { class: 'quiet help', id: `${id}-help`, text: help });
}

function problemPlace({ path }: { readonly path: string }): HTMLElement {
	return element('div', { class: 'problem', id: problemId(path), 'data-problem': path });
}

function described({ help, path }: { readonly help?: string; readonly path?: string }, id: string): Attributes {
	const ids = [help === undefined ? '' : `${id}-help`, path === undefined ? '' : problemId(path)].filter(Boolean);
	return { 'aria-describedby': ids.join(' ') || undefined };
}

function problemId(path: string): string {
	return `problem-${path}`;
}
