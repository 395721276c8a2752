import type { EngineConnection } from './connection.ts';
import type { Call } from './engineCall.ts';
import { type EngineRequest, readAll, requestJson, requestStream } from './engineRequest.ts';
import { EngineError } from './errors.ts';

export interface CallOptions {
	readonly signal?: AbortSignal;
}

/** What a prune removed: names or ids, and bytes. */
export interface PruneResult {
	readonly deleted: readonly string[];
	readonly spaceReclaimed: number;
}

/** Milliseconds for what moves files: new volumes are filled, big containers and images deleted. */
export const slowDeadline = 5 * 60_000;
/** Milliseconds for cleaning up everything. */
export const pruneDeadline = 15 * 60_000;

/** One call whose answer is JSON. */
export function callJson<T>(
	connection: EngineConnection,
	request: EngineRequest,
	options: CallOptions & { readonly deadline?: number } = {},
): Promise<T> {
	return connection.call((docker, signal) => requestJson<T>(docker, request, signal), {
		signal: options.signal,
		deadline: options.deadline,
	});
}

/** One call that only has to succeed: engines differ in what they say then. */
export async function callDone(
	connection: EngineConnection,
	request: EngineRequest,
	options: CallOptions & { readonly deadline?: number } = {},
): Promise<void> {
	await connection.call(async (docker, signal) => readAll(await requestStream(docker, request, signal), signal), {
		signal: options.signal,
		deadline: options.deadline,
	});
}

/** As `EngineConnection.call` without a deadline; a failure waits until the work has cleared away what it had begun. */
export async function callToEnd<T>(
	connection: EngineConnection,
	run: Call<T>,
	{ signal }: CallOptions = {},
): Promise<T> {
	let work: Promise<T> | undefined;
	const call: Call<T> = (docker, inner) => {
		work = run(docker, inner);
		return work;
	};
	try {
		return await connection.call(call, { signal, deadline: Number.POSITIVE_INFINITY });
	} catch (error) {
		await work?.catch(() => {});
		throw error;
	}
}

/** An option whose value makes no sense; `sentence` is for those who read no other words. */
export function invalidOption(option: string, value: unknown, sentence: string): EngineError {
	return new EngineError('invalid', sentence, { recognised: { kind: 'invalidOption', option, value: String(value) } });
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
	if (signal?.aborted) {
		throw new EngineError('cancelled', 'Cancelled', { cause: signal.reason });
	}
}

/** For `catch` behind a removal: what is gone already is removed. */
export function ignoreMissing(error: unknown): undefined {
	if (error instanceof EngineError && error.code === 'notFound') {
		return undefined;
	}
	throw error;
}

/** Whether the engine in use speaks at least API 1.`minor`; not before the first call has connected. */
export function speaksApi(connection: EngineConnection, minor: number): boolean {
	const [major = 0, spoken = 0] = (connection.status.engine?.apiVersion ?? '').split('.').map(Number);
	return major > 1 || (major === 1 && spoken >= minor);
}
