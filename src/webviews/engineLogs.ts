import type { EngineConnection } from '../engine/connection.ts';
import type { EngineEvents } from '../engine/engineEvents.ts';
import { openLogs } from '../engine/logFollower.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { ReadOnlyDocuments } from '../ui/documents.ts';
import { explainError } from '../ui/errorSurroundings.ts';
import type { LogViewerHost } from './logPanelSide.ts';

interface Parts {
	readonly connection: EngineConnection;
	readonly events: EngineEvents;
	readonly store: ResourceStore;
	readonly documents: ReadOnlyDocuments;
	readonly globalMemory: LogViewerHost['memory'];
}

/** Log viewers of the engine in use. */
export function engineLogs({ connection, events, store, documents, globalMemory }: Parts): LogViewerHost {
	return {
		documents,
		memory: globalMemory,
		explain: error => explainError({ connection, store }, error),
		open: (target, { since, ...options }) =>
			openLogs({ connection, events, store }, target, { ...options, since: since || undefined }),
	};
}
