import type Docker from 'dockerode';
import { abortable } from '../base/async.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { Logger } from '../base/logger.ts';
import { candidateEndpoints, type Endpoint, isLocal, sameEndpoint, unixSockets } from './endpoints.ts';
import { type Attempt, type EngineStatus, sameStatus, summary } from './engineStatus.ts';
import type { EngineEnvironment } from './environment.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { RetrySchedule } from './retrySchedule.ts';
import { EngineSession } from './engineSession.ts';

export type { EngineStatus } from './engineStatus.ts';

export interface CallOptions {
	readonly signal?: AbortSignal;
	/** Milliseconds; 30,000 when left out, `Infinity` for none. Streams that `run` returns are not bound by it. */
	readonly deadline?: number;
}

const defaultDeadline = 30_000;
const longestTimer = 2 ** 31 - 1;
const heartbeatInterval = 2_000;
/** A connection that lived this long was a good one: the pauses start anew. */
const goodLife = 30_000;

/** The engine in use: finds it, keeps an eye on it, finds it again. Idle until somebody needs it. */
export class EngineConnection implements Disposable {
	readonly #environment: EngineEnvironment;
	readonly #logger: Logger;
	readonly #changed = new Emitter<EngineStatus>();
	readonly onDidChangeStatus = this.#changed.event;
	readonly #retry = new RetrySchedule(
		() => this.#searchAgain(),
		() => this.#onSocketChange(),
	);
	#status: EngineStatus = { state: 'idle', endpoint: '', context: 'default', attempts: [] };
	/** The one in use, or, while it does not answer, the one hoped for. */
	#session: EngineSession | undefined;
	#search: Promise<void> | undefined;
	#stopSearch = new AbortController();
	#heartbeat: NodeJS.Timeout | undefined;
	#readySince = 0;
	#lastLogged = '';
	#disposed = false;

	constructor(options: { environment: EngineEnvironment; logger: Logger }) {
		this.#environment = options.environment;
		this.#logger = options.logger;
	}

	get status(): EngineStatus {
		return this.#status;
	}

	/** Connections to the engine open at the moment. */
	get openSockets(): number {
		return this.#session?.openSockets ?? 0;
	}

	/** Resolves when ready; rejects with `unreachable` when no candidate answered. Goes on trying by itself after that. */
	connect(): Promise<void> {
		if (this.#disposed) {
			return Promise.reject(closed());
		}
		if (this.#status.state === 'ready') {
			return Promise.resolve();
		}
		return this.#startSearch();
	}

	/**
	 * Runs one engine call, connecting first if nobody has. Rejects with an `EngineError`: `cancelled` by `signal`,
	 * `timeout` when the engine answers others but not this call, `unreachable` at once while there is no engine.
	 */
	async call<T>(run: (docker: Docker, signal: AbortSignal) => Promise<T>, options: CallOptions = {}): Promise<T> {
		const { signal: caller, deadline = defaultDeadline } = options;
		const session = await this.#sessionFor(caller);
		const stop = new AbortController();
		const onEnd = () => stop.abort(session.signal.reason);
		session.signal.addEventListener('abort', onEnd, { once: true });
		let late = false;
		const onDeadline = () => {
			late = true;
			stop.abort(new EngineError('timeout', 'The engine took too long'));
		};
		const timer = deadline <= longestTimer ? setTimeout(onDeadline, deadline) : undefined;
		const signal = caller ? AbortSignal.any([caller, stop.signal]) : stop.signal;
		try {
			return await abortable(
				Promise.resolve().then(() => run(session.docker, signal)),
				signal,
			);
		} catch (error) {
			throw await this.#callFailure(session, error, caller, late ? deadline : undefined);
		} finally {
			clearTimeout(timer);
			session.signal.removeEventListener('abort', onEnd);
		}
	}

	/** Somebody came back to the window or pressed Retry: looks at once. */
	retryNow(): void {
		if (this.#status.state === 'unreachable') {
			this.#retry.reset();
			this.#searchAgain();
		}
	}

	/** The setting or the current context changed: moves to another engine if that is another one. */
	reconsider(): void {
		if (this.#disposed || this.#status.state === 'idle') {
			return;
		}
		if (this.#search) {
			this.#stopSearch.abort();
		} else if (this.#status.state === 'ready') {
			void this.#moveIfElsewhere();
		} else {
			this.retryNow();
		}
	}

	/** The events stream ended, or the like: is the engine still there, and is it the same? */
	reportSilence(): void {
		if (this.#session && this.#status.state === 'ready') {
			void this.#verify(this.#session);
		}
	}

	dispose(): void {
		if (this.#disposed) {
			return;
		}
		this.#disposed = true;
		this.#stopSearch.abort();
		this.#stopHeartbeat();
		this.#retry.dispose();
		this.#session?.dispose();
		this.#session = undefined;
		this.#changed.dispose();
	}

	async #sessionFor(caller: AbortSignal | undefined): Promise<EngineSession> {
		if (this.#disposed) {
			throw closed();
		}
		if (caller?.aborted) {
			throw cancelled(caller.reason);
		}
		if (this.#status.state === 'unreachable') {
			this.retryNow();
			throw this.#status.error;
		}
		if (this.#status.state !== 'ready') {
			await abortable(this.connect(), caller).catch(error => {
				throw caller?.aborted ? cancelled(error) : toEngineError(error);
			});
		}
		if (!this.#session) {
			throw this.#status.error ?? closed();
		}
		return this.#session;
	}

	async #callFailure(
		session: EngineSession,
		error: unknown,
		caller: AbortSignal | undefined,
		deadline: number | undefined,
	): Promise<EngineError> {
		if (caller?.aborted) {
			return cancelled(error);
		}
		if (session.signal.aborted) {
			return session.signal.reason as EngineError;
		}
		if (deadline !== undefined) {
			const alive = await this.#verify(session);
			const seconds = Math.round(deadline / 100) / 10;
			return alive
				? new EngineError('timeout', `The engine did not finish within ${seconds} s`, { cause: error })
				: (this.#status.error ?? closed());
		}
		const failure = toEngineError(error);
		if (failure.code === 'unreachable') {
			void this.#verify(session);
		}
		return failure;
	}

	#searchAgain(): void {
		this.#startSearch().catch(() => {});
	}

	#startSearch(): Promise<void> {
		this.#retry.cancel();
		this.#search ??= this.#searchUntilSettled().finally(() => {
			this.#search = undefined;
		});
		return this.#search;
	}

	async #searchUntilSettled(): Promise<void> {
		if (this.#status.state === 'idle') {
			this.#setStatus({ state: 'connecting', endpoint: '', context: 'default', attempts: [] });
		}
		for (;;) {
			this.#stopSearch = new AbortController();
			const { signal } = this.#stopSearch;
			try {
				return await this.#tryCandidates(signal);
			} catch (error) {
				if (this.#disposed) {
					throw closed();
				}
				if (!signal.aborted) {
					throw error;
				}
			}
		}
	}

	/** One look at every candidate; ends ready, or unreachable with the next look scheduled. */
	async #tryCandidates(signal: AbortSignal): Promise<void> {
		const candidates: Endpoint[] = [];
		const attempts: Attempt[] = [];
		try {
			candidates.push(...(await candidateEndpoints(this.#environment)));
		} catch (error) {
			signal.throwIfAborted();
			const { message, recognised } = toEngineError(error);
			throw this.#becomeUnreachable([], [], new EngineError('unreachable', message, { recognised, cause: error }));
		}
		signal.throwIfAborted();
		this.#dropSessionOutside(candidates);
		for (const endpoint of candidates) {
			try {
				this.#becomeReady(await this.#open(endpoint, signal), attempts, candidates);
				return;
			} catch (error) {
				signal.throwIfAborted();
				attempts.push({ endpoint: endpoint.url, error: toEngineError(error) });
			}
		}
		throw this.#becomeUnreachable(candidates, attempts, summary(attempts));
	}

	async #open(endpoint: Endpoint, signal: AbortSignal): Promise<EngineSession> {
		const kept = this.#session;
		if (!kept || !sameEndpoint(kept.endpoint, endpoint)) {
			const session = await EngineSession.open(endpoint, this.#environment, signal);
			if (signal.aborted) {
				session.dispose();
			}
			signal.throwIfAborted();
			return session;
		}
		try {
			await kept.renew(signal);
			return kept;
		} catch (error) {
			if (!signal.aborted && toEngineError(error).recognised?.kind !== 'notAnswering') {
				this.#endSession(toEngineError(error));
			}
			throw error;
		}
	}

	#becomeReady(session: EngineSession, attempts: readonly Attempt[], candidates: readonly Endpoint[]): void {
		if (session !== this.#session) {
			this.#endSession(closed());
			this.#session = session;
		}
		const { endpoint, engine } = session;
		session.onClosed = () => void this.#verify(session);
		this.#readySince = Date.now();
		this.#retry.watch(unixSockets(candidates.filter(candidate => candidate.url === endpoint.url)));
		this.#log('info', `Connected to ${endpoint.url}: engine ${engine.version}, API ${engine.apiVersion}`);
		if (this.#environment.env.DOCKER_API_VERSION) {
			this.#log('warn', `DOCKER_API_VERSION is set: API ${engine.apiVersion} is used without asking the engine`);
		}
		this.#setStatus({ state: 'ready', endpoint: endpoint.url, context: endpoint.context, attempts, engine });
		this.#scheduleHeartbeat(session);
	}

	#becomeUnreachable(candidates: readonly Endpoint[], attempts: readonly Attempt[], error: EngineError): EngineError {
		const [first] = candidates;
		const sockets = unixSockets(candidates);
		this.#retry.watch(sockets);
		this.#retry.schedule(candidates.every(isLocal));
		for (const attempt of attempts) {
			this.#logger.debug(`${attempt.endpoint}: ${attempt.error.message}`);
		}
		const context = first?.context ?? this.#status.context;
		this.#setStatus({ state: 'unreachable', endpoint: first?.url ?? '', context, attempts, error });
		this.#log('warn', `No engine: ${error.message}`);
		return error;
	}

	/** The session in use does not answer any more. */
	#lose(session: EngineSession, error: EngineError): void {
		if (session !== this.#session || this.#status.state !== 'ready') {
			return;
		}
		this.#stopHeartbeat();
		if (isLocal(session.endpoint) || Date.now() - this.#readySince > goodLife) {
			this.#retry.reset();
		}
		if (error.recognised?.kind !== 'notAnswering' || !session.enduresSilence) {
			this.#endSession(error);
		}
		this.#becomeUnreachable(
			[session.endpoint],
			[{ endpoint: session.endpoint.url, error }],
			summary([{ endpoint: '', error }]),
		);
	}

	#endSession(reason: EngineError): void {
		this.#session?.dispose(reason);
		this.#session = undefined;
	}

	#dropSessionOutside(candidates: readonly Endpoint[]): void {
		const endpoint = this.#session?.endpoint;
		if (endpoint && !candidates.some(candidate => sameEndpoint(candidate, endpoint))) {
			this.#endSession(closed());
		}
	}

	async #moveIfElsewhere(): Promise<void> {
		const session = this.#session;
		const candidates = await candidateEndpoints(this.#environment).catch(() => []);
		if (session !== this.#session || this.#status.state !== 'ready' || !session) {
			return;
		}
		if (candidates.some(candidate => sameEndpoint(candidate, session.endpoint))) {
			return;
		}
		this.#stopHeartbeat();
		this.#endSession(closed());
		this.#retry.reset();
		const context = candidates[0]?.context ?? this.#status.context;
		this.#setStatus({ state: 'connecting', endpoint: candidates[0]?.url ?? '', context, attempts: [] });
		this.#searchAgain();
	}

	/** True when the engine answers on a new connection; it may have become another one meanwhile. */
	async #verify(session: EngineSession): Promise<boolean> {
		try {
			const changed = await session.renew();
			if (changed && session === this.#session && this.#status.state === 'ready') {
				this.#becomeReady(session, [], [session.endpoint]);
			}
			return true;
		} catch (error) {
			this.#lose(session, toEngineError(error));
			return false;
		}
	}

	#onSocketChange(): void {
		if (this.#status.state === 'unreachable') {
			this.#searchAgain();
		} else {
			this.reportSilence();
		}
	}

	#scheduleHeartbeat(session: EngineSession): void {
		this.#stopHeartbeat();
		this.#heartbeat = setTimeout(() => void this.#beat(session), heartbeatInterval);
	}

	#stopHeartbeat(): void {
		clearTimeout(this.#heartbeat);
		this.#heartbeat = undefined;
	}

	async #beat(session: EngineSession): Promise<void> {
		try {
			await session.ping();
		} catch (error) {
			const failure = toEngineError(error);
			// A kept connection that broke may mean no more than an engine that restarted quickly.
			if (failure.recognised?.kind === 'notAnswering' || !(await this.#verify(session))) {
				this.#lose(session, failure);
			}
		}
		if (session === this.#session && this.#status.state === 'ready') {
			this.#scheduleHeartbeat(session);
		}
	}

	#setStatus(status: EngineStatus): void {
		if (this.#disposed || sameStatus(status, this.#status)) {
			return;
		}
		this.#status = status;
		this.#changed.fire(status);
	}

	/** An engine that stays away is reported once. */
	#log(level: 'info' | 'warn', message: string): void {
		if (message !== this.#lastLogged) {
			this.#lastLogged = message;
			this.#logger[level](message);
		}
	}
}

function closed(): EngineError {
	return new EngineError('cancelled', 'The connection to the engine was closed');
}

function cancelled(cause: unknown): EngineError {
	return new EngineError('cancelled', 'Cancelled', { cause });
}
