import type { IncomingMessage } from 'node:http';
import { delay } from '../base/async.ts';
import { type Disposable, DisposableOwner, toDisposable } from '../base/disposable.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineConnection } from './connection.ts';
import { openStream, route } from './engineRequest.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { readLines } from './readLines.ts';
import { StatsReader, type StatsSample } from './readStats.ts';

export type { StatsSample, Traffic } from './readStats.ts';

const shortestPause = 1000;
const longestPause = 30_000;

export interface StatsViewer {
	/** About once a second while the container runs; never for the first sample, which has nothing to compare with. */
	onSample(sample: StatsSample): void;
	/** The engine gives no figures for now; it is asked again. */
	onFailure?(error: EngineError): void;
}

/**
 * What containers use, live. Each subscription makes the engine sample a container every second: there is one per
 * container however many watch it, opened with the first viewer and closed with the last.
 */
export class ContainerStats extends DisposableOwner {
	readonly #connection: EngineConnection;
	readonly #logger: Logger;
	readonly #streams = new Map<string, StatsStream>();

	constructor(connection: EngineConnection, logger: Logger) {
		super();
		this.#connection = connection;
		this.#logger = logger;
		this.register(
			connection.onDidChangeStatus(({ state }) => {
				if (state === 'ready') {
					this.#streams.forEach(stream => void stream.wake());
				}
			}),
		);
		this.register(toDisposable(() => this.#streams.forEach(stream => void stream.dispose())));
	}

	/** Ids of the containers that are subscribed to. */
	get watched(): readonly string[] {
		return [...this.#streams.keys()];
	}

	/** The container should run: of others there are no figures. Dispose to end it. */
	watch(id: string, viewer: StatsViewer): Disposable {
		if (this.isDisposed) {
			return toDisposable(() => {});
		}
		const stream = this.#streams.get(id) ?? new StatsStream(this.#connection, this.#logger, id);
		this.#streams.set(id, stream);
		// The same object may watch twice.
		const entry = { viewer };
		stream.viewers.add(entry);
		return toDisposable(() => {
			stream.viewers.delete(entry);
			if (stream.viewers.size === 0) {
				this.#streams.delete(id);
				stream.dispose();
			}
		});
	}
}

/** One container's subscription, opened again until disposed. */
class StatsStream implements Disposable {
	readonly viewers = new Set<{ readonly viewer: StatsViewer }>();
	readonly #connection: EngineConnection;
	readonly #logger: Logger;
	readonly #id: string;
	readonly #stop = new AbortController();
	#source: IncomingMessage | undefined;
	#rest: AbortController | undefined;
	#pause = shortestPause;

	constructor(connection: EngineConnection, logger: Logger, id: string) {
		this.#connection = connection;
		this.#logger = logger;
		this.#id = id;
		void this.#keepOpen();
	}

	/** The engine is back: does not wait any longer. */
	wake(): void {
		this.#pause = shortestPause;
		this.#rest?.abort();
	}

	dispose(): void {
		this.#stop.abort(new EngineError('cancelled', 'Nobody watches any more'));
		this.#source?.destroy();
		this.#rest?.abort();
	}

	async #keepOpen(): Promise<void> {
		const { signal } = this.#stop;
		while (!signal.aborted) {
			try {
				await this.#listen(signal);
			} catch (thrown) {
				const error = toEngineError(thrown);
				if (signal.aborted) {
					return;
				}
				this.#logger.debug(`The stats of ${this.#id} broke: ${error.message}`);
				this.viewers.forEach(({ viewer }) => void viewer.onFailure?.(error));
			}
			await this.#wait();
		}
	}

	async #listen(signal: AbortSignal): Promise<void> {
		const request = { method: 'GET', path: route`/containers/${this.#id}/stats`, query: { stream: 1 } } as const;
		const source = await this.#connection.call((docker, inner) => openStream(docker, request, inner), { signal });
		this.#source = source;
		if (signal.aborted) {
			source.destroy();
			return;
		}
		const reader = new StatsReader();
		try {
			await readLines(source, line => this.#onLine(reader, line));
		} finally {
			source.destroy();
			this.#source = undefined;
		}
	}

	#onLine(reader: StatsReader, line: string): void {
		const sample = this.#stop.signal.aborted ? undefined : this.#read(reader, line);
		if (sample) {
			this.#pause = shortestPause;
			[...this.viewers].forEach(({ viewer }) => void viewer.onSample(sample));
		}
	}

	#read(reader: StatsReader, line: string): StatsSample | undefined {
		try {
			return reader.read(line, Date.now());
		} catch (error) {
			this.#logger.warn(`Skipped a line of the stats of ${this.#id}: ${error}`);
			return undefined;
		}
	}

	/** While there is no engine, its return ends the waiting. */
	async #wait(): Promise<void> {
		this.#rest = new AbortController();
		const pause = this.#connection.status.state === 'unreachable' ? longestPause : this.#pause;
		this.#pause = Math.min(pause * 2, longestPause);
		if (!this.#stop.signal.aborted) {
			await delay(pause, this.#rest.signal).catch(() => {});
		}
	}
}
