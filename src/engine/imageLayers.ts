import { requestArchive } from './archiveAnswer.ts';
import { type CallOptions, callToEnd } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { type EngineRequest, route } from './engineRequest.ts';
import { toEngineError } from './errorMapping.ts';
import type { EngineError } from './errors.ts';
import { historyImage, inspectImage } from './images.ts';
import type { Layer } from './layer.ts';
import { type ArchiveOptions, type LayerArchive, type LayerProblem, readLayerArchive } from './layerArchive.ts';
import type { LayerCache } from './layerCache.ts';
import { type LayerStep, matchHistory, matchSteps } from './layerHistory.ts';
import type { Unpackers } from './layerPacking.ts';
import { blobPlace, findImage, type ImagePlaces, type LayerPlace } from './layerPlaces.ts';
import { fieldsOf, itemsOf, textOf } from './rawFields.ts';

/** An image's layers before their files are read. */
export interface ImageOutline {
	readonly id: string;
	/** Bytes. */
	readonly size: number;
	/** `linux/arm64/v8` */
	readonly platform: string;
	/** Of the unpacked layers, lowest first. */
	readonly digests: readonly string[];
	/** Oldest first. */
	readonly steps: readonly LayerStep[];
}

export interface ImageLayers extends ImageOutline {
	/** Lowest first. */
	readonly layers: readonly (Layer | MissingLayer)[];
	/** Why the archive could not be read to its end. */
	readonly failure?: EngineError;
}

/** `foreign` is what archives leave out, `missing` what this one lacks. */
export interface MissingLayer {
	readonly problem: LayerProblem | 'foreign' | 'missing';
}

export interface LayersOptions extends CallOptions {
	readonly cache?: LayerCache;
	/** Bytes that have come from the engine. */
	readonly onProgress?: (bytes: number) => void;
	/** Asked before anything has to be read from the engine; what it throws ends the reading. */
	readonly beforeReading?: () => Promise<void>;
	readonly unpackers?: Unpackers;
}

export function isMissing(layer: Layer | MissingLayer): layer is MissingLayer {
	return 'problem' in layer;
}

export async function outlineImage(
	connection: EngineConnection,
	image: string,
	{ signal }: CallOptions = {},
): Promise<ImageOutline> {
	const [inspected, history] = await Promise.all([
		inspectImage(connection, image, { signal }),
		historyImage(connection, image, { signal }),
	]);
	const { Id, Size, RootFS, Os, Architecture, ...more } = inspected;
	const digests = RootFS?.Layers ?? [];
	return {
		id: Id,
		size: Size,
		platform: [Os, Architecture, textOf(fieldsOf(more).Variant)].filter(Boolean).join('/'),
		digests,
		steps: matchHistory(history, digests.length),
	};
}

/**
 * The files of each layer of an image: from the cache, else from the image's archive, which the engine sends once. A layer
 * that cannot be read is told as such, and the others are there. Rejects when nothing could be read.
 */
export async function readImageLayers(
	connection: EngineConnection,
	outline: ImageOutline,
	options: LayersOptions = {},
): Promise<ImageLayers> {
	const { cache } = options;
	const known = await Promise.all(outline.digests.map(digest => cache?.read(digest)));
	const kept = readPlaces(await cache?.readImage(outline.id), outline);
	if (known.every(layer => layer !== undefined)) {
		return { ...withSteps(outline, kept), layers: known };
	}
	await options.beforeReading?.();
	const archive = await readMissing(connection, outline, known, options);
	const failure = archive.failure === undefined ? undefined : toEngineError(archive.failure);
	if (failure?.code === 'cancelled' || failure?.code === 'unreachable') {
		throw failure;
	}
	const places = findImage(archive, outline.digests);
	const layers = known.map((layer, index) => layer ?? layerAt(archive, places.layers[index]));
	if (failure && layers.every(isMissing)) {
		throw failure;
	}
	await keep(cache, outline, places, layers, known);
	return { ...withSteps(outline, places), layers, ...(failure ? { failure } : {}) };
}

/** Where an image's layers are in its archive; read from it if that is not known from before. */
export async function placesOfLayers(
	connection: EngineConnection,
	outline: ImageOutline,
	{ cache, signal }: LayersOptions = {},
): Promise<readonly LayerPlace[]> {
	const kept = readPlaces(await cache?.readImage(outline.id), outline);
	const places = kept ?? findImage(await readArchive(connection, outline, { signal }), outline.digests);
	return places.layers;
}

export function archiveOf(image: string): EngineRequest {
	return { method: 'GET', path: route`/images/${image}/get` };
}

type ReadOptions = LayersOptions & Pick<ArchiveOptions, 'isKnown' | 'isEnough'>;

function readArchive(
	connection: EngineConnection,
	{ id }: ImageOutline,
	{ signal, onProgress, ...options }: ReadOptions,
): Promise<LayerArchive> {
	return callToEnd(
		connection,
		async (docker, stop) => {
			const answer = await requestArchive(docker, archiveOf(id), stop);
			const archive = await readLayerArchive(counted(answer, onProgress), options);
			stop.throwIfAborted();
			return archive;
		},
		{ signal },
	);
}

function readMissing(
	connection: EngineConnection,
	outline: ImageOutline,
	known: readonly (Layer | undefined)[],
	options: LayersOptions,
): Promise<LayerArchive> {
	const places = outline.digests.map(blobPlace);
	const knownPlaces = new Set(places.filter((_, index) => known[index]));
	const wanted = places.filter((_, index) => !known[index]);
	return readArchive(connection, outline, {
		...options,
		isKnown: place => knownPlaces.has(place),
		// An engine that keeps layers unpacked calls them by these digests, and the image by that of its configuration.
		isEnough: ({ layers, documents }) =>
			documents.has(blobPlace(outline.id)) && wanted.every(place => layers.has(place)),
	});
}

async function* counted(
	source: AsyncIterable<Buffer>,
	onProgress: ((bytes: number) => void) | undefined,
): AsyncGenerator<Buffer> {
	let bytes = 0;
	for await (const chunk of source) {
		bytes += chunk.length;
		onProgress?.(bytes);
		yield chunk;
	}
}

function layerAt(archive: LayerArchive, place: LayerPlace | undefined): Layer | MissingLayer {
	const found = place && archive.layers.get(place.place);
	if (found === undefined) {
		return { problem: place?.foreign ? 'foreign' : 'missing' };
	}
	return typeof found === 'string' ? { problem: found } : found;
}

function withSteps(outline: ImageOutline, places: ImagePlaces | undefined): ImageOutline {
	const { emptySteps } = places ?? {};
	return emptySteps ? { ...outline, steps: matchSteps(outline.steps, emptySteps) } : outline;
}

async function keep(
	cache: LayerCache | undefined,
	outline: ImageOutline,
	places: ImagePlaces,
	layers: readonly (Layer | MissingLayer)[],
	known: readonly (Layer | undefined)[],
): Promise<void> {
	for (const [index, layer] of layers.entries()) {
		if (!known[index] && !isMissing(layer)) {
			await cache?.write(outline.digests[index] as string, layer);
		}
	}
	if (!layers.some(isMissing)) {
		await cache?.writeImage(outline.id, places);
	}
}

/** As it was kept, if it makes sense for this image. */
function readPlaces(value: unknown, { digests, steps }: ImageOutline): ImagePlaces | undefined {
	const { layers, emptySteps } = fieldsOf(value);
	const places = itemsOf(layers)
		.map(fieldsOf)
		.map(({ place, foreign }) => ({ place: textOf(place), foreign: foreign === true }));
	const empty = itemsOf(emptySteps).map(Boolean);
	if (places.length !== digests.length || places.some(({ place }) => place === '')) {
		return undefined;
	}
	const fits = empty.length === steps.length && empty.filter(step => !step).length === digests.length;
	return { layers: places, emptySteps: fits ? empty : undefined };
}
