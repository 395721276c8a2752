import { isIP } from 'node:net';
import type { NetworkInspectInfo } from 'dockerode';
import { type CallOptions, callDone, callJson, invalidOption, type PruneResult, pruneDeadline } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { route } from './engineRequest.ts';

export interface NetworkOptions extends CallOptions {
	readonly name: string;
	/** `bridge` if left out. */
	readonly driver?: string;
	/** For example `172.30.0.0/16`. */
	readonly subnet?: string;
	/** Needs `subnet`. */
	readonly gateway?: string;
	readonly internal?: boolean;
	readonly attachable?: boolean;
	readonly ipv6?: boolean;
	readonly options?: Readonly<Record<string, string>>;
	readonly labels?: Readonly<Record<string, string>>;
}

/** Resolves to the network's id. */
export async function createNetwork(connection: EngineConnection, options: NetworkOptions): Promise<string> {
	const { Id } = await callJson<{ Id: string }>(
		connection,
		{
			method: 'POST',
			path: '/networks/create',
			body: {
				Name: options.name,
				// Engines before 25 make a second network of the same name otherwise.
				CheckDuplicate: true,
				Driver: options.driver || 'bridge',
				Internal: options.internal ?? false,
				Attachable: options.attachable ?? false,
				EnableIPv6: options.ipv6,
				IPAM: addressing(options),
				Options: options.options ?? {},
				Labels: options.labels ?? {},
			},
		},
		{ signal: options.signal },
	);
	return Id;
}

export async function removeNetwork(
	connection: EngineConnection,
	id: string,
	options: CallOptions = {},
): Promise<void> {
	await connection.connect();
	// By id, Podman 4.3 removes a network that is in use; by name it refuses.
	const key = connection.status.engine?.podman ? (await inspectNetwork(connection, id, options)).Name : id;
	await callDone(connection, { method: 'DELETE', path: route`/networks/${key}` }, options);
}

export async function inspectNetwork(
	connection: EngineConnection,
	id: string,
	options: CallOptions = {},
): Promise<NetworkInspectInfo> {
	return callJson(connection, { method: 'GET', path: route`/networks/${id}` }, options);
}

export interface ConnectOptions extends CallOptions {
	/** Id or name. */
	readonly container: string;
	/** More names it is reached by on this network. */
	readonly aliases?: readonly string[];
	/** A fixed address, IPv4 or IPv6, within the network's subnet. */
	readonly ip?: string;
}

export async function connectNetwork(
	connection: EngineConnection,
	network: string,
	{ container, aliases, ip, signal }: ConnectOptions,
): Promise<void> {
	const version = ip ? isIP(ip) : 4;
	if (version === 0) {
		throw invalidOption('ip', ip, `"${ip}" is not an IP address.`);
	}
	const address = version === 6 ? { IPv6Address: ip } : { IPv4Address: ip };
	const body = { Container: container, EndpointConfig: { Aliases: aliases, ...(ip ? { IPAMConfig: address } : {}) } };
	await callDone(connection, { method: 'POST', path: route`/networks/${network}/connect`, body }, { signal });
}

export interface DisconnectOptions extends CallOptions {
	/** Id or name. */
	readonly container: string;
	/** Also when the container is gone already. */
	readonly force?: boolean;
}

export async function disconnectNetwork(
	connection: EngineConnection,
	network: string,
	{ container, force, signal }: DisconnectOptions,
): Promise<void> {
	const body = { Container: container, Force: force ?? false };
	await callDone(connection, { method: 'POST', path: route`/networks/${network}/disconnect`, body }, { signal });
}

/** Removes every network that no container is connected to, but the engine's own. */
export async function pruneNetworks(connection: EngineConnection, { signal }: CallOptions = {}): Promise<PruneResult> {
	const answer = await callJson<{ NetworksDeleted?: string[] | null }>(
		connection,
		{ method: 'POST', path: '/networks/prune' },
		{ signal, deadline: pruneDeadline },
	);
	return { deleted: answer.NetworksDeleted ?? [], spaceReclaimed: 0 };
}

function addressing({ subnet, gateway }: NetworkOptions): object | undefined {
	if (subnet !== undefined && !isSubnet(subnet)) {
		throw invalidOption('subnet', subnet, `"${subnet}" is not a subnet: write 172.30.0.0/16.`);
	}
	if (gateway !== undefined && (isIP(gateway) === 0 || subnet === undefined)) {
		const sentence = subnet === undefined ? 'A gateway needs a subnet.' : `"${gateway}" is not an IP address.`;
		throw invalidOption('gateway', gateway, sentence);
	}
	return subnet === undefined ? undefined : { Config: [{ Subnet: subnet, Gateway: gateway }] };
}

function isSubnet(text: string): boolean {
	const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
	const version = isIP(address);
	return version !== 0 && Number(bits) <= (version === 6 ? 128 : 32);
}
