import type { Disposable } from '../base/disposable.ts';
import type { Logger } from '../base/logger.ts';
import { callJson, ignoreMissing } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { removeContainer } from './containers.ts';
import { type HelperContainer, isLeft, readHelper } from './helperContainer.ts';
import { helperFilter } from './helperLabels.ts';
import { removeImage } from './images.ts';
import { settleRecreation } from './recreateContainer.ts';
import { isRecreation, RecreationRecord } from './recreationRecord.ts';
import { isFilling, settleFilling } from './volumeFilling.ts';

/** Looks at every engine that is reached for what a process that is gone (a crash of VS Code) has left in it. */
export function watchForAbandonedHelpers(connection: EngineConnection, logger: Logger): Disposable {
	const seen = new Set<string>();
	return connection.onDidChangeStatus(({ state, endpoint }) => {
		if (state === 'ready' && !seen.has(endpoint)) {
			seen.add(endpoint);
			removeAbandonedHelpers(connection).catch(error => {
				seen.delete(endpoint);
				logger.warn(`Looking for what an earlier window left in the engine failed: ${error}`);
			});
		}
	});
}

/**
 * Removes containers and images that served an action of a process that is gone, and ends what it did with them; those of
 * other windows stay.
 */
export async function removeAbandonedHelpers(connection: EngineConnection): Promise<void> {
	for (const helper of await abandoned(connection, '/containers/json')) {
		await settle(connection, helper).catch(ignoreMissing);
	}
	for (const { id } of await abandoned(connection, '/images/json')) {
		await removeImage(connection, id, { force: true }).catch(ignoreMissing);
	}
}

async function settle(connection: EngineConnection, helper: HelperContainer): Promise<void> {
	if (isFilling(helper)) {
		await settleFilling(connection, helper.id, helper.labels);
		return;
	}
	const record = isRecreation(helper) ? await RecreationRecord.read(connection, helper) : undefined;
	await (record ? settleRecreation(connection, record) : removeContainer(connection, helper.id, { force: true }));
}

async function abandoned(connection: EngineConnection, path: string): Promise<HelperContainer[]> {
	const query = { all: true, filters: helperFilter };
	const items = await callJson<unknown[]>(connection, { method: 'GET', path, query });
	return items.map(readHelper).filter(isLeft);
}
