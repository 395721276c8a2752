import type { Endpoint } from '../engine/containerConfiguration.ts';
import { joinNetwork } from '../engine/createFromInspect.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import type { Container, Network } from '../engine/resources.ts';
import { type InspectedNetwork, networkCreateWords, undoNetworkRemoval } from '../engine/undoRemoval.ts';
import { keyValueFlags, valueFlag } from './commandFlags.ts';
import type { Services } from './services.ts';
import type { UndoItem } from './undoMemory.ts';

export function undoingRemoval({ connection }: Services, { id, name }: Network, saved: InspectedNetwork): UndoItem {
	return {
		id,
		name,
		undo: async () => {
			await undoNetworkRemoval(connection, saved);
			return dockerCommand('network create', networkCreateWords(saved));
		},
	};
}

export function undoingDisconnect(
	{ connection }: Services,
	network: Network,
	{ id, name }: Container,
	endpoint: Endpoint,
): UndoItem {
	return {
		id,
		name,
		undo: async () => {
			await joinNetwork(connection, network.name, id, endpoint);
			return dockerCommand('network connect', [
				...(endpoint.Aliases ?? []).flatMap(alias => ['--alias', alias]),
				...valueFlag('--ip', endpoint.IPAMConfig?.IPv4Address),
				...valueFlag('--ip6', endpoint.IPAMConfig?.IPv6Address),
				...(endpoint.Links ?? []).flatMap(link => ['--link', link]),
				...keyValueFlags('--driver-opt', endpoint.DriverOpts ?? {}),
				network.name,
				name,
			]);
		},
	};
}
