import type Docker from 'dockerode';
import { abortable } from '../base/async.ts';
import type { EngineSession } from './engineSession.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';

export interface CallOptions {
	readonly signal?: AbortSignal;
	/** Milliseconds; 30,000 when left out, `Infinity` for none. Streams that a call returns are not bound by it. */
	readonly deadline?: number;
}

export type Call<T> = (docker: Docker, signal: AbortSignal) => Promise<T>;

const defaultDeadline = 30_000;
const longestTimer = 2 ** 31 - 1;

/**
 * Runs one call until it settles, its caller gives up, its deadline passes or the session ends. Rejects with an
 * `EngineError`. `check` looks whether the engine still answers and resolves to why not.
 */
export async function runCall<T>(
	session: EngineSession,
	run: Call<T>,
	options: CallOptions,
	check: () => Promise<EngineError | undefined>,
): Promise<T> {
	const { signal: caller, deadline = defaultDeadline } = options;
	const stop = new AbortController();
	const onEnd = () => stop.abort(session.signal.reason);
	session.signal.addEventListener('abort', onEnd, { once: true });
	const late = new EngineError('timeout', `The engine did not finish within ${Math.round(deadline / 100) / 10} s`);
	const timer = deadline <= longestTimer ? setTimeout(() => stop.abort(late), deadline) : undefined;
	const signal = caller ? AbortSignal.any([caller, stop.signal]) : stop.signal;
	const started = Promise.resolve().then(() => run(session.docker, signal));
	try {
		return await abortable(started, signal);
	} catch (error) {
		if (caller?.aborted) {
			throw cancelled(error);
		}
		if (session.signal.aborted) {
			throw session.signal.reason;
		}
		if (stop.signal.aborted) {
			throw (await check()) ?? late;
		}
		const failure = toEngineError(error);
		if (failure.code === 'unreachable') {
			void check();
			throw await session.explain(error);
		}
		throw failure;
	} finally {
		clearTimeout(timer);
		session.signal.removeEventListener('abort', onEnd);
	}
}

export function cancelled(cause?: unknown): EngineError {
	return new EngineError('cancelled', 'Cancelled', { cause });
}
