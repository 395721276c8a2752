import { posix } from 'node:path';
import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { EngineError } from '../engine/errors.ts';
import type { LayersOptions } from '../engine/imageLayers.ts';
import type { LayerEntry } from '../engine/layer.ts';
import { readLayerFile } from '../engine/layerFile.ts';
import { type FileNode, findFile } from '../engine/layerFiles.ts';
import { plainText } from '../ui/plainText.ts';
import { withProgress } from '../ui/progress.ts';
import type { LayersHost } from './layersHost.ts';
import type { ReadImage } from './layersImage.ts';

/** Bytes above which a file is no text that anybody reads. */
const largestText = 10_000_000;

/** Opens a file as it is in an image that ends with this layer; of one that is gone there, as it was before. */
export async function openLayerFile(
	host: LayersHost,
	image: ReadImage,
	{ layer, path }: { readonly layer: number; readonly path: string },
	options: LayersOptions,
): Promise<void> {
	const version = versionOf(image.root, path, layer);
	if (!version) {
		throw new EngineError('notFound', vscode.l10n.t('"{0}" is no file that can be opened.', plainText(path)));
	}
	const { entry } = version;
	if (entry.size > largestText) {
		throw new EngineError(
			'invalid',
			vscode.l10n.t('"{0}" is {1}: too large to be opened here.', plainText(path), humanSize(entry.size)),
		);
	}
	const content = await withProgress(
		vscode.l10n.t('Reading {0}', posix.basename(path)),
		signal =>
			readLayerFile(host.connection, image.layers, { layer: version.layer, path: entry.path }, { ...options, signal }),
		{ signal: options.signal },
	);
	if (content.subarray(0, 8000).includes(0)) {
		throw new EngineError('invalid', vscode.l10n.t('"{0}" is no text.', plainText(path)));
	}
	const digest = image.layers.digests[version.layer] ?? '';
	const folder = plainText(`layers/${digest.slice(7, 19)}/${posix.dirname(entry.path)}`);
	await host.documents.open(folder, posix.basename(path), undefined, content.toString('utf8'));
}

/** The copy that is meant, through one hard link. */
function versionOf(
	root: FileNode,
	path: string,
	layer: number,
): { readonly layer: number; readonly entry: LayerEntry } | undefined {
	const node = findFile(root, path);
	const version = node?.versions.findLast(it => it.layer <= layer && it.entry !== undefined);
	const { entry } = version ?? {};
	if (!version || !entry) {
		return undefined;
	}
	if (entry.kind === 'hardlink') {
		const linked = findFile(root, entry.link)?.versions.findLast(it => it.layer <= version.layer && it.entry);
		return linked?.entry?.kind === 'file' ? { layer: linked.layer, entry: linked.entry } : undefined;
	}
	return entry.kind === 'file' ? { layer: version.layer, entry } : undefined;
}
