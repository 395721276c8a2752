import type { CommandName } from '../contributions.ts';
import { buildImage } from './build.ts';
import { run } from './runContainer.ts';
import type { Handler } from './services.ts';

/** Builds a Dockerfile's image and runs it; with a tag given nothing is asked, neither for the build nor for the run. */
const buildAndRun: Handler = async (services, call) => {
	const { name } = await buildImage(services, call);
	return run(services, { ...call, targets: [name], options: {} });
};

export const buildAndRunCommands = { 'dockerfile.run': buildAndRun } satisfies Partial<Record<CommandName, Handler>>;
