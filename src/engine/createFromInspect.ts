import { callJson, ignoreMissing, slowDeadline, speaksApi } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import {
	anonymousVolumes,
	type Configuration,
	type Endpoint,
	endpoints,
	type InspectedContainer,
	imageAt,
	type MountRequest,
	mainNetwork,
	ownConfig,
	ownEndpoint,
	ownHostname,
} from './containerConfiguration.ts';
import { removeContainer } from './containers.ts';
import { route } from './engineRequest.ts';
import { disconnectNetwork } from './networks.ts';

export interface CreateFromInspectOptions {
	/** The container's own if left out. */
	readonly name?: string;
	/** Reference or id; the very image it was made from if left out. */
	readonly image?: string;
}

/**
 * Creates a container like one that is, or was, there; resolves to its id. Anonymous volumes that still exist are mounted
 * by their name. Not started; when something fails nothing stays behind. Not to be stopped half-way.
 */
export async function createFromInspect(
	connection: EngineConnection,
	configuration: Configuration,
	options: CreateFromInspectOptions = {},
): Promise<string> {
	const { container } = configuration;
	const image = options.image ?? (await sameImage(connection, container));
	const volumes = await existing(connection, anonymousVolumes(container));
	await connection.connect();
	const body = createBody(configuration, image, volumes, speaksApi(connection, 44));
	const name = options.name ?? nameOf(container);
	const request = { method: 'POST', path: '/containers/create', query: { name }, body } as const;
	const { Id } = await callJson<{ Id: string }>(connection, request, { deadline: slowDeadline });
	try {
		await settleNetworks(connection, Id, container);
		return Id;
	} catch (error) {
		await removeContainer(connection, Id, { force: true, volumes: true }).catch(() => {});
		throw error;
	}
}

export function nameOf({ Name }: InspectedContainer): string {
	return Name.replace(/^\//, '');
}

/** The body of the create call. With `modern` (API 1.44) all networks and the MAC address are told at once. */
export function createBody(
	configuration: Configuration,
	image: string,
	volumes: ReadonlyMap<string, string>,
	modern: boolean,
): object {
	const { container } = configuration;
	const { Config: config, HostConfig: hostConfig } = container;
	const sharesNetwork = hostConfig.NetworkMode?.startsWith('container:') ?? false;
	const main = mainNetwork(container);
	const names = Object.keys(endpoints(container)).filter(name => modern || name === main);
	return {
		...ownConfig(configuration),
		Image: image,
		Hostname: ownHostname(container) || undefined,
		Domainname: sharesNetwork ? undefined : config.Domainname || undefined,
		MacAddress: modern ? undefined : config.MacAddress || undefined,
		AttachStdin: config.AttachStdin,
		AttachStdout: config.AttachStdout,
		AttachStderr: config.AttachStderr,
		Tty: config.Tty,
		OpenStdin: config.OpenStdin,
		StdinOnce: config.StdinOnce,
		StopTimeout: config.StopTimeout ?? undefined,
		HostConfig: {
			...hostConfig,
			NetworkMode: endpoints(container)[main] ? modeOf(hostConfig.NetworkMode, main) : hostConfig.NetworkMode,
			Mounts: mountsWith(volumes, hostConfig.Mounts ?? []),
		},
		NetworkingConfig: {
			EndpointsConfig: Object.fromEntries(names.map(name => [name, ownEndpoint(container, name)])),
		},
	};
}

/** A network that was given by its id stands beside the others by its name. */
function modeOf(mode: string | undefined, main: string): string {
	return mode === undefined || /^(?:default|bridge|)$/.test(mode) ? (mode ?? '') : main;
}

/** Mounts that left their volume to the engine get the one that it made. */
function mountsWith(volumes: ReadonlyMap<string, string>, mounts: readonly MountRequest[]): MountRequest[] {
	const filled = mounts.map(mount =>
		mount.Type === 'volume' && !mount.Source ? { ...mount, Source: volumes.get(mount.Target) } : mount,
	);
	const targets = new Set(mounts.map(({ Target }) => Target));
	const added = [...volumes].filter(([target]) => !targets.has(target));
	return [...filled, ...added.map(([Target, Source]) => ({ Type: 'volume', Source, Target }))];
}

/** Engines before API 1.44 take one network when a container is made; and every engine adds the one of its mode. */
async function settleNetworks(connection: EngineConnection, id: string, container: InspectedContainer): Promise<void> {
	const wanted = Object.keys(endpoints(container));
	const main = mainNetwork(container);
	if (!speaksApi(connection, 44)) {
		for (const network of wanted.filter(name => name !== main)) {
			await joinNetwork(connection, network, id, ownEndpoint(container, network));
		}
	}
	if (!wanted.includes(main) && !/^(?:host$|none$|container:)/.test(main)) {
		await disconnectNetwork(connection, main, { container: id, force: true }).catch(ignoreMissing);
	}
}

/** Connects a container with all that an endpoint says. */
export async function joinNetwork(
	connection: EngineConnection,
	network: string,
	container: string,
	endpoint: Endpoint,
): Promise<void> {
	const body = { Container: container, EndpointConfig: endpoint };
	await callJson(connection, { method: 'POST', path: route`/networks/${network}/connect`, body });
}

/** By its name where that still means the same image, so that people see what they wrote. */
async function sameImage(connection: EngineConnection, { Config, Image }: InspectedContainer): Promise<string> {
	const named = await imageAt(connection, Config.Image);
	return named?.Id === Image ? Config.Image : Image;
}

async function existing(
	connection: EngineConnection,
	volumes: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
	const found = await Promise.all(
		[...volumes].map(async ([target, name]) => {
			const request = { method: 'GET', path: route`/volumes/${name}` } as const;
			return (await callJson(connection, request).catch(ignoreMissing)) ? [[target, name] as const] : [];
		}),
	);
	return new Map(found.flat());
}
