import type { Stats } from 'node:fs';
import { readlink, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { posix } from 'node:path';
import { mapLimited } from '../base/async.ts';
import { checkArchive, extractArchive } from './archive.ts';
import { type Refusal, safePath } from './archivePaths.ts';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { ContainerDownload } from './containerDownload.ts';
import { type ContainerPath, requireContainerPath } from './containerPath.ts';
import { statAt } from './extractedFolders.ts';
import type { ArchiveProgress } from './extraction.ts';
import { hostFileError, hostFileProblem } from './hostFiles.ts';
import type { TarEntry } from './tarHeader.ts';

export interface CopyProgress extends ArchiveProgress {
	/** Bytes of all there is to copy, where that is known. */
	readonly total?: number;
}

export type ExistingAnswer = 'replace' | 'keep';

export interface CopyOptions extends CallOptions {
	readonly onProgress?: (progress: CopyProgress) => void;
	/** Asked once, before anything is written, with the paths of files that are there already; they are replaced if left out. */
	readonly onExisting?: (paths: readonly string[]) => Promise<ExistingAnswer>;
}

export interface CopiedFrom {
	/** Files and links. */
	readonly files: number;
	readonly bytes: number;
	/** What a hostile or foreign entry was not written for; at most the first thousand. */
	readonly refused: readonly Refusal[];
	readonly refusedCount: number;
	/** Where on this computer it is now. */
	readonly place: string;
}

/**
 * Copies a file or folder of a container, running or not, onto this computer, as `docker cp` does: into a folder that
 * is there, else under the name given; `folder/.` copies what is in a folder. A failure or an abort leaves whole files only.
 * Rejects with an `EngineError`.
 */
export async function copyFromContainer(
	connection: EngineConnection,
	containerId: string,
	source: string,
	destination: string,
	options: CopyOptions = {},
): Promise<CopiedFrom> {
	const { signal, onProgress, onExisting } = options;
	const found = await requireContainerPath(connection, containerId, source, { signal });
	const landing = await landingOf(found, source, destination);
	const download = ContainerDownload.ofPath(connection, containerId, found);
	const existing = onExisting ? await existingFiles(download, landing, options) : [];
	const answer = existing.length > 0 ? await onExisting?.(existing) : undefined;
	const total = found.kind === 'folder' ? undefined : found.size;
	const { files, bytes, refused, refusedCount } = await download.run(signal, (archive, signal) =>
		extractArchive(archive, landing.folder, {
			signal,
			overwrite: answer !== 'keep',
			move: landing.move,
			onProgress: progress => onProgress?.({ ...progress, total }),
		}),
	);
	return { files, bytes, refused, refusedCount, place: landing.place };
}

/** Where on this computer something is going to be. */
interface Landing {
	/** Made if it is missing; its parent is there. */
	readonly folder: string;
	/** Of a file or link the name it gets. */
	move(place: string): string | undefined;
	/** The file, or the folder itself. */
	readonly place: string;
}

/** `docker cp`'s rules: what is named, and what stands there already, decides. */
async function landingOf(found: ContainerPath, source: string, destination: string): Promise<Landing> {
	const place = await followLinks(path.resolve(destination));
	const standing = await statOrNone(place);
	const isContents = /\/\.$/.test(source) || found.path === '/';
	if (standing && !standing.isDirectory() && !standing.isFile()) {
		throw hostFileProblem('special', place);
	}
	if (standing?.isFile() && (found.kind === 'folder' || endsAsFolder(destination))) {
		throw hostFileProblem('notFolder', place);
	}
	if (!standing) {
		await requireFolder(path.dirname(place));
	}
	if (found.kind === 'folder') {
		const folder = standing && !isContents ? path.join(place, posix.basename(found.path)) : place;
		return { folder, place: folder, move: inner => inner };
	}
	if (!standing && endsAsFolder(destination)) {
		throw hostFileProblem('missing', place);
	}
	const file = standing?.isDirectory() ? path.join(place, posix.basename(found.path)) : place;
	const onlyFile = (inner: string) => (inner === posix.basename(found.path) ? path.basename(file) : undefined);
	return { folder: path.dirname(file), place: file, move: onlyFile };
}

function endsAsFolder(name: string): boolean {
	return /(?:^|[/\\])\.?$/.test(path.sep === '/' ? name.replaceAll('\\', '_') : name);
}

/** Also where the last link leads to nothing yet. */
async function followLinks(place: string, most = 40): Promise<string> {
	if (most > 0 && (await statAt(place))?.isSymbolicLink()) {
		return followLinks(path.resolve(path.dirname(place), await readlink(place)), most - 1);
	}
	return place;
}

async function statOrNone(place: string): Promise<Stats | undefined> {
	try {
		return await stat(place);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') {
			return undefined;
		}
		throw hostFileError(error, place);
	}
}

async function requireFolder(folder: string): Promise<void> {
	const found = await statOrNone(folder);
	if (!found?.isDirectory()) {
		throw hostFileProblem(found ? 'notFolder' : 'missing', folder);
	}
}

/** Reads the archive once more, for its names alone; only where something is in the way at all. */
async function existingFiles(
	download: ContainerDownload,
	landing: Landing,
	{ signal }: CallOptions,
): Promise<string[]> {
	if (landing.place !== landing.folder) {
		const standing = await statAt(landing.place);
		return standing && !standing.isDirectory() ? [landing.place] : [];
	}
	if (!(await statOrNone(landing.folder))) {
		return [];
	}
	const names = new Set<string>();
	const note = ({ name, type }: TarEntry) => type !== 'folder' && names.add(safePath(name) ?? '');
	await download.run(signal, (archive, signal) => checkArchive(archive, { signal, onEntry: note }));
	const existing = await mapLimited([...names], 16, async name => {
		const file = path.join(landing.folder, name);
		return (await statAt(file))?.isDirectory() === false ? file : undefined;
	});
	return existing.filter(file => file !== undefined);
}
