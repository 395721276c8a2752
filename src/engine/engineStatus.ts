import type { EngineInfo } from './apiVersion.ts';
import { EngineError, type EngineErrorCause } from './errors.ts';

export interface Attempt {
	readonly endpoint: string;
	readonly error: EngineError;
}

export interface EngineStatus {
	readonly state: 'idle' | 'connecting' | 'ready' | 'unreachable';
	/** Empty before the first attempt. */
	readonly endpoint: string;
	readonly context: string;
	/** When unreachable: why. */
	readonly error?: EngineError;
	/** What was tried before an engine answered, or in vain, and why each failed. */
	readonly attempts: readonly Attempt[];
	readonly engine?: EngineInfo;
}

export function sameStatus(a: EngineStatus, b: EngineStatus): boolean {
	return looks(a) === looks(b);
}

/** What all attempts together say: the one that can be mended first, else that there is no engine. */
export function summary(attempts: readonly Attempt[]): EngineError {
	const only = attempts.length === 1 ? attempts[0] : undefined;
	const of = (kind: string) => attempts.find(({ error }) => error.recognised?.kind === kind);
	const telling = only ?? of('socketPermission') ?? of('notAnswering');
	return telling
		? new EngineError('unreachable', telling.error.message, {
				status: telling.error.status,
				recognised: only ? placed(only) : telling.error.recognised,
				cause: telling.error,
			})
		: new EngineError('unreachable', 'No Docker engine was found', { recognised: { kind: 'noEngine' } });
}

function placed({ endpoint, error: { recognised } }: Attempt): EngineErrorCause | undefined {
	return recognised?.kind === 'noEngine' ? { kind: 'noEngine', endpoint } : recognised;
}

function looks({ state, endpoint, context, error, attempts, engine }: EngineStatus): string {
	const tried = attempts.map(attempt => [attempt.endpoint, attempt.error.message]);
	return JSON.stringify([state, endpoint, context, error?.message, error?.recognised, tried, engine]);
}
