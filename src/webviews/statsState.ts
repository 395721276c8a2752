import type { StatsColumn, StatsPanel, StatsPart, StatsTarget } from './protocols/stats.ts';

const columns: readonly StatsColumn[] = ['name', 'state', 'cpu', 'memory', 'network', 'disk', 'processes'];
const parts: readonly StatsPart[] = ['charts', 'processes'];

/** Makes sense of what was kept; `undefined` where it does not say whose figures are shown. */
export function readStatsState(kept: unknown): StatsPanel['state'] | undefined {
	const fields = fieldsOf(kept);
	const target = readTarget(fields.target);
	const sort = fieldsOf(fields.sort);
	return (
		target && {
			target,
			sort: {
				column: columns.find(column => column === sort.column) ?? 'name',
				descending: sort.descending === true,
			},
			filter: typeof fields.filter === 'string' ? fields.filter : '',
			chosen: itemsOf(fields.chosen).filter(id => typeof id === 'string'),
			sum: fields.sum === true,
			folded: parts.filter(part => itemsOf(fields.folded).includes(part)),
		}
	);
}

function readTarget(kept: unknown): StatsTarget | undefined {
	const { kind, name, service, containers } = fieldsOf(kept);
	switch (kind) {
		case 'all':
			return { kind };
		case 'project':
			return typeof name === 'string' ? { kind, name, ...(typeof service === 'string' ? { service } : {}) } : undefined;
		case 'containers':
			return { kind, containers: itemsOf(containers).map(fieldsOf).filter(isNamed) };
		default:
			return undefined;
	}
}

function isNamed(fields: Readonly<Record<string, unknown>>): fields is { readonly id: string; readonly name: string } {
	return typeof fields.id === 'string' && typeof fields.name === 'string';
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function itemsOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
