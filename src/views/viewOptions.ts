import { EngineError } from '../engine/errors.ts';

/** How a view shows its resources; remembered per workspace. */
export interface ViewOptions {
	/** `none`, a grouping of the view, or `label:` and a label's key. */
	readonly group: string;
	readonly sort: string;
	readonly descending: boolean;
	readonly filter: ViewFilter;
}

export interface ViewFilter {
	/** Words that must all occur; one after `-` or `!` must not. */
	readonly text: string;
	/** Container states to show; empty: all. */
	readonly states: readonly string[];
	/** Names of what is hidden, such as `stopped`. */
	readonly hide: readonly string[];
}

/** What a view offers, by name. */
export interface ViewChoices {
	readonly groups: readonly string[];
	readonly sorts: readonly string[];
	readonly hides: readonly string[];
	readonly states: readonly string[];
}

export const noFilter: ViewFilter = { text: '', states: [], hide: [] };

/** The first grouping and the first sort of a view are its own. */
export function defaultOptions(choices: ViewChoices): ViewOptions {
	return {
		group: choices.groups[0] ?? 'none',
		sort: choices.sorts[0] ?? 'name',
		descending: false,
		filter: noFilter,
	};
}

/** What was remembered, as far as it still makes sense. */
export function storedOptions(stored: unknown, choices: ViewChoices): ViewOptions {
	const own = defaultOptions(choices);
	if (typeof stored !== 'object' || stored === null) {
		return own;
	}
	const { group, sort, descending, filter } = stored as Partial<Record<keyof ViewOptions, unknown>>;
	const { text, states, hide } = (filter ?? {}) as Partial<Record<keyof ViewFilter, unknown>>;
	return {
		group: isGroup(group, choices) ? group : own.group,
		sort: typeof sort === 'string' && choices.sorts.includes(sort) ? sort : own.sort,
		descending: descending === true,
		filter: {
			text: typeof text === 'string' ? text : '',
			states: known(states, choices.states),
			hide: known(hide, choices.hides),
		},
	};
}

export function isFiltered({ text, states, hide }: ViewFilter): boolean {
	return text.trim() !== '' || states.length > 0 || hide.length > 0;
}

/** Options of a filter command over the filter in force; what is left out stays. `invalid` names what is wrong. */
export function filterFrom(
	given: Readonly<Record<string, unknown>>,
	before: ViewFilter,
	choices: ViewChoices,
): ViewFilter {
	if (given.clear === true) {
		return noFilter;
	}
	return {
		text: given.text === undefined ? before.text : readText('text', given.text),
		states: readNames('states', given.states ?? given.state, before.states, choices.states),
		hide: readNames('hide', given.hide, before.hide, choices.hides),
	};
}

export function sortFrom(
	given: Readonly<Record<string, unknown>>,
	choices: ViewChoices,
): Pick<ViewOptions, 'sort' | 'descending'> {
	const by = readText('by', given.by);
	if (!choices.sorts.includes(by)) {
		throw unknownName('by', by, choices.sorts);
	}
	return { sort: by, descending: given.descending === true };
}

export function groupFrom(given: Readonly<Record<string, unknown>>, choices: ViewChoices): Pick<ViewOptions, 'group'> {
	const by = readText('by', given.by);
	if (!isGroup(by, choices)) {
		throw unknownName('by', by, [...choices.groups, 'label:<key>']);
	}
	return { group: by };
}

const labelGroup = 'label:';

/** The label's key, for a grouping by label. */
export function labelKey(group: string): string | undefined {
	return group.startsWith(labelGroup) && group.length > labelGroup.length ? group.slice(labelGroup.length) : undefined;
}

function isGroup(group: unknown, choices: ViewChoices): group is string {
	return typeof group === 'string' && (choices.groups.includes(group) || labelKey(group) !== undefined);
}

function known(values: unknown, names: readonly string[]): string[] {
	return Array.isArray(values) ? values.filter(value => names.includes(value)) : [];
}

function readText(name: string, value: unknown): string {
	if (typeof value !== 'string') {
		throw new EngineError('invalid', `The option "${name}" must be a string.`);
	}
	return value;
}

function readNames(
	name: string,
	given: unknown,
	before: readonly string[],
	names: readonly string[],
): readonly string[] {
	if (given === undefined) {
		return before;
	}
	const values = Array.isArray(given) ? given : [given];
	for (const value of values) {
		if (!names.includes(value)) {
			throw unknownName(name, String(value), names);
		}
	}
	return values;
}

function unknownName(option: string, name: string, names: readonly string[]): EngineError {
	return new EngineError('invalid', `The option "${option}" knows no "${name}"; known are ${names.join(', ')}.`);
}
