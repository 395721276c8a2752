import { nearest } from '../../dockerfile/nearest.ts';
import type { Text } from '../../host.ts';
import { type ReferenceKind, sections } from '../entities.ts';
import type { Problems } from '../problems.ts';
import { at, entriesOf, isMapValue, itemsOf, type MapValue, type Spot, textOf, type Value } from '../values.ts';
import { parseVolumeMount } from '../volumeMount.ts';
import { dependenciesOf, partSpot } from './dependencies.ts';
import type { ServiceEntry } from './enabled.ts';

type Kind = 'network' | 'volume' | 'secret' | 'config' | 'model';

const rules: Readonly<Record<Kind, string>> = {
	network: 'UndefinedNetwork',
	volume: 'UndefinedVolume',
	secret: 'UndefinedSecret',
	config: 'UndefinedConfig',
	model: 'UndefinedModel',
};

/** Every name that an enabled service uses must be declared. */
export function checkReferences(
	model: MapValue,
	services: ReadonlyMap<string, ServiceEntry>,
	problems: Problems,
): void {
	const names = new Names(model, problems);
	for (const service of services.values()) {
		if (service.isEnabled) {
			checkDependencies(service, services, problems);
			checkContexts(service, services, problems);
			checkResources(service.value, names);
		}
	}
}

class Names {
	readonly #declared: Readonly<Record<Kind, ReadonlySet<string>>>;
	readonly #problems: Problems;

	constructor(model: MapValue, problems: Problems) {
		const of = (kind: Kind) => new Set([...entriesOf(at(model, sections[kind]))].map(entry => entry.key));
		this.#declared = {
			network: of('network').add('default'),
			volume: of('volume'),
			secret: of('secret'),
			config: of('config'),
			model: of('model'),
		};
		this.#problems = problems;
	}

	use(kind: Kind, name: string | undefined, at: Spot): void {
		const declared = this.#declared[kind];
		if (name !== undefined && !declared.has(name)) {
			const suggestion = nearest(name, declared);
			this.#problems.add(rules[kind], at, [name], { name, kind, suggestion });
		}
	}
}

function checkResources(service: Value, names: Names): void {
	for (const kind of ['network', 'model'] as const) {
		const value = at(service, `${kind}s`);
		for (const { key, keyAt } of entriesOf(value)) {
			names.use(kind, key, keyAt);
		}
		for (const item of itemsOf(value)) {
			names.use(kind, textOf(item), item.at);
		}
	}
	for (const item of itemsOf(at(service, 'volumes'))) {
		checkVolume(item, names);
	}
	for (const kind of ['secret', 'config'] as const) {
		checkGrants(at(service, `${kind}s`), kind, names);
	}
	checkGrants(at(service, 'build', 'secrets'), 'secret', names);
}

function checkGrants(grants: Value | undefined, kind: 'secret' | 'config', names: Names): void {
	for (const item of itemsOf(grants)) {
		const name = isMapValue(item) ? at(item, 'source') : item;
		names.use(kind, name ? textOf(name) : '', (name ?? item).at);
	}
}

function checkVolume(item: Value, names: Names): void {
	const text = textOf(item);
	if (text !== undefined) {
		const mount = parseVolumeMount(text);
		if (!('problem' in mount) && mount.type === 'volume' && mount.source !== '') {
			names.use('volume', mount.source, partSpot(item, mount.source));
		}
		return;
	}
	const source = at(item, 'source');
	if (source && textOf(source) !== '' && textOf(at(item, 'type')) === 'volume') {
		names.use('volume', textOf(source), source.at);
	}
}

function checkDependencies(
	service: ServiceEntry,
	services: ReadonlyMap<string, ServiceEntry>,
	problems: Problems,
): void {
	for (const { name, at, isOptional } of dependenciesOf(service.value).values()) {
		const target = services.get(name);
		if (!target) {
			undefinedService(name, at, services, problems);
		} else if (!target.isEnabled && !isOptional) {
			problems.add('DisabledService', at, [name, target.profiles.join(', ')], { name, kind: 'service' });
		}
	}
}

function undefinedService(
	name: string,
	at: Spot,
	services: ReadonlyMap<string, ServiceEntry>,
	problems: Problems,
): void {
	const suggestion = nearest(name, services.keys());
	problems.add('UndefinedService', at, [name], { name, kind: 'service' satisfies ReferenceKind, suggestion });
}

const notBuilt: Text = {
	en: 'The service "{0}" has no "build", so it cannot be a context of another build.',
	ko: '서비스 "{0}"에는 "build"가 없어 다른 빌드의 컨텍스트로 쓸 수 없습니다.',
};

/** `additional_contexts` may name services that are built. */
function checkContexts(service: ServiceEntry, services: ReadonlyMap<string, ServiceEntry>, problems: Problems): void {
	const contexts = at(service.value, 'build', 'additional_contexts');
	const values = [...[...entriesOf(contexts)].map(entry => entry.value), ...itemsOf(contexts)];
	for (const value of values) {
		const name = /^(?:[^=]*=)?service:(.*)$/.exec(textOf(value) ?? '')?.[1];
		if (name !== undefined) {
			const target = services.get(name);
			const place = partSpot(value, name);
			if (!target?.isEnabled) {
				undefinedService(name, place, services, problems);
			} else if (!target.value.entries.has('build')) {
				problems.add('UndefinedService', place, [name], { name, kind: 'service' }, notBuilt);
			}
		}
	}
}
