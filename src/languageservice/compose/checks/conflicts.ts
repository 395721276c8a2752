import type { Problems } from '../problems.ts';
import { parseFloatStrictly, parseInteger, parseSize } from '../quantities.ts';
import { at, type Entry, entryAt, isListValue, isMapValue, itemsOf, placeOf, textOf, type Value } from '../values.ts';
import { parseVolumeMount } from '../volumeMount.ts';
import { isScalarValue } from './dependencies.ts';
import type { ServiceEntry } from './enabled.ts';

/** Keys of enabled services that do not go together; an image may come from a file that nobody could read. */
export function checkConflicts(
	services: ReadonlyMap<string, ServiceEntry>,
	isIncomplete: boolean,
	problems: Problems,
): void {
	const names = new Map<string, string>();
	for (const service of services.values()) {
		if (service.isEnabled) {
			if (!isIncomplete) {
				checkImage(service, problems);
			}
			checkBuild(service.value, problems);
			checkNetworkMode(service.value, problems);
			checkHealthcheck(service.value, problems);
			checkScale(service.value, problems);
			checkResourceLimits(service.value, problems);
			checkContainerName(service, names, problems);
			checkWatch(service.value, problems);
			checkMounts(service.value, problems);
		}
	}
}

function checkImage({ name, entry, value }: ServiceEntry, problems: Problems): void {
	const image = value.entries.get('image');
	const hasImage = image !== undefined && textOf(image.value) !== '';
	if (!hasImage && !value.entries.has('build') && !value.entries.has('provider')) {
		problems.add('MissingImage', image ? placeOf(image) : entry.keyAt, [name], { name });
	}
}

function checkBuild(service: Value, problems: Problems): void {
	const dockerfile = entryAt(service, 'build', 'dockerfile');
	const inline = entryAt(service, 'build', 'dockerfile_inline');
	if (dockerfile && inline && textOf(dockerfile.value) !== '' && textOf(inline.value) !== '') {
		const [first, second] = inOrder(dockerfile, inline);
		problems.add('ConflictingKeys', second.keyAt, [second.key, first.key], { name: second.key, other: first.key });
	}
	const platform = entryAt(service, 'platform');
	const wanted = textOf(platform?.value);
	const platforms = itemsOf(at(service, 'build', 'platforms')).map(item => textOf(item));
	if (platform && wanted && platforms.length > 0 && !platforms.includes(wanted)) {
		problems.add('PlatformMismatch', placeOf(platform), [wanted], { name: wanted });
	}
}

function inOrder(a: Entry, b: Entry): readonly [Entry, Entry] {
	return a.keyAt.start <= b.keyAt.start ? [a, b] : [b, a];
}

function checkNetworkMode(service: Value, problems: Problems): void {
	const mode = entryAt(service, 'network_mode');
	const networks = at(service, 'networks');
	const count = isMapValue(networks) ? networks.entries.size : itemsOf(networks).length;
	if (mode && textOf(mode.value) !== '' && count > 0) {
		problems.add('ConflictingKeys', mode.keyAt, ['network_mode', 'networks'], {
			name: 'network_mode',
			other: 'networks',
		});
	}
}

function checkHealthcheck(service: Value, problems: Problems): void {
	const [first] = itemsOf(at(service, 'healthcheck', 'test'));
	if (first && !['CMD', 'CMD-SHELL', 'NONE'].includes(textOf(first) ?? '')) {
		problems.add('InvalidHealthcheck', first.at, [textOf(first) ?? ''], { name: textOf(first) });
	}
}

/** What a scalar is as a number, by the reading of its key. */
function numberOf(entry: Entry | undefined, read: (text: string) => number | undefined): number | undefined {
	if (!entry || !isScalarValue(entry.value)) {
		return undefined;
	}
	const { value } = entry.value;
	return typeof value === 'number' ? value : read(String(value ?? ''));
}

function checkScale(service: Value, problems: Problems): void {
	const scale = entryAt(service, 'scale');
	const replicas = entryAt(service, 'deploy', 'replicas');
	const numbers = [scale, replicas].map(entry => numberOf(entry, parseInteger));
	for (const [index, entry] of [scale, replicas].entries()) {
		if (entry && (numbers[index] ?? 0) < 0) {
			problems.add('InvalidValue', placeOf(entry), [String(numbers[index]), '≥ 0'], { name: entry.key });
		}
	}
	if (scale && numbers[0] !== undefined && numbers[1] !== undefined && numbers[0] !== numbers[1]) {
		problems.add('DistinctValues', placeOf(scale), ['scale', 'deploy.replicas'], { name: 'scale' });
	}
	const name = entryAt(service, 'container_name');
	if (name && textOf(name.value) !== '' && Math.max(numbers[0] ?? 0, numbers[1] ?? 0) > 1) {
		const other = (numbers[0] ?? 0) > 1 ? 'scale' : 'deploy.replicas';
		problems.add('ConflictingKeys', name.keyAt, ['container_name', other], { name: 'container_name', other });
	}
}

const limits: readonly (readonly [key: string, path: readonly string[], read: (text: string) => number | undefined])[] =
	[
		['cpus', ['limits', 'cpus'], parseFloatStrictly],
		['mem_limit', ['limits', 'memory'], parseSize],
		['mem_reservation', ['reservations', 'memory'], parseSize],
		['pids_limit', ['limits', 'pids'], parseInteger],
	];

function checkResourceLimits(service: Value, problems: Problems): void {
	for (const [key, path, read] of limits) {
		const own = entryAt(service, key);
		const inDeploy = entryAt(service, 'deploy', 'resources', ...path);
		const ownNumber = numberOf(own, read);
		const deployNumber = numberOf(inDeploy, read);
		const hasOther = isMapValue(at(service, 'deploy', 'resources', path[0] as string));
		if (own && hasOther && ownNumber !== undefined && ownNumber !== 0 && ownNumber !== (deployNumber ?? 0)) {
			problems.add('DistinctValues', placeOf(own), [key, `deploy.resources.${path.join('.')}`], { name: key });
		}
	}
}

function checkContainerName({ name, value }: ServiceEntry, names: Map<string, string>, problems: Problems): void {
	const entry = value.entries.get('container_name');
	const text = textOf(entry?.value);
	if (!entry || !text) {
		return;
	}
	const other = names.get(text);
	if (other === undefined) {
		names.set(text, name);
	} else {
		problems.add('DuplicateContainerName', placeOf(entry), [text, other], { name: text, other });
	}
}

function checkWatch(service: Value, problems: Problems): void {
	for (const item of itemsOf(at(service, 'develop', 'watch'))) {
		const action = entryAt(item, 'action');
		const text = textOf(action?.value);
		if (action && text !== undefined && text !== 'rebuild' && text !== 'restart' && !textOf(at(item, 'target'))) {
			problems.add('MissingTarget', placeOf(action), [text], { name: 'target' });
		}
	}
}

/** A `tmpfs` and a volume at the same path. */
function checkMounts(service: Value, problems: Problems): void {
	const tmpfs = at(service, 'tmpfs');
	const items = isListValue(tmpfs) ? tmpfs.items : tmpfs ? [tmpfs] : [];
	const unique = new Map(items.map(item => [textOf(item)?.split('=')[0] ?? '', item]));
	const mounted = new Set<string>();
	for (const item of unique.values()) {
		const target = textOf(item)?.split(':')[0] ?? '';
		if (mounted.has(target)) {
			problems.add('DuplicateMount', item.at, [target], { name: target });
		}
		mounted.add(target);
	}
	for (const item of itemsOf(at(service, 'volumes'))) {
		const text = textOf(item);
		const parsed = text === undefined ? undefined : parseVolumeMount(text);
		const target = parsed ? ('problem' in parsed ? undefined : parsed.target) : textOf(at(item, 'target'));
		if (target && mounted.has(target)) {
			problems.add('DuplicateMount', item.at, [target], { name: target });
		}
	}
}
