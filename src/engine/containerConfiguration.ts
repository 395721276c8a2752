import type { CallOptions } from './calls.ts';
import { callJson, ignoreMissing } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { inspectContainer } from './containers.ts';
import { route } from './engineRequest.ts';

/** What `docker inspect` tells of a container, as far as it says how the container was made; engines leave out much. */
export interface InspectedContainer {
	readonly Id: string;
	/** With a slash in front. */
	readonly Name: string;
	readonly Created: string;
	/** The image's id. */
	readonly Image: string;
	readonly State: {
		readonly Status: string;
		readonly Running: boolean;
		readonly Paused: boolean;
		readonly Restarting: boolean;
		readonly ExitCode: number;
		readonly Error?: string;
		readonly Health?: { readonly Status: string } | null;
	};
	readonly Config: ContainerConfig;
	readonly HostConfig: HostConfig;
	readonly Mounts: readonly MountPoint[];
	readonly NetworkSettings: { readonly Networks?: Readonly<Record<string, Endpoint>> | null };
}

type Texts = Readonly<Record<string, string>>;
type Keys = Readonly<Record<string, unknown>>;

/** What a container and an image both say. */
export interface ImageConfig {
	readonly User?: string;
	readonly WorkingDir?: string;
	readonly Env?: readonly string[] | null;
	readonly Cmd?: readonly string[] | null;
	readonly Entrypoint?: readonly string[] | null;
	readonly Labels?: Texts | null;
	readonly ExposedPorts?: Keys | null;
	readonly Volumes?: Keys | null;
	readonly StopSignal?: string;
	readonly Shell?: readonly string[] | null;
	readonly Healthcheck?: Healthcheck | null;
}

export interface ContainerConfig extends ImageConfig {
	readonly Image: string;
	readonly Hostname?: string;
	readonly Domainname?: string;
	readonly MacAddress?: string;
	readonly AttachStdin?: boolean;
	readonly AttachStdout?: boolean;
	readonly AttachStderr?: boolean;
	readonly Tty?: boolean;
	readonly OpenStdin?: boolean;
	readonly StdinOnce?: boolean;
	/** Seconds. */
	readonly StopTimeout?: number | null;
}

/** Times in nanoseconds. */
export interface Healthcheck {
	readonly Test?: readonly string[] | null;
	readonly Interval?: number;
	readonly Timeout?: number;
	readonly StartPeriod?: number;
	readonly StartInterval?: number;
	readonly Retries?: number;
}

/** Passed on as it is; only what is looked at has a name here. */
export interface HostConfig extends Keys {
	readonly NetworkMode?: string;
	readonly AutoRemove?: boolean;
	readonly Binds?: readonly string[] | null;
	readonly Mounts?: readonly MountRequest[] | null;
	readonly VolumesFrom?: readonly string[] | null;
	readonly UTSMode?: string;
	readonly PidMode?: string;
	/** Bytes. */
	readonly Memory?: number;
	/** Bytes, memory included; -1 for no limit. */
	readonly MemorySwap?: number;
	/** Billionths of a CPU. */
	readonly NanoCpus?: number;
	readonly RestartPolicy?: { readonly Name?: string; readonly MaximumRetryCount?: number } | null;
}

export interface MountRequest {
	readonly Type: string;
	readonly Source?: string;
	readonly Target: string;
	readonly ReadOnly?: boolean;
	readonly Consistency?: string;
	readonly BindOptions?: {
		readonly Propagation?: string;
		readonly NonRecursive?: boolean;
		readonly CreateMountpoint?: boolean;
		readonly ReadOnlyNonRecursive?: boolean;
		readonly ReadOnlyForceRecursive?: boolean;
	} | null;
	readonly VolumeOptions?: {
		readonly NoCopy?: boolean;
		readonly Subpath?: string;
		readonly Labels?: Texts | null;
		readonly DriverConfig?: { readonly Name?: string; readonly Options?: Texts | null } | null;
	} | null;
	readonly ImageOptions?: { readonly Subpath?: string } | null;
	readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number } | null;
}

/** What is mounted now. */
export interface MountPoint {
	readonly Type: string;
	readonly Name?: string;
	readonly Source: string;
	readonly Destination: string;
	readonly RW: boolean;
}

export interface Endpoint {
	readonly IPAMConfig?: {
		readonly IPv4Address?: string;
		readonly IPv6Address?: string;
		readonly LinkLocalIPs?: readonly string[] | null;
	} | null;
	readonly Links?: readonly string[] | null;
	readonly Aliases?: readonly string[] | null;
	readonly DriverOpts?: Texts | null;
	readonly GwPriority?: number;
	readonly MacAddress?: string;
	readonly NetworkID?: string;
}

/** A container's configuration together with that of the image it was made from, to tell who said what. */
export interface Configuration {
	readonly container: InspectedContainer;
	/** Empty where the image is gone: then everything was said by the container. */
	readonly image: ImageConfig;
}

export async function readConfiguration(
	connection: EngineConnection,
	id: string,
	options: CallOptions = {},
): Promise<Configuration> {
	const container = (await inspectContainer(connection, id, options)) as unknown as InspectedContainer;
	const image = await imageAt(connection, container.Image, options);
	return { container, image: image?.Config ?? {} };
}

/** `undefined` when there is no such image. */
export function imageAt(
	connection: EngineConnection,
	reference: string,
	options: CallOptions = {},
): Promise<{ readonly Id: string; readonly Config?: ImageConfig | null } | undefined> {
	const request = { method: 'GET', path: route`/images/${reference}/json` } as const;
	return callJson<{ Id: string; Config?: ImageConfig | null }>(connection, request, options).catch(ignoreMissing);
}

/** What the container was told beyond its image: everything left out comes from the image, also from a newer one. */
export function ownConfig({ container, image }: Configuration): ImageConfig {
	const { Config: config } = container;
	const inherited = new Set(image.Env ?? []);
	const differing = <K extends 'User' | 'WorkingDir' | 'StopSignal'>(key: K) =>
		config[key] && config[key] !== image[key] ? { [key]: config[key] } : {};
	return {
		...differing('User'),
		...differing('WorkingDir'),
		...differing('StopSignal'),
		...ownCommand(config, image),
		Env: (config.Env ?? []).filter(entry => !inherited.has(entry)),
		Labels: Object.fromEntries(
			Object.entries(config.Labels ?? {}).filter(([key, value]) => image.Labels?.[key] !== value),
		),
		ExposedPorts: without(config.ExposedPorts, image.ExposedPorts),
		Volumes: without(config.Volumes, image.Volumes),
		...(config.Shell && !sameWords(config.Shell, image.Shell) ? { Shell: config.Shell } : {}),
		...ownHealthcheck(config.Healthcheck, image.Healthcheck),
	};
}

/** The name that the engine gives a container's machine when nobody else does, and what it took over from another one. */
export function ownHostname({ Id, Config: { Hostname = '' }, HostConfig }: InspectedContainer): string {
	const shared = /^(?:host$|container:)/.test(HostConfig.NetworkMode ?? '') || HostConfig.UTSMode === 'host';
	return shared || Hostname === Id.slice(0, 12) ? '' : Hostname;
}

/** Volumes that nobody named, by where they are mounted. */
export function anonymousVolumes({ HostConfig, Config, Mounts }: InspectedContainer): ReadonlyMap<string, string> {
	const named = new Set([
		...(HostConfig.Binds ?? []).map(bindTarget),
		...(HostConfig.Mounts ?? []).filter(({ Source }) => Source).map(({ Target }) => Target),
	]);
	const asked = new Set([
		...Object.keys(Config.Volumes ?? {}),
		...(HostConfig.Mounts ?? []).filter(({ Source, Type }) => Type === 'volume' && !Source).map(({ Target }) => Target),
	]);
	const borrowed = (destination: string) => (HostConfig.VolumesFrom ?? []).length > 0 && !asked.has(destination);
	return new Map(
		(Mounts ?? []).flatMap(({ Type, Name, Destination }) =>
			Type === 'volume' && Name && !named.has(Destination) && !borrowed(Destination) ? [[Destination, Name]] : [],
		),
	);
}

/** The networks it belongs to by name; none for those of the host or of another container. */
export function endpoints({ HostConfig, NetworkSettings }: InspectedContainer): Readonly<Record<string, Endpoint>> {
	const shared = /^(?:host$|none$|container:)/.test(HostConfig.NetworkMode ?? '');
	return shared ? {} : (NetworkSettings.Networks ?? {});
}

/** The name of the network that the container was made with, whether it still belongs to it or not. */
export function mainNetwork({ HostConfig, NetworkSettings }: InspectedContainer): string {
	const mode = HostConfig.NetworkMode ?? '';
	const networks = NetworkSettings.Networks ?? {};
	if (/^(?:default|bridge|)$/.test(mode)) {
		return 'podman' in networks ? 'podman' : 'bridge';
	}
	const byId = Object.keys(networks).find(name => mode.length >= 12 && networks[name]?.NetworkID?.startsWith(mode));
	return byId ?? mode;
}

/** What somebody chose of a membership; the rest is what the engine gave. */
export function ownEndpoint(container: InspectedContainer, network: string): Endpoint {
	const endpoint = endpoints(container)[network] ?? {};
	const { IPAMConfig, Links, DriverOpts, GwPriority } = endpoint;
	const aliases = ownAliases(container, endpoint);
	const address = Object.values(IPAMConfig ?? {}).some(value => value && value.length > 0);
	// What the engine tells of other networks is the address in use, which nobody may have chosen.
	const macAddress = network === mainNetwork(container) ? container.Config.MacAddress : undefined;
	return {
		...(address ? { IPAMConfig } : {}),
		...(Links?.length ? { Links } : {}),
		...(aliases.length > 0 ? { Aliases: aliases } : {}),
		...(DriverOpts && Object.keys(DriverOpts).length > 0 ? { DriverOpts } : {}),
		...(GwPriority ? { GwPriority } : {}),
		...(macAddress ? { MacAddress: macAddress } : {}),
	};
}

/** Engines before API 1.45 list the short id as an alias, too. */
function ownAliases({ Id }: InspectedContainer, { Aliases }: Endpoint): string[] {
	return (Aliases ?? []).filter(alias => alias !== Id.slice(0, 12));
}

/** A container that was given an entrypoint does not get the image's command. */
function ownCommand(config: ContainerConfig, image: ImageConfig): Pick<ImageConfig, 'Cmd' | 'Entrypoint'> {
	const command = config.Cmd ?? [];
	const sameCommand = sameWords(command, image.Cmd);
	const lostCommand = command.length === 0 && !sameCommand;
	if (sameWords(config.Entrypoint, image.Entrypoint) && !lostCommand) {
		return sameCommand ? {} : { Cmd: command };
	}
	return { Entrypoint: config.Entrypoint?.length ? config.Entrypoint : [''], Cmd: command };
}

function ownHealthcheck(
	own: Healthcheck | null | undefined,
	image: Healthcheck | null | undefined,
): Pick<ImageConfig, 'Healthcheck'> {
	const differing = Object.entries(own ?? {}).filter(
		([key, value]) => value && JSON.stringify(value) !== JSON.stringify(image?.[key as keyof Healthcheck]),
	);
	return differing.length > 0 ? { Healthcheck: Object.fromEntries(differing) } : {};
}

function sameWords(a: readonly string[] | null | undefined, b: readonly string[] | null | undefined): boolean {
	return JSON.stringify(a ?? []) === JSON.stringify(b ?? []);
}

function without(own: Keys | null | undefined, inherited: Keys | null | undefined): Keys {
	return Object.fromEntries(Object.entries(own ?? {}).filter(([key]) => !(key in (inherited ?? {}))));
}

/** Of `name:/path:ro`; on Windows the target has a drive of its own. */
function bindTarget(bind: string): string {
	const parts = [...bind.matchAll(/(?:^|:)((?:[A-Za-z]:(?=[\\/]))?[^:]*)/g)].map(match => match[1] ?? '');
	return parts[1] ?? parts[0] ?? '';
}
