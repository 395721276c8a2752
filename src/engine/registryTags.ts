import type { EngineEnvironment } from './environment.ts';
import { RegistryClient } from './registryClient.ts';

/** Milliseconds for all requests of one question together: somebody is typing. */
const deadline = 4000;

export interface TagsOptions {
	readonly environment: EngineEnvironment;
	readonly signal: AbortSignal;
}

/**
 * One page of the tags that a registry has for a repository (`docker.io`, `library/node`); Docker Hub's newest first.
 * Rejects when the registry cannot be reached or refuses. Stored logins are used where the registry asks for one.
 */
export async function listRegistryTags(
	registry: string,
	repository: string,
	{ environment, signal }: TagsOptions,
): Promise<readonly string[]> {
	const stop = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
	const { items } = await new RegistryClient({ environment }).tags(registry, repository, { signal: stop });
	return items.map(({ name }) => name);
}
