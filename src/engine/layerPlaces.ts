import { type LayerArchive, placeOfBytes } from './layerArchive.ts';
import { fieldsOf, itemsOf, type RawFields, textOf, textsOf } from './rawFields.ts';

/** Where an image's layers are in an archive, and which steps of its history made none. */
export interface ImagePlaces {
	/** Lowest first; undefined for a layer that is not in the archive. */
	readonly layers: readonly LayerPlace[];
	/** Oldest first, for each step whether it made no layer; undefined where the archive does not say. */
	readonly emptySteps: readonly boolean[] | undefined;
}

export interface LayerPlace {
	readonly place: string;
	/** Licensed in a way that keeps it out of archives, as the base layers of Windows are. */
	readonly foreign: boolean;
}

/**
 * Finds the image whose layers have these digests, unpacked, lowest first. An archive may hold more: other platforms, and
 * attestations that look like images.
 */
export function findImage(archive: LayerArchive, digests: readonly string[]): ImagePlaces {
	for (const [place, document] of archive.documents) {
		const config = fieldsOf(document);
		const own = textsOf(fieldsOf(config.rootfs).diff_ids);
		if (own.length === digests.length && own.every((digest, index) => digest === digests[index])) {
			const layers = dockerPlaces(archive, place) ?? ociPlaces(archive, place);
			const steps = itemsOf(config.history).map(step => fieldsOf(step).empty_layer === true);
			return {
				layers: digests.map((digest, index) => layers?.[index] ?? { place: blobPlace(digest), foreign: false }),
				emptySteps: steps.filter(empty => !empty).length === digests.length ? steps : undefined,
			};
		}
	}
	return { layers: digests.map(digest => ({ place: blobPlace(digest), foreign: false })), emptySteps: undefined };
}

export function blobPlace(digest: string): string {
	return `blobs/${digest.replace(':', '/')}`;
}

/** By `manifest.json`, which every engine writes. */
function dockerPlaces(archive: LayerArchive, config: string): LayerPlace[] | undefined {
	const image = itemsOf(archive.documents.get('manifest.json'))
		.map(fieldsOf)
		.find(({ Config }) => textOf(Config) === config);
	if (!image) {
		return undefined;
	}
	const sources = Object.values(fieldsOf(image.LayerSources)).map(fieldsOf);
	return textsOf(image.Layers).map(layer => {
		const place = placeOfBytes(archive, layer);
		return { place, foreign: sources.some(source => isForeign(source) && blobPlace(textOf(source.digest)) === place) };
	});
}

function ociPlaces(archive: LayerArchive, config: string): LayerPlace[] | undefined {
	for (const document of archive.documents.values()) {
		const manifest = fieldsOf(document);
		if (blobPlace(textOf(fieldsOf(manifest.config).digest)) === config) {
			return itemsOf(manifest.layers)
				.map(fieldsOf)
				.map(layer => ({ place: blobPlace(textOf(layer.digest)), foreign: isForeign(layer) }));
		}
	}
	return undefined;
}

function isForeign({ mediaType }: RawFields): boolean {
	return /foreign|nondistributable/.test(textOf(mediaType));
}
