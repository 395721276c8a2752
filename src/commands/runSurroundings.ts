import type { CallOptions } from '../engine/calls.ts';
import type { EngineConnection } from '../engine/connection.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { inspectImage } from '../engine/images.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { CommandLog } from '../ui/commandLog.ts';
import { isLocalEngine, isPortFree } from './freePort.ts';
import type { ImageConfig, RunSurroundings } from './runAnswers.ts';

export interface RunServices {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
	readonly commandLog: CommandLog;
}

/** Undefined for an image that is not here yet: running it pulls it first. */
export async function imageConfig(
	services: RunServices,
	reference: string,
	options: CallOptions = {},
): Promise<ImageConfig | undefined> {
	try {
		return (await inspectImage(services.connection, reference, options)).Config ?? {};
	} catch (error) {
		if (toEngineError(error).code === 'notFound') {
			return undefined;
		}
		throw error;
	}
}

/** What names, ports and volumes are taken. */
export async function lookAround(services: RunServices, reference: string): Promise<RunSurroundings> {
	const [containers, volumes] = await Promise.all([services.store.list('container'), services.store.list('volume')]);
	return {
		reference,
		takenPorts: new Set(containers.flatMap(({ ports }) => ports.flatMap(({ hostPort }) => hostPort ?? []))),
		isPortFree: isLocalEngine(services.connection.status.endpoint) ? isPortFree : async () => true,
		takenNames: new Set(containers.map(({ name }) => name)),
		takenVolumes: new Set(volumes.map(({ name }) => name)),
	};
}
