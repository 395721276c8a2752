import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hostFileError } from './hostFileError.ts';

/** Bytes that may wait for the disk. */
const waiting = 1024 * 1024;

/**
 * Writes a file that has its name only when it is complete: until then it is a hidden neighbour, which is removed when
 * `write` fails. A file of that name stays as it was until then. Resolves to the bytes written.
 */
export async function writeWholeFile(path: string, write: (file: WriteStream) => Promise<void>): Promise<number> {
	const neighbour = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
	const file = createWriteStream(neighbour, { flags: 'wx', highWaterMark: waiting });
	let failure: unknown;
	file.on('error', error => {
		failure ??= error;
	});
	try {
		await write(file);
		await rename(neighbour, path);
		return (await stat(path)).size;
	} catch (error) {
		await ended(file);
		await rm(neighbour, { force: true });
		throw hostFileError(failure, path) ?? hostFileError(error, path) ?? error;
	}
}

/** Nothing is written any more, and no system keeps a closed file from being removed. */
async function ended(file: WriteStream): Promise<void> {
	if (!file.closed) {
		const closed = once(file, 'close').catch(() => {});
		file.destroy();
		await closed;
	}
}
