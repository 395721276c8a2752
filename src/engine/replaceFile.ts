import { randomBytes } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineError } from './errors.ts';

/** Readers see the old content or the new, never half of it. A symbolic link stays one; a file there keeps its mode. */
export async function replaceFile(path: string, content: string | Buffer, mode: number): Promise<void> {
	const target = await realpath(path).catch(() => path);
	const found = await stat(target).catch(() => undefined);
	const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`);
	try {
		await writeFile(temporary, content, { mode: found ? found.mode & 0o777 : mode, flag: 'wx' });
		await rename(temporary, target);
	} catch (error) {
		await rm(temporary, { force: true });
		throw new EngineError('failed', (error as Error).message, { cause: error });
	}
}
