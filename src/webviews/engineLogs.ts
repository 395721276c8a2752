import type { EngineConnection } from '../engine/connection.ts';
import type { EngineEvents } from '../engine/engineEvents.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { ReadOnlyDocuments } from '../ui/documents.ts';
import { explainError } from '../ui/errorSurroundings.ts';
import type { LogViewerHost } from './logPanelSide.ts';

interface Parts {
	readonly connection: EngineConnection;
	readonly events: EngineEvents;
	readonly store: ResourceStore;
	readonly documents: ReadOnlyDocuments;
	readonly memory: LogViewerHost['memory'];
}

/** Log viewers of the engine in use. What reads logs is loaded with the first of them. */
export function engineLogs({ connection, events, store, documents, memory }: Parts): LogViewerHost {
	return {
		documents,
		memory,
		explain: error => explainError({ connection, store }, error),
		open: async (target, reading) => {
			const { openLogs } = await import('../engine/logFollower.ts');
			const { since, ...options } = reading;
			return openLogs({ connection, events, store }, target, { ...options, since: since || undefined });
		},
	};
}
