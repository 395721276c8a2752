import { abortable } from '../base/async.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { Logger } from '../base/logger.ts';
import { currentContextName } from './contextFiles.ts';
import { candidateEndpoints, type Endpoint, isLocal, sameEndpoint, unixSockets } from './endpoints.ts';
import { type Call, type CallOptions, cancelled, runCall } from './engineCall.ts';
import { EngineSession } from './engineSession.ts';
import { type Attempt, type EngineStatus, sameStatus, summary } from './engineStatus.ts';
import type { EngineEnvironment } from './environment.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { Heartbeat } from './heartbeat.ts';
import { RetrySchedule } from './retrySchedule.ts';

export type { CallOptions } from './engineCall.ts';
export type { EngineStatus } from './engineStatus.ts';

/** A connection that lived this long was a good one: the pauses start anew. */
const goodLife = 30_000;

/** The engine in use: finds it, keeps an eye on it, finds it again. Idle until somebody needs it. */
export class EngineConnection implements Disposable {
	/** What it looks at outside itself. */
	readonly environment: EngineEnvironment;
	readonly #logger: Logger;
	readonly #changed = new Emitter<EngineStatus>();
	readonly onDidChangeStatus = this.#changed.event;
	readonly #retry = new RetrySchedule(
		() => this.#searchAgain(),
		() => this.#onSocketChange(),
	);
	readonly #heartbeat = new Heartbeat((session, failure) => this.#onSilence(session, failure));
	#status: EngineStatus = { state: 'idle', endpoint: '', context: 'default', attempts: [] };
	/** The one in use, or, while it does not answer, the one hoped for. */
	#session: EngineSession | undefined;
	#search: Promise<void> | undefined;
	#stopSearch = new AbortController();
	#check: Promise<EngineError | undefined> | undefined;
	#readySince = 0;
	#lastLogged = '';
	#disposed = false;

	constructor(options: { environment: EngineEnvironment; logger: Logger }) {
		this.environment = options.environment;
		this.#logger = options.logger;
	}

	get status(): EngineStatus {
		return this.#status;
	}

	/** Resolves when ready; rejects with `unreachable` when no candidate answered. Goes on trying by itself after that. */
	connect(): Promise<void> {
		if (this.#disposed) {
			return Promise.reject(closed());
		}
		return this.#status.state === 'ready' ? Promise.resolve() : this.#startSearch();
	}

	/**
	 * Runs one engine call, connecting first if nobody has. Rejects with an `EngineError`: `cancelled` by `signal`,
	 * `timeout` when the engine answers others but not this call, `unreachable` at once while there is no engine.
	 */
	async call<T>(run: Call<T>, options: CallOptions = {}): Promise<T> {
		const session = await this.#sessionFor(options.signal);
		return runCall(session, run, options, () => this.#verify(session));
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
		this.#disposed = true;
		this.#stopSearch.abort();
		this.#heartbeat.dispose();
		this.#retry.dispose();
		this.#endSession(closed());
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
		await abortable(this.connect(), caller).catch(error => {
			throw caller?.aborted ? cancelled(error) : error;
		});
		if (!this.#session) {
			throw this.#status.error ?? closed();
		}
		return this.#session;
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

	/** Ends ready, or unreachable with the next look scheduled; starts anew when told to reconsider. */
	async #searchUntilSettled(): Promise<void> {
		if (this.#status.state === 'idle') {
			this.#setStatus({ ...this.#status, state: 'connecting' });
		}
		while (!this.#disposed) {
			this.#stopSearch = new AbortController();
			const { signal } = this.#stopSearch;
			try {
				return await this.#tryCandidates(signal);
			} catch (error) {
				if (!signal.aborted) {
					throw error;
				}
			}
		}
		throw closed();
	}

	async #tryCandidates(signal: AbortSignal): Promise<void> {
		const candidates = await candidateEndpoints(this.environment).catch(async error => {
			const context = (await currentContextName(this.environment)) ?? 'default';
			signal.throwIfAborted();
			this.#endSession(closed());
			throw this.#becomeUnreachable([], [], invalidChoice(error), context);
		});
		signal.throwIfAborted();
		this.#dropSessionOutside(candidates);
		const attempts: Attempt[] = [];
		for (const endpoint of candidates) {
			try {
				this.#becomeReady(await this.#open(endpoint, signal), attempts);
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
			return EngineSession.open(endpoint, this.environment, signal);
		}
		try {
			await kept.renew(signal);
			signal.throwIfAborted();
			return kept;
		} catch (error) {
			if (!signal.aborted && !isSilence(error)) {
				this.#endSession(toEngineError(error));
			}
			throw error;
		}
	}

	#becomeReady(session: EngineSession, attempts: readonly Attempt[]): void {
		if (session !== this.#session) {
			this.#endSession(closed());
			this.#session = session;
			session.onClosed = () => this.reportSilence();
			this.#readySince = Date.now();
		}
		const { endpoint, engine } = session;
		this.#log('info', `Connected to ${endpoint.url}: engine ${engine.version}, API ${engine.apiVersion}`);
		if (this.environment.env.DOCKER_API_VERSION) {
			this.#log('warn', `DOCKER_API_VERSION is set: API ${engine.apiVersion} is used without asking the engine`);
		}
		this.#retry.watch(unixSockets([endpoint]));
		this.#heartbeat.watch(session);
		this.#setStatus({ state: 'ready', endpoint: endpoint.url, context: endpoint.context, attempts, engine });
	}

	#becomeUnreachable(
		candidates: readonly Endpoint[],
		attempts: readonly Attempt[],
		error: EngineError,
		context = candidates[0]?.context ?? 'default',
	): EngineError {
		const tried = attempts.map(attempt => `\n  ${attempt.endpoint}: ${attempt.error.message}`);
		this.#log('warn', `No engine: ${error.message}${tried.join('')}`);
		this.#retry.watch(unixSockets(candidates));
		this.#retry.schedule(candidates.every(isLocal));
		this.#setStatus({ state: 'unreachable', endpoint: candidates[0]?.url ?? '', context, attempts, error });
		return error;
	}

	/** The session in use does not answer any more. Calls that wait for a local engine go on waiting. */
	#lose(session: EngineSession, error: EngineError): void {
		if (session !== this.#session || this.#status.state !== 'ready') {
			return;
		}
		const { endpoint } = session;
		this.#heartbeat.dispose();
		if (isLocal(endpoint) || Date.now() - this.#readySince > goodLife) {
			this.#retry.reset();
		}
		const attempts = [{ endpoint: endpoint.url, error }];
		if (!isSilence(error) || !session.enduresSilence) {
			this.#endSession(summary(attempts));
		}
		this.#becomeUnreachable([endpoint], attempts, summary(attempts));
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
		const candidates = await candidateEndpoints(this.environment).catch(() => []);
		if (session !== this.#session || this.#status.state !== 'ready') {
			return;
		}
		this.#dropSessionOutside(candidates);
		if (!this.#session) {
			this.#heartbeat.dispose();
			this.#retry.reset();
			const [next] = candidates;
			const context = next?.context ?? this.#status.context;
			this.#setStatus({ state: 'connecting', endpoint: next?.url ?? '', context, attempts: [] });
			this.#searchAgain();
		}
	}

	/** Asks on a new connection; resolves to why the engine is lost, if it is. It may have become another one meanwhile. */
	#verify(session: EngineSession): Promise<EngineError | undefined> {
		this.#check ??= this.#askAgain(session).finally(() => {
			this.#check = undefined;
		});
		return this.#check;
	}

	async #askAgain(session: EngineSession): Promise<EngineError | undefined> {
		try {
			const changed = await session.renew();
			if (changed && session === this.#session && this.#status.state === 'ready') {
				this.#becomeReady(session, []);
			}
			return undefined;
		} catch (error) {
			this.#lose(session, toEngineError(error));
			return summary([{ endpoint: session.endpoint.url, error: toEngineError(error) }]);
		}
	}

	/** A kept connection that broke may mean no more than an engine that restarted quickly; silence says enough. */
	async #onSilence(session: EngineSession, failure: EngineError): Promise<void> {
		if (isSilence(failure)) {
			this.#lose(session, failure);
		} else {
			await this.#verify(session);
		}
	}

	#onSocketChange(): void {
		if (this.#status.state === 'unreachable') {
			this.#searchAgain();
		} else {
			this.reportSilence();
		}
	}

	#setStatus(status: EngineStatus): void {
		if (!this.#disposed && !sameStatus(status, this.#status)) {
			this.#status = status;
			this.#changed.fire(status);
		}
	}

	/** An engine that stays away is reported once. */
	#log(level: 'info' | 'warn', message: string): void {
		if (message !== this.#lastLogged) {
			this.#lastLogged = message;
			this.#logger[level](message);
		}
	}
}

function isSilence(error: unknown): boolean {
	return toEngineError(error).recognised?.kind === 'notAnswering';
}

function invalidChoice(error: unknown): EngineError {
	const { message, recognised } = toEngineError(error);
	return new EngineError('unreachable', message, { recognised, cause: error });
}

function closed(): EngineError {
	return new EngineError('cancelled', 'The connection to the engine was closed');
}
