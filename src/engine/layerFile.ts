import { requestArchive } from './archiveAnswer.ts';
import { callToEnd } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { EngineError } from './errors.ts';
import { archiveOf, type ImageOutline, type LayersOptions, placesOfLayers } from './imageLayers.ts';
import { packingOf, peek, unpacked } from './layerPacking.ts';
import { layerEntry } from './layerReader.ts';
import { readTar } from './readTar.ts';

/**
 * One file of one layer, read from the image's archive, which is sent up to there. Rejects with `noSuchFile` when the layer
 * has no such file.
 */
export async function readLayerFile(
	connection: EngineConnection,
	outline: ImageOutline,
	file: { readonly layer: number; readonly path: string },
	options: LayersOptions = {},
): Promise<Buffer> {
	const places = await placesOfLayers(connection, outline, options);
	const place = places[file.layer]?.place;
	const found = await callToEnd(
		connection,
		async (docker, stop) => {
			const answer = await requestArchive(docker, archiveOf(outline.id), stop);
			return findInArchive(answer, place, file.path);
		},
		options,
	);
	if (!found) {
		throw new EngineError('notFound', `The layer has no file ${file.path}.`, {
			recognised: { kind: 'noSuchFile', path: file.path },
		});
	}
	return found;
}

async function findInArchive(
	source: AsyncIterable<Buffer>,
	place: string | undefined,
	path: string,
): Promise<Buffer | undefined> {
	for await (const { entry, content } of readTar(source)) {
		if (entry.name === place) {
			const { head, pieces } = await peek(content);
			const packing = packingOf(head);
			if (packing === undefined || packing === 'document') {
				return undefined;
			}
			// Leaving the loop ends the source: not before the file is read.
			return await unpacked(packing, pieces, undefined, plain => findInLayer(plain, path));
		}
	}
	return undefined;
}

async function findInLayer(plain: AsyncIterable<Buffer>, path: string): Promise<Buffer | undefined> {
	for await (const { entry, content } of readTar(plain)) {
		const read = layerEntry(entry);
		if (read?.kind === 'file' && read.path === path) {
			const pieces: Buffer[] = [];
			for await (const piece of content) {
				pieces.push(piece);
			}
			return Buffer.concat(pieces);
		}
	}
	return undefined;
}
