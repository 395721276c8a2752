import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { requestArchive } from './archiveAnswer.ts';
import { readArchiveKind } from './archiveKind.ts';
import { type CallOptions, throwIfCancelled } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { requestStream } from './engineRequest.ts';
import { engineErrorFromMessage } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { filePieces } from './filePieces.ts';
import { hostFileError, saveStream } from './hostFiles.ts';
import { readJsonLines } from './jsonLines.ts';
import { damagedArchive } from './tarHeader.ts';

export interface SaveOptions extends CallOptions {
	/** Bytes of the archive so far, before it is packed. */
	readonly onProgress?: (bytes: number) => void;
}

/**
 * Writes images (references or ids) to an archive as `docker save` does; packed when the path ends in `.gz` or `.tgz`.
 * The file appears when it is complete. Resolves to its size in bytes.
 */
export async function saveImages(
	connection: EngineConnection,
	images: readonly string[],
	path: string,
	{ signal, onProgress }: SaveOptions = {},
): Promise<number> {
	const request = { method: 'GET', path: '/images/get', query: { names: images } } as const;
	let saving: Promise<number> | undefined;
	try {
		return await connection.call(
			async (docker, stop) => {
				const archive = await requestArchive(docker, request, stop);
				saving = saveStream(archive, path, { signal: stop, onProgress, gzip: isPacked(path) });
				return saving;
			},
			{ signal, deadline: Number.POSITIVE_INFINITY },
		);
	} catch (error) {
		// A call ends at once when it is cancelled; the file is removed a moment later.
		await saving?.catch(() => {});
		throw error;
	}
}

export function isPacked(path: string): boolean {
	return /\.(?:t?gz)$/i.test(path);
}

/** What a load has come to: first the file is sent, then the engine unpacks it layer by layer. */
export interface LoadProgress {
	readonly bytesSent: number;
	readonly bytesTotal: number;
	/** Layers that the engine has begun with since. */
	readonly layers: number;
}

export interface LoadOptions extends CallOptions {
	readonly onProgress?: (progress: LoadProgress) => void;
}

interface LoadMessage {
	readonly id?: string;
	readonly stream?: string;
	readonly error?: string;
	readonly errorDetail?: { readonly message?: string };
}

/**
 * Reads an archive of images as `docker load` does, packed or not, and resolves to what was in it: references, and ids
 * of images without one. Rejects with `invalid` and says what the file is when it holds no images.
 */
export async function loadImages(
	connection: EngineConnection,
	path: string,
	{ signal, onProgress }: LoadOptions = {},
): Promise<string[]> {
	throwIfCancelled(signal);
	const bytesTotal = await sizeOfArchive(path);
	const layers = new Set<string>();
	let bytesSent = 0;
	const report = () => onProgress?.({ bytesSent, bytesTotal, layers: layers.size });
	const upload = filePieces(path, bytes => {
		bytesSent = bytes;
		report();
	});
	try {
		return await connection.call(
			async (docker, stop) => {
				const request = { method: 'POST', path: '/images/load', query: { quiet: false }, upload } as const;
				return readLoaded(await requestStream(docker, request, stop), layer => {
					layers.add(layer);
					report();
				});
			},
			{ signal, deadline: Number.POSITIVE_INFINITY },
		);
	} finally {
		upload.destroy();
	}
}

async function sizeOfArchive(path: string): Promise<number> {
	try {
		const { size } = await stat(path);
		const kind = await readArchiveKind(path);
		if (kind === 'fileSystem' || kind === 'empty' || kind === 'noArchive') {
			throw new EngineError('invalid', `${path} is no archive of images.`, {
				recognised: { kind: 'noImageArchive', path, is: kind },
			});
		}
		return size;
	} catch (error) {
		throw hostFileError(error, path);
	}
}

async function readLoaded(answer: IncomingMessage, onLayer: (id: string) => void): Promise<string[]> {
	const names: string[] = [];
	for await (const { id, stream, error, errorDetail } of readJsonLines<LoadMessage>(answer)) {
		const failure = errorDetail?.message ?? error;
		if (failure) {
			throw loadError(failure);
		}
		if (id) {
			onLayer(id);
		}
		const loaded = /^Loaded image(?:\(s\))?(?: ID)?: (.*\S)/.exec(stream ?? '')?.[1];
		names.push(...(loaded?.split(/,\s*/) ?? []));
	}
	if (names.length === 0) {
		throw loadError('The engine found no image in the archive.');
	}
	return names;
}

function loadError(sentence: string): EngineError {
	const error = engineErrorFromMessage(sentence);
	return error.recognised?.kind === 'noSpace' ? error : damagedArchive(sentence);
}
