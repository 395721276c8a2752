import type { VolumeInspectInfo } from 'dockerode';
import {
	type CallOptions,
	callDone,
	callJson,
	type PruneResult,
	pruneDeadline,
	slowDeadline,
	speaksApi,
} from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { route } from './engineRequest.ts';
import { EngineError } from './errors.ts';

export interface VolumeOptions extends CallOptions {
	/** Made up by the engine if left out. */
	readonly name?: string;
	/** `local` if left out. */
	readonly driver?: string;
	readonly options?: Readonly<Record<string, string>>;
	readonly labels?: Readonly<Record<string, string>>;
}

/** Resolves to the volume's name. One that exists already with that name is kept as it is. */
export async function createVolume(connection: EngineConnection, options: VolumeOptions): Promise<string> {
	const body = {
		Name: options.name || undefined,
		Driver: options.driver || undefined,
		DriverOpts: options.options,
		Labels: options.labels,
	};
	const { Name } = await callJson<{ Name: string }>(
		connection,
		{ method: 'POST', path: '/volumes/create', body },
		{ signal: options.signal },
	);
	return Name;
}

export async function removeVolume(
	connection: EngineConnection,
	name: string,
	{ force, signal }: CallOptions & { readonly force?: boolean } = {},
): Promise<void> {
	const query = { force: force || undefined };
	await callDone(
		connection,
		{ method: 'DELETE', path: route`/volumes/${name}`, query },
		{ signal, deadline: slowDeadline },
	);
}

export async function inspectVolume(
	connection: EngineConnection,
	name: string,
	options: CallOptions = {},
): Promise<VolumeInspectInfo> {
	return callJson(connection, { method: 'GET', path: route`/volumes/${name}` }, options);
}

/**
 * Removes anonymous volumes that no container uses, with `all` the named ones too. Engines before API 1.42 and Podman
 * only know `all`: there the anonymous ones are removed one by one, and `spaceReclaimed` stays 0.
 */
export async function pruneVolumes(
	connection: EngineConnection,
	{ all = false, signal }: CallOptions & { readonly all?: boolean } = {},
): Promise<PruneResult> {
	await connection.connect();
	const tellsApart = speaksApi(connection, 42) && !connection.status.engine?.podman;
	if (!all && !tellsApart) {
		return pruneAnonymous(connection, signal);
	}
	const query = all && tellsApart ? { filters: { all: ['true'] } } : {};
	const answer = await callJson<{ VolumesDeleted?: string[] | null; SpaceReclaimed?: number }>(
		connection,
		{ method: 'POST', path: '/volumes/prune', query },
		{ signal, deadline: pruneDeadline },
	);
	return { deleted: answer.VolumesDeleted ?? [], spaceReclaimed: answer.SpaceReclaimed ?? 0 };
}

async function pruneAnonymous(connection: EngineConnection, signal: AbortSignal | undefined): Promise<PruneResult> {
	const { Volumes } = await callJson<{ Volumes?: { Name: string; Driver: string }[] | null }>(
		connection,
		{ method: 'GET', path: '/volumes', query: { filters: { dangling: ['true'] } } },
		{ signal },
	);
	const deleted: string[] = [];
	for (const { Name, Driver } of Volumes ?? []) {
		if (Driver === 'local' && /^[0-9a-f]{64}$/.test(Name) && (await isRemoved(connection, Name, signal))) {
			deleted.push(Name);
		}
	}
	return { deleted, spaceReclaimed: 0 };
}

/** Not when somebody has taken it into use since, or removed it before us. */
async function isRemoved(
	connection: EngineConnection,
	name: string,
	signal: AbortSignal | undefined,
): Promise<boolean> {
	try {
		await removeVolume(connection, name, { signal });
		return true;
	} catch (error) {
		if (error instanceof EngineError && (error.code === 'conflict' || error.code === 'notFound')) {
			return false;
		}
		throw error;
	}
}
