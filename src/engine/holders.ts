import { delay } from '../base/async.ts';
import type { Disposable } from '../base/disposable.ts';
import type { EngineConnection } from './connection.ts';
import { holdImage } from './imageHolder.ts';
import { holdVolume, type VolumeHolder } from './volumeHolder.ts';

/** Milliseconds: who opens a folder opens the next one soon. */
const keptFor = 5000;
/** Milliseconds for what is being done before its container is taken away all the same. */
const longestWait = 3000;

export type Held = { readonly kind: 'volume'; readonly name: string } | { readonly kind: 'image'; readonly id: string };
type Holder = VolumeHolder;

interface Kept {
	readonly holder: Promise<Holder>;
	readonly works: Set<Promise<unknown>>;
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
		const running = kept.holder.then(work);
		kept.works.add(running);
		try {
			return await running;
		} finally {
			kept.works.delete(running);
			if (kept.works.size === 0 && this.#kept.get(keyOf(held)) === kept) {
				kept.timer = setTimeout(() => void this.#release(keyOf(held)), keptFor);
			}
		}
	}

	/** Lets go of everything, once what is being done is done, so that it can be removed. */
	async releaseAll(): Promise<void> {
		await Promise.all([...this.#kept.keys()].map(key => this.#release(key)));
	}

	dispose(): void {
		void this.releaseAll();
	}

	async #release(key: string): Promise<void> {
		const kept = this.#kept.get(key);
		this.#kept.delete(key);
		clearTimeout(kept?.timer);
		if (kept?.works.size) {
			await Promise.race([Promise.allSettled(kept.works), delay(longestWait)]);
		}
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
		const kept: Kept = { holder, works: new Set(), timer: undefined };
		this.#kept.set(key, kept);
		holder.catch(() => this.#kept.delete(key));
		return kept;
	}
}

function keyOf(held: Held): string {
	return held.kind === 'volume' ? `volume ${held.name}` : `image ${held.id}`;
}
