import type { Resource } from '../engine/resources.ts';
import { labelKey, type ViewOptions } from './viewOptions.ts';

/** How the resources of a view may be grouped, sorted, hidden and searched. */
export interface Arrangement<R extends Resource> {
	/** Name of a grouping → the group a resource belongs to; `undefined`: to none. */
	readonly groups: Readonly<Record<string, (resource: R) => string | undefined>>;
	readonly sorts: Readonly<Record<string, (left: R, right: R) => number>>;
	readonly hides: Readonly<Record<string, (resource: R) => boolean>>;
	/** What a search looks at. */
	words(resource: R): readonly string[];
	/** Groups in another order than that of their names. */
	readonly groupOrder?: readonly string[];
}

export interface Arranged<R extends Resource> {
	readonly groups: readonly { readonly label: string; readonly members: readonly R[] }[];
	/** What belongs to no group; everything, without grouping. */
	readonly loose: readonly R[];
}

export function arrange<R extends Resource>(
	resources: readonly R[],
	arrangement: Arrangement<R>,
	options: ViewOptions,
): Arranged<R> {
	const sorted = sortResources(filterResources(resources, arrangement, options), arrangement, options);
	const groupOf = grouping(arrangement, options.group);
	if (!groupOf) {
		return { groups: [], loose: sorted };
	}
	const groups = new Map<string, R[]>();
	const loose: R[] = [];
	for (const resource of sorted) {
		const label = groupOf(resource);
		const members = label === undefined ? loose : groups.get(label);
		if (members) {
			members.push(resource);
		} else {
			groups.set(label as string, [resource]);
		}
	}
	const labels = sortLabels([...groups.keys()], arrangement.groupOrder);
	return { groups: labels.map(label => ({ label, members: groups.get(label) as R[] })), loose };
}

export function filterResources<R extends Resource>(
	resources: readonly R[],
	arrangement: Arrangement<R>,
	{ filter }: ViewOptions,
): readonly R[] {
	const hides = filter.hide.flatMap(name => arrangement.hides[name] ?? []);
	const matches = textMatcher(filter.text);
	return resources.filter(
		resource =>
			(filter.states.length === 0 || ('state' in resource && filter.states.includes(resource.state))) &&
			!hides.some(hidden => hidden(resource)) &&
			matches(() => arrangement.words(resource)),
	);
}

/** A test for the words of a filter; asks for the text only when there is something to look for. */
export function textMatcher(filter: string): (words: () => readonly string[]) => boolean {
	const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
	const without = wanted.filter(word => /^[-!]./.test(word)).map(word => word.slice(1));
	const present = wanted.filter(word => !/^[-!]./.test(word));
	if (wanted.length === 0) {
		return () => true;
	}
	return words => {
		const text = words().join('\n').toLowerCase();
		return present.every(word => text.includes(word)) && !without.some(word => text.includes(word));
	};
}

/** Upper and lower case are the same, `web-2` comes before `web-10`. */
export function compareText(left: string, right: string): number {
	collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
	return collator.compare(left, right);
}

/** Made with the first comparison: the rules of languages take long to load, and nothing is compared at start. */
let collator: Intl.Collator | undefined;

function sortResources<R extends Resource>(
	resources: readonly R[],
	arrangement: Arrangement<R>,
	{ sort, descending }: ViewOptions,
): readonly R[] {
	const compare = arrangement.sorts[sort] ?? (() => 0);
	const sign = descending ? -1 : 1;
	return [...resources].sort(
		(left, right) => sign * compare(left, right) || compareText(left.name, right.name) || (left.id < right.id ? -1 : 1),
	);
}

function grouping<R extends Resource>(
	arrangement: Arrangement<R>,
	group: string,
): ((resource: R) => string | undefined) | undefined {
	const key = labelKey(group);
	return key === undefined ? arrangement.groups[group] : resource => resource.labels[key];
}

function sortLabels(labels: string[], order: readonly string[] | undefined): string[] {
	const rank = (label: string) => {
		const index = order?.indexOf(label) ?? -1;
		return index < 0 ? Number.MAX_SAFE_INTEGER : index;
	};
	return labels.sort((left, right) => rank(left) - rank(right) || compareText(left, right));
}
