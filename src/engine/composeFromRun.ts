import { EngineError } from './errors.ts';
import { parseRunCommandLine, type RunCommandLine } from './runCommandLine.ts';
import { append, type Conversion, type Draft, section, set, split, splitFields, type Values } from './serviceDraft.ts';
import { attachNetworks, convertNetwork } from './serviceNetworks.ts';

/** A compose service that does what a `docker run …` line did. */
export interface ConvertedRun {
	readonly name: string;
	/** As in the compose file; keys in the usual order. */
	readonly service: Readonly<Values>;
	/** What to declare at the top of the file, by key; `null` is a declaration without more. */
	readonly volumes: Readonly<Record<string, Readonly<Values> | null>>;
	readonly networks: Readonly<Record<string, Readonly<Values> | null>>;
	/** Flags that have no counterpart in a service, as written: `--cidfile`. */
	readonly ignored: readonly string[];
}

/** `invalid`, with a sentence, if the line cannot be read. */
export function convertRun(line: string): ConvertedRun {
	return convertFlags(parseRunCommandLine(line));
}

/** In all words `$` has to stand doubled where Compose is to leave it alone. */
export function convertFlags({ flags, image, command }: RunCommandLine): ConvertedRun {
	const draft: Draft = { service: {}, volumes: new Set(), networks: new Map(), networkOptions: {}, ignored: [] };
	for (const { name, value } of flags) {
		const apply = Object.hasOwn(conversions, name) ? conversions[name] : undefined;
		if (apply) {
			apply(draft, value);
		} else if (!withoutMeaning.has(name)) {
			draft.ignored.push(`--${name}`);
		}
	}
	if (command.length > 0) {
		draft.service.command = [...command];
	}
	attachNetworks(draft);
	return {
		name: serviceName(draft.service.container_name ?? image),
		service: inUsualOrder({ image, ...draft.service }),
		volumes: Object.fromEntries([...draft.volumes].map(name => [name, { name }])),
		networks: Object.fromEntries([...draft.networks.keys()].map(name => [name, { external: true }])),
		ignored: draft.ignored,
	};
}

/** Compose itself keeps the terminal, removes containers and stays in the foreground or not. */
const withoutMeaning = new Set([
	'attach',
	'detach',
	'detach-keys',
	'quiet',
	'rm',
	'sig-proxy',
	'disable-content-trust',
]);

const conversions: Readonly<Record<string, Conversion>> = {
	'add-host': list('extra_hosts'),
	annotation: pair('annotations'),
	'blkio-weight': (draft, value) => section(draft.service, 'blkio_config', { weight: Number(value) }),
	'cap-add': list('cap_add'),
	'cap-drop': list('cap_drop'),
	'cgroup-parent': text('cgroup_parent'),
	cgroupns: text('cgroup'),
	'cpu-count': number('cpu_count'),
	'cpu-percent': number('cpu_percent'),
	'cpu-period': number('cpu_period'),
	'cpu-quota': number('cpu_quota'),
	'cpu-rt-period': number('cpu_rt_period'),
	'cpu-rt-runtime': number('cpu_rt_runtime'),
	'cpu-shares': number('cpu_shares'),
	cpus: number('cpus'),
	'cpuset-cpus': text('cpuset'),
	device: list('devices'),
	'blkio-weight-device': deviceLimit('weight_device', 'weight'),
	'device-cgroup-rule': list('device_cgroup_rules'),
	'device-read-bps': deviceLimit('device_read_bps', 'rate'),
	'device-read-iops': deviceLimit('device_read_iops', 'rate'),
	'device-write-bps': deviceLimit('device_write_bps', 'rate'),
	'device-write-iops': deviceLimit('device_write_iops', 'rate'),
	dns: list('dns'),
	'dns-opt': list('dns_opt'),
	'dns-option': list('dns_opt'),
	'dns-search': list('dns_search'),
	domainname: text('domainname'),
	entrypoint: (draft, value) => set(draft.service, 'entrypoint', [value]),
	env: pair('environment'),
	'env-file': list('env_file'),
	expose: list('expose'),
	gpus: convertGpus,
	'group-add': list('group_add'),
	'health-cmd': (draft, value) => section(draft.service, 'healthcheck', { test: ['CMD-SHELL', value] }),
	'health-interval': health('interval'),
	'health-retries': (draft, value) => section(draft.service, 'healthcheck', { retries: Number(value) }),
	'health-start-interval': health('start_interval'),
	'health-start-period': health('start_period'),
	'health-timeout': health('timeout'),
	hostname: text('hostname'),
	init: (draft, value) => set(draft.service, 'init', value !== 'false'),
	interactive: on('stdin_open'),
	ip: (draft, value) => set(draft.networkOptions, 'ipv4_address', value),
	ip6: (draft, value) => set(draft.networkOptions, 'ipv6_address', value),
	ipc: text('ipc'),
	isolation: text('isolation'),
	label: pair('labels'),
	'label-file': list('label_file'),
	link: list('links'),
	'link-local-ip': (draft, value) => append(draft.networkOptions, 'link_local_ips', value),
	'log-driver': (draft, value) => section(draft.service, 'logging', { driver: value }),
	'log-opt': (draft, value) =>
		section(section(draft.service, 'logging', {}), 'options', Object.fromEntries([split(value)])),
	'mac-address': text('mac_address'),
	memory: text('mem_limit'),
	'memory-reservation': text('mem_reservation'),
	'memory-swap': text('memswap_limit'),
	'memory-swappiness': number('mem_swappiness'),
	mount: convertMount,
	name: text('container_name'),
	network: convertNetwork,
	'network-alias': (draft, value) => append(draft.networkOptions, 'aliases', value),
	'no-healthcheck': draft => section(draft.service, 'healthcheck', { disable: true }),
	'oom-kill-disable': on('oom_kill_disable'),
	'oom-score-adj': number('oom_score_adj'),
	pid: text('pid'),
	'pids-limit': number('pids_limit'),
	platform: text('platform'),
	privileged: on('privileged'),
	publish: list('ports'),
	pull: text('pull_policy'),
	'read-only': on('read_only'),
	restart: (draft, value) => set(draft.service, 'restart', value),
	runtime: text('runtime'),
	'security-opt': list('security_opt'),
	'shm-size': text('shm_size'),
	'stop-signal': text('stop_signal'),
	'stop-timeout': (draft, value) => set(draft.service, 'stop_grace_period', `${value}s`),
	'storage-opt': pair('storage_opt'),
	sysctl: pair('sysctls'),
	tmpfs: list('tmpfs'),
	tty: on('tty'),
	ulimit: convertUlimit,
	user: text('user'),
	userns: text('userns_mode'),
	uts: text('uts'),
	volume: convertVolume,
	'volumes-from': (draft, value) => append(draft.service, 'volumes_from', `container:${value}`),
	workdir: text('working_dir'),
};

function text(key: string): Conversion {
	return (draft, value) => set(draft.service, key, value);
}

function number(key: string): Conversion {
	return (draft, value) => set(draft.service, key, /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value);
}

function on(key: string): Conversion {
	return draft => set(draft.service, key, true);
}

function list(key: string): Conversion {
	return (draft, value) => append(draft.service, key, value);
}

/** `/dev/sda:1mb` */
function deviceLimit(key: string, unit: string): Conversion {
	return (draft, value) => {
		const [, path = value, limit = ''] = /^(.*):([^:]*)$/.exec(value) ?? [];
		const limits = section(draft.service, 'blkio_config', {});
		append(limits, key, { path, [unit]: /^\d+$/.test(limit) ? Number(limit) : limit });
	};
}

/** `A=b` becomes an entry, `A` alone one without a value: taken from where Compose runs. */
function pair(key: string): Conversion {
	return (draft, value) => void section(draft.service, key, Object.fromEntries([split(value)]));
}

function health(key: string): Conversion {
	return (draft, value) => void section(draft.service, 'healthcheck', { [key]: value });
}

function convertGpus(draft: Draft, value: string): void {
	const count = /^(?:count=)?(\d+)$/.exec(value)?.[1];
	const ids = /device=([^"]+)/.exec(value)?.[1]?.split(',');
	const device = {
		driver: 'nvidia',
		...(ids ? { device_ids: ids } : { count: count === undefined ? 'all' : Number(count) }),
		capabilities: ['gpu'],
	};
	draft.service.deploy = { resources: { reservations: { devices: [device] } } };
}

function convertUlimit(draft: Draft, value: string): void {
	const [name, limits] = split(value);
	const [soft, hard] = (limits ?? '').split(':').map(Number);
	section(draft.service, 'ulimits', { [name]: hard === undefined ? soft : { soft, hard } });
}

function convertVolume(draft: Draft, value: string): void {
	append(draft.service, 'volumes', value);
	const source = /^([A-Za-z0-9][\w.-]+):/.exec(value)?.[1];
	if (source && source !== '.') {
		draft.volumes.add(source);
	}
}

function convertMount(draft: Draft, value: string): void {
	const given = Object.fromEntries(splitFields(value));
	const type = given.type ?? 'volume';
	const source = given.source ?? given.src ?? undefined;
	const target = given.target ?? given.destination ?? given.dst;
	if (!target) {
		throw new EngineError('invalid', `The mount "${value}" has no target.`);
	}
	const readOnly = ['readonly', 'ro'].some(key => key in given && given[key] !== 'false');
	append(draft.service, 'volumes', {
		type,
		...(source ? { source } : {}),
		target,
		...(readOnly ? { read_only: true } : {}),
		...detail('bind', { propagation: given['bind-propagation'], recursive: given['bind-recursive'] }),
		...detail('volume', { nocopy: 'volume-nocopy' in given || undefined, subpath: given['volume-subpath'] }),
		...detail('tmpfs', { size: amountOf(given['tmpfs-size']), mode: octal(given['tmpfs-mode']) }),
		...detail('image', { subpath: given['image-subpath'] }),
	});
	if (type === 'volume' && source) {
		draft.volumes.add(source);
	}
}

function detail(key: string, options: Values): Values {
	const said = Object.entries(options).filter(([, value]) => value !== undefined && value !== null);
	return said.length > 0 ? { [key]: Object.fromEntries(said) } : {};
}

function amountOf(text: string | null | undefined): string | number | undefined {
	return text && /^\d+$/.test(text) ? Number(text) : (text ?? undefined);
}

function octal(text: string | null | undefined): number | undefined {
	return text ? Number.parseInt(text, 8) : undefined;
}

/** From the container's name, or the last part of the image's: `ghcr.io/acme/web:1` becomes `web`. */
function serviceName(from: unknown): string {
	const last = String(from).replace(/@.*$/, '').split('/').at(-1) ?? '';
	return (
		last
			.replace(/:.*$/, '')
			.replace(/[^A-Za-z0-9._-]+/g, '-')
			.replace(/^[^A-Za-z0-9]+/, '') || 'app'
	);
}

const usualOrder = ['image', 'container_name', 'hostname', 'entrypoint', 'command', 'restart', 'ports', 'environment'];
const usualEnd = ['env_file', 'volumes', 'networks', 'labels'];

function inUsualOrder(service: Values): Values {
	const rank = (key: string) => (usualOrder.includes(key) ? usualOrder.indexOf(key) : 100 + usualEnd.indexOf(key));
	return Object.fromEntries(Object.entries(service).sort(([a], [b]) => rank(a) - rank(b)));
}
