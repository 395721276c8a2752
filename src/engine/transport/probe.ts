import * as http from 'node:http';
import * as https from 'node:https';
import { notAnEngine } from './failure.ts';
import type { Transport } from './transport.ts';

export interface Answer {
	readonly status: number;
	readonly body: string;
}

/** More than any version or ping takes; what is not an engine may send without end. */
const mostBytes = 256 * 1024;

/** One small GET. Rejects with Node's error, or with `TimeoutError` when no whole answer came within `deadline` ms. */
export async function probe(
	transport: Transport,
	path: string,
	deadline: number,
	signal?: AbortSignal,
): Promise<Answer> {
	try {
		return await ask(transport, path, deadline, signal);
	} catch (error) {
		if (!(error instanceof StaleConnection)) {
			throw error;
		}
		transport.dropIdle();
		return ask(transport, path, deadline, signal);
	}
}

/** The other side closed a kept connection just when it was to be used again: that says nothing about the engine. */
class StaleConnection extends Error {}

function ask(transport: Transport, path: string, deadline: number, signal: AbortSignal | undefined): Promise<Answer> {
	const { protocol, ...route } = transport.route;
	return new Promise((resolve, reject) => {
		const stop = new AbortController();
		const request = (protocol === 'https' ? https : http).get({ ...route, path, signal: stop.signal });
		let answered = false;
		const settle = (then: () => void) => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
			then();
		};
		const fail = (error: unknown) => {
			settle(() => reject(error));
			stop.abort();
		};
		const onAbort = () => fail(signal?.reason);
		const onDeadline = () => {
			const late = new DOMException(`No answer within ${deadline} ms`, 'TimeoutError');
			// A process that was itself held up finds the answer already waiting: let it be read first.
			setImmediate(() => setImmediate(() => fail(late)));
		};
		const timer = setTimeout(onDeadline, deadline);
		signal?.addEventListener('abort', onAbort, { once: true });
		request.on('error', error => {
			const { code } = error as NodeJS.ErrnoException;
			const stale = request.reusedSocket && !answered && (code === 'ECONNRESET' || code === 'EPIPE');
			fail(stale ? new StaleConnection('', { cause: error }) : error);
		});
		request.on('response', response => {
			answered = true;
			let body = '';
			response.setEncoding('utf8');
			response.on('data', (text: string) => {
				body += text;
				if (body.length > mostBytes) {
					fail(notAnEngine());
				}
			});
			response.on('error', fail);
			response.on('end', () => settle(() => resolve({ status: response.statusCode ?? 0, body })));
		});
		if (signal?.aborted) {
			onAbort();
		}
	});
}
