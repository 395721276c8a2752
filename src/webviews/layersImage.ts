import * as vscode from 'vscode';
import { type ImageLayers, type ImageOutline, isMissing, type MissingLayer } from '../engine/imageLayers.ts';
import type { Layer } from '../engine/layer.ts';
import { adviceFor, baseLayersOf } from '../engine/layerAdvice.ts';
import { diveFigures } from '../engine/layerEfficiency.ts';
import { type FileNode, mergeLayers } from '../engine/layerFiles.ts';
import type { LayerStep } from '../engine/layerHistory.ts';
import { type FileRow, fileRows } from '../engine/layerRows.ts';
import { type ViewedFile, viewComparison, viewLayer } from '../engine/layerView.ts';
import { findWaste, savableBytes, type Waste } from '../engine/layerWaste.ts';
import { agoWords } from '../ui/age.ts';
import { plainText } from '../ui/plainText.ts';
import type { FileRows, FileView, LayerStepRow, LayersOverview } from './protocols/layers.ts';

const wasteShown = 200;

/** An image whose files have been read. */
export class ReadImage {
	readonly layers: ImageLayers;
	readonly root: FileNode;
	readonly waste: readonly Waste[];

	constructor(layers: ImageLayers) {
		this.layers = layers;
		this.root = mergeLayers(layers.layers.map(layer => (isMissing(layer) ? undefined : layer)));
		this.waste = findWaste(this.root);
	}

	overview(failure: string): LayersOverview {
		const { steps, layers } = this.layers;
		const baseLayers = baseLayersOf(steps);
		return {
			...diveFigures(layers.filter((layer): layer is Layer => !isMissing(layer))),
			savableBytes: savableBytes(this.waste),
			wastedPaths: this.waste.length,
			waste: this.waste.slice(0, wasteShown).map(waste => ({
				path: plainText(`/${waste.path}`, 1000),
				isFolder: waste.isFolder,
				bytes: waste.bytes,
				writtenBy: waste.writtenBy,
				wastedBy: waste.wastedBy,
				how: waste.how,
				advice: adviceFor(waste, layer => commandOf(steps, layer), baseLayers),
			})),
			failure,
		};
	}
}

/** Makes the rows of what is looked at; the tree below is kept for the next time, when only its folders are unfolded. */
export class FileViewer {
	#made: { readonly key: string; readonly files: readonly ViewedFile[] } | undefined;
	#rows: readonly FileRow[] = [];

	/** Resolves to how many rows there are. */
	view(image: ReadImage, other: ReadImage | undefined, view: FileView): number {
		const key = `${view.of} ${view.of === 'compared' ? other?.layers.id : view.layer}`;
		if (this.#made?.key !== key) {
			this.#made = { key, files: filesOf(image, other, view) };
		}
		const { sort, search } = view;
		this.#rows = fileRows(this.#made.files, { sort, search, open: new Set(view.open), closed: new Set(view.closed) });
		return this.#rows.length;
	}

	rows(from: number, to: number): FileRows['rows'] {
		return this.#rows.slice(from, to).map(row => ({
			...row,
			shown: plainText(row.path, 4096),
			name: plainText(row.name, 255),
			link: plainText(row.link),
		}));
	}

	forget(): void {
		this.#made = undefined;
		this.#rows = [];
	}
}

function filesOf(image: ReadImage, other: ReadImage | undefined, { of, layer }: FileView): readonly ViewedFile[] {
	if (of === 'compared') {
		return other ? viewComparison(image.root, other.root) : [];
	}
	return viewLayer(image.root, layer, of === 'whole');
}

export function commandOf(steps: readonly LayerStep[], layer: number): string {
	return steps.find(step => step.layer === layer)?.command ?? '';
}

export interface StepFacts {
	readonly layers: readonly (Layer | MissingLayer)[] | undefined;
	readonly sharedWith: ImageOutline | undefined;
	/** For each step. */
	readonly lines: readonly string[];
}

/** The steps that can be looked at, oldest first; one is made up for a layer that the history does not know. */
export function stepRows({ steps, digests }: ImageOutline, { layers, sharedWith, lines }: StepFacts): LayerStepRow[] {
	const shared = new Set(sharedWith?.digests);
	const known = new Set(steps.map(({ layer }) => layer));
	const now = Date.now();
	const nameless = digests.flatMap((_, layer) =>
		known.has(layer) ? [] : [{ layer, command: '', comment: '', createdAt: 0, size: 0 }],
	);
	return [...nameless, ...steps].map((step, at) => {
		const found = step.layer === undefined ? undefined : layers?.[step.layer];
		return {
			layer: step.layer,
			command: plainText(shortCommand(step), 2000),
			size: step.size,
			age: step.createdAt > 0 ? agoWords(step.createdAt, now) : '',
			problem: found && isMissing(found) ? problemSentence(found) : '',
			shared: step.layer !== undefined && shared.has(digests[step.layer] as string),
			line: lines[at - nameless.length] ?? '',
		};
	});
}

/** As it would stand in a Dockerfile. */
function shortCommand({ command, comment }: LayerStep): string {
	const plain = command
		.replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
		.replace(/ # buildkit$/, '')
		.replace(/^RUN \|\d+ .*? (?=\/bin\/sh -c )/s, 'RUN ')
		.replace(/^(?:RUN )?\/bin\/sh -c /, 'RUN ');
	return plain || comment;
}

export function problemSentence({ problem }: MissingLayer): string {
	switch (problem) {
		case 'damaged':
			return vscode.l10n.t('This layer is damaged: its files cannot be shown.');
		case 'compression':
			return vscode.l10n.t('This layer is compressed with zstd, which this version of VS Code cannot read.');
		case 'foreign':
			return vscode.l10n.t('Archives leave this layer out, as they do with the base layers of Windows.');
		case 'missing':
			return vscode.l10n.t('The engine did not send this layer.');
	}
}
