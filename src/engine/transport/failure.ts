import { stat } from 'node:fs/promises';
import { type Endpoint, socketPath } from '../endpoints.ts';
import { toEngineError } from '../errorMapping.ts';
import { EngineError } from '../errors.ts';

/**
 * Why an endpoint could not be reached, in words of its own. `hint` is what the transport said (ssh's stderr);
 * it explains better than the broken connection that follows from it.
 */
export async function reachFailure(endpoint: Endpoint, error: unknown, hint = ''): Promise<EngineError> {
	if (error instanceof EngineError) {
		return error;
	}
	if (error instanceof DOMException && error.name === 'AbortError') {
		return new EngineError('cancelled', 'Cancelled', { cause: error });
	}
	if (hint !== '') {
		return new EngineError('unreachable', hint, { cause: error });
	}
	return (await socketFailure(endpoint, error)) ?? protocolFailure(error);
}

async function socketFailure(endpoint: Endpoint, error: unknown): Promise<EngineError | undefined> {
	const path = socketPath(endpoint.url);
	if (path === undefined) {
		return undefined;
	}
	switch ((error as NodeJS.ErrnoException).code) {
		case 'ENOENT':
		case 'ENOTDIR':
			return unreachable(`There is no socket ${path}`, error);
		case 'EACCES':
		case 'EPERM':
			return new EngineError('denied', `No permission to use ${path}`, {
				recognised: { kind: 'socketPermission', path },
				cause: error,
			});
		case 'ENOTSOCK':
		case 'ECONNREFUSED':
			return (await isSocket(path))
				? unreachable(`Nothing listens on ${path}`, error)
				: new EngineError('failed', `${path} is not a socket`, { cause: error });
		default:
			return undefined;
	}
}

async function isSocket(path: string): Promise<boolean> {
	const found = await stat(path).catch(() => undefined);
	return !found || found.isSocket();
}

function protocolFailure(error: unknown): EngineError {
	const { code = '', name } = error as NodeJS.ErrnoException;
	if (name === 'TimeoutError') {
		return new EngineError('unreachable', 'The engine does not answer', {
			recognised: { kind: 'notAnswering' },
			cause: error,
		});
	}
	if (code.startsWith('HPE_')) {
		return notAnEngine(error);
	}
	const { message, recognised } = toEngineError(error);
	return new EngineError('unreachable', message, { recognised: recognised ?? { kind: 'noEngine' }, cause: error });
}

/** Something answers, but not as an engine does. */
export function notAnEngine(cause?: unknown): EngineError {
	return new EngineError('failed', 'What answers is not a Docker engine', { cause });
}

function unreachable(message: string, cause: unknown): EngineError {
	return new EngineError('unreachable', message, { recognised: { kind: 'noEngine' }, cause });
}
