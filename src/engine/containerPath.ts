import { posix } from 'node:path';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { type ArchiveStat, statInArchive } from './containerArchive.ts';
import { requestStream, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { pathBytes } from './pathBytes.ts';

/** What stands at one path in a container, running or not. */
export interface ContainerPath extends ArchiveStat {
	/** Absolute and without a slash or dot at the end. */
	readonly path: string;
}

/** A link at the end is not followed, unless a slash or dot comes behind it. Undefined where nothing is. */
export async function findContainerPath(
	connection: EngineConnection,
	containerId: string,
	path: string,
	options: CallOptions = {},
): Promise<ContainerPath | undefined> {
	try {
		const found = await statInArchive(connection, containerId, path, options);
		return { ...found, path: posix.resolve('/', path) };
	} catch (error) {
		if (error instanceof EngineError && error.recognised?.kind === 'noSuchFile') {
			return undefined;
		}
		throw error;
	}
}

/** The same where something has to be. Rejects with the engine's own words: it may be the container that is not there. */
export async function requireContainerPath(
	connection: EngineConnection,
	containerId: string,
	path: string,
	{ signal }: CallOptions = {},
): Promise<ContainerPath> {
	const found = await findContainerPath(connection, containerId, path, { signal });
	if (found) {
		return found;
	}
	const request = {
		method: 'GET',
		path: route`/containers/${containerId}/archive`,
		query: { path: pathBytes(path) },
	} as const;
	const answer = await connection.call((docker, signal) => requestStream(docker, request, signal), { signal });
	answer.destroy();
	throw new EngineError('conflict', `${path} appeared while it was looked for`);
}
