import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Disposable } from '../base/disposable.ts';
import type { Logger } from '../base/logger.ts';

const settleDelay = 60;

/**
 * Tells when what docker keeps on disk reads differently than before. Watches folders, not files, since files are
 * replaced by renaming; of a folder that is not there yet it watches the nearest parent until it appears.
 */
export class FolderWatcher implements Disposable {
	readonly #folders: () => Promise<string[]>;
	readonly #fingerprint: () => Promise<string>;
	readonly #onChange: () => void;
	readonly #logger: Logger;
	readonly #watchers = new Map<string, FSWatcher>();
	#timer: NodeJS.Timeout | undefined;
	#last: string | undefined;
	#running = false;
	#again = false;
	#disposed = false;

	constructor(
		folders: () => Promise<string[]>,
		fingerprint: () => Promise<string>,
		onChange: () => void,
		logger: Logger,
	) {
		this.#folders = folders;
		this.#fingerprint = fingerprint;
		this.#onChange = onChange;
		this.#logger = logger;
		void this.#look();
	}

	dispose(): void {
		this.#disposed = true;
		clearTimeout(this.#timer);
		for (const key of [...this.#watchers.keys()]) {
			this.#stopWatching(key);
		}
	}

	/** Watches first and reads then: a change in between is seen twice rather than never. */
	async #look(): Promise<void> {
		if (this.#running) {
			this.#again = true;
			return;
		}
		this.#running = true;
		try {
			do {
				this.#again = false;
				await this.#watchWhatIsThere();
				await this.#compare();
			} while (this.#again && !this.#disposed);
		} catch (error) {
			this.#logger.warn(`Docker's contexts cannot be watched: ${(error as Error).message}`);
		} finally {
			this.#running = false;
		}
	}

	async #compare(): Promise<void> {
		const now = await this.#fingerprint();
		const before = this.#last;
		this.#last = now;
		if (before !== undefined && before !== now && !this.#disposed) {
			this.#onChange();
		}
	}

	/** What comes between looking and watching is told by nobody: looks again until there is nothing new to watch. */
	async #watchWhatIsThere(): Promise<void> {
		let isNew = true;
		while (isNew && !this.#disposed) {
			isNew = await this.#watchNew();
		}
	}

	/** Whether something is watched that was not before. */
	async #watchNew(): Promise<boolean> {
		const found = await Promise.all((await this.#folders()).map(nearestFolder));
		const wanted = new Map(found.map(place => [JSON.stringify(place), place]));
		for (const key of [...this.#watchers.keys()].filter(key => !wanted.has(key))) {
			this.#stopWatching(key);
		}
		let isNew = false;
		for (const [key, { folder, awaited }] of wanted) {
			if (!this.#watchers.has(key) && !this.#disposed) {
				this.#watch(key, folder, awaited);
				isNew ||= this.#watchers.has(key);
			}
		}
		return isNew;
	}

	#watch(key: string, folder: string, awaited: string | undefined): void {
		const onEvent = (_: string, name: string | null) => {
			if (name === basename(folder)) {
				// The folder itself is gone, and with it what this watcher could see.
				this.#stopWatching(key);
			}
			if (awaited === undefined || name === null || name === awaited || name === basename(folder)) {
				this.#lookSoon();
			}
		};
		try {
			const watcher = watch(folder, onEvent);
			this.#watchers.set(key, watcher);
			watcher.on('error', () => {
				this.#stopWatching(key);
				this.#lookSoon();
			});
		} catch (error) {
			this.#logger.debug(`${folder} cannot be watched: ${(error as Error).message}`);
		}
	}

	#stopWatching(key: string): void {
		this.#watchers.get(key)?.close();
		this.#watchers.delete(key);
	}

	#lookSoon(): void {
		if (!this.#disposed) {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => void this.#look(), settleDelay);
		}
	}
}

interface Place {
	readonly folder: string;
	/** The same path may be another folder later, which the old watcher does not see. */
	readonly inode: number;
	/** What is to appear in `folder`, which is only a parent of the one in question. */
	readonly awaited?: string;
}

async function nearestFolder(wanted: string): Promise<Place> {
	let folder = wanted;
	let awaited: string | undefined;
	for (;;) {
		const found = await stat(folder).catch(() => undefined);
		if (found?.isDirectory() || dirname(folder) === folder) {
			return { folder, inode: found?.ino ?? 0, awaited };
		}
		awaited = basename(folder);
		folder = dirname(folder);
	}
}
