import { type FileHandle, open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';

/**
 * What a file holds, as far as its beginning tells: images as `docker save` writes them, the files of a container or of
 * anything else, nothing, or no archive at all. `unknown` is packed in a way that only the engine opens.
 */
export type ArchiveKind = 'images' | 'fileSystem' | 'empty' | 'noArchive' | 'unknown';

const block = 512;
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
		const header = await read(at, block);
		if (!isHeader(header)) {
			return entry === 0 ? 'noArchive' : 'fileSystem';
		}
		if (isOfImages(nameIn(header))) {
			return 'images';
		}
		at += block + Math.ceil(numberIn(header, 124, 12) / block) * block;
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

/** A header holds the sum of its own bytes, the sum counted as blanks. */
function isHeader(header: Buffer): boolean {
	if (header.length < block || header[0] === 0) {
		return false;
	}
	const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
	return sum === numberIn(header, 148, 8);
}

function nameIn(header: Buffer): string {
	return header.toString('utf8', 0, 100).replace(/\0.*$/s, '');
}

/** Octal digits; numbers too large for them stand there in binary, with the first bit set. */
function numberIn(header: Buffer, at: number, length: number): number {
	const first = header[at] as number;
	return first & 0x80
		? Number(header.readBigUInt64BE(at + length - 8))
		: Number.parseInt(header.toString('latin1', at, at + length).replace(/[\0 ]+/g, ' '), 8) || 0;
}

async function readAt(file: FileHandle, at: number, size: number): Promise<Buffer> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, at);
	return buffer.subarray(0, bytesRead);
}
