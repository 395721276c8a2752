import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type Docker from 'dockerode';
import { EngineError } from './errors.ts';
import { givePieceBack } from './pieces.ts';

export interface EngineRequest {
	readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
	/** Made by `route`, so that nobody's name can leave its place in it. */
	readonly path: string;
	/** `undefined` is left out; lists are repeated, objects become JSON, bytes (not every file's name is text) stay bytes. */
	readonly query?: Readonly<Record<string, unknown>>;
	readonly body?: object;
	/** Sent as it is, instead of a body. A stream's own failure is the call's; an abort leaves it to its maker. */
	readonly upload?: Buffer | Readable;
	/** Value of `X-Registry-Auth`. */
	readonly registryAuth?: string;
}

/** One path of the engine's API; what is put in is encoded. */
export function route(parts: TemplateStringsArray, ...names: readonly string[]): string {
	return parts.reduce((path, part, index) => `${path}${encoded(names[index - 1] as string)}${part}`);
}

/**
 * Runs one call to its end. dockerode's own methods never settle when an answer is cut off in the middle, and do not
 * encode names; its transport does what is needed. 304 (already so) is a success.
 */
export async function requestJson<T>(docker: Docker, request: EngineRequest, signal: AbortSignal): Promise<T> {
	const text = await readAll(await requestStream(docker, request, signal), signal);
	if (text === '') {
		return undefined as T;
	}
	try {
		return JSON.parse(text) as T;
	} catch (error) {
		throw new EngineError('failed', 'The engine answered with something that is not JSON.', { cause: error });
	}
}

/** The answer as a stream once its head has arrived. An abort destroys it. */
export function requestStream(docker: Docker, request: EngineRequest, signal: AbortSignal): Promise<IncomingMessage> {
	return dial<IncomingMessage>(docker, request, signal, false);
}

/** The raw connection after an upgrade, both ways. An abort after it has opened no longer matters to it. */
export function requestUpgrade(docker: Docker, request: EngineRequest, signal: AbortSignal): Promise<Socket> {
	return dial<Socket>(docker, request, signal, true);
}

/** As `requestStream`, but the signal given to the call ends with the opening; the stream then is its reader's own. */
export async function openStream(
	docker: Docker,
	request: EngineRequest,
	signal: AbortSignal,
): Promise<IncomingMessage> {
	const opening = new AbortController();
	const forward = () => opening.abort(signal.reason);
	signal.throwIfAborted();
	signal.addEventListener('abort', forward, { once: true });
	try {
		return await requestStream(docker, request, opening.signal);
	} finally {
		signal.removeEventListener('abort', forward);
	}
}

export async function readAll(stream: IncomingMessage, signal?: AbortSignal): Promise<string> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of stream) {
			chunks.push(chunk as Buffer);
		}
	} catch (error) {
		signal?.throwIfAborted();
		throw error;
	}
	return Buffer.concat(chunks).toString('utf8');
}

function dial<T>(docker: Docker, request: EngineRequest, signal: AbortSignal, hijack: boolean): Promise<T> {
	signal.throwIfAborted();
	const { bytes, query } = queryOf(request);
	return new Promise<T>((resolve, reject) => {
		docker.modem.dial(
			{
				path: `${request.path}?${bytes}`,
				method: request.method,
				options: { _query: query, _body: request.body ?? {} },
				isStream: true,
				allowEmpty: request.body !== undefined,
				statusCodes: succeeded,
				abortSignal: signal,
				...(hijack ? upgrade(request) : {}),
				...(request.upload ? { file: sent(request.upload) } : {}),
				...(request.registryAuth ? { authconfig: { base64: request.registryAuth } } : {}),
			},
			(error, result) => {
				if (error) {
					reject(signal.aborted ? signal.reason : error);
				} else {
					resolve(result as T);
				}
			},
		);
	});
}

/** What stands in the first line of a request, for who makes it without `requestStream`. */
export function requestTarget(docker: Docker, request: EngineRequest): string {
	const { bytes, query } = queryOf(request);
	const modem = docker.modem as unknown as { readonly version: string; buildQuerystring(query: object): string };
	return `/${modem.version}${request.path}?${bytes}${modem.buildQuerystring(query)}`;
}

function queryOf({ query = {} }: EngineRequest): { readonly bytes: string; readonly query: Record<string, unknown> } {
	const given = Object.entries(query).filter(([, value]) => value !== undefined);
	const bytes = given.map(([name, value]) => (Buffer.isBuffer(value) ? `${name}=${percentEncoded(value)}&` : ''));
	return { bytes: bytes.join(''), query: Object.fromEntries(given.filter(([, value]) => !Buffer.isBuffer(value))) };
}

/** docker-modem makes the request and pipes a stream into it; so the pieces are given back when they have gone. */
function sent(upload: Buffer | Readable): Buffer | NodeJS.ReadableStream {
	if (Buffer.isBuffer(upload)) {
		return upload;
	}
	const source = {
		on: (event: string, listener: () => void) => upload.on(event, listener),
		pipe(request: Writable): void {
			request.on('drain', () => upload.resume());
			upload.once('end', () => request.end());
			upload.on('data', (piece: Buffer) => {
				if (!request.write(piece, () => givePieceBack(piece))) {
					upload.pause();
				}
			});
		},
	};
	return source as unknown as NodeJS.ReadableStream;
}

/**
 * Without a body the transport would hold back the request's head, or take it for a chunked one; Podman passes what
 * comes behind the head on to the container's input.
 */
function upgrade({ body }: EngineRequest): object {
	return body
		? { hijack: true, openStdin: true }
		: { hijack: true, file: Buffer.alloc(0), headers: { 'Content-Type': 'text/plain' } };
}

const succeeded = { 101: true, 200: true, 201: true, 204: true, 304: true };

function percentEncoded(bytes: Buffer): string {
	return bytes
		.toString('latin1')
		.replace(/[^A-Za-z0-9/._-]/g, byte => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Slashes of image references stay: engines differ in whether they decode them. */
function encoded(name: string): string {
	if (name === '' || name.split('/').some(part => part === '' || part === '.' || part === '..')) {
		throw new EngineError('notFound', `There is nothing named "${name}".`);
	}
	return encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%40', '@');
}
