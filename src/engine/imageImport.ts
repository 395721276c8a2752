import { stat } from 'node:fs/promises';
import { readArchiveKind } from './archiveKind.ts';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { requestStream } from './engineRequest.ts';
import { engineErrorFromMessage } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { filePieces } from './filePieces.ts';
import { hostFileError } from './hostFiles.ts';
import { familiarName, parseImageReference } from './imageReference.ts';
import { readJsonLines } from './jsonLines.ts';
import { damagedArchive } from './tarHeader.ts';

export interface ImportOptions extends CallOptions {
	/** `repository[:tag]`; an image without a name if left out. */
	readonly tag?: string;
	/** Bytes sent of the file's. */
	readonly onProgress?: (sent: number, total: number) => void;
}

interface ImportMessage {
	readonly status?: string;
	readonly error?: string;
	readonly errorDetail?: { readonly message?: string };
}

/**
 * Makes an image of an archive of files, packed or not, as `docker import` does, and resolves to its id. Rejects with
 * `invalid` when the file is no archive, or one of images, which are loaded and not imported.
 */
export async function importImage(
	connection: EngineConnection,
	path: string,
	{ tag, signal, onProgress }: ImportOptions = {},
): Promise<string> {
	const query = { fromSrc: '-', ...(tag ? nameOf(tag) : {}) };
	const total = await sizeOfFiles(path);
	const upload = filePieces(path, sent => onProgress?.(sent, total));
	try {
		return await connection.call(
			async (docker, signal) => {
				const answer = await requestStream(docker, { method: 'POST', path: '/images/create', query, upload }, signal);
				return idIn(readJsonLines<ImportMessage>(answer));
			},
			{ signal, deadline: Number.POSITIVE_INFINITY },
		);
	} finally {
		upload.destroy();
	}
}

function nameOf(tag: string): { readonly repo: string; readonly tag: string } {
	const parsed = parseImageReference(tag);
	return { repo: familiarName(parsed), tag: parsed.tag ?? 'latest' };
}

async function sizeOfFiles(path: string): Promise<number> {
	try {
		const { size } = await stat(path);
		const kind = await readArchiveKind(path);
		if (kind === 'noArchive' || kind === 'empty') {
			throw damagedArchive(`${path} is none.`);
		}
		if (kind === 'images') {
			throw new EngineError('invalid', `${path} holds images: load it instead.`, {
				recognised: { kind: 'imagesToLoad', path },
			});
		}
		return size;
	} catch (error) {
		throw hostFileError(error, path);
	}
}

async function idIn(messages: AsyncIterable<ImportMessage>): Promise<string> {
	let id = '';
	for await (const { status = '', error, errorDetail } of messages) {
		const failure = errorDetail?.message ?? error;
		if (failure) {
			throw engineErrorFromMessage(failure);
		}
		id = /^sha256:[0-9a-f]{64}$/.exec(status.trim())?.[0] ?? id;
	}
	if (id === '') {
		throw new EngineError('failed', 'The engine made no image of the archive.');
	}
	return id;
}
