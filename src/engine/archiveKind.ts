import { type FileHandle, open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { blockSize, padding, type RawHeader, readHeader } from './tarHeader.ts';

/**
 * What a file holds, as far as its beginning tells: images as `docker save` writes them, the files of a container or of
 * anything else, nothing, or no archive at all. `unknown` is packed in a way that only the engine opens.
 */
export type ArchiveKind = 'images' | 'fileSystem' | 'empty' | 'noArchive' | 'unknown';

const looked = 64 * 1024;
const mostEntries = 500;

export async function readArchiveKind(path: string): Promise<ArchiveKind> {
	const file = await open(path, 'r');
	try {
		const beginning = await readAt(file, 0, looked);
		if (beginning.length === 0) {
			return 'empty';
		}
		if (isGzip(beginning)) {
			const unpacked = unpack(beginning);
			return unpacked ? await kindOf(async (at, size) => unpacked.subarray(at, at + size)) : 'noArchive';
		}
		return isOtherwisePacked(beginning) ? 'unknown' : await kindOf((at, size) => readAt(file, at, size));
	} finally {
		await file.close();
	}
}

function isGzip(bytes: Buffer): boolean {
	return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** bzip2, xz and zstd. */
function isOtherwisePacked(bytes: Buffer): boolean {
	return ['425a68', 'fd377a585a', '28b52ffd'].some(magic => bytes.toString('hex', 0, 5).startsWith(magic));
}

/** As much as the beginning of a packed file holds. */
function unpack(beginning: Buffer): Buffer | undefined {
	try {
		return gunzipSync(beginning, { finishFlush: constants.Z_SYNC_FLUSH });
	} catch {
		return undefined;
	}
}

/** Goes from header to header without reading what lies between them. */
async function kindOf(read: (at: number, size: number) => Promise<Buffer>): Promise<ArchiveKind> {
	let at = 0;
	for (let entry = 0; entry < mostEntries; entry++) {
		const header = headerIn(await read(at, blockSize));
		if (!header) {
			return entry === 0 ? 'noArchive' : 'fileSystem';
		}
		if (isOfImages(header.name)) {
			return 'images';
		}
		at += blockSize + header.size + padding(header.size);
	}
	return 'fileSystem';
}

/** `blobs/sha256/…`, `oci-layout`, `manifest.json`; before engine 25 the layers' ids. */
function isOfImages(name: string): boolean {
	const path = name.replace(/^\.\//, '');
	return /^(?:blobs\/|oci-layout$|(?:index|manifest)\.json$|repositories$|[0-9a-f]{64}(?:\/|\.json$|\.tar$))/.test(
		path,
	);
}

function headerIn(block: Buffer): RawHeader | undefined {
	try {
		return block.length === blockSize ? readHeader(block) : undefined;
	} catch {
		return undefined;
	}
}

async function readAt(file: FileHandle, at: number, size: number): Promise<Buffer> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, at);
	return buffer.subarray(0, bytesRead);
}
