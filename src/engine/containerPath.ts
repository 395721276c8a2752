import type { IncomingMessage } from 'node:http';
import { posix } from 'node:path';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { requestStream, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';

/** What stands at one path in a container, running or not. */
export interface ContainerPath {
	/** Absolute and without a slash or dot at the end. */
	readonly path: string;
	readonly kind: 'file' | 'folder' | 'link' | 'other';
	/** Bytes. */
	readonly size: number;
	/** Where a link leads in the end, absolute; empty for everything else. */
	readonly linkTarget: string;
}

/** A link at the end is not followed, unless a slash or dot comes behind it. Rejects with `notFound` where nothing is. */
export function statContainerPath(
	connection: EngineConnection,
	containerId: string,
	path: string,
	{ signal }: CallOptions = {},
): Promise<ContainerPath> {
	const request = { path: route`/containers/${containerId}/archive`, query: { path } } as const;
	return connection.call(
		async (docker, signal) => {
			try {
				return readStat(path, await requestStream(docker, { method: 'HEAD', ...request }, signal));
			} catch (error) {
				signal.throwIfAborted();
				// The answer to HEAD has no words: the same as GET says why not.
				const answer = await requestStream(docker, { method: 'GET', ...request }, signal);
				answer.destroy();
				throw error;
			}
		},
		{ signal },
	);
}

/** Undefined where nothing is. */
export async function findContainerPath(
	connection: EngineConnection,
	containerId: string,
	path: string,
	options: CallOptions = {},
): Promise<ContainerPath | undefined> {
	try {
		return await statContainerPath(connection, containerId, path, options);
	} catch (error) {
		if (error instanceof EngineError && error.recognised?.kind === 'noSuchFile') {
			return undefined;
		}
		throw error;
	}
}

/** Bits of Go's file modes. */
const folderBit = 2 ** 31;
const linkBit = 2 ** 27;
const otherBits = 2 ** 26 + 2 ** 25 + 2 ** 24 + 2 ** 21 + 2 ** 19;

function readStat(path: string, answer: IncomingMessage): ContainerPath {
	answer.resume();
	const header = String(answer.headers['x-docker-container-path-stat'] ?? '');
	const { mode, size, linkTarget } = JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as {
		readonly mode: number;
		readonly size: number;
		readonly linkTarget?: string;
	};
	const kind = mode >= folderBit ? 'folder' : mode & linkBit ? 'link' : mode & otherBits ? 'other' : 'file';
	const absolute = posix.resolve('/', path);
	return { path: absolute, kind, size, linkTarget: linkTarget ?? '' };
}
