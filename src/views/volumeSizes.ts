import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { EngineConnection } from '../engine/connection.ts';

/** How large volumes were when somebody asked. The engine reads every file for that, so that nothing asks by itself. */
export class VolumeSizes extends DisposableOwner {
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChange = this.#changed.event;
	readonly #connection: EngineConnection;
	#endpoint = '';
	#bytes: ReadonlyMap<string, number> = new Map();

	constructor(connection: EngineConnection) {
		super();
		this.#connection = connection;
	}

	/** Bytes; `undefined` for a volume that was not there, and for those of another engine. */
	of(volume: string): number | undefined {
		return this.#endpoint === this.#connection.status.endpoint ? this.#bytes.get(volume) : undefined;
	}

	/** Takes over what the engine in use has just told. */
	set(bytes: ReadonlyMap<string, number>): void {
		this.#endpoint = this.#connection.status.endpoint;
		this.#bytes = bytes;
		this.#changed.fire();
	}
}
