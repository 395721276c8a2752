import { type CallOptions, ignoreMissing } from './calls.ts';
import { composeLabels } from './compose.ts';
import { addToComposeFile } from './composeEdit.ts';
import { type ConvertedRun, convertFlags } from './composeFromRun.ts';
import type { EngineConnection } from './connection.ts';
import { type Configuration, ownConfig, readConfiguration } from './containerConfiguration.ts';
import type { EngineDefaults } from './hostFlags.ts';
import { inspectNetwork } from './networks.ts';
import { runFlags } from './runFlags.ts';
import { engineDefaults } from './runLineOfContainer.ts';
import { inspectVolume } from './volumes.ts';

export interface ComposeText {
	readonly yaml: string;
	/** What a service cannot say, in the words of `docker run` and `docker inspect`. */
	readonly leftOut: readonly string[];
}

/**
 * One compose file for some containers; what comes from their images is left out. Volumes and networks that are there
 * are declared as existing ones, so that `up` takes them and `down` leaves them; those of the containers' own project
 * as its own.
 */
export async function containersToCompose(
	connection: EngineConnection,
	ids: readonly string[],
	options: CallOptions = {},
): Promise<ComposeText> {
	const defaults = await engineDefaults(connection, options);
	const all = await Promise.all(ids.map(id => readConfiguration(connection, id, options)));
	const project = commonProject(all);
	const names = serviceNames(all);
	let yaml = project === undefined ? '' : `name: ${project}\n`;
	const leftOut = new Set<string>();
	for (const configuration of all) {
		const { run, missing } = toService(configuration, defaults, names, project);
		const declared = await declare(connection, run, project, options);
		yaml = await addToComposeFile(yaml, declared);
		for (const what of missing) {
			leftOut.add(what);
		}
	}
	return { yaml, leftOut: [...leftOut] };
}

type Values = Record<string, unknown>;

const labelOf = ({ container }: Configuration, label: string) => container.Config.Labels?.[label];

function commonProject(all: readonly Configuration[]): string | undefined {
	const projects = new Set(all.map(one => labelOf(one, composeLabels.project)));
	const [only] = projects;
	return projects.size === 1 ? only : undefined;
}

/** By the container's id. */
function serviceNames(all: readonly Configuration[]): ReadonlyMap<string, string> {
	const taken = new Set<string>();
	return new Map(
		all.map(configuration => {
			const { Id, Name } = configuration.container;
			const wanted = labelOf(configuration, composeLabels.service) ?? Name.replace(/^\//, '');
			let name = wanted;
			for (let number = 2; taken.has(name); number++) {
				name = `${wanted}-${number}`;
			}
			taken.add(name);
			return [Id, name];
		}),
	);
}

function toService(
	configuration: Configuration,
	defaults: EngineDefaults,
	names: ReadonlyMap<string, string>,
	project: string | undefined,
): { readonly run: ConvertedRun; readonly missing: readonly string[] } {
	const { container } = configuration;
	const { flags, image, command, leftOut } = runFlags(configuration, defaults);
	const byCompose = project !== undefined && labelOf(configuration, composeLabels.service) !== undefined;
	const dollars = (text: string) => text.replaceAll('$', '$$$$');
	const run = convertFlags({
		flags: flags
			.filter(({ name }) => !(byCompose && name === 'name'))
			.map(({ name, value }) => ({ name, value: dollars(value) })),
		image: dollars(image),
		command: command.map(dollars),
	});
	const name = names.get(container.Id) ?? run.name;
	const service = { ...run.service, ...exactWords(configuration), ...sharing(run.service, names) };
	return {
		run: { ...run, name, service: byCompose ? withoutComposeAliases(service, container.Name, name) : service },
		missing: [...leftOut, ...run.ignored],
	};
}

/** A service takes words where `docker run` takes one or a shell's line. */
function exactWords(configuration: Configuration): Values {
	const { Entrypoint, Cmd, Healthcheck } = ownConfig(configuration);
	const dollars = (words: readonly string[]) => words.map(word => word.replaceAll('$', '$$$$'));
	const none = Entrypoint?.length === 1 && Entrypoint[0] === '';
	const test = Healthcheck?.Test;
	return {
		...(Entrypoint ? { entrypoint: none ? [] : dollars(Entrypoint), command: dollars(Cmd ?? []) } : {}),
		...(test && test[0] === 'CMD' ? { healthcheck: { ...health(configuration), test: dollars(test) } } : {}),
	};
}

function health(configuration: Configuration): Values {
	const own = ownConfig(configuration).Healthcheck ?? {};
	const seconds = (nanoseconds: number | undefined) => (nanoseconds ? `${nanoseconds / 1e6}ms` : undefined);
	const entries = {
		interval: seconds(own.Interval),
		timeout: seconds(own.Timeout),
		start_period: seconds(own.StartPeriod),
		start_interval: seconds(own.StartInterval),
		retries: own.Retries || undefined,
	};
	return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** Another container of the same file is meant by its service. */
function sharing(service: Readonly<Values>, names: ReadonlyMap<string, string>): Values {
	const byService = (text: unknown) => {
		const [, id = ''] = /^container:(.*)$/.exec(String(text)) ?? [];
		const name = names.get(id);
		return name === undefined ? text : `service:${name}`;
	};
	const keys = ['network_mode', 'pid', 'ipc'].filter(key => service[key] !== undefined);
	return Object.fromEntries(keys.map(key => [key, byService(service[key])]));
}

/** Compose gives each container its own name and its service's as aliases. */
function withoutComposeAliases(service: Values, containerName: string, serviceName: string): Values {
	if (typeof service.networks !== 'object' || service.networks === null || Array.isArray(service.networks)) {
		return service;
	}
	const own = [containerName.replace(/^\//, ''), serviceName];
	const networks = Object.entries(service.networks as Record<string, Values | null>).map(([name, options]) => {
		const aliases = ((options?.aliases ?? []) as string[]).filter(alias => !own.includes(alias));
		const { aliases: _, ...rest } = options ?? {};
		const kept = { ...rest, ...(aliases.length > 0 ? { aliases } : {}) };
		return [name, Object.keys(kept).length > 0 ? kept : null];
	});
	return { ...service, networks: Object.fromEntries(networks) };
}

/** Gives volumes and networks the names they have in the project's own file, and says of the others that they exist. */
async function declare(
	connection: EngineConnection,
	run: ConvertedRun,
	project: string | undefined,
	options: CallOptions,
): Promise<ConvertedRun> {
	const keyOf = (labels: Readonly<Record<string, string>> | null | undefined, label: string) =>
		project !== undefined && labels?.[composeLabels.project] === project ? labels[label] : undefined;
	const volumeKeys = new Map<string, string>();
	for (const name of Object.keys(run.volumes)) {
		const volume = await inspectVolume(connection, name, options).catch(ignoreMissing);
		const key = keyOf(volume?.Labels, 'com.docker.compose.volume');
		volumeKeys.set(name, key ?? name);
	}
	const networkKeys = new Map<string, string>();
	for (const name of Object.keys(run.networks)) {
		const network = await inspectNetwork(connection, name, options).catch(ignoreMissing);
		networkKeys.set(name, keyOf(network?.Labels, 'com.docker.compose.network') ?? name);
	}
	return renamed(run, volumeKeys, networkKeys);
}

function renamed(
	run: ConvertedRun,
	volumeKeys: ReadonlyMap<string, string>,
	networkKeys: ReadonlyMap<string, string>,
): ConvertedRun {
	const declaration = (key: string, name: string) => (key === name ? { external: true } : null);
	return {
		...run,
		service: withNetworks({ ...run.service, ...mountsOf(run.service, volumeKeys) }, networkKeys),
		volumes: Object.fromEntries([...volumeKeys].map(([name, key]) => [key, declaration(key, name)])),
		networks: Object.fromEntries(
			[...networkKeys].filter(([, key]) => key !== 'default').map(([name, key]) => [key, declaration(key, name)]),
		),
	};
}

function mountsOf(service: Readonly<Values>, keys: ReadonlyMap<string, string>): Values {
	const volumes = (service.volumes ?? []) as (string | Values)[];
	const renamedMount = (mount: string | Values) => {
		if (typeof mount === 'string') {
			return mount.replace(/:rw$/, '').replace(/^[^:]+(?=:)/, name => keys.get(name) ?? name);
		}
		return { ...mount, ...(mount.source ? { source: keys.get(String(mount.source)) ?? mount.source } : {}) };
	};
	return volumes.length > 0 ? { volumes: volumes.map(renamedMount) } : {};
}

/** A service that is only in its project's own network says nothing of networks. */
function withNetworks(service: Values, keys: ReadonlyMap<string, string>): Values {
	const { networks, ...rest } = service;
	if (networks === undefined || networks === null) {
		return service;
	}
	const entries = Array.isArray(networks)
		? networks.map(name => [name, null] as const)
		: Object.entries(networks as Record<string, unknown>);
	const named = entries.map(([name, options]) => [keys.get(name) ?? name, options] as const);
	if (named.length === 1 && named[0]?.[0] === 'default' && named[0][1] === null) {
		return rest;
	}
	const plain = named.every(([, options]) => options === null);
	return { ...service, networks: plain ? named.map(([name]) => name) : Object.fromEntries(named) };
}
