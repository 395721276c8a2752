import { callJson } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import type { Configuration } from './containerConfiguration.ts';
import { pauseContainer, removeContainer, startContainer } from './containers.ts';
import { createFromInspect } from './createFromInspect.ts';

/**
 * Makes a removed container anew from what `docker inspect` said of it, in the state it had; resolves to its new id. The
 * files written in it and its log are gone. Nothing stays behind when it cannot be started as it was.
 */
export async function undoContainerRemoval(connection: EngineConnection, saved: Configuration): Promise<string> {
	const { State } = saved.container;
	const id = await createFromInspect(connection, saved);
	try {
		if (State.Running || State.Paused || State.Restarting) {
			await startContainer(connection, id);
		}
		if (State.Paused) {
			await pauseContainer(connection, id);
		}
		return id;
	} catch (error) {
		await removeContainer(connection, id, { force: true }).catch(() => {});
		throw error;
	}
}

/** What `docker inspect` says of a network, as far as it says how the network was made. */
export interface InspectedNetwork {
	readonly Name: string;
	readonly Id: string;
	readonly Driver: string;
	readonly Scope?: string;
	readonly EnableIPv4?: boolean;
	readonly EnableIPv6?: boolean;
	readonly Internal?: boolean;
	readonly Attachable?: boolean;
	readonly Ingress?: boolean;
	readonly ConfigOnly?: boolean;
	readonly ConfigFrom?: { readonly Network?: string };
	readonly IPAM?: {
		readonly Driver?: string;
		readonly Config?:
			| readonly {
					readonly Subnet?: string;
					readonly IPRange?: string;
					readonly Gateway?: string;
			  }[]
			| null;
	};
	readonly Options?: Readonly<Record<string, string>> | null;
	readonly Labels?: Readonly<Record<string, string>> | null;
}

/** Makes a removed network anew, with the addresses it had; resolves to its new id. */
export async function undoNetworkRemoval(connection: EngineConnection, saved: InspectedNetwork): Promise<string> {
	const { Name, Driver, Scope, EnableIPv4, EnableIPv6, Internal, Attachable, Ingress, IPAM, Options, Labels } = saved;
	const body = {
		Name,
		// Engines before 25 make a second network of the same name otherwise.
		CheckDuplicate: true,
		Driver,
		Scope,
		EnableIPv4,
		EnableIPv6,
		Internal,
		Attachable,
		Ingress,
		IPAM,
		Options: Options ?? {},
		Labels: Labels ?? {},
		...(saved.ConfigOnly ? { ConfigOnly: true } : {}),
		...(saved.ConfigFrom?.Network ? { ConfigFrom: saved.ConfigFrom } : {}),
	};
	const { Id } = await callJson<{ Id: string }>(connection, { method: 'POST', path: '/networks/create', body });
	return Id;
}

/** The words after `docker network create` for such a network. */
export function networkCreateWords(saved: InspectedNetwork): string[] {
	const assigned = (flag: string, values: Readonly<Record<string, string>> | null | undefined) =>
		Object.entries(values ?? {}).flatMap(([key, value]) => [flag, `${key}=${value}`]);
	return [
		...(saved.Driver === 'bridge' ? [] : ['--driver', saved.Driver]),
		...(saved.IPAM?.Config ?? []).flatMap(({ Subnet, IPRange, Gateway }) => [
			...(Subnet ? ['--subnet', Subnet] : []),
			...(IPRange ? ['--ip-range', IPRange] : []),
			...(Gateway ? ['--gateway', Gateway] : []),
		]),
		...(saved.Internal ? ['--internal'] : []),
		...(saved.Attachable ? ['--attachable'] : []),
		...(saved.EnableIPv6 ? ['--ipv6'] : []),
		...assigned('--opt', saved.Options),
		...assigned('--label', saved.Labels),
		saved.Name,
	];
}
