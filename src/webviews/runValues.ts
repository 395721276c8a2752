import type { RunOptions } from '../engine/runOptions.ts';
import { shellQuote } from '../engine/shellQuote.ts';
import type { Pair, RunMount, RunValues } from './protocols/runForm.ts';

export const emptyValues: RunValues = {
	image: '',
	name: '',
	command: '',
	entrypoint: '',
	ports: [],
	env: [],
	envFile: '',
	mounts: [],
	network: '',
	restart: '',
	memory: '',
	cpus: '',
	user: '',
	workdir: '',
	labels: [],
	pull: '',
	platform: '',
	healthCommand: '',
	healthInterval: '',
	healthTimeout: '',
	healthStartPeriod: '',
	healthRetries: '',
	noHealthcheck: false,
	remove: false,
	interactive: false,
	others: '',
};

/** Values whose names and meaning are those of the options; empty and off are left out. */
const alike = [
	...(['name', 'command', 'entrypoint', 'envFile', 'network', 'restart', 'memory', 'cpus', 'user', 'workdir'] as const),
	...(['pull', 'platform', 'healthCommand', 'healthInterval', 'healthTimeout', 'healthStartPeriod'] as const),
	...(['healthRetries', 'noHealthcheck', 'remove', 'interactive'] as const),
] as const;

/** The fields as options of `container.run`; rows that are empty are left out. */
export function toRunOptions(values: RunValues): RunOptions {
	const given = alike.filter(key => values[key] !== '' && values[key] !== false).map(key => [key, values[key]]);
	const mounts = values.mounts.filter(({ source, target }) => source !== '' || target !== '');
	const lists = {
		ports: values.ports.filter(({ host, container }) => host !== '' || container !== '').map(portText),
		volumes: mounts.filter(({ type }) => type !== 'tmpfs').map(mountText),
		tmpfs: mounts.filter(({ type }) => type === 'tmpfs').map(mountText),
	};
	const records = { env: toRecord(values.env), labels: toRecord(values.labels) };
	return Object.fromEntries([
		...given,
		...Object.entries(lists).filter(([, list]) => list.length > 0),
		...Object.entries(records).filter(([, record]) => Object.keys(record).length > 0),
	]);
}

/** `8080:80`, or `80` for any free port. */
export function portText({ host, container }: RunValues['ports'][number]): string {
	return host === '' ? container : `${host}:${container}`;
}

/** `data:/data:ro`, `/tmp:size=64m` */
export function mountText({ type, source, target, readOnly, options }: RunMount): string {
	const words = [readOnly && type !== 'tmpfs' ? 'ro' : '', options].filter(Boolean).join(',');
	return [type === 'tmpfs' ? '' : source, target, words].filter(Boolean).join(':');
}

/** Options as the fields show them. */
export function toRunValues(image: string, options: RunOptions, others: readonly string[] = []): RunValues {
	const given = alike.filter(key => options[key] !== undefined).map(key => [key, fieldOf(options[key])]);
	return {
		...emptyValues,
		...Object.fromEntries(given),
		image,
		...(options.entrypoint === '' ? { entrypoint: "''" } : {}),
		ports: (options.ports ?? []).map(readPort),
		env: toPairs(options.env),
		mounts: [...(options.volumes ?? []).map(readVolume), ...(options.tmpfs ?? []).map(readTmpfs)],
		labels: toPairs(options.labels),
		others: others.join(' '),
	};
}

/** What a panel has kept, as far as it fits: an earlier version may have kept something else. */
export function readRunValues(kept: unknown): RunValues {
	if (typeof kept !== 'object' || kept === null) {
		return emptyValues;
	}
	const given = kept as Readonly<Record<string, unknown>>;
	const fits = Object.entries(emptyValues).filter(([key, empty]) => isAlike(given[key], empty));
	return { ...emptyValues, ...Object.fromEntries(fits.map(([key]) => [key, given[key]])) };
}

function isAlike(value: unknown, empty: unknown): boolean {
	return Array.isArray(empty)
		? Array.isArray(value) && value.every(row => typeof row === 'object' && row !== null)
		: typeof value === typeof empty;
}

function fieldOf(value: string | number | boolean | readonly string[] | undefined): string | boolean {
	return typeof value === 'boolean' ? value : typeof value === 'object' ? value.map(shellQuote).join(' ') : `${value}`;
}

function readPort(port: string): RunValues['ports'][number] {
	const at = port.lastIndexOf(':');
	return at < 0 ? { host: '', container: port } : { host: port.slice(0, at), container: port.slice(at + 1) };
}

function readVolume(volume: string): RunMount {
	const [first = '', second, words = ''] = [...volume.matchAll(/(?:^|:)((?:[A-Za-z]:(?=[\\/]))?[^:]*)/g)].map(
		match => match[1] as string,
	);
	const source = second === undefined ? '' : first;
	const options = words.split(',').filter(Boolean);
	return {
		type: /^[/.~\\]|^[A-Za-z]:[\\/]/.test(source) ? 'bind' : 'volume',
		source,
		target: second ?? first,
		readOnly: options.includes('ro'),
		options: options.filter(word => word !== 'ro').join(','),
	};
}

function readTmpfs(tmpfs: string): RunMount {
	const at = tmpfs.indexOf(':');
	const [target, options] = at < 0 ? [tmpfs, ''] : [tmpfs.slice(0, at), tmpfs.slice(at + 1)];
	return { type: 'tmpfs', source: '', target, readOnly: false, options };
}

function toRecord(pairs: readonly Pair[]): Readonly<Record<string, string>> {
	return Object.fromEntries(pairs.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]));
}

function toPairs(record: Readonly<Record<string, string>> = {}): Pair[] {
	return Object.entries(record).map(([name, value]) => ({ name, value }));
}
