import { type CallOptions, callJson, type PruneResult, pruneDeadline } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { EngineError } from './errors.ts';

export interface BuildCachePrune extends CallOptions {
	/** The whole unused cache, not only what hangs on no image. */
	readonly all?: boolean;
	/** Milliseconds: only what has not been used for as long. */
	readonly unusedFor?: number;
}

/** Removes unused build cache; `deleted` are the cache's own ids. */
export async function pruneBuildCache(
	connection: EngineConnection,
	{ all, unusedFor = 0, signal }: BuildCachePrune = {},
): Promise<PruneResult> {
	const filters = unusedFor > 0 ? { until: [`${Math.round(unusedFor / 1000)}s`] } : undefined;
	try {
		const answer = await callJson<{ CachesDeleted?: string[] | null; SpaceReclaimed?: number }>(
			connection,
			{ method: 'POST', path: '/build/prune', query: { all: all || undefined, filters } },
			{ signal, deadline: pruneDeadline },
		);
		return { deleted: answer.CachesDeleted ?? [], spaceReclaimed: answer.SpaceReclaimed ?? 0 };
	} catch (error) {
		// Podman keeps no build cache of its own and has no such call.
		if (error instanceof EngineError && (error.status === 404 || error.status === 405)) {
			return { deleted: [], spaceReclaimed: 0 };
		}
		throw error;
	}
}
