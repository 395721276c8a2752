import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { InspectedContainer } from '../../src/engine/containerConfiguration.ts';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';

const run = promisify(execFile);

/** The docker program against the engine of the tests; resolves to what it prints. */
export async function docker(...words: readonly string[]): Promise<string> {
	const { env, cli } = await ensureEngine();
	return (await run(cli, words, { env })).stdout.trim();
}

export function inspected(id: string): Promise<InspectedContainer> {
	return ask<InspectedContainer>(`/containers/${id}/json`);
}

async function ask<T>(path: string): Promise<T> {
	const { host } = await ensureEngine();
	const { status, body } = await engineRequest(host, { method: 'GET', path });
	assert.equal(status, 200, `${path}: ${body}`);
	return JSON.parse(String(body)) as T;
}

/** Waits without taking the processor, and ends at once when it is told to. */
export const waits = ['sh', '-c', 'trap exit TERM; sleep 1000 & wait'] as const;

/** What `docker inspect` says of how a container was made, without what differs from one container to the next. */
export function configurationOf(container: InspectedContainer): Record<string, unknown> {
	const { Config, HostConfig, NetworkSettings, Mounts, Id } = container;
	const short = Id.slice(0, 12);
	const networks = Object.entries(NetworkSettings.Networks ?? {}).map(([name, endpoint]) => {
		const { IPAMConfig, Links, Aliases, DriverOpts, GwPriority } = endpoint;
		return [name, { IPAMConfig, Links, Aliases: Aliases?.filter(alias => alias !== short), DriverOpts, GwPriority }];
	});
	return {
		Config: { ...Config, Hostname: Config.Hostname === short ? '(own)' : Config.Hostname, Env: sorted(Config.Env) },
		HostConfig: {
			...HostConfig,
			Binds: sorted(HostConfig.Binds),
			Mounts: HostConfig.Mounts ?? [],
			Links: sorted(HostConfig.Links as string[] | null),
		},
		Networks: Object.fromEntries(networks),
		Mounts: Mounts.map(({ Type, Name, Destination, RW }) => ({ Type, Name, Destination, RW })).sort((a, b) =>
			a.Destination.localeCompare(b.Destination),
		),
	};
}

/** What is there that was not before; what others still take away does not matter. */
export async function addedTo(before: readonly string[]): Promise<string[]> {
	return (await everything()).filter(name => !before.includes(name));
}

/** Whatever the engine lists that tests make, to see that nothing is left over. */
export async function everything(): Promise<string[]> {
	const [containers, volumes, networks] = await Promise.all([
		ask<{ Names: string[] }[]>('/containers/json?all=1'),
		ask<{ Volumes: { Name: string }[] | null }>('/volumes'),
		ask<{ Name: string }[]>('/networks'),
	]);
	return [
		...containers.map(({ Names }) => Names.join()),
		...(volumes.Volumes ?? []).map(({ Name }) => Name),
		...networks.map(({ Name }) => Name),
	].sort();
}

function sorted(list: readonly string[] | null | undefined): readonly string[] {
	return [...(list ?? [])].sort();
}
