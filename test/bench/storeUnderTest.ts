import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection, EngineStatus } from '../../src/engine/connection.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import type { Container } from '../../src/engine/resources.ts';
import { openConnection } from '../support/engineConnection.ts';

/** A store on an engine, with a count of the list calls it makes. */
export interface StoreUnderTest {
	readonly connection: EngineConnection;
	readonly events: EngineEvents;
	readonly store: ResourceStore;
	listCalls(): number;
	/** Resolves with `performance.now()` as soon as `is` holds of the list of containers. */
	when(is: (containers: readonly Container[]) => boolean): Promise<number>;
	dispose(): void;
}

export async function openStore(host: string): Promise<StoreUnderTest> {
	const connection = openConnection(host);
	const events = new EngineEvents(connection, silentLogger);
	const store = new ResourceStore(connection, events, silentLogger);
	let listCalls = 0;
	const count = async (status: EngineStatus) => {
		if (status.state === 'ready') {
			await connection.call(async docker => {
				const dial = docker.modem.dial;
				docker.modem.dial = function (this: unknown, options: { path: string }, callback: never) {
					listCalls += /^\/(containers\/json|images\/json|volumes\?|networks\?)/.test(options.path) ? 1 : 0;
					return dial.call(this, options, callback);
				} as typeof dial;
			});
		}
	};
	await connection.connect();
	await count(connection.status);
	const subscription = connection.onDidChangeStatus(status => void count(status));
	return {
		connection,
		events,
		store,
		listCalls: () => listCalls,
		when: is => whenContainers(store, is),
		dispose() {
			subscription.dispose();
			store.dispose();
			events.dispose();
			connection.dispose();
		},
	};
}

function whenContainers(store: ResourceStore, is: (containers: readonly Container[]) => boolean): Promise<number> {
	return new Promise(resolve => {
		const check = () => {
			if (is(store.peek('container') ?? [])) {
				subscription.dispose();
				resolve(performance.now());
			}
		};
		const subscription = store.onDidChange(check);
		check();
	});
}
