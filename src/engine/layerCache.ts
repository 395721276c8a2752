import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Layer, LayerEntry, LayerEntryKind } from './layer.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** One letter each, as they are written. */
const letters: Readonly<Record<LayerEntryKind, string>> = {
	file: 'f',
	folder: 'd',
	symlink: 'l',
	hardlink: 'h',
	device: 'c',
	removed: 'r',
	emptied: 'e',
};
const kinds = new Map(Object.entries(letters).map(([kind, letter]) => [letter, kind as LayerEntryKind]));
/** Bytes that one file may become in memory. */
const largestFile = 512 * 1024 * 1024;

/** Column by column, which is small and quick to read; `\0` is in no path. */
interface Columns {
	readonly version: 1;
	readonly size: number;
	readonly kinds: string;
	readonly paths: string;
	readonly links: string;
	/** Bytes, mode, uid, gid and time of each. */
	readonly numbers: readonly number[];
}

/** What layers hold, kept on disk by digest. A file that is damaged, or of another version, is as none. */
export class LayerCache {
	readonly #folder: string;
	readonly #mostBytes: number;

	/** `mostBytes` bounds what is kept; the layers that were not looked at for longest go first. */
	constructor(folder: string, mostBytes = 200_000_000) {
		this.#folder = folder;
		this.#mostBytes = mostBytes;
	}

	async read(digest: string): Promise<Layer | undefined> {
		const value = await this.#read(digest, 'layer');
		return value === undefined ? undefined : readColumns(value);
	}

	async write(digest: string, layer: Layer): Promise<void> {
		await this.#write(digest, 'layer', writeColumns(layer));
	}

	/** What else is kept of an image; its reader judges it. */
	readImage(id: string): Promise<unknown> {
		return this.#read(id, 'image');
	}

	async writeImage(id: string, value: object): Promise<void> {
		await this.#write(id, 'image', value);
	}

	async #read(digest: string, kind: string): Promise<unknown> {
		const file = this.#file(digest, kind);
		if (file === undefined) {
			return undefined;
		}
		try {
			const text = await unpack(await readFile(file), { maxOutputLength: largestFile });
			const now = new Date();
			await utimes(file, now, now);
			return JSON.parse(text.toString('utf8'));
		} catch {
			return undefined;
		}
	}

	/** A disk that is full or read-only only means that the layer is read again. */
	async #write(digest: string, kind: string, value: object): Promise<void> {
		const file = this.#file(digest, kind);
		if (file === undefined) {
			return;
		}
		const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
		try {
			await mkdir(this.#folder, { recursive: true });
			await writeFile(unfinished, await pack(JSON.stringify(value), { level: 1 }));
			await rename(unfinished, file);
			await this.#tidy();
		} catch {
			await rm(unfinished, { force: true }).catch(() => {});
		}
	}

	#file(digest: string, kind: string): string | undefined {
		const name = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
		return name && join(this.#folder, `${name}.${kind}`);
	}

	async #tidy(): Promise<void> {
		const names = await readdir(this.#folder);
		const files = await Promise.all(
			names.map(async name => {
				const path = join(this.#folder, name);
				const { size, mtimeMs } = await stat(path);
				return { path, size, mtimeMs };
			}),
		);
		let total = files.reduce((sum, { size }) => sum + size, 0);
		for (const { path, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
			if (total <= this.#mostBytes) {
				return;
			}
			await rm(path, { force: true });
			total -= size;
		}
	}
}

function writeColumns({ size, entries }: Layer): Columns {
	return {
		version: 1,
		size,
		kinds: entries.map(({ kind }) => letters[kind]).join(''),
		paths: entries.map(({ path }) => path).join('\0'),
		links: entries.map(({ link }) => link).join('\0'),
		numbers: entries.flatMap(entry => [entry.size, entry.mode, entry.uid, entry.gid, entry.modified]),
	};
}

function readColumns(value: unknown): Layer | undefined {
	const columns = (value ?? {}) as Partial<Record<keyof Columns, unknown>>;
	const { version, size, numbers } = columns;
	if (version !== 1 || !isCount(size) || !Array.isArray(numbers) || !numbers.every(Number.isFinite)) {
		return undefined;
	}
	if (typeof columns.kinds !== 'string' || typeof columns.paths !== 'string' || typeof columns.links !== 'string') {
		return undefined;
	}
	const count = columns.kinds.length;
	const paths = count === 0 ? [] : columns.paths.split('\0');
	const links = count === 0 ? [] : columns.links.split('\0');
	if (paths.length !== count || links.length !== count || numbers.length !== 5 * count) {
		return undefined;
	}
	const entries: LayerEntry[] = [];
	for (let at = 0; at < count; at++) {
		const kind = kinds.get(columns.kinds[at] as string);
		if (kind === undefined || !isCount(numbers[5 * at])) {
			return undefined;
		}
		entries.push({
			path: paths[at] as string,
			kind,
			size: numbers[5 * at],
			mode: numbers[5 * at + 1],
			uid: numbers[5 * at + 2],
			gid: numbers[5 * at + 3],
			modified: numbers[5 * at + 4],
			link: links[at] as string,
		});
	}
	return { size, entries };
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}
