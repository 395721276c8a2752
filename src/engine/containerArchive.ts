import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { type CallOptions, callDone, slowDeadline } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { requestStream, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import type { FileKind } from './fileEntry.ts';
import { pathBytes } from './pathBytes.ts';
import { readTar, type TarItem } from './readTar.ts';

/** What the engine says of one path in a container, running or not. */
export interface ArchiveStat {
	readonly kind: FileKind;
	readonly size: number;
	readonly mode: number;
	/** Epoch milliseconds. */
	readonly modifiedAt: number;
	/** Where a link leads in the end, as an absolute path in the container; empty for everything else. */
	readonly linkTarget: string;
}

/** Rejects with `notFound` and `noSuchFile` when there is nothing. */
export async function statInArchive(
	connection: EngineConnection,
	containerId: string,
	path: string,
	{ signal }: CallOptions = {},
): Promise<ArchiveStat> {
	const request = {
		method: 'HEAD',
		path: route`/containers/${containerId}/archive`,
		query: { path: pathBytes(path) },
	} as const;
	try {
		return await connection.call(
			async (docker, signal) => {
				const answer = await requestStream(docker, request, signal);
				answer.resume();
				return readStat(answer);
			},
			{ signal },
		);
	} catch (error) {
		// The answer to HEAD has no words.
		throw error instanceof EngineError && error.code === 'notFound' ? noSuchFile(path) : error;
	}
}

/** Reads the archive of a path, which holds all that is below it; ends it as soon as `read` has seen enough. */
export function readArchive<T>(
	connection: EngineConnection,
	containerId: string,
	path: string,
	read: (items: AsyncIterable<TarItem>) => Promise<T>,
	{ signal }: CallOptions = {},
): Promise<T> {
	const request = {
		method: 'GET',
		path: route`/containers/${containerId}/archive`,
		query: { path: pathBytes(path) },
	} as const;
	return connection.call(
		async (docker, signal) => {
			const stream = await requestStream(docker, request, signal);
			try {
				return await read(readTar(stream));
			} catch (error) {
				signal.throwIfAborted();
				throw error;
			} finally {
				stream.destroy();
			}
		},
		{ signal, deadline: Number.POSITIVE_INFINITY },
	);
}

/** Unpacks an archive into a folder of the container. What is there is replaced, but no folder by a file. */
export function writeArchive(
	connection: EngineConnection,
	containerId: string,
	folder: string,
	archive: Buffer | Readable,
	{ signal }: CallOptions = {},
): Promise<void> {
	const query = { path: pathBytes(folder), noOverwriteDirNonDir: true };
	return callDone(
		connection,
		{ method: 'PUT', path: route`/containers/${containerId}/archive`, query, upload: archive },
		{ signal, deadline: slowDeadline },
	);
}

export function noSuchFile(path: string): EngineError {
	return new EngineError('notFound', `${path}: no such file`, { recognised: { kind: 'noSuchFile', path } });
}

const goFolder = 2 ** 31;
const goLink = 2 ** 27;
/** Devices, pipes, sockets and what else Go knows. */
const goOther = 2 ** 26 + 2 ** 25 + 2 ** 24 + 2 ** 21 + 2 ** 19;
const goBits = [
	[2 ** 23, 0o4000],
	[2 ** 22, 0o2000],
	[2 ** 20, 0o1000],
] as const;

function readStat(answer: IncomingMessage): ArchiveStat {
	const header = String(answer.headers['x-docker-container-path-stat'] ?? '');
	const raw = JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as {
		size: number;
		mode: number;
		mtime: string;
		linkTarget?: string;
	};
	const has = (bit: number) => Math.floor(raw.mode / bit) % 2 === 1;
	const special = goBits.reduce((bits, [go, unix]) => (has(go) ? bits | unix : bits), 0);
	return {
		kind: has(goFolder) ? 'folder' : has(goLink) ? 'link' : isOther(raw.mode) ? 'other' : 'file',
		size: raw.size,
		mode: (raw.mode % 0o1000) | special,
		modifiedAt: Date.parse(raw.mtime) || 0,
		linkTarget: raw.linkTarget ?? '',
	};
}

function isOther(mode: number): boolean {
	return (mode & goOther) !== 0;
}
