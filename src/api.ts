import type { Event } from './base/event.ts';
import type { EngineConnection } from './engine/connection.ts';
import type { ResourceStore } from './engine/resourceStore.ts';
import type { Kind, Resource } from './engine/resources.ts';

/** What `getExtension('slipway.slipway').activate()` resolves to. */
export interface SlipwayApi {
	readonly version: 1;
	/** The engine in use, and why it cannot be reached if it cannot. */
	readonly engine: {
		readonly state: 'idle' | 'connecting' | 'ready' | 'unreachable';
		readonly endpoint: string;
		readonly reason?: string;
	};
	readonly onDidChangeEngine: Event<void>;
	/** The list as held in memory, read from the engine if nobody has yet. Elements are frozen. */
	list(kind: Kind): Promise<readonly Resource[]>;
	/** Fires after a list has changed, with the ids that were added, changed or removed. */
	readonly onDidChange: Event<{ readonly kind: Kind; readonly ids: readonly string[] }>;
}

export function createApi(connection: EngineConnection, store: ResourceStore): SlipwayApi {
	return Object.freeze({
		version: 1 as const,
		get engine() {
			const { state, endpoint, error } = connection.status;
			return Object.freeze(error ? { state, endpoint, reason: error.message } : { state, endpoint });
		},
		onDidChangeEngine: (listener, thisArgs, disposables) =>
			connection.onDidChangeStatus(() => listener.call(thisArgs, undefined), undefined, disposables),
		list: (kind: Kind) => store.list(kind),
		onDidChange: (listener, thisArgs, disposables) =>
			store.onDidChange(({ kind, ids }) => listener.call(thisArgs, { kind, ids }), undefined, disposables),
	} satisfies SlipwayApi);
}
