import type { Disposable } from '../base/disposable.ts';
import { copyThroughArchive, makeFolderInArchive, readFromArchive, writeToArchive } from './archiveFiles.ts';
import { ArchiveListings } from './archiveListing.ts';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { EngineError } from './errors.ts';
import { cleanAbsolute, type FileEntry, isBelow, parentOf } from './fileEntry.ts';
import { type FilePlace, FilePlaces, type FileRoot, sameRoot } from './filePlaces.ts';
import { fileProblem } from './fileProblem.ts';
import {
	copyByPrograms,
	listByPrograms,
	makeFolderByPrograms,
	moveByPrograms,
	readByPrograms,
	removeByPrograms,
	writeByPrograms,
} from './filePrograms.ts';
import { type FileStat, statFile } from './fileStat.ts';

export type { FileEntry, FileKind } from './fileEntry.ts';
export type { FileRoot } from './filePlaces.ts';
export type { FileStat } from './fileStat.ts';

/** A file's place: what has it, and its absolute path there. Bytes that are no text are in it as `pathText` makes them. */
export interface FileAddress {
	readonly root: FileRoot;
	readonly path: string;
}

/** Whether something that is there may be replaced. */
export interface OverwriteOptions extends CallOptions {
	readonly overwrite?: boolean;
}

/**
 * The files of containers, running or stopped, with or without a shell, and of volumes. The engine's archive calls do
 * what they can; what they cannot (to list quickly, to remove, to rename) a running container's own programs do, or
 * those of a helper container that is removed at once. Failures are `EngineError`s: `notFound`, `conflict` for what is
 * in the way, `denied` for what is read-only.
 */
export class Files implements Disposable {
	readonly #places: FilePlaces;
	readonly #listings: ArchiveListings;

	constructor(connection: EngineConnection) {
		this.#places = new FilePlaces(connection);
		this.#listings = new ArchiveListings(connection);
	}

	async stat({ root, path }: FileAddress, options: CallOptions = {}): Promise<FileStat> {
		return this.#places.use(root, options, place => statFile(place, cleanAbsolute(path), options));
	}

	/** What is in a folder. */
	async list({ root, path }: FileAddress, options: CallOptions = {}): Promise<readonly FileEntry[]> {
		const folder = cleanAbsolute(path);
		const quick = await this.#places.quickPrograms(root, options);
		if (quick) {
			try {
				return await listByPrograms(quick, folder, options);
			} catch (error) {
				this.#places.noteFailure(root, error);
			}
		}
		return this.#places.use(root, options, place => this.#listings.list(place.facts.id, place.at(folder), options));
	}

	/** A file's content; of a link, that of the file it leads to. */
	async read({ root, path }: FileAddress, options: CallOptions = {}): Promise<Buffer> {
		return this.#places.use(root, options, async place => {
			const real = await realFile(place, cleanAbsolute(path), options);
			return place.facts.isHidden(real)
				? readByPrograms(place.programs, real, options)
				: readFromArchive(place.archive(real), options);
		});
	}

	/** Makes or replaces a file's content; the file keeps its mode and owner, a new one gets its folder's owner. */
	async write({ root, path }: FileAddress, content: Buffer, options: CallOptions = {}): Promise<void> {
		await this.#places.use(root, options, async place => {
			const asked = cleanAbsolute(path);
			const there = await statFile(place, asked, options).catch(ignoreNotFound);
			const real = there?.linkTarget || asked;
			throwIfReadOnly(place, real);
			if ((there?.target ?? there?.kind) === 'folder') {
				throw fileProblem('isFolder', path);
			}
			if (place.facts.isHidden(real)) {
				await writeByPrograms(place.programs, real, content, options);
			} else {
				await this.#write(place, real, content, there === undefined, options);
			}
			this.#listings.forget(place.facts.id);
		});
	}

	/** Makes a folder in a folder that exists. */
	async createFolder({ root, path }: FileAddress, options: CallOptions = {}): Promise<void> {
		await this.#places.use(root, options, async place => {
			const folder = cleanAbsolute(path);
			throwIfReadOnly(place, folder);
			if (await statFile(place, folder, options).catch(ignoreNotFound)) {
				throw fileProblem('exists', folder);
			}
			if (place.facts.isHidden(folder)) {
				await makeFolderByPrograms(place.programs, folder, options);
			} else {
				await makeFolderInArchive(place.archive(folder), options);
			}
			this.#listings.forget(place.facts.id);
		});
	}

	/** Removes a file, a link, or with `recursive` a folder and all that is in it. */
	async remove(
		{ root, path }: FileAddress,
		options: CallOptions & { readonly recursive?: boolean } = {},
	): Promise<void> {
		const clean = cleanAbsolute(path);
		const there = await this.stat({ root, path: clean }, options);
		await this.#refuseUntouchable(root, clean, options);
		const isFolder = there.kind === 'folder';
		if (isFolder && !options.recursive && (await this.list({ root, path: clean }, options)).length > 0) {
			throw fileProblem('notEmpty', clean);
		}
		await this.#places.act(root, [clean], options, (place, [target = clean]) =>
			removeByPrograms(place, target, { signal: options.signal, recursive: isFolder }),
		);
		this.#listings.forgetAll();
	}

	/** Gives a file or folder another name or place; from one container or volume to another it is copied and removed. */
	async rename(from: FileAddress, to: FileAddress, options: OverwriteOptions = {}): Promise<void> {
		if (!sameRoot(from.root, to.root)) {
			await this.copy(from, to, options);
			await this.remove(from, { ...options, recursive: true });
			return;
		}
		const [source, target] = [cleanAbsolute(from.path), cleanAbsolute(to.path)];
		await this.#refuseUntouchable(from.root, source, options);
		await this.#makeRoom(from, { root: to.root, path: target }, options);
		await this.#places.act(from.root, [source, target], options, (place, [source = '', target = '']) =>
			moveByPrograms(place, source, target, options),
		);
		this.#listings.forgetAll();
	}

	/** Copies a file, or a folder with all that is in it, with modes and owners. */
	async copy(from: FileAddress, to: FileAddress, options: OverwriteOptions = {}): Promise<void> {
		const [source, target] = [cleanAbsolute(from.path), cleanAbsolute(to.path)];
		if (sameRoot(from.root, to.root) && isBelow(target, source)) {
			throw fileProblem('intoItself', source);
		}
		await this.#makeRoom(from, { root: to.root, path: target }, options);
		const quick = sameRoot(from.root, to.root) ? await this.#places.quickPrograms(to.root, options) : undefined;
		if (quick) {
			try {
				await copyByPrograms(quick, source, target, options);
				this.#listings.forgetAll();
				return;
			} catch (error) {
				this.#places.noteFailure(to.root, error);
			}
		}
		await this.#places.use(from.root, options, fromPlace =>
			this.#places.use(to.root, options, toPlace =>
				copyThroughArchive(fromPlace.archive(source), toPlace.archive(target), options),
			),
		);
		this.#listings.forgetAll();
	}

	/** Something else has changed it, started it or stopped it: what is remembered of it is not true any more. */
	forget(root: FileRoot): void {
		this.#places.forget(root);
		this.#listings.forgetAll();
	}

	/** Volumes and images are held a moment longer than they are looked at; after this they can be removed. */
	letGo(): Promise<void> {
		return this.#places.letGo();
	}

	dispose(): void {
		this.#places.dispose();
	}

	/** Files that the engine has put into their place, such as `/etc/hosts`, can be changed but not replaced. */
	async #write(place: FilePlace, path: string, content: Buffer, isNew: boolean, options: CallOptions): Promise<void> {
		try {
			await writeToArchive(place.archive(path), content, isNew, options);
		} catch (error) {
			if (!place.facts.running || !(error instanceof EngineError) || !/resource busy/i.test(error.message)) {
				throw error;
			}
			await writeByPrograms(place.programs, path, content, options);
		}
	}

	async #makeRoom(from: FileAddress, to: FileAddress, options: OverwriteOptions): Promise<void> {
		const there = await this.stat(to, options).catch(ignoreNotFound);
		if (there && !options.overwrite) {
			throw fileProblem('exists', to.path);
		}
		if (there?.kind === 'folder' || (there && (await this.stat(from, options)).kind === 'folder')) {
			await this.remove(to, { ...options, recursive: true });
		}
	}

	async #refuseUntouchable(root: FileRoot, path: string, options: CallOptions): Promise<void> {
		if (path === '/' || (root.kind === 'container' && /^\/(?:proc|sys|dev)(?:\/|$)/.test(path))) {
			throw fileProblem('system', path);
		}
		await this.#places.use(root, options, async place => throwIfReadOnly(place, parentOf(path)));
	}
}

async function realFile(place: FilePlace, path: string, options: CallOptions): Promise<string> {
	const { kind, target, linkTarget } = await statFile(place, path, options);
	if ((target ?? kind) === 'folder') {
		throw fileProblem('isFolder', path);
	}
	return linkTarget || path;
}

function throwIfReadOnly({ facts }: FilePlace, path: string): void {
	if (facts.isReadOnly(path)) {
		throw fileProblem('readOnly', path);
	}
}

function ignoreNotFound(error: unknown): undefined {
	if (error instanceof EngineError && error.code === 'notFound') {
		return undefined;
	}
	throw error;
}
