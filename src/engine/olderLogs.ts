import { ignoreMissing, throwIfCancelled } from './calls.ts';
import type { ContainerFollower } from './containerFollower.ts';
import { lineFlags } from './logChunk.ts';
import type { OlderLines } from './logModel.ts';
import { LogQueue, moveInOrder } from './logQueue.ts';
import { LogStore, unlimitedStore } from './logStore.ts';

/** Lines of each source that are asked for: the engine reads all behind them too, so that more come each time. */
const batches = { first: 1_000, most: 8_000 };
/** Lines that are put elsewhere without anybody noticing how long it takes. */
const mostMoved = 20_000;

/** Lines before the first ones that were read, of all containers of a log. */
export class OlderLogs implements OlderLines {
	readonly #store: LogStore;
	readonly #followers: readonly ContainerFollower[];
	#batch = batches.first;
	#loading: Promise<number> | undefined;

	constructor(store: LogStore, followers: readonly ContainerFollower[]) {
		this.#store = store;
		this.#followers = followers;
	}

	get more(): boolean {
		return this.#room.lines > 0 && this.#followers.some(({ hasOlder }) => hasOlder);
	}

	/** The signal ends the waiting; what has been asked for comes all the same. */
	async load(signal?: AbortSignal): Promise<number> {
		this.#loading ??= this.#load().finally(() => {
			this.#loading = undefined;
		});
		const count = await this.#loading;
		throwIfCancelled(signal);
		return count;
	}

	async #load(): Promise<number> {
		const followers = this.#followers.filter(({ hasOlder }) => hasOlder);
		const parts = await Promise.all(
			followers.map(async follower => {
				const part = unlimitedStore();
				await follower.readOlder(this.#batch, part).catch(ignoreMissing);
				this.#store.countReceived(follower.source, part.count);
				return part;
			}),
		);
		this.#batch = Math.min(this.#batch * 2, batches.most);
		return this.#insert(parts.filter(part => part.count > 0));
	}

	/** A source with few lines reaches further back: its lines before the newest one that came are put among them. */
	#insert(parts: readonly LogStore[]): number {
		const count = parts.reduce((sum, part) => sum + part.count, 0);
		if (count === 0 || this.#store.dropped > 0) {
			return 0;
		}
		const latest = Math.max(...parts.map(lastTime));
		const seam = this.#firstFrom(latest);
		const before = this.#store.cutBefore(seam - this.#store.first > mostMoved ? this.#store.first : seam);
		const older = new LogStore(this.#room);
		moveInOrder(
			[...parts, before].map(part => new LogQueue(part)),
			older,
		);
		this.#store.prepend(older);
		return count;
	}

	/** Number of the first line of this time or a later one. */
	#firstFrom(time: number): number {
		for (const chunk of this.#store.chunks) {
			for (let line = Math.max(chunk.begin, this.#store.first - chunk.first); line < chunk.count; line++) {
				if ((chunk.times[line] as number) >= time && !((chunk.flags[line] as number) & lineFlags.note)) {
					return chunk.first + line;
				}
			}
		}
		return this.#store.next;
	}

	get #room() {
		const { limits, count, bytes, dropped } = this.#store;
		return dropped > 0 ? { lines: 0, bytes: 0 } : { lines: limits.lines - count, bytes: limits.bytes - bytes };
	}
}

function lastTime(part: LogStore): number {
	const chunk = part.chunks.at(-1);
	return chunk ? (chunk.times[chunk.count - 1] as number) : Number.NEGATIVE_INFINITY;
}
