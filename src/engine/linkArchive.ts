import { createGzip, type Gzip } from 'node:zlib';
import { safePath } from './archivePaths.ts';
import { type RawTarHeader, readRawHeader, writeRawHeader } from './rawTarHeader.ts';
import type { TarEntry } from './tarHeader.ts';

/** Two places of one file system in a container. */
export interface LinkPlaces {
	/** Where the files are, as an absolute path. */
	readonly from: string;
	/** Where they are to be as well. */
	readonly to: string;
}

/**
 * Made of what describes the entries of one archive: another one that has the same folders and links in another place
 * and, in the place of each file, one more name of it. Extracted at `/` it moves a tree, however large, in a moment.
 * The engine then also sets owner, mode and time of the files anew, which are the same.
 */
export class LinkArchive {
	readonly #places: LinkPlaces;
	readonly #inside: string;
	/** A million entries are some megabytes: what is said of one file is much like what is said of the next. */
	readonly #gzip: Gzip = createGzip({ level: 1 });
	readonly #pieces: Buffer[] = [];
	#top: Buffer | undefined;

	/** @param inside The folder of the described archive that counts; all of it if left out. */
	constructor(places: LinkPlaces, inside = '') {
		this.#places = places;
		this.#inside = inside;
		this.#gzip.on('data', piece => this.#pieces.push(piece));
	}

	add({ type }: TarEntry, description: Buffer): void {
		const raw = readRawHeader(description);
		const place = this.#placeOf(safePath(raw.name) ?? '');
		if (place === undefined) {
			return;
		}
		const entry = this.#entry(type, place, raw);
		if (place === '') {
			this.#top = entry;
		} else {
			this.#gzip.write(entry);
		}
	}

	/** The archive, compressed; and one with the top folder alone, whose own time any change in it would change. */
	async end(): Promise<{ readonly links: Buffer; readonly top: Buffer | undefined }> {
		await new Promise(resolve => this.#gzip.once('end', resolve).end(endMark));
		return { links: Buffer.concat(this.#pieces), top: this.#top && Buffer.concat([this.#top, endMark]) };
	}

	#placeOf(path: string): string | undefined {
		if (this.#inside === '' || path === this.#inside) {
			return path.slice(this.#inside.length);
		}
		return path.startsWith(`${this.#inside}/`) ? path.slice(this.#inside.length + 1) : undefined;
	}

	#entry(type: TarEntry['type'], place: string, raw: RawTarHeader): Buffer {
		const name = `${this.#places.to.slice(1)}/${place}`;
		switch (type) {
			case 'folder':
				return writeRawHeader('5', { ...raw, name: `${name}/`.replace(/\/+$/, '/') });
			case 'symlink':
				return writeRawHeader('2', { ...raw, name });
			case 'fifo':
				return writeRawHeader('6', { ...raw, name });
			default:
				return writeRawHeader('1', { ...raw, name, linkName: `${this.#places.from}/${place}` });
		}
	}
}

const endMark = Buffer.alloc(1024);
