import { lstat, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { posix } from 'node:path';
import { checkArchive } from './archive.ts';
import { safePath } from './archivePaths.ts';
import { removeByArchive } from './archiveRemoval.ts';
import { type CallOptions, callDone, throwIfCancelled } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { ContainerDownload } from './containerDownload.ts';
import { type ContainerPath, findContainerPath } from './containerPath.ts';
import type { CopyOptions } from './copyFromContainer.ts';
import { route } from './engineRequest.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import type { ArchiveProgress } from './extraction.ts';
import { hostFileError, hostFileProblem } from './hostFiles.ts';
import { byteStream, type Pack, type PackPiece, packPaths } from './packFiles.ts';
import { pathBytes } from './pathBytes.ts';
import type { TarEntry } from './tarHeader.ts';

export interface CopyToOptions extends CopyOptions {
	/**
	 * Called, at most once and before the promise rejects, with the path in the container of a file that may have been
	 * written in part and was not removed again.
	 */
	readonly onUnfinished?: (path: string) => void;
}

export interface CopiedTo {
	/** Files and links. */
	readonly files: number;
	readonly bytes: number;
	/** Names of sockets, pipes and devices, which are not copied. */
	readonly leftOut: readonly string[];
}

/**
 * Copies files and folders of this computer into a container, running or not, as `docker cp` does: into a folder that is
 * there, else (only one of them) under the name given; `folder/.` copies what is in a folder. An abort and a file that
 * cannot be read leave whole files only, as far as the engine still answers. Rejects with an `EngineError`.
 */
export async function copyToContainer(
	connection: EngineConnection,
	containerId: string,
	sources: readonly string[],
	destination: string,
	options: CopyToOptions = {},
): Promise<CopiedTo> {
	const { signal, onProgress, onExisting } = options;
	const given = await Promise.all(sources.map(lookAt));
	const landing = await landingOf(connection, containerId, given, destination, { signal });
	const list = given.map((source, index) => ({ path: source.path, name: landing.names[index] ?? '' }));
	let total = 0;
	const packOptions = { signal, onProgress: (progress: ArchiveProgress) => onProgress?.({ ...progress, total }) };
	let pack = await packPaths(list, packOptions);
	const existing = onExisting ? await existingFiles(connection, containerId, landing, pack, options) : [];
	if (existing.length > 0 && (await onExisting?.(existing)) === 'keep') {
		const kept = new Set(existing);
		pack = await packPaths(list, { ...packOptions, accepts: name => !kept.has(posix.join(landing.folder, name)) });
	}
	total = pack.bytes;
	await upload(connection, containerId, landing.folder, pack, options);
	return { files: pack.files, bytes: pack.bytes, leftOut: pack.leftOut };
}

interface Source {
	readonly path: string;
	readonly isFolder: boolean;
	/** What is in the folder, without the folder itself. */
	readonly isContents: boolean;
}

/** A link is copied as such, unless a slash or dot comes behind it. */
async function lookAt(given: string): Promise<Source> {
	const file = path.resolve(given);
	const isContents = /[/\\]\.$/.test(given) || path.dirname(file) === file;
	const isFollowed = isContents || /[/\\]$/.test(given);
	const found = await (isFollowed ? stat(file) : lstat(file)).catch(error => {
		throw hostFileError(error, file);
	});
	if (isFollowed && !found.isDirectory()) {
		throw hostFileProblem('notFolder', file);
	}
	return { path: isFollowed ? path.join(file, path.sep) : file, isFolder: found.isDirectory(), isContents };
}

/** Where in the container something is going to be. */
interface Landing {
	/** It is there, or the engine says that it is not. */
	readonly folder: string;
	/** Of each source the name it gets; `''` for what is in a folder without the folder itself. */
	readonly names: readonly string[];
}

async function landingOf(
	connection: EngineConnection,
	containerId: string,
	sources: readonly Source[],
	destination: string,
	options: CallOptions,
): Promise<Landing> {
	const { path: place, kind } = await followed(connection, containerId, destination, options);
	const [first] = sources;
	if (kind === 'folder') {
		return {
			folder: place,
			names: sources.map(({ path: file, isContents }) => (isContents ? '' : path.basename(file))),
		};
	}
	const needsFolder = sources.length > 1 || (/\/\.?$/.test(destination) && !first?.isFolder);
	if (kind === undefined && needsFolder) {
		throw new EngineError('notFound', `${place}: no such folder`, { recognised: { kind: 'noSuchFile', path: place } });
	}
	if (kind === 'other' || (kind !== undefined && (needsFolder || first?.isFolder))) {
		throw new EngineError('invalid', `${place} in the container is no folder`, {
			recognised: { kind: 'noFolder', path: place },
		});
	}
	return { folder: posix.dirname(place), names: [posix.basename(place)] };
}

/** What stands there, at the end of links; without a kind where there is nothing yet. */
async function followed(
	connection: EngineConnection,
	containerId: string,
	destination: string,
	options: CallOptions,
): Promise<{ readonly path: string; readonly kind?: ContainerPath['kind'] }> {
	const found = await findContainerPath(connection, containerId, destination, options);
	if (found?.kind !== 'link') {
		return found ?? { path: posix.resolve('/', destination) };
	}
	const target = await findContainerPath(connection, containerId, found.linkTarget, options);
	return target ?? { path: found.linkTarget };
}

/** Paths in the container that files of the pack would replace; reads the names in a folder only if it is there. */
async function existingFiles(
	connection: EngineConnection,
	containerId: string,
	landing: Landing,
	pack: Pack,
	{ signal }: CallOptions,
): Promise<string[]> {
	const existing = new Set<string>();
	for (const name of new Set(landing.names)) {
		const top = posix.join(landing.folder, name);
		const found = await findContainerPath(connection, containerId, top, { signal });
		if (found?.kind === 'folder') {
			const note = (entry: TarEntry) =>
				entry.type !== 'folder' && existing.add(posix.join(top, safePath(entry.name) ?? ''));
			const download = ContainerDownload.ofPath(connection, containerId, found);
			await download.run(signal, (archive, signal) => checkArchive(archive, { signal, onEntry: note }));
		} else if (found) {
			existing.add(top);
		}
	}
	return pack.names.map(name => posix.join(landing.folder, name)).filter(file => existing.has(file));
}

/** Milliseconds the engine has, after a Cancel, to take in that the archive ended early. */
const patience = 2000;

/**
 * Sends the archive. When it has to end early the request is not broken off but its archive: so the engine has answered,
 * and writes nothing any more, when what it could write in part is removed.
 */
async function upload(
	connection: EngineConnection,
	containerId: string,
	folder: string,
	pack: Pack,
	{ signal, onUnfinished }: CopyToOptions,
): Promise<void> {
	const sending = new Sending(pack, signal);
	const stop = new AbortController();
	const giveUp = () => setTimeout(() => stop.abort(), patience).unref();
	signal?.addEventListener('abort', giveUp, { once: true });
	const query = { path: pathBytes(folder), noOverwriteDirNonDir: true };
	const archive = byteStream(sending.pieces());
	const request = { method: 'PUT', path: route`/containers/${containerId}/archive`, query, upload: archive } as const;
	try {
		await callDone(connection, request, { signal: stop.signal, deadline: Number.POSITIVE_INFINITY });
	} catch (error) {
		const part = partOf(pack, folder, sending, toEngineError(error));
		if (part && !(await isRemoved(connection, containerId, part))) {
			onUnfinished?.(part.path);
		}
		sending.throwFailure();
		throw error;
	} finally {
		signal?.removeEventListener('abort', giveUp);
		archive.destroy();
	}
	sending.throwFailure();
}

/** The pieces of an archive on their way; instead of failing it ends early. */
class Sending {
	/** The file that the last piece has left in the middle. */
	unfinished: string | undefined;
	readonly #pack: Pack;
	readonly #signal: AbortSignal | undefined;
	#failure: { readonly error: unknown } | undefined;

	constructor(pack: Pack, signal: AbortSignal | undefined) {
		this.#pack = pack;
		this.#signal = signal;
	}

	async *pieces(): AsyncGenerator<PackPiece, void> {
		try {
			for await (const piece of this.#pack.pieces()) {
				this.unfinished = piece.within;
				yield piece;
			}
		} catch (error) {
			this.#failure = { error };
		}
	}

	throwFailure(): void {
		throwIfCancelled(this.#signal);
		if (this.#failure) {
			throw this.#failure.error;
		}
	}
}

interface Part {
	readonly path: string;
	/** Whether the engine wrote it as far as it got; else nobody knows whether it came to that. */
	readonly isWritten: boolean;
}

/** What the engine has left in the middle: it writes one file after the other. */
function partOf({ names }: Pack, folder: string, sending: Sending, error: EngineError): Part | undefined {
	if (error.recognised?.kind === 'noSpace') {
		const [name] = names.filter(each => error.message.includes(each)).sort((a, b) => b.length - a.length);
		return name === undefined ? undefined : { path: posix.join(folder, name), isWritten: true };
	}
	// The words for an archive that ended early; whatever else the engine refuses it refused before it wrote.
	const endedEarly = /unexpected EOF/i.test(error.message);
	return sending.unfinished !== undefined && (endedEarly || error.status === undefined)
		? { path: posix.join(folder, sending.unfinished), isWritten: endedEarly }
		: undefined;
}

async function isRemoved(
	connection: EngineConnection,
	containerId: string,
	{ path, isWritten }: Part,
): Promise<boolean> {
	const signal = AbortSignal.timeout(patience);
	try {
		const found = await findContainerPath(connection, containerId, path, { signal });
		if (found?.kind === 'file' && isWritten) {
			const name = pathBytes(posix.basename(path)).toString('latin1');
			await removeByArchive(connection, containerId, posix.dirname(path), name, { signal });
			return (await findContainerPath(connection, containerId, path, { signal })) === undefined;
		}
		return found?.kind !== 'file';
	} catch {
		return false;
	}
}
