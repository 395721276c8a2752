import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import { parsePortMapping } from './portMapping.ts';
import { entryAt, isListValue, isMapValue, type ScalarValue, type Value } from './values.ts';
import { parseVolumeMount } from './volumeMount.ts';

type Path = readonly (string | number)[];

/** Whether a key of the long form that Compose has made is told by the short form at a path. */
export function isWrittenIn(short: ScalarValue, key: string, path: Path): boolean {
	if (short.kind === 'null') {
		return false;
	}
	const form = short.kind === 'string' ? forms[formAt(path)] : undefined;
	return form ? form(String(short.value)).includes(key) : true;
}

/** Which values the items of a resolved list were made of; undefined for those that cannot be told. */
export function matchItems(nodes: readonly Node[], values: readonly Value[], path: Path): (Value | undefined)[] {
	const identify = identities[formAt([...path, 0])] ?? plainIdentity;
	const candidates = values.map(value => ({ value, names: identify.ofValue(value), isUsed: false }));
	const matched = nodes.map(node => {
		for (const name of identify.ofNode(node)) {
			const same = candidates.filter(({ names }) => names.includes(name));
			const found = same.find(({ isUsed }) => !isUsed) ?? same[0];
			if (found) {
				found.isUsed = true;
				return found.value;
			}
		}
		return undefined;
	});
	return nodes.length === values.length ? matched.map((value, index) => value ?? freeAt(candidates, index)) : matched;
}

interface Candidate {
	readonly value: Value;
	readonly isUsed: boolean;
}

function freeAt(candidates: readonly Candidate[], index: number): Value | undefined {
	const candidate = candidates[index];
	return candidate?.isUsed ? undefined : candidate?.value;
}

/** Names of a form: `ports[]`, `depends_on.*`, `build`; of services only, and of their builds. */
function formAt(path: Path): string {
	const [section, , first, second, ...more] = path;
	if (section !== 'services' || first === undefined) {
		return '';
	}
	if (first === 'build' && typeof second === 'string') {
		return formAt(['services', '', second, ...more]);
	}
	return typeof second === 'number' ? `${first}[]` : second === undefined ? String(first) : `${first}.*`;
}

/** Per form the keys of the long form that a short text tells. */
const forms: Readonly<Record<string, (text: string) => readonly string[]>> = {
	build: () => ['context'],
	'ports[]': text => {
		const port = parsePortMapping(text);
		return 'problem' in port
			? []
			: [
					'target',
					...(port.host ? ['published'] : []),
					...(port.address === '' ? [] : ['host_ip']),
					...(text.includes('/') ? ['protocol'] : []),
				];
	},
	'volumes[]': text => {
		const mount = parseVolumeMount(text);
		const isMore = 'options' in mount && mount.options.some(option => option !== 'ro' && option !== 'rw');
		return 'problem' in mount
			? []
			: [
					'target',
					...(mount.source === '' ? [] : ['type', 'source']),
					...(mount.options.includes('ro') ? ['read_only'] : []),
					...(isMore ? ['bind', 'volume', 'selinux', 'propagation', 'nocopy'] : []),
				];
	},
	'secrets[]': () => ['source'],
	'configs[]': () => ['source'],
	'devices[]': text => ['source', 'target', 'permissions'].slice(0, text.split(':').length),
	'env_file[]': () => ['path'],
	'depends_on.*': () => [],
	'networks.*': () => [],
	'models.*': () => [],
};

/** What tells one item of a list from another; the most exact name first. */
interface Identity {
	ofNode(node: Node): readonly string[];
	ofValue(value: Value): readonly string[];
}

const plainIdentity: Identity = {
	ofNode: node => (isScalar(node) ? [normal(String(node.value))] : []),
	ofValue: value => (isMapValue(value) || isListValue(value) ? [] : [normal(String(value.value))]),
};

/** `host:address` is printed as `host=address`. */
function normal(text: string): string {
	return text.replace(/[:=]/, '=');
}

const identities: Readonly<Record<string, Identity>> = {
	'ports[]': {
		ofNode: node =>
			portNames(field(node, 'host_ip'), field(node, 'published'), field(node, 'target'), field(node, 'protocol')),
		ofValue: namesOfPort,
	},
	'volumes[]': byKey('target', text => {
		const mount = parseVolumeMount(text);
		return 'problem' in mount ? undefined : mount.target;
	}),
	'secrets[]': byKey('source', text => text),
	'configs[]': byKey('source', text => text),
	'devices[]': byKey('source', text => text.split(':')[0]),
};

function byKey(key: string, read: (short: string) => string | undefined): Identity {
	return {
		ofNode: node => [field(node, key)].filter(text => text !== ''),
		ofValue: value => {
			const text = isMapValue(value) ? textAt(value, key) : read(valueText(value));
			return text === undefined || text === '' ? [] : [text];
		},
	};
}

function namesOfPort(value: Value): readonly string[] {
	if (isMapValue(value)) {
		const part = (key: string) => textAt(value, key);
		return portNames(part('host_ip'), part('published'), part('target'), part('protocol') || 'tcp');
	}
	const port = parsePortMapping(valueText(value));
	if ('problem' in port) {
		return [];
	}
	const { host, container, address, protocol } = port;
	return Array.from({ length: container.last - container.first + 1 }, (_, step) => {
		const isSpread = host && host.last - host.first === container.last - container.first;
		const published = !host ? '' : isSpread ? String(host.first + step) : `${host.first}-${host.last}`;
		return portNames(address, published, String(container.first + step), protocol);
	}).flat();
}

function portNames(address: string, published: string, target: string, protocol: string): string[] {
	return [`${address}|${published}|${target}/${protocol}`, `${target}/${protocol}`];
}

function field(node: Node, key: string): string {
	const value = isMap(node) ? (node as YAMLMap).get(key) : undefined;
	return value === undefined || value === null ? '' : String(value);
}

function textAt(value: Value, key: string): string {
	const entry = entryAt(value, key);
	return entry ? valueText(entry.value) : '';
}

function valueText(value: Value): string {
	return isMapValue(value) || isListValue(value) ? '' : String(value.value ?? '');
}
