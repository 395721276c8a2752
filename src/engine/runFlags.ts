import {
	type Configuration,
	endpoints,
	type Healthcheck,
	type InspectedContainer,
	mainNetwork,
	ownConfig,
	ownEndpoint,
	ownHostname,
} from './containerConfiguration.ts';
import { assignments, each, type Flag, field, value, when } from './flag.ts';
import { type EngineDefaults, HostFlags } from './hostFlags.ts';
import { mountFlags } from './mountFlags.ts';
import type { RunCommandLine } from './runCommandLine.ts';

export interface RunFlags extends RunCommandLine {
	/** What `docker run` cannot say, in the words of `docker inspect`. */
	readonly leftOut: readonly string[];
}

/** What somebody would have to write after `docker run` to get such a container: the image's and the engine's own are left out. */
export function runFlags(configuration: Configuration, defaults: EngineDefaults): RunFlags {
	const { container } = configuration;
	const { Config: config } = container;
	const own = ownConfig(configuration);
	const [entrypoint, ...entrypointRest] = own.Entrypoint ?? [];
	const host = new HostFlags(container, defaults);
	return {
		flags: [
			...value('name', container.Name.replace(/^\//, '')),
			...when('interactive', config.OpenStdin),
			...when('tty', config.Tty),
			...value('hostname', ownHostname(container)),
			...value('domainname', container.HostConfig.NetworkMode?.startsWith('container:') ? '' : config.Domainname),
			...networkFlags(container),
			...portFlags(configuration),
			...each(
				'env',
				(own.Env ?? []).filter(entry => entry.includes('=')),
			),
			...each('label', assignments(withoutComposeLabels(own.Labels ?? {}))),
			...mountFlags(container, Object.keys(own.Volumes ?? {})),
			...value('user', own.User),
			...value('workdir', own.WorkingDir),
			...value('stop-signal', own.StopSignal),
			...value('stop-timeout', config.StopTimeout ?? undefined),
			...healthFlags(own.Healthcheck ?? undefined),
			...host.flags(),
			...(entrypoint === undefined ? [] : [{ name: 'entrypoint', value: entrypoint }]),
		],
		image: config.Image,
		command: [...entrypointRest, ...(own.Cmd ?? [])],
		leftOut: host.leftOut,
	};
}

/** A container with them would be taken by Compose for one of its own. */
export function withoutComposeLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(Object.entries(labels).filter(([key]) => !key.startsWith('com.docker.compose.')));
}

function networkFlags(container: InspectedContainer): Flag[] {
	const mode = container.HostConfig.NetworkMode ?? '';
	const main = mainNetwork(container);
	const all = Object.keys(endpoints(container));
	const names = all.includes(main) ? [main, ...all.filter(name => name !== main)] : all;
	const isUsual = /^(?:default|bridge|)$/.test(mode);
	if (names.length === 0) {
		return isUsual ? [] : [{ name: 'network', value: mode }];
	}
	if (names.length === 1 && isUsual && names[0] === main) {
		return singleNetwork(container, main, []);
	}
	return names.length === 1
		? singleNetwork(container, names[0] as string, [{ name: 'network', value: names[0] as string }])
		: names.map(name => ({ name: 'network', value: longNetwork(container, name) }));
}

/** With one network its options have flags of their own, but for those of the driver. */
function singleNetwork(container: InspectedContainer, network: string, flag: readonly Flag[]): Flag[] {
	const { IPAMConfig, Aliases, Links, MacAddress, DriverOpts, GwPriority } = ownEndpoint(container, network);
	if (DriverOpts || GwPriority) {
		return [{ name: 'network', value: longNetwork(container, network) }, ...each('link', Links)];
	}
	return [
		...flag,
		...each('network-alias', Aliases),
		...value('ip', IPAMConfig?.IPv4Address),
		...value('ip6', IPAMConfig?.IPv6Address),
		...each('link-local-ip', IPAMConfig?.LinkLocalIPs),
		...value('mac-address', MacAddress),
		...each('link', Links),
	];
}

function longNetwork(container: InspectedContainer, network: string): string {
	const { IPAMConfig, Aliases, MacAddress, DriverOpts, GwPriority } = ownEndpoint(container, network);
	const fields = [
		...(Aliases ?? []).map(alias => field('alias', alias)),
		...value('ip', IPAMConfig?.IPv4Address).map(flag => field('ip', flag.value)),
		...value('ip6', IPAMConfig?.IPv6Address).map(flag => field('ip6', flag.value)),
		...(IPAMConfig?.LinkLocalIPs ?? []).map(address => field('link-local-ip', address)),
		...value('mac', MacAddress).map(flag => field('mac-address', flag.value)),
		...assignments(DriverOpts).map(option => field('driver-opt', option)),
		...(GwPriority ? [field('gw-priority', String(GwPriority))] : []),
	];
	return fields.length === 0 ? network : [field('name', network), ...fields].join(',');
}

interface PortBinding {
	readonly HostIp?: string;
	readonly HostPort?: string;
}

function portFlags(configuration: Configuration): Flag[] {
	const { HostConfig } = configuration.container;
	const bindings = (HostConfig.PortBindings ?? {}) as Readonly<Record<string, readonly PortBinding[] | null>>;
	const shown = (port: string) => port.replace(/\/tcp$/, '');
	const published = Object.entries(bindings).flatMap(([port, hosts]) =>
		(hosts ?? []).map(({ HostIp, HostPort }) => {
			const ip = HostIp?.includes(':') ? `[${HostIp}]` : HostIp;
			return ip ? `${ip}:${HostPort ?? ''}:${shown(port)}` : `${HostPort ? `${HostPort}:` : ''}${shown(port)}`;
		}),
	);
	const exposed = Object.keys(ownConfig(configuration).ExposedPorts ?? {}).filter(port => !bindings[port]);
	return [
		...when('publish-all', HostConfig.PublishAllPorts),
		...each('publish', published),
		...each('expose', exposed.map(shown)),
	];
}

function healthFlags(check: Healthcheck | undefined): Flag[] {
	const [kind, ...words] = check?.Test ?? [];
	const command = kind === 'CMD-SHELL' ? words[0] : words.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
	return kind === 'NONE'
		? [{ name: 'no-healthcheck', value: '' }]
		: [
				...value('health-cmd', command),
				...value('health-interval', duration(check?.Interval)),
				...value('health-timeout', duration(check?.Timeout)),
				...value('health-start-period', duration(check?.StartPeriod)),
				...value('health-start-interval', duration(check?.StartInterval)),
				...value('health-retries', check?.Retries || undefined),
			];
}

export function duration(nanoseconds: number | undefined): string | undefined {
	if (!nanoseconds) {
		return undefined;
	}
	for (const [unit, size] of [
		['h', 3600e9],
		['m', 60e9],
		['s', 1e9],
		['ms', 1e6],
	] as const) {
		if (nanoseconds % size === 0) {
			return `${nanoseconds / size}${unit}`;
		}
	}
	return `${nanoseconds}ns`;
}
