import { dirname } from 'node:path';
import { EngineError } from './errors.ts';

/** What this machine's file system has against a file; undefined for failures of another kind. */
export function hostFileError(error: unknown, path: string): EngineError | undefined {
	if (error instanceof EngineError || !(error instanceof Error) || !('code' in error)) {
		return undefined;
	}
	const { code, message, syscall = '' } = error as NodeJS.ErrnoException;
	switch (code) {
		case 'ENOSPC':
		case 'EDQUOT':
			return new EngineError('failed', message, { recognised: { kind: 'noSpaceHere', path }, cause: error });
		case 'EACCES':
		case 'EPERM':
		case 'EROFS':
			return syscall === 'connect'
				? undefined
				: new EngineError('denied', message, { recognised: { kind: 'hostFileDenied', path }, cause: error });
		case 'ENOENT':
		case 'ENOTDIR':
			return missingFile(error, syscall, path);
		case 'EISDIR':
			return new EngineError('invalid', `"${path}" is a folder.`, { cause: error });
		default:
			return undefined;
	}
}

/** A file that is to be read may be missing itself; for one that is to be written it is the folder. */
function missingFile(error: Error, syscall: string, path: string): EngineError | undefined {
	const isNeighbour = /\.part'?$/.test(error.message);
	const recognised = { kind: 'noSuchFile', path: isNeighbour ? dirname(path) : path } as const;
	return syscall === 'connect' ? undefined : new EngineError('notFound', error.message, { recognised, cause: error });
}
