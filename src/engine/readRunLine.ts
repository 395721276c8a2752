import { parseRunCommandLine } from './runCommandLine.ts';
import type { RunOptions } from './runOptions.ts';
import { shellQuote } from './shellQuote.ts';

/** A `docker run …` line as what the commands take. */
export interface ReadRunLine {
	readonly image: string;
	readonly options: RunOptions;
	/** Flags that the options have no place for, as words of a shell: `--gpus all`. */
	readonly others: readonly string[];
}

/** Takes a line apart; what is wrong with a value is left to whoever uses it. `invalid` if it is no `docker run`. */
export function readRunLine(line: string): ReadRunLine {
	const { flags, image, command } = parseRunCommandLine(line);
	const draft: Draft = { ports: [], env: {}, volumes: [], tmpfs: [], labels: {}, others: [] };
	for (const { name, value } of flags) {
		const text = asTyped(value);
		const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
		if (!withoutMeaning.has(name) && !read?.(draft, text)) {
			draft.others.push(text === '' ? `--${name}` : `--${name} ${shellQuote(text)}`);
		}
	}
	const { others, ...options } = draft;
	if (command.length > 0) {
		options.command = command.map(asTyped);
	}
	return { image: asTyped(image), options: withoutEmpty(options), others };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Writable<RunOptions> & {
	ports: string[];
	env: Record<string, string>;
	volumes: string[];
	tmpfs: string[];
	labels: Record<string, string>;
	others: string[];
};

/** Says whether the value has found its place. */
type Reader = (draft: Draft, value: string) => boolean;

/** A container of the form runs in the background, or with a terminal when it is interactive. */
const withoutMeaning = new Set(['detach', 'sig-proxy', 'disable-content-trust', 'quiet']);

const readers: Readonly<Record<string, Reader>> = {
	name: once('name'),
	network: once('network'),
	workdir: once('workdir'),
	user: once('user'),
	restart: once('restart'),
	memory: once('memory'),
	cpus: once('cpus'),
	platform: once('platform'),
	'env-file': once('envFile'),
	'health-cmd': once('healthCommand'),
	'health-interval': once('healthInterval'),
	'health-timeout': once('healthTimeout'),
	'health-start-period': once('healthStartPeriod'),
	'health-retries': once('healthRetries'),
	entrypoint: (draft, value) => put(draft, 'entrypoint', value === '' ? '' : [value]),
	pull: (draft, value) => /^(?:missing|always|never)$/.test(value) && put(draft, 'pull', value as 'missing'),
	rm: draft => put(draft, 'remove', true),
	interactive: draft => put(draft, 'interactive', true),
	tty: draft => put(draft, 'interactive', true),
	'no-healthcheck': draft => put(draft, 'noHealthcheck', true),
	publish: (draft, value) => draft.ports.push(value) > 0,
	volume: (draft, value) => draft.volumes.push(value) > 0,
	tmpfs: (draft, value) => draft.tmpfs.push(value) > 0,
	env: (draft, value) => assign(draft.env, value),
	label: (draft, value) => assign(draft.labels, value.includes('=') ? value : `${value}=`),
	mount: readMount,
};

/** The second of a flag that counts once keeps its own place, since the two mean something else than one. */
function once(option: keyof RunOptions): Reader {
	return (draft, value) => draft[option] === undefined && put(draft, option, value as never);
}

function put<K extends keyof RunOptions>(draft: Draft, option: K, value: Draft[K]): true {
	draft[option] = value;
	return true;
}

/** `-e NAME` alone takes the value from the shell, which there is none of. */
function assign(record: Record<string, string>, assignment: string): boolean {
	const [name, value] = splitAt(assignment, '=');
	if (name === '' || !assignment.includes('=')) {
		return false;
	}
	record[name] = value;
	return true;
}

/** The long form of `-v` and `--tmpfs`, where it says no more than they can. */
function readMount(draft: Draft, value: string): boolean {
	const given = Object.fromEntries(value.split(',').map(part => splitAt(part, '=')));
	const { type = 'volume', source, src, target, destination, dst, readonly, ro, 'tmpfs-size': size, ...more } = given;
	const from = source ?? src ?? '';
	const path = target ?? destination ?? dst ?? '';
	const isReadOnly = (readonly ?? ro ?? 'false') !== 'false';
	const hasColon = [from, path].some(text => text.slice(2).includes(':'));
	if (path === '' || hasColon || Object.keys(more).length > 0) {
		return false;
	}
	if (type === 'tmpfs') {
		return from === '' && !isReadOnly && draft.tmpfs.push(size ? `${path}:size=${size}` : path) > 0;
	}
	if (size !== undefined || (type !== 'volume' && type !== 'bind') || (from === '' && isReadOnly)) {
		return false;
	}
	return draft.volumes.push([from, path, isReadOnly ? 'ro' : ''].filter(Boolean).join(':')) > 0;
}

function splitAt(text: string, separator: string): [before: string, after: string] {
	const at = text.indexOf(separator);
	return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** In the words of a parsed line a dollar sign stands doubled, for Compose. */
function asTyped(word: string): string {
	return word.replaceAll('$$', '$');
}

function withoutEmpty(options: RunOptions): RunOptions {
	return Object.fromEntries(
		Object.entries(options).filter(([, value]) => typeof value !== 'object' || Object.keys(value).length > 0),
	);
}
