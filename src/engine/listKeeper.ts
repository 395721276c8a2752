import { DisposableOwner, toDisposable } from '../base/disposable.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineConnection } from './connection.ts';
import { EngineError } from './errors.ts';
import { readList } from './readList.ts';
import { RefreshPacer } from './refreshPacer.ts';
import { type ListChange, ResourceList } from './resourceList.ts';
import type { Kind, ResourceOf } from './resources.ts';

/** With more ids than this the whole list is cheaper to read. */
const mostIds = 100;
const firstRetry = 1000;
const longestRetry = 30_000;

export interface ListKeeperOptions<K extends Kind> {
	readonly kind: K;
	readonly connection: EngineConnection;
	readonly logger: Logger;
	readonly onChange: (change: ListChange) => void;
	/** Whether something read is older than what is known from events, and must not be taken over. */
	readonly isStale?: (item: ResourceOf[K]) => boolean;
	/** Whether more events about this kind are known to be on their way. */
	readonly moreToCome?: () => boolean;
}

/** Keeps the list of one kind: reads it in full, reads again the ids that became doubtful, takes over what differs. */
export class ListKeeper<K extends Kind> extends DisposableOwner {
	readonly #options: ListKeeperOptions<K>;
	readonly #pacer: RefreshPacer;
	readonly #stop = new AbortController();
	#list = new ResourceList<K>();
	#loaded = false;
	#wanted = false;
	readonly #doubtful = new Set<string>();
	#allDoubtful = false;
	/** What events changed since the present read began: the read may not know of it. */
	readonly #touched = new Set<string>();
	/** Those of them that are gone. */
	readonly #gone = new Set<string>();
	#last: Promise<unknown> = Promise.resolve();
	#next: Promise<void> | undefined;
	#loading: Promise<void> | undefined;
	#retry: { readonly timer: NodeJS.Timeout } | undefined;
	#retryAfter = firstRetry;

	constructor(options: ListKeeperOptions<K>) {
		super();
		this.#options = options;
		this.#pacer = this.register(new RefreshPacer({ read: () => this.#readDoubtful(), moreToCome: options.moreToCome }));
		this.register(
			toDisposable(() => {
				this.#stop.abort(new EngineError('cancelled', 'Disposed'));
				clearTimeout(this.#retry?.timer);
			}),
		);
	}

	/** `undefined` until it has been read. */
	get items(): readonly ResourceOf[K][] | undefined {
		return this.#loaded ? this.#list.items : undefined;
	}

	/** Whether the list is known or being read, so that events matter. */
	get isFollowed(): boolean {
		return this.#loaded || this.#loading !== undefined;
	}

	/** Whether somebody has asked for the list, even if it could not be read yet. */
	get isWanted(): boolean {
		return this.#wanted;
	}

	/** Whether a change reported now will be read within milliseconds. */
	get answersAtOnce(): boolean {
		return this.#pacer.answersAtOnce;
	}

	get(id: string): ResourceOf[K] | undefined {
		return this.#list.get(id);
	}

	/** From now on the list is read whenever the event stream opens. */
	want(): void {
		this.#wanted = true;
	}

	/** Reads the list unless it is known. Concurrent calls share one read. */
	async load(): Promise<void> {
		if (!this.#loaded) {
			await (this.#loading ?? this.reload());
		}
	}

	/** Reads the list in full, with a read that begins after this call. */
	reload(): Promise<void> {
		this.#allDoubtful = true;
		const loading = this.#enqueue();
		this.#loading = loading;
		const done = () => {
			if (this.#loading === loading) {
				this.#loading = undefined;
			}
		};
		loading.then(done, done);
		return loading;
	}

	/** The event stream has been opened anew: what is known may be outdated. */
	resume(): void {
		if (this.#wanted) {
			this.reload().catch(error => this.#onFailure(error));
		}
	}

	/** Something has changed about these ids; `urgent` if it cannot be seen from what is known. */
	doubt(ids: readonly string[], urgent = false): void {
		for (const id of ids) {
			this.#doubtful.add(id);
			this.#touched.add(id);
		}
		this.#pacer.request(urgent);
	}

	doubtAll(): void {
		this.#allDoubtful = true;
		this.#pacer.request();
	}

	/** Takes over what an event has said. */
	put(item: ResourceOf[K]): void {
		this.#touched.add(item.id);
		this.#gone.delete(item.id);
		const outcome = this.#list.put(item);
		if (outcome) {
			this.#options.onChange({ added: [], changed: [], removed: [], [outcome]: [item.id] });
		}
	}

	remove(id: string): void {
		this.#touched.add(id);
		this.#gone.add(id);
		this.#doubtful.delete(id);
		if (this.#list.delete(id)) {
			this.#options.onChange({ added: [], changed: [], removed: [id] });
		}
	}

	/** Forgets everything: it was another engine's. */
	clear(): void {
		const removed = this.#list.items.map(item => item.id);
		this.#list = new ResourceList();
		this.#loaded = false;
		this.#doubtful.clear();
		this.#touched.clear();
		this.#gone.clear();
		this.#allDoubtful = false;
		if (removed.length > 0) {
			this.#options.onChange({ added: [], changed: [], removed });
		}
	}

	/** One read after the other; calls made before a read begins share it. */
	#enqueue(): Promise<void> {
		if (!this.#next) {
			const next = this.#last.then(() => {
				this.#next = undefined;
				return this.#read();
			});
			this.#next = next;
			this.#last = next.catch(() => {});
		}
		return this.#next;
	}

	async #readDoubtful(): Promise<void> {
		try {
			await this.#enqueue();
		} catch (error) {
			this.#onFailure(error);
		}
	}

	async #read(): Promise<void> {
		const { kind, connection } = this.#options;
		const ids = [...this.#doubtful];
		const all = this.#allDoubtful || kind === 'image' || ids.length > mostIds;
		if (!all && ids.length === 0) {
			return;
		}
		this.#doubtful.clear();
		this.#allDoubtful = false;
		this.#touched.clear();
		this.#gone.clear();
		const list = this.#list;
		try {
			const items = await connection.call(
				(docker, signal) => readList(docker, kind, all ? undefined : ids, id => list.get(id), signal),
				{ signal: this.#stop.signal },
			);
			if (list === this.#list && !this.isDisposed) {
				this.#takeOver(items, all ? undefined : ids);
			}
		} catch (error) {
			for (const id of ids) {
				this.#doubtful.add(id);
			}
			this.#allDoubtful ||= all;
			throw error;
		}
	}

	#takeOver(items: readonly ResourceOf[K][], ids: readonly string[] | undefined): void {
		const stale = new Set(items.filter(item => this.#options.isStale?.(item)).map(item => item.id));
		// What has just been made is taken as it was read: nothing is known that could be newer.
		const isNew = (id: string) => !this.#gone.has(id) && !this.#list.get(id);
		const kept = (id: string) => stale.has(id) || (this.#touched.has(id) && !isNew(id));
		const change = ids ? this.#list.merge(ids, items, kept) : this.#list.replaceAll(items, kept);
		this.#loaded ||= ids === undefined;
		this.#retryAfter = firstRetry;
		if (change.added.length + change.changed.length + change.removed.length > 0) {
			this.#options.onChange(change);
		}
	}

	/** An engine that is away needs no retry: its return brings `resume`. */
	#onFailure(error: unknown): void {
		const { kind, connection, logger } = this.#options;
		if (this.isDisposed) {
			return;
		}
		logger.warn(`Reading the list of ${kind}s failed: ${error}`);
		if (connection.status.state !== 'ready' || !this.#wanted) {
			return;
		}
		clearTimeout(this.#retry?.timer);
		this.#retry = { timer: setTimeout(() => this.#pacer.request(), this.#retryAfter) };
		this.#retryAfter = Math.min(this.#retryAfter * 2, longestRetry);
	}
}
