import type { Disposable } from '../base/disposable.ts';
import type { EngineConnection } from './connection.ts';
import { holdVolume, type VolumeHolder } from './volumeHolder.ts';

/** Milliseconds: who opens a folder opens the next one soon. */
const keptFor = 5000;

interface Kept {
	readonly holder: Promise<VolumeHolder>;
	users: number;
	timer: NodeJS.Timeout | undefined;
}

/** Holds volumes while their files are looked at, and a moment longer. */
export class VolumeHolders implements Disposable {
	readonly #connection: EngineConnection;
	readonly #kept = new Map<string, Kept>();

	constructor(connection: EngineConnection) {
		this.#connection = connection;
	}

	async use<T>(volume: string, work: (holder: VolumeHolder) => Promise<T>): Promise<T> {
		const kept = this.#keep(volume);
		clearTimeout(kept.timer);
		kept.users++;
		try {
			return await work(await kept.holder);
		} finally {
			kept.users--;
			if (kept.users === 0 && this.#kept.get(volume) === kept) {
				kept.timer = setTimeout(() => void this.release(volume), keptFor);
			}
		}
	}

	/** Lets go of a volume at once, so that it can be removed. */
	async release(volume: string): Promise<void> {
		const kept = this.#kept.get(volume);
		this.#kept.delete(volume);
		clearTimeout(kept?.timer);
		await kept?.holder.then(
			holder => holder.release(),
			() => {},
		);
	}

	dispose(): void {
		for (const volume of [...this.#kept.keys()]) {
			void this.release(volume);
		}
	}

	#keep(volume: string): Kept {
		const known = this.#kept.get(volume);
		if (known) {
			return known;
		}
		const kept: Kept = { holder: holdVolume(this.#connection, volume), users: 0, timer: undefined };
		this.#kept.set(volume, kept);
		kept.holder.catch(() => this.#kept.delete(volume));
		return kept;
	}
}
