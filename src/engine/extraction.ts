import { copyFile, link, mkdir, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import * as path from 'node:path';
import {
	caseless,
	entryProblem,
	type NameRules,
	type Refusal,
	RefusalList,
	type RefusalReason,
	safePath,
} from './archivePaths.ts';
import { keepOfLink } from './entryMetadata.ts';
import { WriteQueue, writeEntry } from './extractedFiles.ts';
import { ExtractedFolders, parentOf, statAt } from './extractedFolders.ts';
import { hostFileError, unfinishedName } from './hostFiles.ts';
import type { TarItem } from './readTar.ts';
import type { TarEntry } from './tarHeader.ts';

export interface ArchiveProgress {
	/** Files and links so far. */
	readonly files: number;
	/** Of their content. */
	readonly bytes: number;
}

export interface Extracted extends ArchiveProgress {
	/** Files that were there already and stayed. */
	readonly kept: number;
	/** At most the first thousand of `refusedCount`. */
	readonly refused: readonly Refusal[];
	readonly refusedCount: number;
}

export interface ExtractionOptions {
	/** After every piece. */
	readonly onProgress?: (progress: ArchiveProgress) => void;
	/** Whether files that are there already are replaced; true if left out. */
	readonly overwrite?: boolean;
	/** Where below the target that goes which the archive has at `place`; undefined leaves it out. */
	readonly move?: (place: string) => string | undefined;
	/** What names the target can hold; found out if left out. */
	readonly names?: NameRules;
}

/** Bytes up to which a file is collected, and written while the archive is read on. */
const smallFile = 512 * 1024;

/** Writes the entries of one archive below a folder. */
export class Extraction {
	readonly #folders: ExtractedFolders;
	readonly #options: ExtractionOptions;
	readonly #names: NameRules;
	readonly #writes = new WriteQueue();
	readonly #refusals = new RefusalList();
	/** Where case does not count: names by what they are without it. */
	readonly #caseless = new Map<string, string>();
	#files = 0;
	#bytes = 0;
	#kept = 0;

	static async into(folder: string, options: ExtractionOptions): Promise<Extraction> {
		try {
			const made = await makeFolder(folder);
			const root = await realpath(folder);
			return new Extraction(root, made, options, options.names ?? (await nameRules(root)));
		} catch (error) {
			throw hostFileError(error, folder);
		}
	}

	private constructor(root: string, made: boolean, options: ExtractionOptions, names: NameRules) {
		this.#folders = new ExtractedFolders(root, made);
		this.#options = options;
		this.#names = names;
	}

	async run(items: AsyncIterable<TarItem>): Promise<Extracted> {
		try {
			for await (const { entry, content } of items) {
				await this.#take(entry, content);
			}
			await this.#writes.finish();
			await this.#folders.keepMetadata();
		} catch (error) {
			throw hostFileError(error);
		} finally {
			await this.#writes.settle();
		}
		return { files: this.#files, bytes: this.#bytes, kept: this.#kept, ...this.#refusals.result };
	}

	async #take(given: TarEntry, content: AsyncIterable<Buffer>): Promise<void> {
		const place = this.#placeOf(given.name);
		if (place === undefined) {
			return;
		}
		const linkName = given.type === 'hardlink' ? this.#placeOf(given.linkName) : given.linkName;
		const entry = { ...given, name: place, linkName: linkName ?? '' };
		await this.#writes.written(placesTo(place));
		const problem =
			entryProblem(entry, this.#names) ??
			this.#clash(place) ??
			(await this.#folders.problem(entry.type === 'folder' ? place : parentOf(place)));
		const refusal = problem ?? (await this.#write(entry, content));
		if (refusal) {
			this.#refusals.add(given.name.replace(/^(?:\.\/)+/, ''), refusal);
		}
	}

	/** Names that lead outside stay as they are: they are refused by them. */
	#placeOf(name: string): string | undefined {
		const place = safePath(name);
		return place === undefined || !this.#options.move ? (place ?? name) : this.#options.move(place);
	}

	/** Also where only a folder above differs in case. */
	#clash(place: string): RefusalReason | undefined {
		if (this.#names.caseSensitive) {
			return undefined;
		}
		const names = placesTo(place);
		if (names.some(name => (this.#caseless.get(caseless(name)) ?? name) !== name)) {
			return 'case';
		}
		for (const name of names) {
			this.#caseless.set(caseless(name), name);
		}
		return undefined;
	}

	async #write(entry: TarEntry, content: AsyncIterable<Buffer>): Promise<RefusalReason | undefined> {
		const { name: place, type } = entry;
		if (type === 'folder') {
			await this.#folders.make(place, entry);
			return undefined;
		}
		const standing = await this.#folders.standing(place);
		if (standing === 'folder') {
			return 'occupied';
		}
		if (standing && this.#options.overwrite === false) {
			this.#kept++;
			return undefined;
		}
		if (type === 'hardlink' && !(await this.#isWritten(entry.linkName))) {
			return 'linkTarget';
		}
		await this.#folders.make(parentOf(place));
		if (type === 'file') {
			await this.#writeFile(entry, content);
			return undefined;
		}
		await this.#writes.finish();
		return type === 'symlink' ? this.#writeSymlink(entry) : this.#writeHardlink(entry);
	}

	async #writeFile(entry: TarEntry, content: AsyncIterable<Buffer>): Promise<void> {
		const file = this.#folders.pathOf(entry.name);
		const counted = this.#counted(content);
		if (entry.size > smallFile) {
			await this.#writes.finish();
			await writeEntry(file, entry, counted);
		} else {
			const pieces: Buffer[] = [];
			for await (const piece of counted) {
				pieces.push(piece);
			}
			await this.#writes.add(entry.name, entry.size, () => writeEntry(file, entry, pieces));
		}
		this.#countFile();
	}

	async *#counted(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
		for await (const piece of content) {
			this.#bytes += piece.length;
			this.#options.onProgress?.({ files: this.#files, bytes: this.#bytes });
			yield piece;
		}
	}

	#countFile(): void {
		this.#files++;
		this.#options.onProgress?.({ files: this.#files, bytes: this.#bytes });
	}

	async #writeSymlink(entry: TarEntry): Promise<RefusalReason | undefined> {
		const file = this.#folders.pathOf(entry.name);
		const temporary = unfinishedName(file);
		try {
			await symlink(entry.linkName, temporary);
			await keepOfLink(temporary, entry);
			await rename(temporary, file);
		} catch (error) {
			await rm(temporary, { force: true });
			if ((error as NodeJS.ErrnoException).code === 'EPERM') {
				return 'linksForbidden';
			}
			throw hostFileError(error, file);
		}
		this.#countFile();
		return undefined;
	}

	/** Through a link nothing can be reached: neither to write nor to give it one more name. */
	async #isWritten(place: string): Promise<boolean> {
		await this.#writes.finish();
		const isBelow = (await this.#folders.problem(parentOf(place))) === undefined;
		return isBelow && (await statAt(this.#folders.pathOf(place)))?.isFile() === true;
	}

	async #writeHardlink(entry: TarEntry): Promise<RefusalReason | undefined> {
		const file = this.#folders.pathOf(entry.name);
		const target = this.#folders.pathOf(entry.linkName);
		const temporary = unfinishedName(file);
		try {
			// Some file systems know no hard links.
			await link(target, temporary).catch(() => copyFile(target, temporary));
			await rename(temporary, file);
		} catch (error) {
			throw hostFileError(error, file);
		} finally {
			// Renaming one name of a file to another name of the same file does nothing.
			await rm(temporary, { force: true });
		}
		this.#countFile();
		return undefined;
	}
}

/** `a`, `a/b` and `a/b/c` of the last. */
function placesTo(place: string): string[] {
	const parts = place.split('/');
	return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

async function makeFolder(folder: string): Promise<boolean> {
	try {
		await mkdir(folder);
		return true;
	} catch (error) {
		if ((await stat(folder).catch(() => undefined))?.isDirectory()) {
			return false;
		}
		throw error;
	}
}

/** Looks whether the folder answers to its own name in the other case. */
async function nameRules(root: string): Promise<NameRules> {
	const other = path
		.basename(root)
		.replace(/./gu, letter => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()));
	const [own, swapped] = await Promise.all([
		stat(root),
		stat(path.join(path.dirname(root), other)).catch(() => undefined),
	]);
	const caseSensitive = other === path.basename(root) ? process.platform === 'linux' : swapped?.ino !== own.ino;
	return { windows: process.platform === 'win32', caseSensitive };
}
