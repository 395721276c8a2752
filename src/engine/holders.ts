import type { Disposable } from '../base/disposable.ts';
import type { EngineConnection } from './connection.ts';
import { holdImage } from './imageHolder.ts';
import { holdVolume, type VolumeHolder } from './volumeHolder.ts';

/** Milliseconds: who opens a folder opens the next one soon. */
const keptFor = 5000;

export type Held = { readonly kind: 'volume'; readonly name: string } | { readonly kind: 'image'; readonly id: string };
type Holder = VolumeHolder;

interface Kept {
	readonly holder: Promise<Holder>;
	users: number;
	timer: NodeJS.Timeout | undefined;
}

/** Holds volumes and images while their files are looked at, and a moment longer. */
export class Holders implements Disposable {
	readonly #connection: EngineConnection;
	readonly #kept = new Map<string, Kept>();

	constructor(connection: EngineConnection) {
		this.#connection = connection;
	}

	async use<T>(held: Held, work: (holder: Holder) => Promise<T>): Promise<T> {
		const kept = this.#keep(held);
		clearTimeout(kept.timer);
		kept.users++;
		try {
			return await work(await kept.holder);
		} finally {
			kept.users--;
			if (kept.users === 0 && this.#kept.get(keyOf(held)) === kept) {
				kept.timer = setTimeout(() => void this.#release(keyOf(held)), keptFor);
			}
		}
	}

	/** Lets go at once, so that it can be removed. */
	release(held: Held): Promise<void> {
		return this.#release(keyOf(held));
	}

	dispose(): void {
		for (const key of [...this.#kept.keys()]) {
			void this.#release(key);
		}
	}

	async #release(key: string): Promise<void> {
		const kept = this.#kept.get(key);
		this.#kept.delete(key);
		clearTimeout(kept?.timer);
		await kept?.holder.then(
			holder => holder.release(),
			() => {},
		);
	}

	#keep(held: Held): Kept {
		const key = keyOf(held);
		const known = this.#kept.get(key);
		if (known) {
			return known;
		}
		const holder =
			held.kind === 'volume' ? holdVolume(this.#connection, held.name) : holdImage(this.#connection, held.id);
		const kept: Kept = { holder, users: 0, timer: undefined };
		this.#kept.set(key, kept);
		holder.catch(() => this.#kept.delete(key));
		return kept;
	}
}

function keyOf(held: Held): string {
	return held.kind === 'volume' ? `volume ${held.name}` : `image ${held.id}`;
}
