import { delay } from '../base/async.ts';
import type { EngineConnection } from './connection.ts';
import { toEngineError } from './errorMapping.ts';

/** Milliseconds. */
const firstPause = 500;
const longestPause = 10_000;
const patience = 30 * 60_000;

/**
 * Work that has to be done once begun: while the engine is away it is tried again and again. Resolves when it is done or
 * has to wait; rejects with what the engine refuses. `work` may run several times.
 */
export async function finishLater(connection: EngineConnection, work: () => Promise<void>): Promise<void> {
	const { endpoint } = connection.status;
	try {
		await work();
	} catch (error) {
		if (!isAway(error)) {
			throw error;
		}
		tryAgain(connection, endpoint, work).catch(() => {});
	}
}

/** Ends with the connection, or when it leads to another engine, where there is nothing to be done. */
async function tryAgain(connection: EngineConnection, endpoint: string, work: () => Promise<void>): Promise<void> {
	const end = Date.now() + patience;
	for (let pause = firstPause; Date.now() < end; pause = Math.min(2 * pause, longestPause)) {
		await delay(pause);
		if (connection.status.endpoint !== endpoint) {
			return;
		}
		try {
			return await work();
		} catch (error) {
			if (!isAway(error)) {
				throw error;
			}
		}
	}
}

function isAway(error: unknown): boolean {
	return ['unreachable', 'timeout'].includes(toEngineError(error).code);
}
