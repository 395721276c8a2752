import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import type { LayersProgress } from '../engine/layerProgress.ts';
import { layersSummary } from '../ui/layerRows.ts';
import { type ProgressOptions, withProgress } from '../ui/progress.ts';
import { NothingThere } from '../ui/reportError.ts';
import type { CommandCall } from './commandCall.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';

interface Move<T> extends Pick<ProgressOptions<T>, 'finished'> {
	/** Of the notification: `Pulling nginx:1.27`. */
	readonly title: string;
	/** `pull nginx-1.27`, of the document with a row for each layer. */
	readonly name: string;
	readonly commandLine: string;
	/** The last line of that document. */
	outcome(result: T): string;
	work(signal: AbortSignal, onProgress: (progress: LayersProgress) => void): Promise<T>;
}

/** A pull or push: the sum of its layers in the notification, and a link there to a row for each of them. */
export async function transferLayers<T>(services: Services, call: CommandCall, move: Move<T>): Promise<T> {
	const transfer = services.transfers.begin(move.commandLine, move.name);
	try {
		const result = await withProgress(
			move.title,
			(signal, report) =>
				move.work(signal, progress => {
					transfer.update(progress);
					report(layersSummary(progress));
				}),
			{
				signal: call.signal,
				finished: move.finished,
				link: {
					title: vscode.l10n.t('Show layers'),
					command: commandId('image.layersInMotion'),
					argument: transfer.key,
				},
			},
		);
		transfer.end(move.outcome(result));
		services.commandLog.write(move.commandLine);
		return result;
	} catch (thrown) {
		const error = toEngineError(thrown);
		transfer.end(error.code === 'cancelled' ? vscode.l10n.t('Cancelled.') : error.message);
		throw thrown;
	}
}

/** The layers of the pull or push that is named by its key, else of the last one. */
export const layersInMotion: Handler = async (services, call) => {
	readOptions(call.options, {});
	const [key] = call.targets;
	if (!(await services.transfers.show(typeof key === 'string' ? key : undefined))) {
		throw new NothingThere(vscode.l10n.t('Nothing has been pulled or pushed in this window.'));
	}
};
