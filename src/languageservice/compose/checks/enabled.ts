import { at, type Entry, entriesOf, isMapValue, itemsOf, type MapValue, textOf, type Value } from '../values.ts';

/** A service, and whether Compose looks at it with the profiles that are active. */
export interface ServiceEntry {
	readonly name: string;
	readonly entry: Entry;
	readonly value: MapValue;
	readonly profiles: readonly string[];
	readonly isEnabled: boolean;
}

/** @param active profiles, `*` for all of them. */
export function servicesOf(model: Value | undefined, active: readonly string[]): Map<string, ServiceEntry> {
	const services = new Map<string, ServiceEntry>();
	for (const entry of entriesOf(at(model, 'services'))) {
		if (isMapValue(entry.value)) {
			const profiles = itemsOf(at(entry.value, 'profiles')).map(item => textOf(item) ?? '');
			const isEnabled = profiles.length === 0 || profiles.some(name => active.includes(name) || active.includes('*'));
			services.set(entry.key, { name: entry.key, entry, value: entry.value, profiles, isEnabled });
		}
	}
	return services;
}
