import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { blockSize, readHeader } from './tarHeader.ts';

export type Packing = 'plain' | 'gzip' | 'zstd';

/** Makes what unpacks a compression; absent where this Node has none. */
export type Unpackers = { readonly [P in Exclude<Packing, 'plain'>]?: (() => Transform) | undefined };

const chunkSize = 256 * 1024;

/** Node has zstd since 22.15; VS Code 1.100 comes without. */
const ownUnpackers: Unpackers = {
	gzip: () => zlib.createGunzip({ chunkSize }),
	zstd: (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress,
};

/** Reads from a layer's bytes as they are in an archive its plain tar; undefined where this Node cannot unpack it. */
export async function unpacked<T>(
	packing: Packing,
	pieces: AsyncIterable<Buffer>,
	unpackers: Unpackers = ownUnpackers,
	read: (plain: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T | undefined> {
	if (packing === 'plain') {
		return read(pieces);
	}
	const unpacker = unpackers[packing]?.();
	if (!unpacker) {
		return undefined;
	}
	// Who reads learns of it; nobody else has to.
	unpacker.on('error', () => {});
	const feeding = feed(unpacker, pieces);
	try {
		return await read(unpacker);
	} finally {
		// Whoever goes on reading the archive may only do so when nobody else does any more.
		unpacker.destroy();
		await feeding;
	}
}

async function feed(unpacker: Transform, pieces: AsyncIterable<Buffer>): Promise<void> {
	try {
		for await (const piece of pieces) {
			if (unpacker.destroyed) {
				return;
			}
			await new Promise<void>(resolve => unpacker.write(piece, () => resolve()));
		}
		unpacker.end();
	} catch (error) {
		unpacker.destroy(error as Error);
	}
}

/** The first block of a content, and all of it in pieces. */
export async function peek(
	content: AsyncIterable<Buffer>,
): Promise<{ readonly head: Buffer; readonly pieces: AsyncIterable<Buffer> }> {
	const rest = content[Symbol.asyncIterator]();
	let head: Buffer = Buffer.alloc(0);
	while (head.length < blockSize) {
		const { value, done } = await rest.next();
		if (done) {
			break;
		}
		head = head.length === 0 ? value : Buffer.concat([head, value]);
	}
	return { head, pieces: following(head, rest) };
}

async function* following(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void> {
	yield head;
	for (let next = await rest.next(); !next.done; next = await rest.next()) {
		yield next.value;
	}
}

/** How a file of an archive is packed, by its first block; undefined for what makes no sense. */
export function packingOf(head: Buffer): Packing | 'document' | undefined {
	if (isTar(head)) {
		return 'plain';
	}
	if (head[0] === 0x1f && head[1] === 0x8b) {
		return 'gzip';
	}
	if (head.length > 4 && head.readUInt32LE(0) === 0xfd2fb528) {
		return 'zstd';
	}
	return /^\s*[{[]/.test(head.toString('latin1', 0, 32)) ? 'document' : undefined;
}

function isTar(head: Buffer): boolean {
	if (head.length < blockSize) {
		return false;
	}
	const block = head.subarray(0, blockSize);
	try {
		return block.every(byte => byte === 0) || readHeader(block) !== undefined;
	} catch {
		return false;
	}
}
