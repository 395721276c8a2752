import { visit } from 'yaml';
import { nearest } from '../../dockerfile/nearest.ts';
import type { ServiceHost } from '../../host.ts';
import type { ParsedDocument } from '../document.ts';
import { type PortRange, parsePortMapping } from '../portMapping.ts';
import type { Problems } from '../problems.ts';
import {
	at,
	entriesOf,
	entryAt,
	isMapValue,
	itemsOf,
	type ScalarValue,
	type Source,
	type Spot,
	textOf,
	type Value,
} from '../values.ts';
import { parseVolumeMount } from '../volumeMount.ts';
import { partSpot } from './dependencies.ts';
import type { ServiceEntry } from './enabled.ts';
import { baseName, wellKnownImage } from './wellKnownImages.ts';

type Services = ReadonlyMap<string, ServiceEntry>;

/** What Compose says nothing of and can be told without looking at files. */
export function checkBeyond(services: Services, host: ServiceHost, problems: Problems): void {
	checkHostPorts(services, host, problems);
	const listeners = listenersOf(services);
	for (const service of services.values()) {
		checkHealthDependencies(service, services, problems);
		checkImage(service, problems);
		checkEnvironment(service, listeners, problems);
		checkDataPath(service, problems);
	}
}

/** Tags that Compose does not know, and so ignores. */
export function checkTags(source: Source, doc: ParsedDocument, problems: Problems): void {
	if (!source.document.source.includes('!')) {
		return;
	}
	visit(doc.yaml, {
		Node: (_, node) => {
			const tag = 'tag' in node ? (node.tag as string | undefined) : undefined;
			if (tag?.startsWith('!') && tag.length > 1 && tag !== '!reset' && tag !== '!override') {
				const start = source.document.source.lastIndexOf(tag, node.range?.[0] ?? 0);
				const place = start < 0 ? (node.range?.[0] ?? 0) : start;
				const suggestion = nearest(tag, ['!override', '!reset']);
				problems.add('UnknownTag', { source, start: place, end: place + tag.length }, [tag], { name: tag, suggestion });
			}
		},
	});
}

/** A host port that a service publishes. */
interface Published {
	readonly service: string;
	readonly address: string;
	readonly protocol: string;
	readonly ports: PortRange;
	readonly container: number | undefined;
	readonly at: Spot;
}

function publishedBy(service: ServiceEntry): Published[] {
	const found: Published[] = [];
	for (const item of itemsOf(at(service.value, 'ports'))) {
		const published = isMapValue(item) ? longPort(item) : shortPort(item);
		if (published) {
			found.push({ service: service.name, ...published });
		}
	}
	return found;
}

function shortPort(item: Value): Omit<Published, 'service'> | undefined {
	const text = textOf(item);
	const mapping = text === undefined ? undefined : parsePortMapping(text);
	if (!mapping || 'problem' in mapping || !mapping.host) {
		return undefined;
	}
	const { address, protocol, host, container } = mapping;
	return { address, protocol, ports: host, container: container.first, at: item.at };
}

function longPort(item: Value): Omit<Published, 'service'> | undefined {
	const published = at(item, 'published');
	const text = String((published as ScalarValue | undefined)?.value ?? '');
	if (!published || !/^\d+$/.test(text)) {
		return undefined;
	}
	const ports = { first: Number(text), last: Number(text) };
	const target = Number((at(item, 'target') as ScalarValue | undefined)?.value ?? 0);
	const protocol = textOf(at(item, 'protocol')) ?? 'tcp';
	return { address: textOf(at(item, 'host_ip')) ?? '', protocol, ports, container: target, at: published.at };
}

function checkHostPorts(services: Services, host: ServiceHost, problems: Problems): void {
	const containers = (host.containers?.() ?? []).filter(({ state }) => state === 'running');
	const seen = new Map<string, Published[]>();
	for (const service of services.values()) {
		for (const published of service.isEnabled ? publishedBy(service) : []) {
			const { first, last } = published.ports;
			for (let port = first; port <= Math.min(last, first + 100) && port > 0; port++) {
				const key = `${port}/${published.protocol}`;
				const others = seen.get(key) ?? [];
				const other = first === last ? others.find(each => overlap(each, published)) : undefined;
				if (other) {
					problems.add('DuplicateHostPort', published.at, [port, other.service], { port });
				}
				seen.set(key, [...others, published]);
				const taker = containers.find(
					each =>
						each.service !== service.name &&
						each.ports.some(({ host: taken, protocol }) => taken === port && protocol === published.protocol),
				);
				if (taker && !other && first === last) {
					problems.add('HostPortTaken', published.at, [port, taker.name], { port });
				}
			}
		}
	}
}

function overlap(a: Published, b: Published): boolean {
	const isAny = (address: string) => address === '' || address === '0.0.0.0' || address === '::';
	return a.ports.first === a.ports.last && (isAny(a.address) || isAny(b.address) || a.address === b.address);
}

function checkHealthDependencies(service: ServiceEntry, services: Services, problems: Problems): void {
	for (const { key, keyAt, value } of entriesOf(at(service.value, 'depends_on'))) {
		const target = services.get(key);
		const condition = at(value, 'condition');
		if (!target || textOf(condition) !== 'service_healthy') {
			continue;
		}
		const healthcheck = at(target.value, 'healthcheck');
		const disabled = at(healthcheck, 'disable');
		const isOff = disabled?.kind === 'boolean' && disabled.value === true;
		if (!healthcheck || isOff) {
			problems.add('MissingHealthcheck', condition?.at ?? keyAt, [key], { name: key });
		}
	}
}

function checkImage({ value }: ServiceEntry, problems: Problems): void {
	const image = at(value, 'image');
	const text = textOf(image);
	const isBuilt = value.entries.has('build');
	if (image && text && !isBuilt && !text.includes('@') && !text.includes('$')) {
		const tag = /:([^:/]+)$/.exec(text)?.[1];
		if (tag === undefined || tag === 'latest') {
			problems.add('LatestTag', image.at, [text], { name: text });
		}
	}
}

const secretName = /(?:^|_)(?:PASSWORD|PASSWD|PASS|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY)$/i;

interface Assignment {
	readonly name: string;
	readonly value: string;
	/** The text with its variables. */
	readonly source: string;
	readonly at: Spot;
	readonly node: Value;
}

function assignmentsOf(environment: Value | undefined): Assignment[] {
	const found: Assignment[] = [];
	for (const { key, value } of entriesOf(environment)) {
		if (!isMapValue(value) && value.kind !== 'list' && value.kind !== 'null') {
			found.push({ name: key, value: String(value.value), source: value.source, at: value.at, node: value });
		}
	}
	for (const item of itemsOf(environment)) {
		const text = textOf(item) ?? '';
		const index = text.indexOf('=');
		if (index > 0 && item.kind === 'string') {
			const source = item.source.slice(item.source.indexOf('=') + 1);
			found.push({ name: text.slice(0, index), value: text.slice(index + 1), source, at: item.at, node: item });
		}
	}
	return found;
}

function checkEnvironment(service: ServiceEntry, listeners: Listeners, problems: Problems): void {
	const isOnHost = textOf(at(service.value, 'network_mode')) === 'host';
	for (const { name, value, source, at: place, node } of assignmentsOf(at(service.value, 'environment'))) {
		const isFilledIn = source.includes('$');
		if (secretName.test(name) && value.length > 1 && !isFilledIn && !/^(?:\/|true$|false$|\d+$)/i.test(value)) {
			problems.add('PlainPassword', place, [name], { name });
		}
		const [, host = '', port = ''] = /(?:^|[/@,\s=])((?:localhost|127\.0\.0\.1):(\d+))(?!\d)/.exec(value) ?? [];
		const other = isOnHost ? undefined : listeners.get(Number(port))?.find(each => each !== service.name);
		if (other !== undefined && !listeners.get(Number(port))?.includes(service.name)) {
			problems.add('LocalhostReference', partSpot(node, host), [other], { name: other, port: Number(port) });
		}
	}
}

type Listeners = ReadonlyMap<number, readonly string[]>;

/** Which services listen on which container ports, as far as the file and the usual images tell. */
function listenersOf(services: Services): Listeners {
	const found = new Map<number, string[]>();
	const add = (port: number, name: string) => found.set(port, [...(found.get(port) ?? []), name]);
	for (const { name, value } of services.values()) {
		const ports = new Set(wellKnownImage(textOf(at(value, 'image')) ?? '')?.ports ?? []);
		for (const item of [...itemsOf(at(value, 'ports')), ...itemsOf(at(value, 'expose'))]) {
			const text = isMapValue(item) || item.kind === 'list' ? '' : String(item.value);
			const mapping = parsePortMapping(text);
			if (!('problem' in mapping)) {
				ports.add(mapping.container.first);
			}
			const target = (at(item, 'target') as ScalarValue | undefined)?.value;
			if (target !== undefined) {
				ports.add(Number(target));
			}
		}
		for (const port of ports) {
			add(port, name);
		}
	}
	return found;
}

function checkDataPath({ value }: ServiceEntry, problems: Problems): void {
	const reference = textOf(at(value, 'image')) ?? '';
	const [wanted, ...others] = wellKnownImage(reference)?.data ?? [];
	if (wanted === undefined || entryAt(value, 'environment', 'PGDATA')) {
		return;
	}
	const named: { readonly target: string; readonly at: Spot }[] = [];
	for (const item of itemsOf(at(value, 'volumes'))) {
		const text = textOf(item);
		const mount = text === undefined ? undefined : parseVolumeMount(text);
		const target = mount ? ('problem' in mount ? '' : mount.target) : (textOf(at(item, 'target')) ?? '');
		if ([wanted, ...others].some(path => isWithin(path, target) || isWithin(target, path))) {
			return;
		}
		const isNamed = mount
			? !('problem' in mount) && mount.type === 'volume' && mount.source !== ''
			: textOf(at(item, 'type')) === 'volume' && at(item, 'source') !== undefined;
		if (isNamed) {
			named.push({ target, at: partSpot(item, target) });
		}
	}
	const [only] = named;
	if (only && named.length === 1) {
		problems.add('DataElsewhere', only.at, [baseName(reference), wanted], { name: only.target, replacement: wanted });
	}
}

function isWithin(path: string, folder: string): boolean {
	const base = folder.replace(/\/+$/, '');
	return path.replace(/\/+$/, '') === base || path.startsWith(`${base}/`);
}
