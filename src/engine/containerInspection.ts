import { fieldsOf, itemsOf, labelsOf, numberOf, type RawFields, textOf, textsOf, timeOf } from './rawFields.ts';
import { portsOf, stateOf } from './readContainer.ts';
import type { ContainerState, Health, PublishedPort } from './resources.ts';
import { duration } from './runFlags.ts';

/** What `docker inspect` tells of a container, for people to read. Times are epoch milliseconds, sizes bytes. */
export interface ContainerInspection {
	readonly id: string;
	readonly name: string;
	/** The reference it was made from. */
	readonly image: string;
	readonly imageId: string;
	readonly state: ContainerState;
	readonly createdAt: number | undefined;
	readonly startedAt: number | undefined;
	/** Of the last time that it ended; it may run again. */
	readonly endedAt: number | undefined;
	/** Of one that has ended. */
	readonly exitCode: number | undefined;
	readonly outOfMemory: boolean;
	/** Why the engine could not start it. */
	readonly error: string;
	readonly restartCount: number;
	/** `no`, `always`, `on-failure:3`. */
	readonly restartPolicy: string;
	readonly autoRemove: boolean;
	/** Entrypoint and arguments. */
	readonly command: readonly string[];
	readonly user: string;
	readonly workdir: string;
	readonly hostname: string;
	readonly platform: string;
	/** 0 for no limit. */
	readonly memory: number;
	/** 0 for no limit. */
	readonly cpus: number;
	readonly env: readonly NamedValue[];
	/** While it does not run, those that it will have. */
	readonly ports: readonly PublishedPort[];
	readonly mounts: readonly InspectedMount[];
	readonly networks: readonly InspectedNetwork[];
	readonly labels: readonly NamedValue[];
	readonly healthCheck: HealthCheck | undefined;
}

export interface NamedValue {
	readonly name: string;
	readonly value: string;
}

export interface InspectedMount {
	readonly type: string;
	/** A volume's name or a host path; empty for tmpfs. */
	readonly source: string;
	readonly destination: string;
	readonly readOnly: boolean;
}

export interface InspectedNetwork {
	readonly name: string;
	readonly ipAddress: string;
	readonly ipv6Address: string;
	readonly gateway: string;
	readonly macAddress: string;
	readonly aliases: readonly string[];
}

/** Durations as docker writes them (`30s`), empty for the engine's own. */
export interface HealthCheck {
	readonly status: Health | undefined;
	readonly failingStreak: number;
	readonly command: readonly string[];
	readonly interval: string;
	readonly timeout: string;
	readonly startPeriod: string;
	readonly retries: number;
	/** The latest first. */
	readonly log: readonly HealthResult[];
}

export interface HealthResult {
	readonly startedAt: number | undefined;
	readonly exitCode: number;
	readonly output: string;
}

/** Makes sense of what an engine answers, whatever it leaves out. */
export function readInspection(value: unknown): ContainerInspection {
	const raw = fieldsOf(value);
	const config = fieldsOf(raw.Config);
	const host = fieldsOf(raw.HostConfig);
	const state = fieldsOf(raw.State);
	return {
		...readState(raw),
		id: textOf(raw.Id),
		name: textOf(raw.Name).replace(/^\//, '') || textOf(raw.Id).slice(0, 12),
		image: textOf(config.Image),
		imageId: textOf(raw.Image),
		createdAt: timeOf(raw.Created),
		restartCount: numberOf(raw.RestartCount),
		restartPolicy: restartPolicyOf(fieldsOf(host.RestartPolicy)),
		autoRemove: host.AutoRemove === true,
		command: [...(raw.Path ? [textOf(raw.Path)] : []), ...itemsOf(raw.Args).map(textOf)],
		user: textOf(config.User),
		workdir: textOf(config.WorkingDir),
		hostname: textOf(config.Hostname),
		platform: textOf(raw.Platform),
		memory: Math.max(0, numberOf(host.Memory)),
		cpus: Math.max(0, numberOf(host.NanoCpus)) / 1e9,
		env: textsOf(config.Env).map(toNamedValue),
		ports: readPorts(raw),
		mounts: readMounts(raw.Mounts, host.Tmpfs),
		networks: readNetworks(fieldsOf(raw.NetworkSettings).Networks, textOf(raw.Id)),
		labels: Object.entries(labelsOf(config.Labels))
			.map(([name, label]) => ({ name, value: label }))
			.sort(byName),
		healthCheck: readHealthCheck(fieldsOf(config.Healthcheck), fieldsOf(state.Health ?? state.Healthcheck)),
	};
}

type StateFields = Pick<ContainerInspection, 'state' | 'startedAt' | 'endedAt' | 'exitCode' | 'outOfMemory' | 'error'>;

function readState(raw: RawFields): StateFields {
	const fields = fieldsOf(raw.State);
	const state = stateOf(textOf(fields.Status), '');
	const ended = state === 'exited' || state === 'dead' || state === 'restarting';
	return {
		state,
		startedAt: timeOf(fields.StartedAt),
		endedAt: timeOf(fields.FinishedAt),
		exitCode: ended ? numberOf(fields.ExitCode) : undefined,
		outOfMemory: fields.OOMKilled === true,
		error: textOf(fields.Error),
	};
}

function restartPolicyOf(policy: RawFields): string {
	const most = numberOf(policy.MaximumRetryCount);
	const name = textOf(policy.Name) || 'no';
	return most > 0 ? `${name}:${most}` : name;
}

function toNamedValue(assignment: string): NamedValue {
	const at = assignment.indexOf('=');
	return at < 0 ? { name: assignment, value: '' } : { name: assignment.slice(0, at), value: assignment.slice(at + 1) };
}

function readPorts(raw: RawFields): readonly PublishedPort[] {
	const bound = fieldsOf(fieldsOf(raw.NetworkSettings).Ports);
	const wanted = fieldsOf(fieldsOf(raw.HostConfig).PortBindings);
	const exposed = fieldsOf(fieldsOf(raw.Config).ExposedPorts);
	const keys = Object.keys(bound).length > 0 ? bound : { ...exposed, ...wanted };
	return portsOf(
		Object.entries(keys).flatMap(([key, bindings]) => {
			const [port, protocol = 'tcp'] = key.split('/');
			const own = { PrivatePort: Number(port), Type: protocol };
			const published = itemsOf(bindings).map(binding => {
				const { HostIp, HostPort } = fieldsOf(binding);
				return { ...own, IP: HostIp, PublicPort: Number(HostPort) };
			});
			return published.length > 0 ? published : [own];
		}),
	);
}

function readMounts(value: unknown, tmpfs: unknown): InspectedMount[] {
	const mounts = itemsOf(value).map((item): InspectedMount => {
		const raw = fieldsOf(item);
		const type = textOf(raw.Type) || 'bind';
		return {
			type,
			source: type === 'tmpfs' ? '' : textOf(raw.Name) || textOf(raw.Source),
			destination: textOf(raw.Destination),
			readOnly: raw.RW === false,
		};
	});
	const inMemory = Object.entries(labelsOf(tmpfs)).map(
		([destination, options]): InspectedMount => ({
			type: 'tmpfs',
			source: '',
			destination,
			readOnly: options.split(',').includes('ro'),
		}),
	);
	return [...mounts, ...inMemory].sort((a, b) => (a.destination < b.destination ? -1 : 1));
}

/** The engine itself adds the short id to the aliases. */
function readNetworks(value: unknown, id: string): InspectedNetwork[] {
	return Object.entries(fieldsOf(value))
		.map(([name, settings]): InspectedNetwork => {
			const raw = fieldsOf(settings);
			return {
				name,
				ipAddress: textOf(raw.IPAddress),
				ipv6Address: textOf(raw.GlobalIPv6Address),
				gateway: textOf(raw.Gateway),
				macAddress: textOf(raw.MacAddress),
				aliases: textsOf(raw.Aliases).filter(alias => alias !== id.slice(0, 12)),
			};
		})
		.sort(byName);
}

function readHealthCheck(config: RawFields, health: RawFields): HealthCheck | undefined {
	const command = textsOf(config.Test);
	if (command.length === 0 || command[0] === 'NONE') {
		return undefined;
	}
	const status = textOf(health.Status);
	return {
		status: status === 'healthy' || status === 'unhealthy' || status === 'starting' ? status : undefined,
		failingStreak: numberOf(health.FailingStreak),
		command: /^CMD/.test(command[0] ?? '') ? command.slice(1) : command,
		interval: duration(numberOf(config.Interval)) ?? '',
		timeout: duration(numberOf(config.Timeout)) ?? '',
		startPeriod: duration(numberOf(config.StartPeriod)) ?? '',
		retries: numberOf(config.Retries),
		log: itemsOf(health.Log)
			.map((item): HealthResult => {
				const raw = fieldsOf(item);
				return { startedAt: timeOf(raw.Start), exitCode: numberOf(raw.ExitCode), output: textOf(raw.Output) };
			})
			.reverse(),
	};
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
	return a.name < b.name ? -1 : 1;
}
