import { connect, type Socket } from 'node:net';
import { addAbortSignal, Readable } from 'node:stream';
import type Docker from 'dockerode';
import { type EngineRequest, requestTarget } from './engineRequest.ts';
import { partOfPiece, takePiece } from './pieces.ts';

/**
 * The answer to a GET from an engine behind a unix socket, in large pieces; nothing when there is no such socket, or
 * anything but a plain success comes: then the request is to be made in the ordinary way, which knows what that means.
 *
 * Node's client of HTTP makes several buffers of every few kilobytes, and clearing them away takes longer than all else. Asked
 * in the older way, without chunks, the engine also needs less time. But then nothing tells a cut answer from a whole one.
 */
export async function requestOnSocket(
	docker: Docker,
	request: EngineRequest,
	signal: AbortSignal,
): Promise<Readable | undefined> {
	const { socketPath } = docker.modem as { readonly socketPath?: string };
	if (!socketPath) {
		return undefined;
	}
	signal.throwIfAborted();
	const answer = new SocketAnswer(socketPath, `GET ${requestTarget(docker, request)} HTTP/1.0\r\nHost: docker\r\n\r\n`);
	addAbortSignal(signal, answer);
	const isPlain = await answer.isPlainSuccess;
	signal.throwIfAborted();
	return isPlain ? answer : undefined;
}

/** A piece with less room than this is sent on. */
const leastRoom = 64 * 1024;

class SocketAnswer extends Readable {
	readonly isPlainSuccess: Promise<boolean>;
	readonly #socket: Socket;
	#settleHead: (isPlain: boolean) => void = () => {};
	#piece = takePiece();
	/** Bytes of the piece that are read, and where among them the content begins once the head has come. */
	#filled = 0;
	#begin: number | undefined;

	constructor(socketPath: string, head: string) {
		super({ objectMode: true, highWaterMark: 1 });
		this.isPlainSuccess = new Promise(resolve => {
			this.#settleHead = resolve;
		});
		const room = () => this.#piece.subarray(this.#filled);
		// Reads into these buffers instead of making one for every read.
		this.#socket = connect({ path: socketPath, onread: { buffer: room, callback: count => this.#onRead(count) } });
		this.#socket.once('error', error => this.destroy(error));
		this.#socket.once('end', () => this.#onEnd());
		this.#socket.write(head);
		this.#socket.resume();
	}

	override _read(): void {
		this.#socket.resume();
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.#socket.destroy();
		// Before the head has come, nobody listens for errors: the ordinary way finds them again.
		const isOpen = this.#begin !== undefined;
		this.#settleHead(isOpen);
		done(isOpen ? error : null);
	}

	/** False pauses the socket. */
	#onRead(count: number): boolean {
		this.#filled += count;
		if (this.#begin === undefined && !this.#readHead()) {
			return true;
		}
		return this.#piece.length - this.#filled >= leastRoom || this.#send();
	}

	#readHead(): boolean {
		const end = this.#piece.subarray(0, this.#filled).indexOf('\r\n\r\n');
		const head = this.#piece.toString('latin1', 0, Math.max(0, end));
		if (end >= 0 && isPlainSuccess(head)) {
			this.#begin = end + 4;
			this.#settleHead(true);
			return true;
		}
		if (end >= 0 || this.#filled > leastRoom) {
			this.destroy();
		}
		return false;
	}

	#send(): boolean {
		const piece = partOfPiece(this.#piece, this.#begin ?? 0, this.#filled);
		this.#piece = takePiece();
		this.#filled = 0;
		this.#begin = 0;
		return this.push(piece);
	}

	#onEnd(): void {
		if (this.#begin === undefined) {
			this.destroy();
		} else {
			if (this.#filled > this.#begin) {
				this.#send();
			}
			this.push(null);
		}
	}
}

function isPlainSuccess(head: string): boolean {
	return /^HTTP\/1\.[01] 200 /.test(head) && !/\n(?:transfer|content)-encoding:/i.test(head);
}
