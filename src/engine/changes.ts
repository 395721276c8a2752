import { type CallOptions, callJson } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { route } from './engineRequest.ts';

/** What differs in a container from its image: added, changed, or deleted. */
export interface FileChange {
	readonly kind: 'A' | 'C' | 'D';
	readonly path: string;
}

/** In the order of their paths. */
export async function containerChanges(
	connection: EngineConnection,
	containerId: string,
	options: CallOptions = {},
): Promise<FileChange[]> {
	const changes = await callJson<{ Path: string; Kind: number }[] | null>(
		connection,
		{ method: 'GET', path: route`/containers/${containerId}/changes` },
		options,
	);
	return (changes ?? [])
		.map(({ Path, Kind }): FileChange => ({ kind: kinds[Kind] ?? 'C', path: Path }))
		.sort((left, right) => (left.path < right.path ? -1 : 1));
}

const kinds: readonly FileChange['kind'][] = ['C', 'A', 'D'];
