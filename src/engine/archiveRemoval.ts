import { type CallOptions, callDone } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { pathBytes } from './pathBytes.ts';
import { writeRawHeader } from './rawTarHeader.ts';
import { writeHeader } from './tarHeader.ts';

/**
 * Removes what has a name in a folder of a container, running or not, folders with all that is in them. There is no call
 * for it. But before a hard link is made, the engine removes what has its name, and then this link fails, for what it would
 * link to is missing.
 *
 * @param name Byte for byte, as a string with one character a byte.
 * @param missing A path below the folder at which nothing is.
 */
export async function removeByArchive(
	connection: EngineConnection,
	containerId: string,
	folder: string,
	name: string,
	{ signal, missing = `.slipway-missing-${process.pid}` }: CallOptions & { readonly missing?: string } = {},
): Promise<void> {
	const upload = Buffer.concat([linkEntry(name, missing), Buffer.alloc(1024)]);
	const path = route`/containers/${containerId}/archive`;
	const request = { method: 'PUT', path, query: { path: pathBytes(folder) }, upload } as const;
	try {
		await callDone(connection, request, { signal, deadline: Number.POSITIVE_INFINITY });
	} catch (error) {
		const isAnswer = error instanceof EngineError && error.status !== undefined;
		if (!(isAnswer && /no such file|could not find the file/i.test(error.message))) {
			throw error;
		}
	}
}

/** @param name Byte for byte, as a string with one character a byte. */
export function linkEntry(name: string, linkName: string): Buffer {
	const plain = { size: 0, mode: 0o700, modified: 0, uid: 0, gid: 0, linkName: '' };
	return writeRawHeader('1', {
		name,
		linkName,
		records: [],
		block: writeHeader({ ...plain, name: 'link', type: 'file' }),
	});
}
