import { EngineError, type EngineErrorCode, type RegistryProblem } from './errors.ts';

const codes: Readonly<Record<RegistryProblem, EngineErrorCode>> = {
	down: 'unreachable',
	silent: 'timeout',
	signIn: 'denied',
	refused: 'denied',
	notAllowed: 'denied',
	certificate: 'denied',
	unencrypted: 'denied',
	limit: 'denied',
	noCatalog: 'notFound',
	missing: 'notFound',
	otherContent: 'failed',
	tooLarge: 'failed',
	notRegistry: 'failed',
	broken: 'failed',
};

export interface ProblemDetails {
	/** HTTP status. */
	readonly status?: number;
	/** Seconds. */
	readonly retryAfter?: number;
	readonly cause?: unknown;
}

/** `message` is for logs; people read a sentence made of `problem`. */
export function registryProblem(
	registry: string,
	problem: RegistryProblem,
	message: string,
	{ status, retryAfter, cause }: ProblemDetails = {},
): EngineError {
	const recognised = {
		kind: 'registry',
		registry,
		problem,
		...(retryAfter === undefined ? {} : { retryAfter }),
	} as const;
	return new EngineError(codes[problem], `${registry}: ${message}`, { status, recognised, cause });
}

/** What is wrong with a registry, where that is what a failure is about. */
export function problemOf(error: unknown): RegistryProblem | undefined {
	const cause = error instanceof EngineError ? error.recognised : undefined;
	return cause?.kind === 'registry' ? cause.problem : undefined;
}
