import { callJson, ignoreMissing } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { inspectImage } from './images.ts';

/** Images tried before an empty one is made. */
const mostCandidates = 20;

/**
 * Local images that declare no volumes: a container of one that does comes with anonymous volumes, and Podman takes
 * them away together with a held volume that is anonymous itself.
 */
export async function* usableImages(
	connection: EngineConnection,
	signal: AbortSignal | undefined,
): AsyncGenerator<string> {
	const request = { method: 'GET', path: '/images/json' } as const;
	const images = await callJson<{ Id: string; Size: number }[]>(connection, request, { signal });
	for (const { Id } of images.sort((a, b) => a.Size - b.Size).slice(0, mostCandidates)) {
		const image = await inspectImage(connection, Id, { signal }).catch(ignoreMissing);
		if (image && Object.keys(image.Config?.Volumes ?? {}).length === 0) {
			yield Id;
		}
	}
}
