import type { DockerVersion } from 'dockerode';
import { pruneBuildCache } from './buildCache.ts';
import { type CallOptions, callJson, type PruneResult } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { pruneContainers } from './containers.ts';
import { pruneImages } from './images.ts';
import { pruneNetworks } from './networks.ts';
import { pruneVolumes } from './volumes.ts';

/** Everything of `docker info`, in the engine's own field names. */
export type SystemInfo = Readonly<Record<string, unknown>>;

export function systemInfo(connection: EngineConnection, options: CallOptions = {}): Promise<SystemInfo> {
	return callJson(connection, { method: 'GET', path: '/info' }, options);
}

export function systemVersion(connection: EngineConnection, options: CallOptions = {}): Promise<DockerVersion> {
	return callJson(connection, { method: 'GET', path: '/version' }, options);
}

export interface SystemPruneOptions extends CallOptions {
	/** Every image that no container uses, not only those without a tag; the whole build cache. */
	readonly all?: boolean;
	/** Anonymous volumes that no container uses, too. */
	readonly volumes?: boolean;
}

export interface SystemPruneResult {
	readonly containers: readonly string[];
	readonly volumes: readonly string[];
	readonly networks: readonly string[];
	readonly images: readonly string[];
	readonly buildCache: readonly string[];
	/** Bytes. */
	readonly spaceReclaimed: number;
}

const nothing: PruneResult = { deleted: [], spaceReclaimed: 0 };

/** As `docker system prune`, in its order: what goes first sets free what goes next. */
export async function pruneSystem(
	connection: EngineConnection,
	{ all = false, volumes = false, signal }: SystemPruneOptions = {},
): Promise<SystemPruneResult> {
	const containers = await pruneContainers(connection, { signal });
	const networks = await pruneNetworks(connection, { signal });
	const anonymous = volumes ? await pruneVolumes(connection, { signal }) : nothing;
	const images = await pruneImages(connection, { all, signal });
	const cache = await pruneBuildCache(connection, { all, signal });
	return {
		containers: containers.deleted,
		volumes: anonymous.deleted,
		networks: networks.deleted,
		images: images.deleted,
		buildCache: cache.deleted,
		spaceReclaimed: [containers, anonymous, images, cache].reduce((sum, { spaceReclaimed }) => sum + spaceReclaimed, 0),
	};
}
