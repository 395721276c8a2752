import type { OutsideReference, ServiceHost } from '../host.ts';
import { usesOfDockerfile } from './dockerfiles.ts';
import type { ComposeDocument } from './document.ts';
import { findRelatedFiles } from './relatedFiles.ts';

/**
 * The places in compose files that name a stage or an argument of a Dockerfile, each once; the answer to what the
 * Dockerfile service asks its host. `documents` are the compose files that may build it.
 */
export async function findOutsideReferences(
	documents: readonly ComposeDocument[],
	host: ServiceHost,
	dockerfileUri: string,
	kind: 'stage' | 'argument',
	name: string,
	signal: AbortSignal,
): Promise<OutsideReference[]> {
	const found = new Map<string, OutsideReference>();
	for (const document of documents) {
		if (signal.aborted) {
			break;
		}
		const project = await findRelatedFiles(document, host, signal);
		for (const { uri, range, start } of usesOfDockerfile(project, dockerfileUri, kind, name)) {
			found.set(`${uri} ${start}`, { uri, range });
		}
	}
	return [...found.values()];
}
