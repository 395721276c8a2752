export type EngineErrorCode =
	| 'unreachable'
	| 'notFound'
	| 'conflict'
	| 'denied'
	| 'invalid'
	| 'cancelled'
	| 'timeout'
	| 'failed';

/** What was recognised in a failure, so that whoever speaks to the user can explain it. */
export type EngineErrorCause =
	| { readonly kind: 'socketPermission'; readonly path: string }
	| { readonly kind: 'noEngine' }
	| { readonly kind: 'notAnswering' }
	| { readonly kind: 'portAllocated'; readonly port: number }
	| { readonly kind: 'nameInUse'; readonly name: string; readonly holder: string }
	| { readonly kind: 'imageInUse'; readonly holders: readonly string[] }
	| { readonly kind: 'volumeInUse'; readonly holders: readonly string[] }
	| { readonly kind: 'networkInUse'; readonly holders: readonly string[] }
	| { readonly kind: 'noSpace' }
	| { readonly kind: 'noSuchImage'; readonly reference: string }
	| { readonly kind: 'noSuchFile'; readonly path: string }
	| { readonly kind: 'noShell' }
	| { readonly kind: 'notRunning' }
	| { readonly kind: 'unauthorized' }
	| { readonly kind: 'rateLimited' };

/** Every failure of the engine layer. `message` is the engine's own sentence wherever it gave one. */
export class EngineError extends Error {
	override readonly name = 'EngineError';
	readonly code: EngineErrorCode;
	/** HTTP status, when the engine answered. */
	readonly status: number | undefined;
	readonly recognised: EngineErrorCause | undefined;

	constructor(
		code: EngineErrorCode,
		message: string,
		details: { status?: number; recognised?: EngineErrorCause; cause?: unknown } = {},
	) {
		super(message, details.cause === undefined ? undefined : { cause: details.cause });
		this.code = code;
		this.status = details.status;
		this.recognised = details.recognised;
	}
}
