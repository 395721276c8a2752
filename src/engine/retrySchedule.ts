import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Disposable } from '../base/disposable.ts';

/** Local engines are looked for often, remote ones ever more rarely. Milliseconds. */
const localDelays = { first: 250, most: 1_000 };
const remoteDelays = { first: 500, most: 30_000 };
const settleDelay = 30;

/** When to look for the engine again: after a growing pause, or at once when its socket appears, goes or is replaced. */
export class RetrySchedule implements Disposable {
	readonly #retry: () => void;
	readonly #onSocketChange: () => void;
	readonly #watchers = new Map<string, FSWatcher>();
	#delay = 0;
	#timer: NodeJS.Timeout | undefined;
	#settle: NodeJS.Timeout | undefined;

	constructor(retry: () => void, onSocketChange: () => void) {
		this.#retry = retry;
		this.#onSocketChange = onSocketChange;
	}

	/** One retry after the next pause. */
	schedule(local: boolean): void {
		this.cancel();
		const { first, most } = local ? localDelays : remoteDelays;
		this.#delay = Math.min(Math.max(this.#delay * 2, first), most);
		this.#timer = setTimeout(this.#retry, this.#delay);
	}

	/** The next pause is the shortest again. */
	reset(): void {
		this.#delay = 0;
	}

	cancel(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	/** Replaces the sockets that are watched. A folder that is not there, or cannot be watched, is left to the pauses. */
	watch(sockets: readonly string[]): void {
		const folders = new Map<string, Set<string>>();
		for (const socket of sockets) {
			const folder = dirname(socket);
			folders.set(folder, (folders.get(folder) ?? new Set()).add(basename(socket)));
		}
		for (const [folder, watcher] of this.#watchers) {
			if (!folders.has(folder)) {
				watcher.close();
				this.#watchers.delete(folder);
			}
		}
		for (const [folder, names] of folders) {
			if (!this.#watchers.has(folder)) {
				this.#watchFolder(folder, names);
			}
		}
	}

	dispose(): void {
		this.cancel();
		clearTimeout(this.#settle);
		this.watch([]);
	}

	#watchFolder(folder: string, names: ReadonlySet<string>): void {
		try {
			const watcher = watch(folder, (_, name) => {
				if (name === null || names.has(name)) {
					clearTimeout(this.#settle);
					this.#settle = setTimeout(this.#onSocketChange, settleDelay);
				}
			});
			watcher.on('error', () => {
				watcher.close();
				this.#watchers.delete(folder);
			});
			this.#watchers.set(folder, watcher);
		} catch {
			// Nothing to watch yet.
		}
	}
}
