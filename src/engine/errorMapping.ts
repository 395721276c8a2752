import { EngineError, type EngineErrorCause, type EngineErrorCode } from './errors.ts';
import { recognise } from './recognisedMessages.ts';

/**
 * Any failure below the engine layer as an `EngineError`: the engine's answers (`(HTTP code 409) conflict - …`), what
 * Node says about sockets, aborts and deadlines. The engine's own sentence is kept, without the transport's wrapping.
 */
export function toEngineError(error: unknown): EngineError {
	if (error instanceof EngineError) {
		return error;
	}
	if (error instanceof AggregateError && error.errors.length > 0) {
		return toEngineError(error.errors[0]);
	}
	const facts = factsOf(error);
	return fromAbort(facts) ?? fromAnswer(facts) ?? fromSocket(facts) ?? fromMessage(facts);
}

/** An `EngineError` for a sentence the engine gave inside a stream, where there is no HTTP status. */
export function engineErrorFromMessage(message: string, cause?: unknown): EngineError {
	const recognised = recognise(message);
	return new EngineError(recognised?.code ?? 'failed', message.trim(), { recognised: recognised?.cause, cause });
}

interface Facts {
	readonly error: unknown;
	readonly name: string;
	readonly message: string;
	readonly code: string;
	readonly syscall: string;
	/** Path of a unix socket or pipe, or a host. */
	readonly address: string;
	readonly status: number | undefined;
}

function factsOf(error: unknown): Facts {
	const fields = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
	const text = (key: string) => (typeof fields[key] === 'string' ? (fields[key] as string) : '');
	const status = typeof fields.statusCode === 'number' ? fields.statusCode : undefined;
	return {
		error,
		name: text('name'),
		message: status === undefined ? text('message') || String(error) : engineSentence(fields.json, text('message')),
		code: text('code'),
		syscall: text('syscall'),
		address: text('address') || text('path'),
		status,
	};
}

/** The engine's own words: from its JSON, else from what docker-modem made of them. */
function engineSentence(json: unknown, wrapped: string): string {
	if (typeof json === 'object' && json !== null && !(json instanceof Uint8Array)) {
		const { message, cause } = json as { message?: unknown; cause?: unknown };
		if (typeof message === 'string' && message !== '') {
			return message.trim();
		}
		if (typeof cause === 'string' && cause !== '') {
			return cause.trim();
		}
	}
	return /^\(HTTP code \d+\) .*? - ([\s\S]*)$/.exec(wrapped)?.[1]?.trim() || wrapped.trim();
}

function fromAbort({ error, name, code, message }: Facts): EngineError | undefined {
	if (name === 'TimeoutError') {
		return new EngineError('timeout', message || 'The engine took too long to answer', { cause: error });
	}
	if (name === 'AbortError' || name === 'Canceled' || code === 'ABORT_ERR') {
		const reason = error instanceof Error ? error.cause : undefined;
		return reason instanceof EngineError ? reason : new EngineError('cancelled', 'Cancelled', { cause: error });
	}
	return undefined;
}

function fromAnswer({ error, status, message }: Facts): EngineError | undefined {
	if (status === undefined) {
		return undefined;
	}
	if (/Client sent an HTTP request to an HTTPS server/.test(message)) {
		return new EngineError('unreachable', message, { status, cause: error });
	}
	const recognised = recognise(message) ?? (status === 429 ? { code: 'failed', cause: rateLimited } : undefined);
	return new EngineError(recognised?.code ?? codeOfStatus(status), message || `HTTP status ${status}`, {
		status,
		recognised: recognised?.cause,
		cause: error,
	});
}

const rateLimited: EngineErrorCause = { kind: 'rateLimited' };

function codeOfStatus(status: number): EngineErrorCode {
	switch (status) {
		case 400:
			return 'invalid';
		case 401:
		case 403:
			return 'denied';
		case 404:
			return 'notFound';
		case 409:
			return 'conflict';
		case 502:
		case 504:
			return 'unreachable';
		default:
			return 'failed';
	}
}

function fromSocket({ error, code, syscall, address, message }: Facts): EngineError | undefined {
	const fail = (kind: EngineErrorCode, recognised?: EngineErrorCause) =>
		new EngineError(kind, message, { recognised, cause: error });
	if (code.startsWith('HPE_') || /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)|^EPROTO$/.test(code)) {
		return fail('unreachable');
	}
	if (message === 'socket hang up' || message === 'aborted') {
		return fail('unreachable');
	}
	if (syscall !== '' && !/^(?:connect|read|write|getaddrinfo)$/.test(syscall)) {
		return undefined;
	}
	switch (code) {
		case 'EACCES':
		case 'EPERM':
			return syscall === 'connect' ? fail('denied', { kind: 'socketPermission', path: address }) : undefined;
		case 'ENOENT':
		case 'ENOTDIR':
			return syscall === 'connect' ? fail('unreachable', { kind: 'noEngine' }) : undefined;
		case 'ECONNREFUSED':
		case 'ENOTSOCK':
		case 'ENOTFOUND':
			return fail('unreachable', { kind: 'noEngine' });
		case 'ETIMEDOUT':
		case 'ESOCKETTIMEDOUT':
			return fail('timeout', { kind: 'notAnswering' });
		case 'ECONNRESET':
		case 'ECONNABORTED':
		case 'EPIPE':
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'EAI_AGAIN':
		case 'ERR_STREAM_PREMATURE_CLOSE':
			return fail('unreachable');
		default:
			return undefined;
	}
}

function fromMessage({ error, code, message }: Facts): EngineError {
	const recognised: EngineErrorCause | undefined = code === 'ENOSPC' ? { kind: 'noSpace' } : undefined;
	return new EngineError('failed', message, { recognised, cause: error });
}
