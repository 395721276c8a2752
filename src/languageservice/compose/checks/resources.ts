import type { Text } from '../../host.ts';
import { isIpAddress } from '../portMapping.ts';
import type { Problems } from '../problems.ts';
import {
	at,
	type Entry,
	entriesOf,
	entryAt,
	isMapValue,
	itemsOf,
	type MapValue,
	placeOf,
	type Spot,
	textOf,
	type Value,
} from '../values.ts';

/** What the schema does not say of top-level resources, and of long forms in services. */
export function checkResources(model: MapValue, problems: Problems): void {
	for (const section of ['networks', 'volumes', 'secrets', 'configs']) {
		for (const entry of entriesOf(at(model, section))) {
			checkExternalName(entry, problems);
		}
	}
	for (const entry of entriesOf(at(model, 'volumes'))) {
		checkExternalVolume(entry, problems);
	}
	for (const entry of entriesOf(at(model, 'secrets'))) {
		checkContent(entry, ['file', 'environment'], problems);
	}
	for (const { value } of entriesOf(at(model, 'secrets'))) {
		for (const entry of entriesOf(at(value, 'driver_opts'))) {
			requireText(entry.value, placeOf(entry), entry.key, ['string', 'integer', 'null'], problems);
		}
	}
	for (const entry of entriesOf(at(model, 'configs'))) {
		checkContent(entry, ['file', 'environment', 'content'], problems);
	}
	for (const { value } of entriesOf(at(model, 'services'))) {
		checkLongForms(value, problems);
	}
}

function checkExternalName({ value }: Entry, problems: Problems): void {
	const external = entryAt(value, 'external', 'name');
	if (external) {
		const name = at(value, 'name');
		if (name && textOf(name) !== textOf(external.value)) {
			problems.add('ConflictingKeys', external.keyAt, ['external.name', 'name'], { name: 'external', other: 'name' });
		}
		problems.add('DeprecatedKey', external.keyAt, [], { name: 'external.name' });
	}
}

export function isExternal(value: Value): boolean {
	const external = at(value, 'external');
	return (
		isMapValue(external) ||
		(external?.kind === 'boolean' && external.value === true) ||
		/^(true|y|yes|on)$/i.test(textOf(external) ?? '')
	);
}

function checkExternalVolume({ value }: Entry, problems: Problems): void {
	if (!isExternal(value)) {
		return;
	}
	for (const { key, keyAt } of entriesOf(value)) {
		if (!['name', 'external'].includes(key) && !key.startsWith('x-')) {
			problems.add('ConflictingKeys', keyAt, [key, 'external'], { name: key, other: 'external' });
		}
	}
}

function checkContent(entry: Entry, keys: readonly string[], problems: Problems): void {
	const { value, keyAt } = entry;
	if (!isMapValue(value)) {
		return;
	}
	const written = keys.map(key => value.entries.get(key)).filter(found => found !== undefined);
	const isBlank = (found: Entry) => found.key === 'environment' && textOf(found.value) === '';
	const set = keys.includes('content') || written.length > 1 ? written : written.filter(found => !isBlank(found));
	const second = [...set].sort((a, b) => a.keyAt.start - b.keyAt.start)[1];
	if (second) {
		const first = set.find(each => each !== second) as Entry;
		problems.add('ConflictingKeys', second.keyAt, [second.key, first.key], { name: second.key, other: first.key });
	}
	const isElsewhere = keys.includes('content') && value.entries.has('driver');
	if (set.length === 0 && !isElsewhere && !isExternal(value) && !isFalselyExternal(value, keys)) {
		problems.add('MissingContent', keyAt, [keys.join(', ')], { name: entry.key });
	}
}

/** Configs that say `external: false` are let through without a content. */
function isFalselyExternal(value: MapValue, keys: readonly string[]): boolean {
	return keys.includes('content') && value.entries.has('external');
}

const unquoted: Text = { en: '"{0}" must be a number without quotes.', ko: '"{0}"은(는) 따옴표 없는 숫자여야 합니다.' };
const keyAndValue: Text = {
	en: '"{0}" must be a name, "=" and a context.',
	ko: '"{0}"은(는) 이름, "=", 컨텍스트로 써야 합니다.',
};
const blankPid: Text = { en: '"{0}" needs a value.', ko: '"{0}"에는 값이 필요합니다.' };

const notText: Text = {
	en: '"{0}" takes text in quotes here.',
	ko: '여기에서 "{0}"에는 따옴표로 감싼 문자열이 와야 합니다.',
};

/** Compose wants text here although its schema lets other kinds through. */
function requireText(value: Value, at: Spot, name: string, kinds: readonly Value['kind'][], problems: Problems): void {
	if (!kinds.includes(value.kind)) {
		problems.add('WrongType', at, [name], { name, expected: ['string'] }, notText);
	}
}

/** What the schema lets through and Compose stumbles over. */
function checkStumblingBlocks(service: Value, problems: Problems): void {
	for (const entry of entriesOf(at(service, 'build', 'ulimits'))) {
		const inner = isMapValue(entry.value) ? [...entry.value.entries.values()] : [entry];
		for (const limit of inner.filter(each => each.value.kind === 'string')) {
			problems.add('InvalidNumber', placeOf(limit), [limit.key], { name: limit.key }, unquoted);
		}
	}
	for (const item of itemsOf(at(service, 'build', 'additional_contexts'))) {
		const text = textOf(item);
		if (text !== undefined && !text.includes('=')) {
			problems.add('InvalidValue', item.at, [text], { name: text }, keyAndValue);
		}
	}
	for (const item of itemsOf(at(service, 'group_add'))) {
		requireText(item, item.at, 'group_add', ['string', 'integer'], problems);
	}
	for (const entry of entriesOf(at(service, 'storage_opt'))) {
		requireText(entry.value, placeOf(entry), entry.key, ['string', 'integer', 'null'], problems);
	}
	for (const entry of entriesOf(at(service, 'build', 'additional_contexts'))) {
		requireText(entry.value, placeOf(entry), entry.key, ['string'], problems);
	}
	for (const item of [...itemsOf(at(service, 'configs')), ...itemsOf(at(service, 'secrets'))]) {
		const mode = entryAt(item, 'mode');
		if (mode) {
			requireText(mode.value, placeOf(mode), 'mode', ['string', 'integer'], problems);
		}
	}
	const pid = entryAt(service, 'pid');
	if (pid?.value.kind === 'null') {
		problems.add('WrongType', placeOf(pid), ['pid'], { name: 'pid', expected: ['string'] }, blankPid);
	}
}

function checkLongForms(service: Value, problems: Problems): void {
	checkStumblingBlocks(service, problems);
	for (const item of itemsOf(at(service, 'ports'))) {
		if (isMapValue(item)) {
			checkPort(item, problems);
		}
	}
	for (const item of itemsOf(at(service, 'volumes'))) {
		if (isMapValue(item)) {
			checkVolume(item, problems);
		}
	}
	for (const item of itemsOf(at(service, 'devices'))) {
		if (isMapValue(item) && !item.entries.has('target')) {
			problems.add('MissingKey', item.at, ['target'], { name: 'target' });
		}
	}
	const devices = itemsOf(at(service, 'deploy', 'resources', 'reservations', 'devices'));
	for (const device of [...devices, ...itemsOf(at(service, 'gpus'))]) {
		const count = entryAt(device, 'count');
		const ids = entryAt(device, 'device_ids');
		if (count && ids) {
			problems.add('ConflictingKeys', ids.keyAt, ['device_ids', 'count'], { name: 'device_ids', other: 'count' });
		}
	}
	for (const item of itemsOf(at(service, 'develop', 'watch'))) {
		const path = entryAt(item, 'path');
		if (path && textOf(path.value) === '') {
			problems.add('InvalidValue', placeOf(path), ['', '.'], { name: '' });
		}
	}
}

const noAddress: Text = { en: '"{0}" is no IP address.', ko: '"{0}"은(는) IP 주소가 아닙니다.' };

function checkPort(item: MapValue, problems: Problems): void {
	const target = item.entries.get('target');
	if (!target) {
		problems.add('MissingKey', item.at, ['target'], { name: 'target' });
	}
	const address = item.entries.get('host_ip');
	const text = textOf(address?.value);
	if (address && text !== undefined && !isIpAddress(text)) {
		problems.add('InvalidPort', placeOf(address), [text], { name: text }, noAddress);
	}
}

function checkVolume(item: MapValue, problems: Problems): void {
	if (textOf(at(item, 'target')) === undefined && !item.entries.has('target')) {
		problems.add('MissingKey', placeOfItem(item), ['target'], { name: 'target' });
	}
	if (textOf(at(item, 'type')) === 'bind' && !item.entries.has('source')) {
		problems.add('MissingKey', placeOfItem(item), ['source'], { name: 'source' });
	}
}

function placeOfItem(item: MapValue): Spot {
	return item.at;
}
