import { open } from 'node:fs/promises';
import { pipeline, type Readable, Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { requestArchive } from './archiveAnswer.ts';
import { type CallOptions, callToEnd, invalidOption } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { filePieces } from './filePieces.ts';
import { hostFileError, saveStream } from './hostFiles.ts';
import { fillVolume, holdForCopy } from './volumeFilling.ts';
import type { NewVolume, VolumeHolder } from './volumeHolder.ts';
import { inspectVolume } from './volumes.ts';

export interface BackupOptions extends CallOptions {
	/** Bytes of the archive before they are compressed. */
	readonly onProgress?: (bytes: number) => void;
}

/** Whether the name of a file says that an archive is to be compressed; `undefined` for names of other kinds of files. */
export function compressionOf(file: string): 'none' | 'gzip' | undefined {
	if (/\.(?:tar\.gz|tgz)$/i.test(file)) {
		return 'gzip';
	}
	return /\.tar$/i.test(file) ? 'none' : undefined;
}

/**
 * Writes what is in a volume into a tar archive, as `tar cf file -C /volume .` would; the name of the file says whether it
 * is compressed. The file appears when it is whole. Resolves to its size in bytes.
 */
export async function backupVolume(
	connection: EngineConnection,
	volume: string,
	file: string,
	{ signal, onProgress }: BackupOptions = {},
): Promise<number> {
	const compression = compressionOf(file);
	if (!compression) {
		throw invalidOption('path', file, `"${file}" does not end in .tar, .tar.gz or .tgz.`);
	}
	const holder = await holdForCopy(connection, volume, signal);
	try {
		return await callToEnd(
			connection,
			async (docker, inner) => {
				const content = await contentOf(docker, holder, inner);
				return saveStream(content, file, { signal: inner, onProgress, gzip: compression === 'gzip' });
			},
			{ signal },
		);
	} finally {
		await holder.release();
	}
}

export interface RestoreOptions extends CallOptions {
	/** Bytes of the file that have been read, and how many it has. */
	readonly onProgress?: (bytes: number, total: number) => void;
}

/**
 * Replaces what is in a volume by what is in a tar archive, which may be compressed; makes the volume if it is missing.
 * Resolves to the number of files. How the volume is kept as it was if anything fails: see `fillVolume`.
 */
export async function restoreVolume(
	connection: EngineConnection,
	volume: string,
	file: string,
	{ signal, onProgress }: RestoreOptions = {},
): Promise<number> {
	const make = (await exists(connection, volume, signal)) ? undefined : {};
	return fillVolume(connection, { volume, make, open: () => openArchive(file, onProgress), signal });
}

export interface CloneOptions extends CallOptions {
	/** Bytes copied. */
	readonly onProgress?: (bytes: number) => void;
}

/** Makes a new volume with the driver, the labels and all files of another one; resolves to the number of files. */
export async function cloneVolume(
	connection: EngineConnection,
	source: string,
	name: string,
	{ signal, onProgress }: CloneOptions = {},
): Promise<number> {
	if (await exists(connection, name, signal)) {
		throw new EngineError('conflict', `There is already a volume ${name}`, {
			recognised: { kind: 'nameInUse', name, holder: '' },
		});
	}
	const make = await likeness(connection, source, signal);
	const holder = await holdForCopy(connection, source, signal);
	try {
		const open = (inner: AbortSignal) =>
			connection.call(async docker => counted(await contentOf(docker, holder, inner), onProgress), { signal: inner });
		return await fillVolume(connection, { volume: name, make, open, signal });
	} finally {
		await holder.release();
	}
}

/** The archive's names begin with `./`, as those of `tar -C /volume .` do. */
function contentOf(
	docker: Parameters<typeof requestArchive>[0],
	{ containerId, path }: VolumeHolder,
	signal: AbortSignal,
): Promise<Readable> {
	const request = {
		method: 'GET',
		path: route`/containers/${containerId}/archive`,
		query: { path: `${path}/.` },
	} as const;
	return requestArchive(docker, request, signal);
}

async function exists(connection: EngineConnection, volume: string, signal: AbortSignal | undefined): Promise<boolean> {
	try {
		await inspectVolume(connection, volume, { signal });
		return true;
	} catch (error) {
		if (error instanceof EngineError && error.code === 'notFound') {
			return false;
		}
		throw error;
	}
}

/**
 * Options mostly say where the data are, and two volumes must not be the same data; only memory is always another one.
 * Compose takes a volume with its labels for its own.
 */
async function likeness(
	connection: EngineConnection,
	source: string,
	signal: AbortSignal | undefined,
): Promise<NewVolume> {
	const { Driver, Options, Labels } = await inspectVolume(connection, source, { signal });
	const inMemory = Driver === 'local' && Options?.type === 'tmpfs';
	const foreign = /^com\.docker\.(?:compose|volume)\./;
	return {
		driver: Driver,
		...(inMemory ? { options: Options } : {}),
		labels: Object.fromEntries(Object.entries(Labels ?? {}).filter(([label]) => !foreign.test(label))),
	};
}

/** How it is compressed is told by its first bytes, whatever it is called. */
async function openArchive(file: string, onProgress: RestoreOptions['onProgress']): Promise<Readable> {
	try {
		const handle = await open(file);
		try {
			const { size } = await handle.stat();
			const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
			const unpack = unpackerFor(buffer.subarray(0, bytesRead));
			const read = filePieces(handle, done => onProgress?.(done, size));
			return unpack ? pipeline(read, unpack, () => {}) : read;
		} catch (error) {
			await handle.close();
			throw error;
		}
	} catch (error) {
		throw hostFileError(error, file);
	}
}

function counted(source: Readable, onProgress: ((bytes: number) => void) | undefined): Readable {
	let bytes = 0;
	const counter = new Transform({
		objectMode: true,
		highWaterMark: 1,
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.length;
			onProgress?.(bytes);
			done(null, chunk);
		},
	});
	return pipeline(source, counter, () => {});
}

interface Compression {
	readonly method: string;
	readonly magic: readonly number[];
	readonly unpacker?: () => Transform;
}

const compressions: readonly Compression[] = [
	{ method: 'gzip', magic: [0x1f, 0x8b], unpacker: () => zlib.createGunzip({ chunkSize: 256 * 1024 }) },
	{
		method: 'zstd',
		magic: [0x28, 0xb5, 0x2f, 0xfd],
		// Node has learnt it later than the oldest VS Code that is supported.
		unpacker: (zlib as Partial<typeof zlib>).createZstdDecompress,
	},
	{ method: 'bzip2', magic: [0x42, 0x5a, 0x68] },
	{ method: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
];

function unpackerFor(begin: Buffer): Transform | undefined {
	const found = compressions.find(({ magic }) => magic.every((byte, index) => begin[index] === byte));
	if (found && !found.unpacker) {
		const recognised = { kind: 'unknownCompression', method: found.method } as const;
		throw new EngineError('invalid', `The archive is compressed with ${found.method}`, { recognised });
	}
	return found?.unpacker?.();
}
