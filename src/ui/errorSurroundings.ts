import type { EngineConnection } from '../engine/connection.ts';
import type { EngineError } from '../engine/errors.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import { containerById, type ErrorSurroundings, holdersOf, sentenceOf } from './errorSentence.ts';
import { ExplainedError } from './reportError.ts';

interface Engine {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
}

/** Who is in the way, read anew when memory does not know them yet. */
export async function surroundingsOf({ connection, store }: Engine, error: EngineError): Promise<ErrorSurroundings> {
	const { endpoint } = connection.status;
	const known = store.peek('container') ?? [];
	if (holdersOf(error.recognised).every(id => containerById(id, known))) {
		return { containers: known, endpoint };
	}
	try {
		await store.refresh('container');
		return { containers: await store.list('container'), endpoint };
	} catch {
		return { containers: known, endpoint };
	}
}

/** A failure in one sentence that names who is in the way, for places that show it themselves. */
export async function explainError(engine: Engine, error: EngineError): Promise<string> {
	const own = error instanceof ExplainedError ? error.sentence : undefined;
	return own ?? sentenceOf(error, await surroundingsOf(engine, error));
}
