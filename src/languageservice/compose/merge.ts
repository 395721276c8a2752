import type { Problems } from './problems.ts';
import {
	type Entry,
	isListValue,
	isMapValue,
	type ListValue,
	type MapValue,
	type ScalarValue,
	type Value,
} from './values.ts';

/** Puts one file, or one service, over another as Compose does; neither is changed. */
export function mergeValues(base: Value, over: Value, path: readonly string[], problems: Problems): Value {
	if (over.tag === 'override') {
		return withoutTag(over);
	}
	const special = specialFor(path);
	if (over.kind === 'null' && special !== replaced) {
		return base;
	}
	const [lower, upper] = special ? special(base, over, path) : [base, over];
	if (lower === undefined) {
		return upper;
	}
	if (isMapValue(lower)) {
		if (isMapValue(upper)) {
			return mergeMaps(lower, upper, path, problems);
		}
		return cannotOverride(lower, upper, path, problems);
	}
	if (isListValue(lower)) {
		if (isListValue(upper)) {
			return withoutRepeats({ ...upper, items: [...lower.items, ...upper.items] }, path);
		}
		return cannotOverride(lower, upper, path, problems);
	}
	return upper;
}

function cannotOverride(lower: Value, upper: Value, path: readonly string[], problems: Problems): Value {
	const name = path.at(-1) ?? '';
	problems.add('CannotOverride', upper.at, [name], { name });
	return lower;
}

function mergeMaps(lower: MapValue, upper: MapValue, path: readonly string[], problems: Problems): MapValue {
	const entries = new Map(lower.entries);
	for (const [key, entry] of upper.entries) {
		const before = entries.get(key);
		if (entry.value.tag === 'reset') {
			entries.delete(key);
		} else if (!before) {
			entries.set(key, entry);
		} else {
			entries.set(key, { ...entry, value: mergeValues(before.value, entry.value, [...path, key], problems) });
		}
	}
	return { kind: 'map', entries, at: upper.at, tag: undefined };
}

function withoutTag(value: Value): Value {
	return { ...value, tag: undefined };
}

/** Takes the marks of `!reset` away where there is nothing to reset. */
export function withoutResets(value: Value): Value {
	return strip(value, new Map());
}

function strip(value: Value, known: Map<Value, Value>): Value {
	const before = known.get(value);
	if (before) {
		return before;
	}
	let stripped = value;
	if (isMapValue(value)) {
		const entries = new Map<string, Entry>();
		let isChanged = false;
		for (const [key, entry] of value.entries) {
			const inner = entry.value.tag === 'reset' ? undefined : strip(entry.value, known);
			isChanged ||= inner !== entry.value;
			if (inner) {
				entries.set(key, inner === entry.value ? entry : { ...entry, value: inner });
			}
		}
		stripped = isChanged ? { ...value, entries } : value;
	} else if (isListValue(value)) {
		const items = value.items.map(item => strip(item, known));
		stripped = items.some((item, index) => item !== value.items[index]) ? { ...value, items } : value;
	}
	known.set(value, stripped);
	return stripped;
}

type Special = (base: Value, over: Value, path: readonly string[]) => readonly [Value | undefined, Value];

const replaced: Special = (_, over) => [undefined, over];
const asLists: Special = (base, over) => [asList(base), asList(over)];
const asNames: Special = (base, over) => [asMap(base, blankValue), asMap(over, blankValue)];

const serviceSpecials: Readonly<Record<string, Special>> = {
	command: replaced,
	entrypoint: replaced,
	'healthcheck.test': replaced,
	annotations: assignmentsOf,
	'build.args': assignmentsOf,
	'build.additional_contexts': assignmentsOf,
	'build.extra_hosts': asLists,
	'build.labels': assignmentsOf,
	'deploy.labels': assignmentsOf,
	dns: asLists,
	dns_opt: asLists,
	dns_search: asLists,
	env_file: asLists,
	label_file: asLists,
	environment: assignmentsOf,
	extra_hosts: asLists,
	labels: assignmentsOf,
	sysctls: assignmentsOf,
	tmpfs: asLists,
	build: (base, over) => [asContext(base), asContext(over)],
	depends_on: (base, over) => [asMap(base, started), asMap(over, started)],
	networks: asNames,
	models: asNames,
	logging: mergeLogging,
};

function specialFor(path: readonly string[]): Special | undefined {
	if (path[0] !== 'services' || path.length < 3) {
		return path.length === 3 && path[2] === 'labels' ? assignmentsOf : undefined;
	}
	const name = path.slice(2).join('.');
	if (Object.hasOwn(serviceSpecials, name)) {
		return serviceSpecials[name];
	}
	const isLimit = path.length === 4 && path[2] === 'ulimits';
	return isLimit
		? (base, over) => (isMapValue(base) && isMapValue(over) ? [base, over] : [undefined, over])
		: undefined;
}

function assignmentsOf(base: Value, over: Value): readonly [Value, Value] {
	return isMapValue(base) && isMapValue(over) ? [base, over] : [asList(base), asList(over)];
}

/** A list of `key=value` of a map, a list of one of a text. */
function asList(value: Value): Value {
	if (isMapValue(value)) {
		const items = [...value.entries.values()].map(({ key, value: inner }): Value => {
			const isPlain = !isMapValue(inner) && !isListValue(inner) && inner.kind !== 'time';
			const text = inner.kind === 'null' ? key : `${key}=${isPlain ? (inner as ScalarValue).value : ''}`;
			return isPlain ? { kind: 'string', value: text, source: text, at: inner.at, tag: undefined } : inner;
		});
		return { kind: 'list', items, at: value.at, tag: undefined };
	}
	return value.kind === 'string'
		? ({ kind: 'list', items: [value], at: value.at, tag: undefined } satisfies ListValue)
		: value;
}

/** A map of the names in a list. */
function asMap(value: Value, inner: (name: Value) => Value): Value {
	if (!isListValue(value) || value.items.some(item => item.kind !== 'string')) {
		return value;
	}
	const entries = new Map<string, Entry>();
	for (const item of value.items) {
		const key = (item as ScalarValue).value as string;
		entries.set(key, { key, keyAt: item.at, value: inner(item) });
	}
	return { kind: 'map', entries, at: value.at, tag: undefined };
}

function blankValue(name: Value): Value {
	return { kind: 'null', value: null, source: '', at: name.at, tag: undefined };
}

function started(name: Value): Value {
	const value = 'service_started';
	const condition: Value = { kind: 'string', value, source: value, at: name.at, tag: undefined };
	const entries = new Map([['condition', { key: 'condition', keyAt: name.at, value: condition }]]);
	return { kind: 'map', entries, at: name.at, tag: undefined };
}

function asContext(value: Value): Value {
	if (value.kind !== 'string') {
		return value;
	}
	const entries = new Map([['context', { key: 'context', keyAt: value.at, value }]]);
	return { kind: 'map', entries, at: value.at, tag: undefined };
}

function mergeLogging(base: Value, over: Value): readonly [Value | undefined, Value] {
	const driverOf = (value: Value) => (isMapValue(value) ? value.entries.get('driver')?.value : undefined);
	const lower = driverOf(base);
	const upper = driverOf(over);
	const isSame = !lower || !upper || ('value' in lower && 'value' in upper && lower.value === upper.value);
	return [isSame ? base : undefined, over];
}

/** Of several mounts at one path the last one counts. */
export function withoutRepeats(list: ListValue, path: readonly string[]): ListValue {
	const identify = path.length === 3 && path[0] === 'services' ? identities[path[2] as string] : undefined;
	if (!identify || list.items.length < 2) {
		return list;
	}
	const items = new Map<unknown, Value>();
	for (const item of list.items) {
		items.set(identify(item) ?? item, item);
	}
	return items.size === list.items.length ? list : { ...list, items: [...items.values()] };
}

const identities: Readonly<Record<string, (item: Value) => string | undefined>> = {
	volumes: item => mountTarget(item),
	secrets: item => grantTarget(item, '/run/secrets/'),
	configs: item => grantTarget(item, '/'),
	ports: item => (item.kind === 'string' ? (item.value as string) : undefined),
	extra_hosts: item => (item.kind === 'string' ? (item.value as string) : undefined),
	env_file: item => textAt(item, 'path'),
	devices: item => (isMapValue(item) ? textAt(item, 'target') : textAt(item, '')?.split(':')[1]),
};

function mountTarget(item: Value): string | undefined {
	if (isMapValue(item)) {
		return textAt(item, 'target');
	}
	const sections = item.kind === 'string' ? (item.value as string).split(':') : [];
	return sections.length > 1 && sections.length < 4 && !/^\p{L}$/u.test(sections[0] as string)
		? sections[1]
		: sections[0];
}

/** The text of an item in short form, or of a key of one in long form. */
function textAt(item: Value, key: string): string | undefined {
	const value = isMapValue(item) ? item.entries.get(key)?.value : item;
	return value?.kind === 'string' ? (value.value as string) : undefined;
}

function grantTarget(item: Value, folder: string): string | undefined {
	if (isMapValue(item)) {
		return textAt(item, 'target') ?? `${folder}${textAt(item, 'source') ?? ''}`;
	}
	return item.kind === 'string' ? `${folder}${item.value}` : undefined;
}
