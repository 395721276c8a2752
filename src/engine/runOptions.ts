import { invalidOption } from './calls.ts';
import { EngineError } from './errors.ts';
import { type HealthConfig, type HealthOptions, parseHealth } from './healthCheck.ts';
import { type PortBindings, parsePublishedPorts } from './publishedPorts.ts';

/** What `docker run` takes, in the words of the commands' options. */
export interface RunOptions extends HealthOptions {
	readonly name?: string;
	/** A text is split as a shell would; nothing in it is expanded. */
	readonly command?: string | readonly string[];
	/** As `command`; an empty text takes the image's entrypoint away. */
	readonly entrypoint?: string | readonly string[];
	readonly ports?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** Absolute path of a file of `NAME=value` lines. */
	readonly envFile?: string;
	readonly volumes?: readonly string[];
	/** Folders in memory: `/run`, `/tmp:size=64m`. */
	readonly tmpfs?: readonly string[];
	readonly network?: string;
	readonly workdir?: string;
	readonly user?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly restart?: string;
	/** Removed when it ends. */
	readonly remove?: boolean;
	/** With a terminal and an open input. */
	readonly interactive?: boolean;
	readonly memory?: string | number;
	readonly cpus?: string | number;
	readonly pull?: 'missing' | 'always' | 'never';
	/** Of an image for several: `linux/arm64`. */
	readonly platform?: string;
}

/** The body of the engine's create call, as far as this extension fills it. */
export interface CreateBody {
	readonly Image: string;
	readonly Cmd?: readonly string[];
	readonly Entrypoint?: readonly string[];
	readonly Env: readonly string[];
	readonly WorkingDir?: string;
	readonly User?: string;
	readonly Labels: Readonly<Record<string, string>>;
	readonly ExposedPorts: Readonly<Record<string, object>>;
	readonly Volumes: Readonly<Record<string, object>>;
	readonly Healthcheck?: HealthConfig;
	readonly Tty: boolean;
	readonly OpenStdin: boolean;
	readonly StdinOnce: boolean;
	readonly AttachStdin: boolean;
	readonly AttachStdout: boolean;
	readonly AttachStderr: boolean;
	readonly HostConfig: {
		readonly Binds: readonly string[];
		readonly Tmpfs?: Readonly<Record<string, string>>;
		readonly PortBindings: PortBindings;
		readonly NetworkMode?: string;
		readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
		readonly AutoRemove: boolean;
		readonly Memory?: number;
		readonly NanoCpus?: number;
	};
}

/** What `docker run` would send. `fileEnv` are the variables of the env file. Throws `invalid` naming the option. */
export function toCreateBody(image: string, options: RunOptions, fileEnv: readonly string[] = []): CreateBody {
	const interactive = options.interactive ?? false;
	const bindings = parsePublishedPorts(options.ports ?? []);
	const { binds, anonymous } = parseVolumes(options.volumes ?? []);
	return {
		Image: image,
		Cmd: words('command', options.command),
		Entrypoint: options.entrypoint === '' ? [''] : words('entrypoint', options.entrypoint),
		Env: mergeEnv(fileEnv, options.env ?? {}),
		WorkingDir: options.workdir || undefined,
		User: options.user || undefined,
		Labels: options.labels ?? {},
		ExposedPorts: Object.fromEntries(Object.keys(bindings).map(port => [port, {}])),
		Volumes: Object.fromEntries(anonymous.map(path => [path, {}])),
		Healthcheck: parseHealth(options),
		Tty: interactive,
		OpenStdin: interactive,
		StdinOnce: interactive,
		AttachStdin: interactive,
		AttachStdout: interactive,
		AttachStderr: interactive,
		HostConfig: {
			Binds: binds,
			...(options.tmpfs?.length ? { Tmpfs: Object.fromEntries(options.tmpfs.map(parseTmpfs)) } : {}),
			PortBindings: bindings,
			NetworkMode: options.network || undefined,
			RestartPolicy: parseRestart(options.restart, options.remove),
			AutoRemove: options.remove ?? false,
			Memory: options.memory === undefined ? undefined : parseMemory(options.memory),
			NanoCpus: options.cpus === undefined ? undefined : parseCpus(options.cpus),
		},
	};
}

/** The words of a command line as a POSIX shell splits it: quotes and backslashes; nothing is expanded. */
export function splitCommandLine(line: string): string[] {
	const words: string[] = [];
	let word: string | undefined;
	const pattern = /\s+|\\\n|\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|([^\s\\'"]+)|([\s\S])/g;
	for (const [match, backslashed, single, double, plain, stray] of line.matchAll(pattern)) {
		if (stray !== undefined) {
			throw new EngineError('invalid', `A quote or backslash is not finished in: ${line}`, {
				recognised: { kind: 'invalidOption', option: 'command', value: line },
			});
		}
		const piece = backslashed ?? single ?? plain ?? double?.replace(/\\(?:([$`"\\])|\n)/g, '$1');
		if (piece !== undefined) {
			word = (word ?? '') + piece;
		} else if (word !== undefined && match !== '\\\n') {
			words.push(word);
			word = undefined;
		}
	}
	return word === undefined ? words : [...words, word];
}

/** Bytes of `512m`, `1.5g`, `1048576`. */
export function parseMemory(value: string | number): number {
	const match = /^(\d+(?:\.\d+)?) ?([kmgtp])?(?:i?b)?$/i.exec(String(value).trim());
	if (!match) {
		throw invalidOption('memory', value, `"${value}" is not an amount of memory: write 512m or 1.5g.`);
	}
	const power = ' kmgtp'.indexOf((match[2] ?? ' ').toLowerCase());
	return Math.floor(Number(match[1]) * 1024 ** power);
}

/** Billionths of a CPU of `1.5`. */
export function parseCpus(value: string | number): number {
	const text = String(value).trim();
	if (!/^(?:\d+(?:\.\d{0,9})?|\.\d{1,9})$/.test(text)) {
		throw invalidOption('cpus', value, `"${value}" is not a number of CPUs: write 1.5.`);
	}
	return Math.round(Number(text) * 1e9);
}

/** `no`, `always`, `unless-stopped`, `on-failure` or `on-failure:3`. */
export function parseRestart(restart: string | undefined, remove = false): { Name: string; MaximumRetryCount: number } {
	const match = /^(no|always|unless-stopped|on-failure)?(?::(\d+))?$/.exec(restart ?? '');
	const Name = match?.[1] ?? 'no';
	if (!match || (match[2] !== undefined && Name !== 'on-failure')) {
		throw invalidOption(
			'restart',
			restart,
			`"${restart}" is not a restart policy: write no, always, unless-stopped or on-failure:3.`,
		);
	}
	if (remove && Name !== 'no') {
		throw invalidOption('restart', restart, `A container that is removed when it ends cannot restart: "${restart}".`);
	}
	return { Name, MaximumRetryCount: Number(match[2] ?? 0) };
}

/** `-v` of `docker run`: `name:/path`, `/host:/path:ro`, `C:\host:/path`, `/path`. */
export function parseVolumes(specifications: readonly string[]): { binds: string[]; anonymous: string[] } {
	const parsed = specifications.map(specification => ({ specification, ...parseVolume(specification) }));
	return {
		binds: parsed.filter(({ source }) => source !== undefined).map(({ specification }) => specification),
		anonymous: parsed.filter(({ source }) => source === undefined).map(({ target }) => target),
	};
}

/** One `-v`, without its mode; throws `invalid` for what is none. `source` is missing for an anonymous volume. */
export function parseVolume(specification: string): { source: string | undefined; target: string } {
	const parts = splitVolume(specification);
	const [first, second, mode] = parts;
	const target = second ?? first ?? '';
	const source = second === undefined ? undefined : first;
	const fits =
		parts.length <= 3 &&
		isAbsolute(target) &&
		(source === undefined || isAbsolute(source) || /^[a-zA-Z0-9][\w.-]*$/.test(source)) &&
		(mode === undefined || mode.split(',').every(word => volumeModes.has(word)));
	if (!fits) {
		throw invalidOption(
			'volumes',
			specification,
			`"${specification}" is not a volume: write name:/path, or an absolute host path as /host:/path:ro.`,
		);
	}
	return { source, target };
}

/** One `--tmpfs` as the folder and its mount options; throws `invalid` for what is none. */
export function parseTmpfs(specification: string): [path: string, options: string] {
	const [, path, options] = /^([^:]*)(?::(.*))?$/s.exec(specification) ?? [];
	if (!path?.startsWith('/') || path === '/' || (options !== undefined && !/^[\w=,%-]+$/.test(options))) {
		throw invalidOption(
			'tmpfs',
			specification,
			`"${specification}" is not a folder in memory: write /tmp or /tmp:size=64m.`,
		);
	}
	return [path, options ?? ''];
}

/** `linux`, `linux/arm64`, `linux/arm/v7`; throws `invalid` for what is none. */
export function checkPlatform(platform: string): string {
	if (!/^[a-z0-9]+(?:\/[a-z0-9_]+){0,2}$/.test(platform)) {
		throw invalidOption('platform', platform, `"${platform}" is not a platform: write linux/amd64 or linux/arm64.`);
	}
	return platform;
}

/** At colons, but not at the one behind a Windows drive letter. */
function splitVolume(specification: string): string[] {
	return [...specification.matchAll(/(?:^|:)((?:[A-Za-z]:(?=[\\/]))?[^:]*)/g)].map(match => match[1] as string);
}

const volumeModes = new Set([
	...[
		'ro',
		'rw',
		'z',
		'Z',
		'U',
		'O',
		'nocopy',
		'copy',
		'consistent',
		'cached',
		'delegated',
		'exec',
		'noexec',
		'dev',
		'nodev',
	],
	...['suid', 'nosuid', 'private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave', 'bind', 'rbind', 'idmap'],
]);

function isAbsolute(path: string): boolean {
	return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

function words(option: string, value: string | readonly string[] | undefined): readonly string[] | undefined {
	try {
		const split = typeof value === 'string' ? splitCommandLine(value) : value;
		return split && split.length > 0 ? split : undefined;
	} catch {
		throw invalidOption(option, value, `A quote or backslash is not finished in: ${value}`);
	}
}

function mergeEnv(fileEnv: readonly string[], env: Readonly<Record<string, string>>): string[] {
	const badName = Object.keys(env).find(name => name === '' || name.includes('=') || name.includes('\0'));
	if (badName !== undefined) {
		throw invalidOption('env', badName, `"${badName}" is not the name of a variable.`);
	}
	const nameOf = (assignment: string) => assignment.slice(0, assignment.indexOf('='));
	const merged = new Map(fileEnv.map(assignment => [nameOf(assignment), assignment]));
	for (const [name, value] of Object.entries(env)) {
		merged.set(name, `${name}=${value}`);
	}
	return [...merged.values()];
}
