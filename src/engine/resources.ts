/**
 * What the views show and commands act on: plain frozen objects, read from the engine's lists.
 * Times are epoch milliseconds, sizes bytes.
 */

export type Kind = 'container' | 'image' | 'volume' | 'network';
export const kinds: readonly Kind[] = ['container', 'image', 'volume', 'network'];

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
export type Health = 'starting' | 'healthy' | 'unhealthy';

export interface PublishedPort {
	readonly containerPort: number;
	readonly protocol: 'tcp' | 'udp' | 'sctp';
	/** Missing when the port is only exposed. */
	readonly hostPort?: number;
	/** The host addresses it is bound to, for example `0.0.0.0` and `::` (one port, merged). */
	readonly hostAddresses: readonly string[];
}

export interface Mount {
	readonly type: 'bind' | 'volume' | 'tmpfs' | string;
	/** The volume's name or the host path; empty for tmpfs. */
	readonly source: string;
	readonly destination: string;
	readonly readOnly: boolean;
}

export interface NetworkMembership {
	readonly networkId: string;
	readonly name: string;
	/** Empty while the container does not run. */
	readonly ipAddress: string;
	readonly ipv6Address: string;
	readonly aliases: readonly string[];
}

interface ResourceBase {
	readonly id: string;
	readonly name: string;
	readonly labels: Readonly<Record<string, string>>;
}

export interface Container extends ResourceBase {
	readonly kind: 'container';
	/** The reference it was created from, as `docker ps` shows it. */
	readonly image: string;
	readonly imageId: string;
	readonly command: string;
	readonly state: ContainerState;
	/** The engine's own words when the list was read, for example `Up 3 minutes (healthy)`; ages move on in `format.ts`. */
	readonly status: string;
	/** `undefined` without a health check. */
	readonly health: Health | undefined;
	/** Of a container that has ended. */
	readonly exitCode: number | undefined;
	readonly createdAt: number;
	/** When it entered its state (started or ended), as exactly as the list tells; `undefined` when it never ran. */
	readonly since: number | undefined;
	readonly ports: readonly PublishedPort[];
	readonly composeProject: string | undefined;
	readonly composeService: string | undefined;
	readonly networks: readonly NetworkMembership[];
	readonly mounts: readonly Mount[];
}

export interface Image extends ResourceBase {
	readonly kind: 'image';
	/** `name` is the first tag, or `<none>`. Several tags of one image are one element. */
	readonly tags: readonly string[];
	readonly digests: readonly string[];
	readonly createdAt: number;
	readonly size: number;
	readonly dangling: boolean;
}

export interface Volume extends ResourceBase {
	readonly kind: 'volume';
	readonly driver: string;
	readonly mountpoint: string;
	readonly scope: string;
	readonly createdAt: number | undefined;
	/** 64 hexadecimal digits: made by the engine, not named by anybody. */
	readonly anonymous: boolean;
}

export interface Network extends ResourceBase {
	readonly kind: 'network';
	readonly driver: string;
	readonly scope: string;
	readonly subnets: readonly string[];
	readonly internal: boolean;
	readonly attachable: boolean;
	readonly createdAt: number | undefined;
	/** `bridge`, `host` and `none` of the engine itself (and Podman's `podman`). */
	readonly builtin: boolean;
}

export type Resource = Container | Image | Volume | Network;

export interface ResourceOf {
	container: Container;
	image: Image;
	volume: Volume;
	network: Network;
}
