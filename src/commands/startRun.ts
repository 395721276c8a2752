import { dockerRun } from '../engine/dockerCommand.ts';
import { createContainer, runContainer, startInteractive } from '../engine/runContainer.ts';
import type { RunOptions } from '../engine/runOptions.ts';
import { layersSummary } from '../ui/layerRows.ts';
import { showSession } from '../ui/terminal.ts';
import type { RunServices } from './runSurroundings.ts';

/**
 * Makes and starts a container, and writes its `docker run` line; resolves to its id. An interactive one is created
 * first and started by attaching a terminal, so that nothing it says is lost.
 */
export async function startRun(
	{ connection, commandLog }: RunServices,
	image: string,
	options: RunOptions,
	withProgress: RunProgress,
): Promise<string> {
	const make = options.interactive ? createContainer : runContainer;
	const id = await withProgress((signal, report) =>
		make(connection, image, options, { signal, onPullProgress: progress => report(layersSummary(progress)) }),
	);
	if (options.interactive) {
		await showSession({ name: options.name ?? image, icon: 'terminal' }, size =>
			startInteractive(connection, id, size),
		);
	}
	commandLog.write(dockerRun(image, options));
	return id;
}

/** Shows how it goes on, and stops it when that is wanted. */
export type RunProgress = (
	work: (signal: AbortSignal, report: (message: string) => void) => Promise<string>,
) => Promise<string>;
