import type Docker from 'dockerode';
import { delay } from '../base/async.ts';
import { Deferred } from '../base/deferred.ts';
import { DisposableOwner, toDisposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineConnection, EngineStatus } from './connection.ts';
import { EngineError } from './errors.ts';
import { type EngineEvent, readEvent, wantedActions, wantedTypes } from './readEvent.ts';
import { readLines } from './readLines.ts';

export type { EngineEvent } from './readEvent.ts';

const shortestPause = 500;
const longestPause = 30_000;
/** A stream that lived this long was a good one: the next pause is short again. */
const longLife = 30_000;
/** How many events are remembered to know those that come a second time after a reopening. */
const remembered = 512;

/** Which events a stream asks for, and how it reads their lines. */
export interface EventReader<E extends ReadableEvent> {
	readonly filters: Readonly<Record<string, readonly string[]>>;
	/** `undefined` for a line that is not wanted; throws a SyntaxError if it is not JSON. */
	read(line: string): E | undefined;
}

/** Only who hears the usual events may leave the reader out. */
type ReaderArgument<E extends ReadableEvent> = EngineEvent extends E
	? [reader?: EventReader<E>]
	: [reader: EventReader<E>];

type ReadableEvent = Pick<EngineEvent, 'action' | 'id' | 'timeNano'> & { readonly type: string };

const changes: EventReader<EngineEvent> = {
	filters: { type: wantedTypes, event: wantedActions },
	read: readEvent,
};

/**
 * The engine's `/events`, reopened until disposed. The engine drops events for slow listeners and while nobody
 * listens, so whoever keeps state from them reads it anew on every `onDidOpen`.
 */
export class EngineEvents<E extends ReadableEvent = EngineEvent> extends DisposableOwner {
	readonly #connection: EngineConnection;
	readonly #logger: Logger;
	readonly #reader: EventReader<E>;
	readonly #events: Emitter<E>;
	readonly #opened: Emitter<void>;
	readonly #stop = new AbortController();
	readonly #seen = new Set<string>();
	#started = false;
	/** Settles with the next attempt to open the stream; shared by everybody who waits for it. */
	#opening: Deferred<void> | undefined;
	#stream: { readonly endpoint: string; readonly abort: AbortController } | undefined;
	#wake: AbortController | undefined;
	#last: { readonly endpoint: string; readonly timeNano: string } | undefined;

	/** Without a reader it hears what changes the lists of things. */
	constructor(connection: EngineConnection, logger: Logger, ...[reader]: ReaderArgument<E>) {
		super();
		this.#reader = (reader ?? changes) as EventReader<E>;
		this.#connection = connection;
		this.#logger = logger;
		const report = (error: unknown) => logger.error(`A listener of engine events failed: ${error}`);
		this.#events = this.register(new Emitter<E>(report));
		this.#opened = this.register(new Emitter<void>(report));
		this.register(connection.onDidChangeStatus(status => this.#onStatus(status)));
		this.register(toDisposable(() => this.#close()));
	}

	get onDidEvent(): Event<E> {
		return this.#events.event;
	}

	/** After every opening of the stream, the first one too. */
	get onDidOpen(): Event<void> {
		return this.#opened.event;
	}

	/**
	 * Opens the stream, and from then on keeps it open. Resolves when it is open, rejects with an `EngineError` if the
	 * present attempt fails; the next ones are made all the same.
	 */
	start(): Promise<void> {
		if (this.isDisposed) {
			return Promise.reject(new EngineError('cancelled', 'Disposed'));
		}
		if (this.#stream) {
			return Promise.resolve();
		}
		if (!this.#opening) {
			this.#opening = new Deferred();
			this.#wake?.abort();
		}
		if (!this.#started) {
			this.#started = true;
			void this.#keepOpen();
		}
		return this.#opening.promise;
	}

	async #keepOpen(): Promise<void> {
		let pause = shortestPause;
		while (!this.isDisposed) {
			const startedAt = Date.now();
			try {
				await this.#connection.call((docker, signal) => this.#listen(docker, signal), {
					signal: this.#stop.signal,
					deadline: Number.POSITIVE_INFINITY,
				});
				this.#logger.debug('The event stream ended');
			} catch (error) {
				this.#logger.debug(`The event stream broke: ${error}`);
				this.#opening?.reject(error);
			}
			this.#opening = undefined;
			if (this.isDisposed) {
				return;
			}
			if (this.#connection.status.state === 'ready') {
				this.#connection.reportSilence();
			}
			pause = Date.now() - startedAt >= longLife ? shortestPause : pause;
			pause = (await this.#rest(pause)) ? shortestPause : Math.min(pause * 2, longestPause);
		}
	}

	/** Resolves to true if it was woken before its time: the engine is back, or somebody waits for the stream. */
	async #rest(ms: number): Promise<boolean> {
		const wake = new AbortController();
		this.#wake = wake;
		try {
			await delay(ms, wake.signal);
			return false;
		} catch {
			return true;
		} finally {
			this.#wake = undefined;
		}
	}

	async #listen(docker: Docker, signal: AbortSignal): Promise<void> {
		const { endpoint } = this.#connection.status;
		const abort = new AbortController();
		try {
			const query = {
				filters: this.#reader.filters,
				...this.#since(endpoint),
				abortSignal: AbortSignal.any([signal, abort.signal]),
			};
			const stream = await docker.getEvents(query as unknown as Docker.GetEventsOptions);
			this.#stream = { endpoint, abort };
			const ended = readLines(stream, line => this.#onLine(line, endpoint));
			this.#opening?.resolve();
			this.#opening = undefined;
			this.#opened.fire();
			await ended;
		} finally {
			this.#stream = undefined;
			abort.abort();
		}
	}

	/** What happened while the stream was closed comes again, as far as the engine remembers it. */
	#since(endpoint: string): { since?: string } {
		if (this.#last?.endpoint !== endpoint) {
			this.#last = undefined;
			this.#seen.clear();
		}
		const timeNano = this.#last?.timeNano ?? '';
		const asked = timeNano.length > 9 && !this.#connection.status.engine?.podman;
		return asked ? { since: `${timeNano.slice(0, -9)}.${timeNano.slice(-9)}` } : {};
	}

	#onLine(line: string, endpoint: string): void {
		if (this.isDisposed) {
			return;
		}
		let event: E | undefined;
		try {
			event = this.#reader.read(line);
		} catch (error) {
			this.#logger.warn(`Skipped a line of the event stream that is not JSON: ${error}`);
			return;
		}
		if (event && this.#isNew(event)) {
			this.#last = { endpoint, timeNano: event.timeNano };
			this.#events.fire(event);
		}
	}

	#isNew({ timeNano, type, action, id }: E): boolean {
		if (timeNano === '') {
			return true;
		}
		const key = `${timeNano} ${type} ${action} ${id}`;
		if (this.#seen.has(key)) {
			return false;
		}
		this.#seen.add(key);
		if (this.#seen.size > remembered) {
			const [oldest] = this.#seen;
			this.#seen.delete(oldest as string);
		}
		return true;
	}

	#onStatus(status: EngineStatus): void {
		if (status.state === 'ready') {
			if (this.#stream && this.#stream.endpoint !== status.endpoint) {
				this.#stream.abort.abort();
			}
			this.#wake?.abort();
		} else {
			this.#stream?.abort.abort();
		}
	}

	#close(): void {
		this.#stop.abort(new EngineError('cancelled', 'Disposed'));
		this.#wake?.abort();
		this.#opening?.reject(new EngineError('cancelled', 'Disposed'));
		this.#opening = undefined;
	}
}
