import { at, entriesOf, isMapValue, itemsOf, type ScalarValue, type Spot, textOf, type Value } from '../values.ts';

/** One way in which a service depends on another. */
export interface Dependency {
	readonly name: string;
	readonly at: Spot;
	/** Whether it may be disabled. */
	readonly isOptional: boolean;
	readonly condition: Value | undefined;
}

/** The place of a part of a scalar; of all of it where it is written otherwise than it reads. */
export function partSpot(value: Value, part: string): Spot {
	const { source, start, end } = value.at;
	const found = part === '' ? -1 : source.document.source.slice(start, end).indexOf(part);
	return found < 0 ? value.at : { source, start: start + found, end: start + found + part.length };
}

/** Everything that makes a service depend on others, each name once. */
export function dependenciesOf(service: Value): Map<string, Dependency> {
	const found = new Map<string, Dependency>();
	const add = (name: string, at: Spot, isOptional = false, condition?: Value) => {
		if (name !== '' && !found.has(name)) {
			found.set(name, { name, at, isOptional, condition });
		}
	};
	const dependsOn = at(service, 'depends_on');
	for (const { key, keyAt, value } of entriesOf(dependsOn)) {
		const required = at(value, 'required');
		add(key, keyAt, required?.kind === 'boolean' && required.value === false, at(value, 'condition'));
	}
	for (const item of itemsOf(dependsOn)) {
		add(textOf(item) ?? '', item.at);
	}
	for (const item of itemsOf(at(service, 'links'))) {
		const name = (textOf(item) ?? '').split(':')[0] as string;
		add(name, partSpot(item, name));
	}
	for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
		const value = at(service, key);
		const text = textOf(value);
		if (value && text?.startsWith('service:')) {
			const name = text.slice('service:'.length);
			add(name, partSpot(value, name));
		}
	}
	for (const item of itemsOf(at(service, 'volumes_from'))) {
		const text = textOf(item) ?? '';
		const name = text.split(':')[0] as string;
		if (!text.startsWith('container:')) {
			add(name, partSpot(item, name));
		}
	}
	return found;
}

export function isScalarValue(value: Value | undefined): value is ScalarValue {
	return value !== undefined && !isMapValue(value) && value.kind !== 'list';
}
