import type { Layer } from './layer.ts';
import { type Packing, packingOf, peek, type Unpackers, unpacked } from './layerPacking.ts';
import { LayerReader } from './layerReader.ts';
import { readTar } from './readTar.ts';
import type { TarEntry } from './tarHeader.ts';

/** Why the files of a layer cannot be shown. `compression` is one that this Node cannot unpack. */
export type LayerProblem = 'damaged' | 'compression';

/** What `docker save` sends, read once: by the places of the files in the archive. */
export interface LayerArchive {
	/** Also what is no layer, as a damaged one. */
	readonly layers: ReadonlyMap<string, Layer | LayerProblem>;
	/** Everything that is JSON, from strangers. */
	readonly documents: ReadonlyMap<string, unknown>;
	/** Files that are one more name of another; older engines write layers that they have written before so. */
	readonly links: ReadonlyMap<string, string>;
	/** Why it was not read to its end. */
	readonly failure?: unknown;
}

export interface ArchiveOptions {
	/** Layers that are known already are not read again. */
	isKnown?(place: string): boolean;
	/** Asked after each file; what comes behind is not read any more. */
	isEnough?(archive: LayerArchive): boolean;
	readonly unpackers?: Unpackers;
}

/**
 * Reads an archive of images in one pass and in bounded memory, in any order and layout. A damaged layer is told as such, and
 * what was read before the archive itself fails is there as well.
 */
export async function readLayerArchive(
	source: AsyncIterable<Buffer>,
	options: ArchiveOptions = {},
): Promise<LayerArchive> {
	const layers = new Map<string, Layer | LayerProblem>();
	const links = new Map<string, string>();
	const documents = new Documents();
	const archive = { layers, documents: documents.read, links };
	try {
		for await (const { entry, content } of readTar(source)) {
			if (entry.type === 'symlink' || entry.type === 'hardlink') {
				links.set(entry.name, entry.type === 'symlink' ? besides(entry.name, entry.linkName) : entry.linkName);
			} else if (entry.type === 'file' && !options.isKnown?.(entry.name)) {
				await readFile(entry, content, { layers, documents, unpackers: options.unpackers });
			}
			if (options.isEnough?.(archive)) {
				break;
			}
		}
	} catch (failure) {
		return { ...archive, failure };
	}
	return archive;
}

interface Into {
	readonly layers: Map<string, Layer | LayerProblem>;
	readonly documents: Documents;
	readonly unpackers: Unpackers | undefined;
}

async function readFile({ name, size }: TarEntry, content: AsyncIterable<Buffer>, into: Into): Promise<void> {
	const { head, pieces } = await peek(content);
	const packing = packingOf(head);
	if (packing === 'document') {
		await into.documents.add(name, size, pieces);
	} else {
		into.layers.set(name, packing ? await readLayer(packing, pieces, into.unpackers) : 'damaged');
	}
}

/** Where a file's bytes are, which may be another file's place. */
export function placeOfBytes({ links }: Pick<LayerArchive, 'links'>, place: string): string {
	let found = place;
	for (let step = 0; step < 10 && links.has(found); step++) {
		found = links.get(found) as string;
	}
	return found;
}

async function readLayer(
	packing: Packing,
	pieces: AsyncIterable<Buffer>,
	unpackers: Unpackers | undefined,
): Promise<Layer | LayerProblem> {
	let sourceFailed = false;
	async function* watched() {
		try {
			yield* pieces;
		} catch (error) {
			sourceFailed = true;
			throw error;
		}
	}
	try {
		const layer = await unpacked(packing, watched(), unpackers, async plain => {
			const reader = new LayerReader();
			for await (const piece of plain) {
				reader.push(piece);
			}
			return reader.end();
		});
		return layer ?? 'compression';
	} catch (error) {
		if (sourceFailed) {
			throw error;
		}
		return 'damaged';
	}
}

/** The place that a relative link leads to. */
function besides(place: string, link: string): string {
	const parts: string[] = [];
	for (const part of [...place.split('/').slice(0, -1), ...link.split('/')]) {
		if (part === '..') {
			parts.pop();
		} else if (part !== '' && part !== '.') {
			parts.push(part);
		}
	}
	return parts.join('/');
}

/** Bytes that the documents of one archive may have, each and together: bills of materials are large, and of no use here. */
const largestDocument = 4 * 1024 * 1024;
const mostOfDocuments = 32 * 1024 * 1024;

class Documents {
	readonly read = new Map<string, unknown>();
	#size = 0;

	async add(place: string, size: number, pieces: AsyncIterable<Buffer>): Promise<void> {
		if (size > largestDocument || this.#size + size > mostOfDocuments) {
			return;
		}
		this.#size += size;
		const content: Buffer[] = [];
		for await (const piece of pieces) {
			content.push(piece);
		}
		try {
			this.read.set(place, JSON.parse(Buffer.concat(content).toString('utf8')));
		} catch {
			// Something that only begins like JSON.
		}
	}
}
