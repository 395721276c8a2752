import * as vscode from 'vscode';
import { dockerCommand } from '../engine/dockerCommand.ts';
import type { Waste } from '../engine/layerWaste.ts';
import type { ReadImage } from '../webviews/layersImage.ts';
import { nameOrId } from './imageNames.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';
import { findTarget } from './targets.ts';

/** What the command resolves to; sizes are bytes, times epoch milliseconds. */
interface LayersReport {
	readonly id: string;
	readonly name: string;
	readonly platform: string;
	readonly size: number;
	/** By dive's definition, from 0 to 1 and in bytes. */
	readonly efficiency: number;
	readonly wastedBytes: number;
	readonly savableBytes: number;
	/** Lowest first. */
	readonly layers: readonly {
		readonly digest: string;
		readonly command: string;
		readonly createdAt: number;
		readonly size: number;
		/** How many paths it has; undefined when its files could not be read. */
		readonly entries: number | undefined;
	}[];
	/** Largest first; layers are counted from 0. */
	readonly waste: readonly Waste[];
}

/** Shows the layers of an image: their files, what is wasted, and how to save it. */
export const layers: Handler = async (services, call) => {
	const options = readOptions(call.options, {});
	const image = await findTarget(services, 'image', call, {
		title: vscode.l10n.t('Show the layers of an image'),
		none: vscode.l10n.t('There is no image.'),
	});
	const panels = await services.panels.layers.get();
	const read = await panels.show(image, { signal: call.signal, confirm: options.confirm });
	services.commandLog.write(dockerCommand('save', [nameOrId(image)]));
	return reportOf(image.name, read);
};

function reportOf(name: string, read: ReadImage): LayersReport {
	const { id, platform, size, digests, steps, layers: found } = read.layers;
	const { efficiency, wastedBytes, savableBytes } = read.overview('');
	return {
		id,
		name,
		platform,
		size,
		efficiency,
		wastedBytes,
		savableBytes,
		layers: digests.map((digest, index) => {
			const step = steps.find(({ layer }) => layer === index);
			const layer = found[index];
			return {
				digest,
				command: step?.command ?? '',
				createdAt: step?.createdAt ?? 0,
				size: step?.size ?? 0,
				entries: layer && 'entries' in layer ? layer.entries.length : undefined,
			};
		}),
		waste: read.waste,
	};
}
