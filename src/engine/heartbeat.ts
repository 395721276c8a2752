import type { Disposable } from '../base/disposable.ts';
import type { EngineSession } from './engineSession.ts';
import { toEngineError } from './errorMapping.ts';
import type { EngineError } from './errors.ts';

/** Milliseconds from one answer to the next question. */
const interval = 2_000;

/** Asks the engine in use for a sign of life, as long as there is one. */
export class Heartbeat implements Disposable {
	readonly #onSilence: (session: EngineSession, failure: EngineError) => Promise<void>;
	#timer: NodeJS.Timeout | undefined;
	#session: EngineSession | undefined;

	/** `onSilence` stops the heartbeat if the engine is lost. */
	constructor(onSilence: (session: EngineSession, failure: EngineError) => Promise<void>) {
		this.#onSilence = onSilence;
	}

	watch(session: EngineSession): void {
		this.dispose();
		this.#session = session;
		this.#timer = setTimeout(() => void this.#beat(session), interval);
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#session = undefined;
	}

	async #beat(session: EngineSession): Promise<void> {
		try {
			await session.ping();
		} catch (error) {
			if (session === this.#session) {
				await this.#onSilence(session, toEngineError(error));
			}
		}
		if (session === this.#session) {
			this.watch(session);
		}
	}
}
