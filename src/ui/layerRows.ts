import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import type { LayerState, LayersProgress } from '../engine/layerProgress.ts';
import { plainText } from './plainText.ts';

const barWidth = 20;

/** `4 of 7 layers · 38 MB of 142 MB` */
export function layersSummary(progress: LayersProgress): string {
	if (progress.layersTotal === 0) {
		return progress.status;
	}
	const layers = vscode.l10n.t('{0} of {1} layers', progress.layersDone, progress.layersTotal);
	return progress.bytesTotal > 0
		? `${layers} · ${vscode.l10n.t('{0} of {1}', humanSize(progress.bytesDone), humanSize(progress.bytesTotal))}`
		: layers;
}

/** A row for each layer, as `docker pull` shows them. */
export function layerRows(progress: LayersProgress): string[] {
	const width = Math.max(...progress.layers.map(({ status }) => plainText(status, 60).length), 0);
	return progress.layers.map(layer => {
		const words = [plainText(layer.id, 12).padEnd(12), plainText(layer.status, 60).padEnd(width), amount(layer)];
		return words.join('  ').trimEnd();
	});
}

function amount({ status, bytesDone, bytesTotal }: LayerState): string {
	if (bytesTotal === 0) {
		return '';
	}
	if (status !== 'Downloading' && status !== 'Pushing') {
		return humanSize(bytesTotal);
	}
	const filled = Math.round((bytesDone / bytesTotal) * barWidth);
	const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
	return `${bar}  ${vscode.l10n.t('{0} of {1}', humanSize(bytesDone), humanSize(bytesTotal))}`;
}
